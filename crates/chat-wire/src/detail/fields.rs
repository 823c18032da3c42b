//! A JSON object cut at its top-level fields: every byte belongs to one of them, or to
//! the braces around.

use chat_proto::text::quoted;

use crate::detail::meaning;
use crate::detail::part::Part;
use crate::words::language::Language;

/// The parts of a text, which together are as long as it is.
pub(in crate::detail) fn of(text: &str, language: Language) -> Vec<Part> {
    let pieces = pieces(text).unwrap_or_else(|| vec![text]);
    let parts = pieces.into_iter().map(|piece| Part {
        text: quoted(piece),
        bytes: piece.len(),
        meaning: meaning::of(key(piece), language),
        is_own: true,
    });
    parts.collect()
}

/// The name of a field, or what stands for it.
fn key(piece: &str) -> &str {
    let quoted = piece.trim_start().strip_prefix('"');
    let key = quoted.and_then(|rest| rest.split_once("\":"));
    key.map_or_else(|| piece.trim(), |(key, _)| key)
}

/// The opening brace, each field with the comma behind it, and the closing brace with
/// what follows; nothing where it is no object.
fn pieces(text: &str) -> Option<Vec<&str>> {
    let open = text.find('{').filter(|at| {
        let before = text.get(..*at).unwrap_or_default();
        before.trim().is_empty()
    })?;
    let mut cuts = vec![open + 1];
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    let mut closed = false;
    for (at, byte) in text.bytes().enumerate().skip(open + 1) {
        if in_string {
            in_string = escaped || byte != b'"';
            escaped = byte == b'\\' && !escaped;
            continue;
        }
        match byte {
            b'"' => in_string = true,
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth > 0 => depth -= 1,
            b'}' => {
                cuts.push(at);
                closed = true;
            }
            b',' if depth == 0 => cuts.push(at + 1),
            _ => {}
        }
        if closed {
            break;
        }
    }
    if !closed {
        return None;
    }
    let mut pieces = Vec::new();
    let mut from = 0;
    for cut in cuts.into_iter().chain([text.len()]) {
        pieces.push(text.get(from..cut)?);
        from = cut;
    }
    pieces.retain(|piece| !piece.is_empty());
    Some(pieces)
}
