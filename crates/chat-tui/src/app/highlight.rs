//! The words that mark a message as if it named us: whole words, capitals being like
//! small letters and accents like none; and `/expressions/`, wherever they fit.

use std::borrow::Cow;

use chat_proto::text::unaccented;

use crate::app::pattern::Fault;
use crate::app::pattern::Pattern;
use crate::speech::Speech;

/// Some of them, in the order in which they were chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Highlight {
    /// As somebody wrote them.
    words: Vec<String>,
    /// As they are compared.
    marks: Vec<Mark>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Mark {
    /// Folded.
    Word(String),
    Pattern(Pattern),
}

/// Why a word is not among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// It is none, or too long.
    Word,
    /// It is no expression.
    Pattern(Fault),
    /// There are too many.
    Full,
}

impl Highlight {
    /// All of them.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// These instead, each once; nothing where one of them is unfit.
    pub fn of<'a>(words: impl IntoIterator<Item = &'a str>) -> Result<Self, Unfit> {
        let mut all = Self::default();
        for word in words {
            all.add(word)?;
        }
        Ok(all)
    }

    /// One more. Whether it was not there.
    pub fn add(&mut self, word: &str) -> Result<bool, Unfit> {
        let word = word.trim();
        let mark = Mark::of(word)?;
        if self.marks.contains(&mark) {
            return Ok(false);
        }
        if self.words.len() >= MOST {
            return Err(Unfit::Full);
        }
        self.words.push(word.to_owned());
        self.marks.push(mark);
        Ok(true)
    }

    /// One less. Whether it was there.
    pub fn remove(&mut self, word: &str) -> bool {
        let word = word.trim();
        let mark = Mark::of(word).ok();
        let at = self.marks.iter().position(|one| Some(one) == mark.as_ref());
        if let Some(at) = at {
            self.marks.remove(at);
            self.words.remove(at);
        }
        at.is_some()
    }

    /// Whether one of them stands in a text.
    pub fn marks(&self, text: &str) -> bool {
        if self.marks.is_empty() {
            return false;
        }
        let folded = fold(text);
        self.marks.iter().any(|mark| match mark {
            Mark::Word(word) => whole_words(&folded, word).next().is_some(),
            Mark::Pattern(pattern) => pattern.is_in(text),
        })
    }
}

impl Unfit {
    /// Why, in words.
    pub fn words(self, speech: &Speech) -> Cow<'static, str> {
        match self {
            Self::Word => speech.setting.no_word().into(),
            Self::Pattern(fault) => fault.words(speech).into(),
            Self::Full => speech.setting.too_many(MOST).into(),
        }
    }
}

impl Mark {
    fn of(word: &str) -> Result<Self, Unfit> {
        if word.len() > WORD {
            return Err(Unfit::Word);
        }
        // What has no last stroke is a path.
        if let Some(written) = Pattern::enclosed(word) {
            let pattern = Pattern::parse(written);
            return pattern.map(Self::Pattern).map_err(Unfit::Pattern);
        }
        let folded = fold(word);
        if folded.is_empty() || !word.chars().any(char::is_alphanumeric) {
            return Err(Unfit::Word);
        }
        Ok(Self::Word(folded))
    }
}

/// The words of a line: these signs divide them, but not inside of an expression.
pub fn divided<'a>(line: &'a str, signs: &[char]) -> Vec<&'a str> {
    let divides = |c: char| signs.contains(&c);
    let mut words = Vec::new();
    let mut rest = line;
    loop {
        rest = rest.trim_start_matches(|c| divides(c) || c == ' ');
        if rest.is_empty() {
            return words;
        }
        let ends = rest.match_indices(divides).map(|(at, _)| at);
        let mut ends = ends.chain([rest.len()]);
        let is_whole = |end: &usize| {
            let word = rest.get(..*end).unwrap_or(rest);
            Pattern::enclosed(word.trim_end()).is_some()
        };
        let whole = ends.clone().find(is_whole);
        let (word, after) = rest.split_at(whole.or_else(|| ends.next()).unwrap_or(rest.len()));
        words.push(word);
        rest = after;
    }
}

