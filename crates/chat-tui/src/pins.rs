//! The servers that were spoken with secretly before, and what is to be thought of one
//! that shows a certificate.
//!
//! A certificate is known by its fingerprint, wherever it is met: addresses change hands.
//! What is remembered of an address is which certificate was there last.

use chat_proto::hex::Hex;
use chat_trust::words::SixWords;

/// The SHA-256 of a certificate.
pub(crate) type Print = Hex<32>;

/// All that is remembered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Pins {
    /// The oldest first.
    rows: Vec<(Print, String)>,
}

/// What is to be thought of a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is the one of this address.
    Known,
    /// It was met before, at another address, and nobody at this one.
    KnownElsewhere,
    /// Its words are the ones that were given.
    HasWords,
    /// Its words are others than the ones that were given.
    HasOtherWords,
    /// At this address there was another one.
    Changed,
    /// Nobody knows it yet.
    New,
}

impl Pins {
    /// From a file; lines that say nothing are passed over.
    pub(crate) fn read(text: &str) -> Self {
        let row = |line: &str| {
            let (print, address) = line.split_once(' ')?;
            Some((Hex::parse(print)?, address.trim().to_owned()))
        };
        let rows = text.lines().filter_map(row).collect();
        Self { rows }
    }

    /// For a file.
    pub(crate) fn written(&self) -> String {
        let rows = self.rows.iter();
        let lines = rows.map(|(print, address)| format!("{print} {address}\n"));
        HEAD.to_owned() + &lines.collect::<String>()
    }

    /// What is to be thought of this one, met at this address. Words that a person has
    /// given decide alone.
    pub(crate) fn judge(&self, print: &Print, address: &str, words: Option<SixWords>) -> Verdict {
        if let Some(words) = words {
            return if words_of(print).bytes() == words.bytes() {
                Verdict::HasWords
            } else {
                Verdict::HasOtherWords
            };
        }
        let address = in_one_line(address);
        let there = self.rows.iter().find(|(_, at)| *at == address);
        if let Some((known, _)) = there {
            // Also where it was met elsewhere: that server may be anybody's.
            return if known == print {
                Verdict::Known
            } else {
                Verdict::Changed
            };
        }
        if self.rows.iter().any(|(known, _)| known == print) {
            return Verdict::KnownElsewhere;
        }
        Verdict::New
    }

    /// The certificates.
    pub(crate) fn prints(&self) -> Vec<[u8; 32]> {
        self.rows.iter().map(|(print, _)| print.0).collect()
    }

    /// From now on it is the one of this address.
    pub(crate) fn pin(&mut self, print: Print, address: &str) {
        let address = in_one_line(address);
        self.rows.retain(|(_, at)| *at != address);
        self.rows.push((print, address));
        let surplus = self.rows.len().saturating_sub(MOST);
        self.rows.drain(..surplus);
    }
}

/// An address as it stands in the file, which has a line for each.
fn in_one_line(address: &str) -> String {
    address.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words that its server shows at its start.
pub(crate) fn words_of(print: &Print) -> SixWords {
    SixWords::of(print.0.first_chunk().copied().unwrap_or_default())
}

/// Whether a person has typed the first two words of a certificate.
pub(crate) fn are_its_first_words(print: &Print, typed: &str) -> bool {
    let words = words_of(print).to_string();
    let first: Vec<&str> = words.split(' ').take(2).collect();
    let typed = typed.to_lowercase();
    let typed: Vec<&str> = typed.split_whitespace().take(2).collect();
    typed == first
}

/// Servers that are remembered, the newest.
const MOST: usize = 1000;

const HEAD: &str = "\
# The servers that chat-tui --tls has spoken with: the SHA-256 of each certificate, and where.
";

#[cfg(test)]
mod tests {
    use super::*;

    fn print(n: u8) -> Print {
        Hex([n; 32])
    }

    #[test]
    fn a_certificate_is_known_wherever_it_is_met_and_another_one_stops() {
        let mut pins = Pins::default();
        let judged = |pins: &Pins, n, at| pins.judge(&print(n), at, None);
        assert_eq!(judged(&pins, 1, "tcp lab:1234"), Verdict::New);
        pins.pin(print(1), "tcp lab:1234");
        assert_eq!(judged(&pins, 1, "tcp lab:1234"), Verdict::Known);
        assert_eq!(
            judged(&pins, 1, "tcp 10.0.0.7:1234"),
            Verdict::KnownElsewhere
        );
        assert_eq!(judged(&pins, 2, "tcp lab:1234"), Verdict::Changed);
        assert_eq!(judged(&pins, 2, "tcp 10.0.0.7:1234"), Verdict::New);
        pins.pin(print(2), "tcp 10.0.0.8:1234");
        assert_eq!(judged(&pins, 2, "tcp lab:1234"), Verdict::Changed);
        pins.pin(print(2), "tcp lab:1234");
        assert_eq!(judged(&pins, 2, "tcp lab:1234"), Verdict::Known);
        assert_eq!(judged(&pins, 1, "tcp lab:1234"), Verdict::Changed);
    }

    #[test]
    fn words_that_were_given_decide_alone() {
        let mut pins = Pins::default();
        pins.pin(print(1), "tcp lab:1234");
        let judged = |n, words| pins.judge(&print(n), "tcp lab:1234", Some(words));
        let (own, other) = (words_of(&print(1)), words_of(&print(2)));
        assert_eq!(judged(1, own), Verdict::HasWords);
        assert_eq!(judged(2, other), Verdict::HasWords);
        assert_eq!(judged(1, other), Verdict::HasOtherWords);
        assert_eq!(judged(2, own), Verdict::HasOtherWords);
    }

    #[test]
    fn what_is_written_is_read_again_and_no_address_makes_a_line() {
        let mut pins = Pins::default();
        pins.pin(print(1), "unix /tmp/a b\nff x");
        pins.pin(print(2), "tcp [::1]:1234");
        assert_eq!(Pins::read(&pins.written()), pins);
        let cut = pins.written();
        for end in 0..cut.len() {
            Pins::read(cut.get(..end).unwrap_or_default());
        }
        for n in 0..=u8::MAX {
            (0..5).for_each(|i| pins.pin(print(n), &format!("tcp {n}.{i}")));
        }
        assert_eq!(pins.rows.len(), MOST);
    }

    #[test]
    fn the_first_two_words_are_enough_and_fewer_are_not() {
        let print = Hex([0x5a; 32]);
        let words = words_of(&print).to_string();
        let two = words.split(' ').take(2).collect::<Vec<_>>().join(" ");
        assert!(are_its_first_words(&print, &words));
        assert!(are_its_first_words(&print, &two.to_uppercase()));
        let one = two.split(' ').next().unwrap();
        for typed in ["", "y", "yes", one, "acrobat acrobat"] {
            assert!(!are_its_first_words(&print, typed), "{typed}");
        }
    }
}
