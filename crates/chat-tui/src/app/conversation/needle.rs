//! What is looked for in what was said: a word, where capitals are like small letters,
//! and accents count only where the word has some itself; or `/an expression/`.

use std::ops::Range;

use chat_proto::text::unaccented;

use crate::app::pattern::Fault;
use crate::app::pattern::Pattern;

/// It, as it is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needle(Form);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Form {
    Word(Word),
    Pattern(Pattern),
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Word {
    folded: String,
    accented: bool,
}

impl Needle {
    /// A word, as somebody typed it.
    pub fn new(typed: &str) -> Self {
        let folded: String = typed.chars().flat_map(small).collect();
        Self(Form::Word(Word {
            accented: unaccented(&folded) != folded,
            folded,
        }))
    }

    /// A word, or an expression where it begins with a stroke.
    pub fn parse(typed: &str) -> Result<Self, Fault> {
        let Some(written) = Pattern::between(typed) else {
            return Ok(Self::new(typed));
        };
        Ok(Self(Form::Pattern(Pattern::parse(written)?)))
    }

    /// Whether it stands in a text.
    pub(in crate::app) fn is_in(&self, text: &str) -> bool {
        match &self.0 {
            Form::Word(word) => word.is_in(text),
            Form::Pattern(pattern) => pattern.is_in(text),
        }
    }

    /// Where it stands in a text: bytes, from the first on, whole letters with their
    /// accents where it is a word. An empty one stands nowhere.
    pub fn places(&self, text: &str) -> Vec<Range<usize>> {
        match &self.0 {
            Form::Word(word) => word.places(text),
            Form::Pattern(pattern) => pattern.places(text),
        }
    }
}

impl Word {
    fn is_in(&self, text: &str) -> bool {
        if text.is_ascii() {
            return text.to_ascii_lowercase().contains(&self.folded);
        }
        self.folded.is_empty() || !self.places(text).is_empty()
    }

    fn places(&self, text: &str) -> Vec<Range<usize>> {
        if self.folded.is_empty() {
            return Vec::new();
        }
        // The letters as they are compared, and of each byte the letter that it is of.
        let mut folded = String::with_capacity(text.len());
        let mut letters = Vec::with_capacity(text.len());
        for (at, c) in text.char_indices() {
            let small: String = small(c).collect();
            folded.push_str(&if self.accented {
                small
            } else {
                unaccented(&small)
            });
            letters.resize(folded.len(), at);
        }
        let mut places: Vec<Range<usize>> = Vec::new();
        for (at, word) in folded.match_indices(&self.folded) {
            let ends = at + word.len();
            let (first, last) = (letters.get(at), letters.get(ends - 1));
            let (Some(first), Some(last)) = (first, last) else {
                continue;
            };
            let mut rest = letters.iter().skip(ends);
            let end = rest.find(|letter| *letter > last);
            // A letter that is compared as two has it twice.
            if places.last().is_none_or(|before| before.end <= *first) {
                places.push(*first..end.copied().unwrap_or(text.len()));
            }
        }
        places
    }
}

/// The small letters of one, the two small sigmas being one.
fn small(c: char) -> impl Iterator<Item = char> {
    c.to_lowercase().map(|c| if c == 'ς' { 'σ' } else { c })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn accents_count_where_they_are_typed() {
        let found = |typed: &str, text: &str| Needle::new(typed).is_in(text);
        for typed in ["ola", "OLA", "olá", "OLÁ", ""] {
            assert!(found(typed, "Olá turma"), "{typed}");
        }
        assert!(found("ligacao", "a ligação caiu"));
        assert!(found("ola", "ola\u{301}"));
        assert!(!found("olá", "ola"));
        assert!(!found("ole", "olá"));
        assert!(found("漢", "漢字"));
        assert!(found("ΟΔΟΣ", "η οδός"));
    }

    #[track_caller]
    fn check(typed: &str, text: &str, expected: &[&str]) {
        let places = Needle::new(typed).places(text).into_iter();
        let found: Vec<_> = places.map(|at| text.get(at).unwrap()).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn each_place_is_whole_letters_with_their_accents() {
        check(
            "ola",
            "Ola, olá e ola\u{301}!",
            &["Ola", "olá", "ola\u{301}"],
        );
        check("olá", "ola olá", &["olá"]);
        check("s", "Straße", &["S", "ß"]);
        check("aa", "aaaa", &["aa", "aa"]);
        check("i", "İx", &["İ"]);
        check("", "anything", &[]);
        check("x", "", &[]);
    }

    proptest! {
        #[test]
        fn what_stands_somewhere_has_a_place(
            typed in "[a-zA-ZéßΣ]{1,2}",
            text in "[a-zA-Zéß ΣİΐＡ\u{301}漢]{0,30}",
        ) {
            let needle = Needle::new(&typed);
            let places = needle.places(&text);
            prop_assert_eq!(needle.is_in(&text), !places.is_empty());
            let mut end = 0;
            for place in places {
                prop_assert!(place.start >= end && place.start < place.end);
                end = place.end;
                prop_assert!(needle.is_in(text.get(place).unwrap()));
            }
        }
    }
}