fn fold(text: &str) -> String {
    unaccented(&text.to_lowercase())
}

/// What stands before and after each place where it is a word.
pub fn whole_words<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    let places = text.match_indices(word).filter(|_| !word.is_empty());
    let around = places.map(|(at, found)| {
        let (before, _) = text.split_at(at);
        let (_, after) = text.split_at(at + found.len());
        (before, after)
    });
    around.filter(|(before, after)| !goes_on(before.chars().rev()) && !goes_on(after.chars()))
}

/// Whether the word does not end here. A hyphen is inside of a word where a
/// letter follows it.
fn goes_on(mut chars: impl Iterator<Item = char>) -> bool {
    let in_word = |c: char| c.is_alphanumeric() || c == '_';
    match chars.next() {
        Some('-') => chars.next().is_some_and(in_word),
        Some(c) => in_word(c),
        None => false,
    }
}

/// What divides words where each is one.
pub const DIVIDES: &[char] = &[',', ' '];
/// As many as are worth an eye.
pub const MOST: usize = 50;
/// Bytes of one.
pub const WORD: usize = 100;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_word_marks_whatever_its_capitals_and_accents() {
        let words = Highlight::of(["prova", "Exame", "avaliação", "C++"]).unwrap();
        for text in [
            "a PROVA é amanhã",
            "exame?",
            "avaliacao",
            "AVALIAÇÃO!",
            "in C++, yes",
        ] {
            assert!(words.marks(text), "{text}");
        }
        for text in ["aprova", "provas", "exames", "prova_2", "", "C"] {
            assert!(!words.marks(text), "{text}");
        }
        assert!(!Highlight::default().marks("prova"));
    }

    #[test]
    fn an_expression_marks_wherever_it_fits() {
        let words = Highlight::of(["/prova[s ]/", r"/^!\w+$/", "/etc/hosts"]).unwrap();
        for text in ["as PROVAS", "aprova isto", "!ajuda", "see /etc/hosts"] {
            assert!(words.marks(text), "{text}");
        }
        for text in ["a prova", "so !ajuda", "etc", "hosts"] {
            assert!(!words.marks(text), "{text}");
        }
        let mut words = words;
        assert_eq!(words.add("/prova[s ]/"), Ok(false));
        assert!(words.remove("/prova[s ]/") && !words.marks("provas"));
        assert_eq!(words.add("/a(/"), Err(Unfit::Pattern(Fault::Group)));
        assert_eq!(words.add("//"), Err(Unfit::Pattern(Fault::Empty)));
    }

    #[test]
    fn commas_and_blanks_divide_words_but_no_expression() {
        for (line, words) in [
            ("a, b c,,d", &["a", "b", "c", "d"][..]),
            ("a /b{2,3} c/ d", &["a", "/b{2,3} c/", "d"]),
            ("/etc, b", &["/etc", "b"]),
            ("/etc/hosts b/", &["/etc/hosts b/"]),
            (" , ", &[]),
        ] {
            assert_eq!(divided(line, DIVIDES), words, "{line}");
        }
        assert_eq!(divided("a b, /c,/", &[',']), ["a b", "/c,/"]);
    }

    #[test]
    fn each_is_there_once_and_they_are_bounded() {
        let mut words = Highlight::default();
        assert_eq!(words.add(" Prova "), Ok(true));
        assert_eq!(words.add("PROVA"), Ok(false));
        assert_eq!(words.words(), ["Prova"]);
        assert!(words.remove("prôva") && !words.remove("prova"));
        for unfit in ["", " ", "\u{301}", "?!", &"a".repeat(WORD + 1)] {
            assert_eq!(words.add(unfit), Err(Unfit::Word), "{unfit}");
        }
        for n in 0..MOST {
            assert_eq!(words.add(&format!("word{n}")), Ok(true));
        }
        assert_eq!(words.add("one more"), Err(Unfit::Full));
        assert_eq!(words.add("word7"), Ok(false));
    }
}
