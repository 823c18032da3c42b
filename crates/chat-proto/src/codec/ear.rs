//! Hears one peer: which tongue it speaks, where its lines end, what they say.
//!
//! Pure: whoever owns the socket feeds bytes in, says when the peer fell silent
//! ([`Ear::quiet`]) or ended ([`Ear::end`]), and takes what was heard.

use crate::codec::foreign::Foreign;
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
    speaker: Speaker,
}

/// Who speaks, as far as lines have told it.
#[derive(Debug, Default)]
struct Speaker {
    /// Undecided until the first line that is not blank.
    tongue: Option<Tongue>,
    /// Nothing that comes is for us.
    foreign: Option<Foreign>,
}

impl Ear {
    /// The peer's tongue, once its first line has told it.
    pub fn tongue(&self) -> Option<Tongue> {
        self.speaker.tongue
    }

    /// Whose language it is, where the first line was none of ours. Nothing of it is
    /// heard, and nothing after it.
    pub fn foreign(&self) -> Option<Foreign> {
        self.speaker.foreign
    }

    /// Takes in what was read.
    pub fn feed(&mut self, bytes: &[u8], mut heard: impl FnMut(Heard)) {
        let Self { lines, speaker } = self;
        if speaker.foreign.is_some() {
            return;
        }
        lines.feed(bytes, |line| {
            if let Some(frame) = speaker.understand(line) {
                heard(frame);
            }
        });
        if speaker.tongue.is_none() && speaker.foreign.is_none() {
            speaker.foreign = Foreign::of_begun(lines.begun().trim_ascii_start());
        }
        if speaker.foreign.is_some() {
            *lines = LineSplitter::default();
        }
    }

    /// Whether an unfinished line waits that [`Ear::quiet`] would take for a
    /// whole one: text of a plain peer, for a first lesson's client sends no
    /// line ends. A request of HTTP that was cut on its way is none.
    pub fn awaits_quiet(&self) -> bool {
        let begun = self.lines.begun();
        if let Some(tongue) = self.speaker.tongue {
            return tongue.is_plain() && !begun.is_empty();
        }
        let first = strip_mark(begun).trim_ascii_start();
        Tongue::of(begun).is_some_and(Tongue::is_plain) && !Foreign::is_cut_request(first)
    }

    /// Whether nothing that could be a line has come yet.
    pub fn heard_nothing(&self) -> bool {
        let decided = self.speaker.tongue.is_some() || self.speaker.foreign.is_some();
        !decided && self.begins().is_none()
    }

    /// In which tongue a first line has begun that has not ended yet.
    pub fn begins(&self) -> Option<Tongue> {
        let first = self.speaker.tongue.is_none();
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
        let Self { lines, speaker } = self;
        lines.flush(|line| {
            if let Some(frame) = speaker.understand(line) {
                heard(frame);
            }
        });
    }
}

