//! The strings of a JSON text, each changed where it stands: keys keep their order, and
//! numbers their digits, as no reader and writer of values would leave them.

/// The text with each string value changed. The change gets the key that the value
/// belongs to and the literal with its quotes, and gives another literal or nothing.
pub(in crate::mask) fn rewritten(
    json: &str,
    change: impl Fn(&str, &str) -> Option<String>,
) -> String {
    let mut out = String::with_capacity(json.len());
    let mut key = String::new();
    let mut rest = json;
    while let Some(at) = rest.find('"') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let (literal, after) = from.split_at(length(from));
        if after.trim_start().starts_with(':') {
            literal.trim_matches('"').clone_into(&mut key);
            out.push_str(literal);
        } else {
            let changed = change(&key, literal);
            out.push_str(changed.as_deref().unwrap_or(literal));
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The length of the literal that begins here, with its quotes.
fn length(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}
