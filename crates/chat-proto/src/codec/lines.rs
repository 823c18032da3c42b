//! A stream of bytes, cut into lines of a bounded length.
//!
//! However the stream was cut into reads, the lines are the same. A line over
//! the limit is reported once, when that is known, and skipped to its end
//! without keeping a byte of it.

use memchr::memchr;

use crate::limits::LINE_BYTES;

/// What the stream held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line<'a> {
    /// A whole line, without its end (`\n` or `\r\n`).
    Whole(&'a [u8]),
    /// A line that is too long: its first [`LINE_BYTES`]; the rest is gone.
    TooLong(&'a [u8]),
}

/// Cuts lines. Holds at most [`LINE_BYTES`] and a `\r`, and nothing between lines.
#[derive(Debug, Default)]
pub struct LineSplitter {
    /// The beginning of a line whose end has not come.
    begun: Vec<u8>,
    /// Whether the line under way was already reported as too long.
    skipping: bool,
}

impl LineSplitter {
    /// Takes in what was read and gives every line that it completes.
    pub fn feed(&mut self, bytes: &[u8], mut line: impl FnMut(Line<'_>)) {
        let mut rest = bytes;
        while let Some(end) = memchr(b'\n', rest) {
            let (head, tail) = rest.split_at(end);
            rest = tail.get(1..).unwrap_or_default();
            self.finish(head, &mut line);
        }
        if self.skipping || rest.is_empty() {
            return;
        }
        if self.begun.len() + rest.len() > HELD_BYTES {
            self.skipping = true;
            self.refuse(rest, &mut line);
        } else {
            self.begun.extend_from_slice(rest);
        }
    }

    /// The beginning of a line whose end has not come, if any.
    pub fn begun(&self) -> &[u8] {
        &self.begun
    }

    /// Takes what has begun for a whole line: the stream ended or fell silent.
    pub fn flush(&mut self, line: impl FnOnce(Line<'_>)) {
        let begun = std::mem::take(&mut self.begun);
        if !begun.is_empty() {
            line(whole(&begun));
        }
    }

    fn finish(&mut self, head: &[u8], line: &mut impl FnMut(Line<'_>)) {
        if self.skipping {
            self.skipping = false;
        } else if self.begun.is_empty() {
            line(whole(head));
        } else if self.begun.len() + head.len() > HELD_BYTES {
            self.refuse(head, line);
        } else {
            self.begun.extend_from_slice(head);
            line(whole(&self.begun));
            // An idle peer holds no buffer.
            self.begun = Vec::new();
        }
    }

    /// Shows how a line begins that is too long, and keeps nothing of it.
    fn refuse(&mut self, more: &[u8], line: &mut impl FnMut(Line<'_>)) {
        let mut begun = std::mem::take(&mut self.begun);
        let room = LINE_BYTES.saturating_sub(begun.len()).min(more.len());
        begun.extend_from_slice(more.get(..room).unwrap_or_default());
        line(Line::TooLong(begun.get(..LINE_BYTES).unwrap_or(&begun)));
    }
}

fn whole(bytes: &[u8]) -> Line<'_> {
    let line = bytes.strip_suffix(b"\r").unwrap_or(bytes);
    match line.get(..LINE_BYTES) {
        Some(begins) if line.len() > LINE_BYTES => Line::TooLong(begins),
        Some(_) | None => Line::Whole(line),
    }
}

/// A line of the greatest length, and the `\r` that may still belong to its end.
const HELD_BYTES: usize = LINE_BYTES + 1;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The lines of a stream that arrives in these pieces; `None` is too long.
    fn cut(pieces: &[&[u8]]) -> Vec<Option<Vec<u8>>> {
        let mut splitter = LineSplitter::default();
        let mut lines = Vec::new();
        let mut keep = |line: Line<'_>| {
            lines.push(match line {
                Line::Whole(bytes) => Some(bytes.to_vec()),
                Line::TooLong(begins) => {
                    assert_eq!(begins.len(), LINE_BYTES);
                    None
                }
            });
        };
        for piece in pieces {
            splitter.feed(piece, &mut keep);
            assert!(splitter.begun.len() <= HELD_BYTES);
        }
        splitter.flush(&mut keep);
        lines
    }

    #[test]
    fn both_ends_of_a_line_are_accepted() {
        let lines = cut(&[b"a\nb\r\n\r\nc\rd\n\ne"]);
        let expected: Vec<Option<Vec<u8>>> = ["a", "b", "", "c\rd", "", "e"]
            .map(|l| Some(l.as_bytes().to_vec()))
            .into();
        assert_eq!(lines, expected);
    }

    #[test]
    fn a_line_of_the_greatest_length_passes_with_either_end() {
        let longest = vec![b'x'; LINE_BYTES];
        for end in [&b"\n"[..], b"\r\n"] {
            assert_eq!(cut(&[&longest, end]), [Some(longest.clone())]);
        }
    }

    #[test]
    fn a_line_one_byte_longer_is_reported_once_and_the_next_one_passes() {
        let long = vec![b'x'; LINE_BYTES + 1];
        assert_eq!(cut(&[&long, b"\nb\n"]), [None, Some(b"b".to_vec())]);
        assert_eq!(
            cut(&[&long, &long, &long, b"\nb"]),
            [None, Some(b"b".to_vec())]
        );
    }

    #[test]
    fn a_line_without_end_holds_no_bytes() {
        let mut splitter = LineSplitter::default();
        let mut told = 0;
        for _ in 0..64 {
            splitter.feed(&[b'x'; 16_384], |_| told += 1);
        }
        assert_eq!((told, splitter.begun.capacity()), (1, 0));
    }

    proptest! {
        #[test]
        fn any_cutting_gives_the_same_lines(
            lines in prop::collection::vec("[^\n]{0,40}", 0..20),
            cuts in prop::collection::vec(1usize..9, 1..200),
        ) {
            let stream = lines.join("\n").into_bytes();
            let mut pieces = Vec::new();
            let mut rest = &stream[..];
            for size in cuts.iter().cycle() {
                if rest.is_empty() {
                    break;
                }
                let (piece, tail) = rest.split_at((*size).min(rest.len()));
                pieces.push(piece);
                rest = tail;
            }
            prop_assert_eq!(cut(&pieces), cut(&[&stream]));
        }

        #[test]
        fn long_lines_are_the_same_however_they_are_cut(
            lengths in prop::collection::vec(LINE_BYTES - 2..LINE_BYTES + 3, 1..4),
            size in 1000usize..40_000,
        ) {
            let stream: Vec<u8> = lengths.iter()
                .flat_map(|n| std::iter::repeat_n(b'x', *n).chain([b'\n']))
                .collect();
            let pieces: Vec<&[u8]> = stream.chunks(size).collect();
            let expected: Vec<bool> = lengths.iter().map(|n| *n <= LINE_BYTES).collect();
            let passed: Vec<bool> = cut(&pieces).iter().map(Option::is_some).collect();
            prop_assert_eq!(passed, expected);
        }
    }
}