impl Speaker {
    fn understand(&mut self, line: Line<'_>) -> Option<Heard> {
        if self.tongue.is_none() && self.foreign.is_none() {
            self.foreign = match line {
                Line::Whole(bytes) => Foreign::of(strip_mark(bytes).trim_ascii_start()),
                Line::TooLong(begins) => Foreign::of_cut(strip_mark(begins).trim_ascii_start()),
            };
        }
        match self.foreign {
            Some(_) => None,
            None => understand(&mut self.tongue, line),
        }
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
    let line = match line.get(..LINE_BYTES) {
        Some(begins) if line.len() > LINE_BYTES => Line::TooLong(begins),
        Some(_) | None => Line::Whole(line),
    };
    understand(tongue, line)
}

fn understand(tongue: &mut Option<Tongue>, line: Line<'_>) -> Option<Heard> {
    let (Line::Whole(bytes) | Line::TooLong(bytes)) = line;
    let bytes = strip_mark(bytes);
    *tongue = match *tongue {
        Some(Tongue::Json) => Some(Tongue::Json),
        // What a `telnet` client negotiates is no letter.
        Some(known) => Some(known.after(&hear::without_negotiation(bytes))),
        None => Tongue::of(bytes).map(|first| match first {
            Tongue::Json => Tongue::Json,
            Tongue::Plain | Tongue::Ascii => Tongue::Ascii.after(&hear::without_negotiation(bytes)),
        }),
    };
    if let Line::TooLong(_) = line {
        return Some(Err(Refusal::LongLine.into()));
    }
    match (*tongue)? {
        Tongue::Json => json::read_peer(bytes),
        Tongue::Plain | Tongue::Ascii => hear::line(bytes),
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
            (b"\n\nhello\n", Some(Tongue::Ascii)),
            ("olá\n".as_bytes(), Some(Tongue::Plain)),
            ("hi\nolá\nbye\n".as_bytes(), Some(Tongue::Plain)),
            (b"\xFF\xFD\x03hi\n", Some(Tongue::Ascii)),
            (b"ol\xE1\n", Some(Tongue::Plain)),
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
    fn a_request_that_was_cut_is_not_taken_for_something_said() {
        for cut in [
            "GET /?m=hello",
            "GET /?m=hello HTTP/",
            " POST / HT",
            "PUT *",
        ] {
            let (heard, mut ear) = hear(&[cut.as_bytes()]);
            assert!(heard.is_empty() && !ear.awaits_quiet(), "{cut}");
            ear.quiet(|heard| panic!("{heard:?}"));
            ear.feed(b" HTTP/1.1\r\n", |heard| panic!("{heard:?}"));
        }
        for said in ["GET", "get /x", "cat /etc/hosts", "GETS /x", "GET up"] {
            assert!(hear(&[said.as_bytes()]).1.awaits_quiet(), "{said}");
        }
        let (_, mut ear) = hear(&[b"hello\nGET /x"]);
        let mut all = Vec::new();
        ear.quiet(|heard| all.push(heard));
        assert_eq!(said(&all[0]), "GET /x", "only a first line");
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
            assert_eq!((said(&heard), tongue), ("hello", Some(Tongue::Ascii)));
        }
        let mut tongue = None;
        assert_eq!(datagram(&mut tongue, b"\n"), None);
        let long = vec![b'x'; LINE_BYTES + 1];
        let refused = datagram(&mut tongue, &long).unwrap().unwrap_err();
        assert_eq!(refused.refusal, Refusal::LongLine);
    }

    #[test]
    fn a_first_line_that_is_too_long_tells_the_tongue_too() {
        let long = |begins: &str| format!("{begins}{}\n", "x".repeat(LINE_BYTES)).into_bytes();
        for (begins, tongue) in [
            ("{", Tongue::Json),
            ("\n \r\n \u{feff}{\"text\":\"", Tongue::Plain),
            ("\n\u{feff}{\"text\":\"", Tongue::Json),
            ("hello", Tongue::Ascii),
            ("olá", Tongue::Plain),
        ] {
            let bytes = long(begins);
            for size in [1, 4096, bytes.len()] {
                let pieces: Vec<&[u8]> = bytes.chunks(size).collect();
                let (heard, ear) = hear(&pieces);
                assert_eq!(heard, [Err(Refusal::LongLine.into())]);
                assert_eq!(ear.tongue(), Some(tongue), "{begins:?}");
            }
        }
        let mut tongue = None;
        let refused = datagram(&mut tongue, &long("{")).unwrap().unwrap_err();
        assert_eq!(
            (refused.refusal, tongue),
            (Refusal::LongLine, Some(Tongue::Json))
        );
    }

    #[test]
    fn somebody_elses_language_is_not_heard() {
        let request = format!("POST /{} HTTP/1.1", "x".repeat(2 * LINE_BYTES));
        for (bytes, foreign) in [
            (
                &b"GET / HTTP/1.1\r\nHost: a\r\n\r\n{\"name\":\"a\",\"text\":\"b\"}\n"[..],
                Foreign::Http,
            ),
            (b"\n\nPOST / HTTP/1.1\r\n\r\nhello\n", Foreign::Http),
            (request.as_bytes(), Foreign::Http),
            (b"\x16\x03\x01\x02\x00\x01\nhello\n", Foreign::Tls),
            (b"\x16", Foreign::Tls),
        ] {
            for size in [1, 1000, bytes.len()] {
                let pieces: Vec<&[u8]> = bytes.chunks(size).collect();
                let (heard, mut ear) = hear(&pieces);
                assert_eq!((heard, ear.foreign()), (vec![], Some(foreign)));
                assert!(!ear.awaits_quiet() && !ear.heard_nothing());
                ear.end(|heard| panic!("{heard:?}"));
            }
        }
        let (heard, ear) = hear(&[b"hello\nGET / HTTP/1.1\n\x16\n"]);
        assert_eq!((heard.len(), ear.foreign()), (2, None));
        // Silence ends a request that has no end of its own.
        let (_, mut ear) = hear(&[b"GET / HTTP/1.1"]);
        ear.quiet(|heard| panic!("{heard:?}"));
        assert_eq!(ear.foreign(), Some(Foreign::Http));
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
