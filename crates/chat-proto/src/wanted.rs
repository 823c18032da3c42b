//! What is searched for: words that must all occur, whatever their case and accents.
//!
//! Nothing in a search is an operator: what is neither letter nor digit only divides
//! words, but for a `*` at the very end, which stands for any end of the last one.

use crate::limits::SEARCH_BYTES;
use crate::limits::SEARCH_WORDS;
use crate::search;

/// Words to be found, folded: at least one, at most [`SEARCH_WORDS`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    typed: String,
    folded: Vec<String>,
    open_ended: bool,
}

impl Words {
    /// From what somebody typed; nothing where that has no word, or too many.
    pub fn parse(typed: &str) -> Option<Self> {
        if typed.len() > SEARCH_BYTES {
            return None;
        }
        let (folded, open_ended) = search::wanted(typed);
        let fits = (1..=SEARCH_WORDS).contains(&folded.len());
        fits.then(|| Self {
            typed: typed.to_owned(),
            folded,
            open_ended,
        })
    }

    /// As it was typed.
    pub fn as_str(&self) -> &str {
        &self.typed
    }

    /// Each word as it is compared, and whether it may be the beginning of a longer one.
    pub fn each(&self) -> impl Iterator<Item = (&str, bool)> {
        let last = self.folded.len().saturating_sub(1);
        let words = self.folded.iter().enumerate();
        words.map(move |(at, word)| (word.as_str(), self.open_ended && at == last))
    }

    /// Whether all of them occur in a text.
    pub fn are_in(&self, text: &str) -> bool {
        let there = search::words(text);
        self.each().all(|(word, open_ended)| {
            let is_it = |other: &String| other == word || (open_ended && other.starts_with(word));
            there.iter().any(is_it)
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(typed: &str, text: &str, found: bool) {
        let words = Words::parse(typed).unwrap();
        assert_eq!(words.are_in(text), found, "{typed:?} in {text:?}");
    }

    #[test]
    fn every_word_must_occur_whatever_its_case_and_accents() {
        check("ola", "Olá, turma", true);
        check("OLÁ turma", "turma: olá!", true);
        check("olá aula", "olá, turma", false);
        check("strasse", "in der Straße", true);
        check("turm", "olá, turma", false);
        check("listen(fd", "listen(fd, 128)", true);
    }

    #[test]
    fn the_last_word_may_be_the_beginning_of_a_longer_one() {
        check("turm*", "olá, turma", true);
        check("ol* turma", "olá, turma", false);
        check("olá tur*", "olá, turma", true);
        check("tur *", "olá, tur", true);
        check("tur *", "olá, turma", false);
    }

    #[test]
    fn nothing_is_an_operator() {
        check("NEAR(olá", "near: olá", true);
        check("olá OR adeus", "olá", false);
        check("-turma", "olá, turma", true);
        check("\"olá\" a:b", "a b olá", true);
    }

    #[test]
    fn a_search_without_a_word_is_none() {
        for typed in ["", " ", "***", "-", "👍"] {
            assert_eq!(Words::parse(typed), None, "{typed:?}");
        }
        assert_eq!(Words::parse(&"a ".repeat(SEARCH_WORDS + 1)), None);
        assert!(Words::parse(&"a ".repeat(SEARCH_WORDS)).is_some());
    }

    proptest! {
        #[test]
        fn a_text_is_found_by_any_of_its_words(text in any::<String>(), at in 0usize..8) {
            let words = search::words(&text);
            if let Some(word) = words.get(at).and_then(|word| Words::parse(word)) {
                prop_assert!(word.are_in(&text));
            }
        }
    }
}
