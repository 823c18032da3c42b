//! The words with which one becomes the teacher.

use chat_trust::mac::is_same;

/// The words, and how often they were guessed.
#[derive(Debug, Default)]
pub struct ClaimWords {
    /// Nobody can claim anything without any.
    words: Option<String>,
    wrong: u32,
}

/// What became of somebody's try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claimed {
    /// They are right, and used up.
    Right,
    /// They are wrong.
    Wrong,
    /// They are wrong, and it was tried so often that there are to be others.
    WornOut,
}

impl ClaimWords {
    /// These, from now on.
    pub fn set(&mut self, words: String) {
        self.words = Some(words);
        self.wrong = 0;
    }

    /// The words, where there are any.
    pub fn get(&self) -> Option<&str> {
        self.words.as_deref()
    }

    /// Somebody says them: in any case, with anything between the words.
    pub fn tried(&mut self, typed: &str) -> Claimed {
        let words = typed.split(|c: char| !c.is_alphanumeric());
        let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
        let typed = words.join("-").to_lowercase();
        let right = self.words.as_deref();
        if right.is_some_and(|right| is_same(right.as_bytes(), typed.as_bytes())) {
            self.words = None;
            return Claimed::Right;
        }
        self.wrong += 1;
        if self.wrong < TRIES || self.words.is_none() {
            Claimed::Wrong
        } else {
            Claimed::WornOut
        }
    }
}

/// Wrong tries, of all together, before there are other words.
const TRIES: u32 = 10;

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> ClaimWords {
        let mut words = ClaimWords::default();
        words.set("acrobat-lemon-tulip".to_owned());
        words
    }

    #[test]
    fn the_words_are_good_once_however_they_are_written() {
        for typed in [
            "acrobat-lemon-tulip",
            " Acrobat  LEMON tulip",
            "acrobat, lemon, tulip.",
        ] {
            let mut words = words();
            assert_eq!(words.tried(typed), Claimed::Right, "{typed}");
            assert_eq!(words.tried(typed), Claimed::Wrong, "a second time");
        }
    }

    #[test]
    fn ten_wrong_tries_wear_them_out() {
        let mut words = words();
        for _ in 0..9 {
            assert_eq!(words.tried("acrobat-lemon-rose"), Claimed::Wrong);
        }
        assert_eq!(words.tried(""), Claimed::WornOut);
        words.set("other-words-now".to_owned());
        assert_eq!(words.tried("acrobat-lemon-tulip"), Claimed::Wrong);
        assert_eq!(words.tried("other-words-now"), Claimed::Right);
    }
}
