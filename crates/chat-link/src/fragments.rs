//! Fragmentation: a long frame travels as fragments that fit a datagram each, and is
//! reassembled at the other end.
//!
//! A fragment (a `part` on the wire) is a numbered frame like any other: it is
//! acknowledged and retransmitted by itself and delivered in order, so reassembly
//! needs no timer. IP could fragment too, but loses the whole with one fragment.

use std::borrow::Cow;

use chat_proto::limits::LINE_BYTES;
use chat_proto::stamp::Stamp;
use serde::Deserialize;

use crate::envelope;
use crate::policy::DATAGRAM_BYTES;
use crate::policy::FIELDS_BYTES;
use crate::policy::MAX_FRAGMENTS;

/// A frame as it is given to the send queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fragmented<'a> {
    /// It fits into one datagram; without blanks around it.
    Whole(&'a [u8]),
    /// Its fragments, each a frame of type `part`.
    Fragments(Vec<Vec<u8>>),
}

/// Fragments a frame that does not fit into one datagram. `speaker` is the stamp of
/// the server's fragments. Nothing where it is no object in UTF-8, or longer than any frame may be.
pub fn fragment(object: &[u8], speaker: Option<Stamp>) -> Option<Fragmented<'_>> {
    let object = object.trim_ascii();
    if object.first() != Some(&b'{') || object.last() != Some(&b'}') {
        return None;
    }
    if object.len() <= DATAGRAM_BYTES - FIELDS_BYTES {
        return Some(Fragmented::Whole(object));
    }
    let pieces = pieces(std::str::from_utf8(object).ok()?);
    let of = u16::try_from(pieces.len())
        .ok()
        .filter(|of| *of <= MAX_FRAGMENTS)?;
    let part = |(k, piece): (u16, String)| {
        let mut out = Vec::with_capacity(FRAGMENT_FIELDS_BYTES + piece.len());
        envelope::write_fragment(&mut out, speaker, (k, of), &piece);
        out
    };
    Some(Fragmented::Fragments(
        (1..=of).zip(pieces).map(part).collect(),
    ))
}

/// A text cut into pieces, each escaped and measured as it will be written.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut piece = String::new();
    for c in text.chars() {
        let escape = matches!(c, '"' | '\\');
        if piece.len() + c.len_utf8() + usize::from(escape) > PIECE_BYTES {
            pieces.push(std::mem::take(&mut piece));
        }
        if c < ' ' {
            // Only blanks between fields can be here; they mean nothing.
            piece.push(' ');
            continue;
        }
        if escape {
            piece.push('\\');
        }
        piece.push(c);
    }
    pieces.push(piece);
    pieces
}

/// The fragments of one frame, as far as they have come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reassembly {
    /// The last one, and of how many.
    last: Option<(u16, u16)>,
    bytes: Vec<u8>,
}

impl Reassembly {
    /// Takes in the next fragment. The frame, once it is complete. Fragments that make
    /// no sense are dropped together with what came before them.
    ///
    /// A frame that is too long is kept up to its first byte too many: whoever
    /// reads it refuses it for its length.
    pub fn add(&mut self, (k, of): (u16, u16), datagram: &[u8]) -> Option<Vec<u8>> {
        let expected = match self.last {
            None => k == 1,
            Some((last, total)) => last < k && k - last == 1 && of == total,
        };
        let text = serde_json::from_slice::<Piece<'_>>(datagram);
        let (true, Ok(piece)) = (expected && k <= of && of <= MAX_FRAGMENTS, text) else {
            *self = Self::default();
            return None;
        };
        let room = (LINE_BYTES + 1).saturating_sub(self.bytes.len());
        let text = piece.text.as_bytes();
        self.bytes
            .extend_from_slice(text.get(..room.min(text.len())).unwrap_or_default());
        self.last = Some((k, of));
        (k == of).then(|| std::mem::take(self).bytes)
    }
}

#[derive(Deserialize)]
struct Piece<'a> {
    #[serde(borrow)]
    text: Cow<'a, str>,
}

/// The fields of a fragment beside its text, at their longest.
const FRAGMENT_FIELDS_BYTES: usize = 104;

const PIECE_BYTES: usize = DATAGRAM_BYTES - FIELDS_BYTES - FRAGMENT_FIELDS_BYTES;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, speaker: Option<Stamp>) {
        let object = serde_json::json!({ "text": text }).to_string();
        let parts = match fragment(object.as_bytes(), speaker).unwrap() {
            Fragmented::Whole(whole) => vec![whole.to_vec()],
            Fragmented::Fragments(parts) => parts,
        };
        let of = u16::try_from(parts.len()).unwrap();
        let mut reassembly = Reassembly::default();
        let mut whole = None;
        for (k, part) in (1..).zip(&parts) {
            assert!(
                part.len() <= DATAGRAM_BYTES - FIELDS_BYTES,
                "{}",
                part.len()
            );
            assert_eq!(whole, None);
            whole = match of {
                1 => Some(part.clone()),
                _ => reassembly.add((k, of), part),
            };
        }
        assert_eq!(whole, Some(object.into_bytes()));
        assert_eq!(reassembly, Reassembly::default());
    }

    #[test]
    fn the_longest_texts_of_every_kind_survive() {
        let speaker = Some(Stamp::from_unix_ms(u64::MAX));
        for text in ["x", "é", "\"", "\\", "\u{1}", "漢", "👩‍👩‍👧"] {
            for count in [1, 500, 1128 - 11, 4096] {
                check(&text.repeat(count / text.len() + 1), speaker);
                check(&text.repeat(count / text.len() + 1), None);
            }
        }
    }

    #[test]
    fn parts_that_make_no_sense_leave_nothing() {
        let part = br#"{"text":"{"}"#;
        for wrong in [
            [(2, 3), (3, 3)],
            [(1, 3), (3, 3)],
            [(1, 3), (2, 4)],
            [(0, 0), (1, 0)],
            [(1, 200), (2, 200)],
        ] {
            let mut reassembly = Reassembly::default();
            for at in wrong {
                assert_eq!(reassembly.add(at, part), None);
            }
            assert_eq!(reassembly, Reassembly::default());
        }
        assert_eq!(Reassembly::default().add((1, 1), b"{}"), None);
    }

    #[test]
    fn what_is_no_frame_is_not_sent() {
        assert_eq!(fragment(b"", None), None);
        assert_eq!(fragment(b"hello", None), None);
        let endless = format!("{{\"text\":\"{}\"}}", "\\\"".repeat(100_000));
        assert_eq!(fragment(endless.as_bytes(), None), None);
    }

    proptest! {
        #[test]
        fn any_text_is_the_same_after_cutting(text in "(.|\n){0,4000}") {
            check(&text, Some(Stamp::from_unix_ms(0)));
        }
    }
}
