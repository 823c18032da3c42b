//! Hears one peer: which tongue it speaks, where its lines end, what they say.
//!
//! Pure: whoever owns the socket feeds bytes in, says when the peer fell silent
//! ([`Ear::quiet`]) or ended ([`Ear::end`]), and takes what was heard.

use crate::codec::json;
use crate::codec::lines::Line;
use crate::codec::lines::LineSplitter;
use crate::codec::tongue::Tongue;
use crate::frame::peer::Heard;
use crate::limits::LINE_BYTES;
use crate::plain::hear;
use crate::refusal::Refusal;

/// The hearing of one stream peer.
#[derive(Debug, Default)]
pub struct Ear {
    lines: LineSplitter,
    /// Undecided until the first line that is not blank.
    tongue: Option<Tongue>,
}

impl Ear {
    /// The peer's tongue, once its first line has told it.
    pub fn tongue(&self) -> Option<Tongue> {
        self.tongue
    }

    /// Takes in what was read.
    pub fn feed(&mut self, bytes: &[u8], mut heard: impl FnMut(Heard)) {
        let Self { lines, tongue } = self;
        lines.feed(bytes, |line| {
            if let Some(frame) = understand(tongue, line) {
                heard(frame);
            }
        });
    }

    /// Whether an unfinished line waits that [`Ear::quiet`] would take for a
    /// whole one: text of a plain peer, for a first lesson's client sends no
    /// line ends.
    pub fn awaits_quiet(&self) -> bool {
        let begun = self.lines.begun();
        match self.tongue {
            Some(Tongue::Json) => false,
            Some(Tongue::Plain) => !begun.is_empty(),
            None => Tongue::of(begun) == Some(Tongue::Plain),
        }
    }

    /// Whether nothing that could be a line has come yet.
    pub fn heard_nothing(&self) -> bool {
        self.tongue.is_none() && self.begins().is_none()
    }

    /// In which tongue a first line has begun that has not ended yet.
    pub fn begins(&self) -> Option<Tongue> {
        let first = self.tongue.is_none();
        Tongue::of(self.lines.begun()).filter(|_| first)
    }

    /// The peer has been silent for a while.
    pub fn quiet(&mut self, heard: impl FnMut(Heard)) {
        if self.awaits_quiet() {
            self.end(heard);
        }
    }

    /// The stream ended: what has begun is a line.
    pub fn end(&mut self, mut heard: impl FnMut(Heard)) {
        let Self { lines, tongue } = self;
        lines.flush(|line| {
            if let Some(frame) = understand(tongue, line) {
                heard(frame);
            }
        });
    }
}

/// Hears one datagram. The first that is not blank tells the peer's tongue.
pub fn datagram(tongue: &mut Option<Tongue>, bytes: &[u8]) -> Option<Heard> {
    let line = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    // A Java client sends its whole buffer, the unused part as NULs.
    let line = match memchr::memchr(0, line) {
        Some(end) => line.get(..end).unwrap_or(line),
        None => line,
    };
    let line = if line.len() > LINE_BYTES {
        Line::TooLong
    } else {
        Line::Whole(line)
    };
    understand(tongue, line)
}

fn understand(tongue: &mut Option<Tongue>, line: Line<'_>) -> Option<Heard> {
    let Line::Whole(bytes) = line else {
        return Some(Err(Refusal::LongLine.into()));
    };
    if tongue.is_none() {
        *tongue = Tongue::of(strip_mark(bytes));
    }
    match (*tongue)? {
        Tongue::Json => json::read_peer(strip_mark(bytes)),
        Tongue::Plain => hear::line(bytes),
    }
}

/// Some shells put a byte order mark before what they send.
fn strip_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::frame::peer::PeerFrame;

    fn hear(pieces: &[&[u8]]) -> (Vec<Heard>, Ear) {
        let mut ear = Ear::default();
        let mut all = Vec::new();
        for piece in pieces {
            ear.feed(piece, |heard| all.push(heard));
        }
        (all, ear)
    }

    fn said(heard: &Heard) -> &str {
        match heard {
            Ok(PeerFrame::Say(say)) => say.text.as_str(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_first_line_that_is_not_blank_tells_the_tongue() {
        for (bytes, tongue) in [
            (&b"\n \r\n{\"text\":\"a\"}\n"[..], Some(Tongue::Json)),
            (b"\n\nhello\n", Some(Tongue::Plain)),
            (b"\xEF\xBB\xBF{\"text\":\"a\"}\n", Some(Tongue::Json)),
            (b"\n\n", None),
            (b"{\"text\"", None),
        ] {
            assert_eq!(hear(&[bytes]).1.tongue(), tongue);
        }
    }

    #[test]
    fn an_unfinished_plain_line_waits_for_silence() {
        let (heard, mut ear) = hear(&[b"hel", b"lo"]);
        assert!(heard.is_empty() && ear.awaits_quiet());
        let mut all = Vec::new();
        ear.quiet(|heard| all.push(heard));
        assert_eq!(said(&all[0]), "hello");
        assert!(!ear.awaits_quiet());
    }

    #[test]
    fn json_never_guesses_where_a_line_ends() {
        let (heard, mut ear) = hear(&[b"{\"text\":\"a\"}"]);
        assert!(heard.is_empty() && !ear.awaits_quiet() && !ear.heard_nothing());
        ear.quiet(|heard| panic!("{heard:?}"));
        let mut all = Vec::new();
        ear.end(|heard| all.push(heard));
        assert_eq!(said(&all[0]), "a");
    }

    #[test]
    fn a_datagram_is_one_frame_with_or_without_line_end() {
        for bytes in [&b"hello"[..], b"hello\n", b"hello\r\n", b"hello\0\0\0old"] {
            let mut tongue = None;
            let heard = datagram(&mut tongue, bytes).unwrap();
            assert_eq!((said(&heard), tongue), ("hello", Some(Tongue::Plain)));
        }
        let mut tongue = None;
        assert_eq!(datagram(&mut tongue, b"\n"), None);
        let long = vec![b'x'; LINE_BYTES + 1];
        let refused = datagram(&mut tongue, &long).unwrap().unwrap_err();
        assert_eq!(refused.refusal, Refusal::LongLine);
    }

    proptest! {
        #[test]
        fn any_bytes_in_any_pieces_are_heard_alike(
            bytes in prop::collection::vec(any::<u8>(), 0..200),
            size in 1usize..20,
        ) {
            let pieces: Vec<&[u8]> = bytes.chunks(size).collect();
            prop_assert_eq!(hear(&pieces).0, hear(&[&bytes]).0);
        }
    }
}
