//! Bytes as words that can be said over a table: six for a key or a fingerprint, four
//! for a password.
//!
//! The words are Oren Tirosh's mnemonicode (the crate `mnemonic`, which is also how
//! they are counted here): 1626 of four to seven letters, known in many languages, none
//! the beginning of another. One list for every language, so that two screens agree.

use std::fmt;

use mnemonic::MN_WORDS;
use thiserror::Error;

/// Eight bytes, as six words.
///
/// Those of a key are a secret, those of a fingerprint are not: whoever shows them
/// knows which they are, and `Debug` shows none.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SixWords([u8; 8]);

/// Why something is not six words.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum WordsFault {
    /// Another number of them.
    #[error("there are six words, and these are {0}")]
    Count(usize),
    /// One that is not in the list: which one. Not what it is: it may be nearly right.
    #[error("word {0} is not in the list: look at its spelling")]
    Unknown(usize),
    /// Words of the list that no bytes are written as.
    #[error("these words are in the wrong order, or one of them is another's")]
    Impossible,
}

impl SixWords {
    /// The words of these bytes.
    pub fn of(bytes: [u8; 8]) -> Self {
        Self(bytes)
    }

    /// What a person typed: in any case, with anything between the words.
    pub fn parse(typed: &str) -> Result<Self, WordsFault> {
        let letters = |c: char| !c.is_alphanumeric();
        let words = typed.split(letters).filter(|word| !word.is_empty());
        let words: Vec<String> = words.map(str::to_lowercase).collect();
        let (Some(low), Some(high), 6) = (words.get(..3), words.get(3..), words.len()) else {
            return Err(WordsFault::Count(words.len()));
        };
        let halves = [number(low, 1)?, number(high, 4)?].map(u64::from);
        Ok(Self((halves[0] | halves[1] << 32).to_le_bytes()))
    }

    /// The bytes of these words.
    pub fn bytes(self) -> [u8; 8] {
        self.0
    }
}

impl fmt::Display for SixWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = u64::from_le_bytes(self.0);
        let halves = [number & u64::from(u32::MAX), number >> 32].map(three);
        f.write_str(&halves.concat().join(" "))
    }
}

impl fmt::Debug for SixWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SixWords")
    }
}

/// A password of four words, for what was drawn: 42.7 bits, which nobody guesses at
/// the price of a try (see [`crate::password`]). With hyphens, so that it is one word
/// for a shell and for a command.
pub fn password(drawn: [u8; 8]) -> String {
    let mut rest = u64::from_le_bytes(drawn);
    let words = [(); 4].map(|()| {
        let at = rest % BASE;
        rest /= BASE;
        word(at)
    });
    words.join("-")
}

/// Three words for what was drawn, with hyphens: 32 bits, which nobody guesses in the ten
/// tries that there are.
pub fn claim(drawn: [u8; 8]) -> String {
    three(u64::from_le_bytes(drawn)).join("-")
}

/// How a half is written: its last digit first.
fn three(half: u64) -> [&'static str; 3] {
    [half, half / BASE, half / BASE / BASE].map(|rest| word(rest % BASE))
}

/// What three words stand for; the first of them is the `first` of all.
fn number(words: &[String], first: usize) -> Result<u32, WordsFault> {
    let mut sum: u64 = 0;
    for (at, word) in words.iter().enumerate().rev() {
        let digit = LIST.iter().position(|known| *known == word.as_bytes());
        let digit = digit.ok_or(WordsFault::Unknown(first + at))?;
        sum = sum * BASE + digit as u64;
    }
    u32::try_from(sum).map_err(|_| WordsFault::Impossible)
}

fn word(at: u64) -> &'static str {
    let bytes = usize::try_from(at).ok().and_then(|at| LIST.get(at));
    bytes.map_or("", |bytes| str::from_utf8(bytes).unwrap_or_default())
}

/// The words that stand for something; seven more of three letters end odd numbers of
/// bytes, which are not written here.
static LIST: &[&[u8]] = MN_WORDS.split_at(1626).0;

/// How many they are: the cube root of 2^32, rounded up. Three words are four bytes.
const BASE: u64 = 1626;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_words_are_those_of_mnemonicode() {
        // The example of its documentation.
        let bytes = [101, 2, 240, 6, 108, 11, 20, 97];
        let words = SixWords::of(bytes).to_string();
        assert_eq!(words, "digital apollo aroma rival artist rebel");
    }

    #[test]
    fn the_list_has_no_word_that_begins_another_and_none_that_is_long() {
        assert_eq!(LIST.len() as u64, BASE);
        for (at, word) in LIST.iter().enumerate() {
            assert!((4..=7).contains(&word.len()), "{at}");
            assert!(word.iter().all(u8::is_ascii_lowercase), "{at}");
            let begins = |other: &&&[u8]| other.starts_with(word);
            assert_eq!(LIST.iter().filter(begins).count(), 1, "{at}");
        }
    }

    #[test]
    fn words_are_read_however_they_are_typed() {
        let words = SixWords::of([101, 2, 240, 6, 108, 11, 20, 97]);
        for typed in [
            "digital apollo aroma rival artist rebel",
            "  Digital-Apollo-AROMA--rival, artist.\trebel\n",
        ] {
            assert_eq!(SixWords::parse(typed), Ok(words), "{typed}");
        }
    }

    #[test]
    fn what_is_wrong_with_words_is_said() {
        for (typed, fault) in [
            ("", WordsFault::Count(0)),
            ("digital apollo", WordsFault::Count(2)),
            (
                "digital apollo aroma rival artist rebel rebel",
                WordsFault::Count(7),
            ),
            (
                "digital apollo aroma rivall artist rebel",
                WordsFault::Unknown(4),
            ),
            (
                "digital apollo arom rival artist rebel",
                WordsFault::Unknown(3),
            ),
            // A word that only ends odd numbers of bytes.
            (
                "ego apollo aroma rival artist rebel",
                WordsFault::Unknown(1),
            ),
        ] {
            assert_eq!(SixWords::parse(typed), Err(fault), "{typed}");
        }
        let last = word(BASE - 1);
        let beyond = format!("{last} {last} {last} digital apollo aroma");
        assert_eq!(SixWords::parse(&beyond), Err(WordsFault::Impossible));
    }

    #[test]
    fn a_secret_is_not_shown_by_accident() {
        assert_eq!(format!("{:?}", SixWords::of([1; 8])), "SixWords");
    }

    proptest! {
        #[test]
        fn six_words_are_eight_bytes_and_back(bytes: [u8; 8]) {
            let words = SixWords::of(bytes).to_string();
            prop_assert_eq!(words.split(' ').count(), 6);
            let theirs = mnemonic::to_string(bytes);
            prop_assert_eq!(&words, &theirs.replace("--", "-").replace('-', " "));
            prop_assert_eq!(SixWords::parse(&words).map(SixWords::bytes), Ok(bytes));
        }

        #[test]
        fn nothing_that_is_typed_fails_otherwise_than_with_words(typed: String) {
            let _ = SixWords::parse(&typed);
        }

        #[test]
        fn a_password_is_four_words_of_the_list(drawn: [u8; 8]) {
            let password = password(drawn);
            let words: Vec<&str> = password.split('-').collect();
            prop_assert_eq!(words.len(), 4);
            prop_assert!(words.iter().all(|word| LIST.contains(&word.as_bytes())));
        }
    }
}
