//! The words that mark a message as if it named us: whole words, capitals being like
//! small letters and accents like none.

use chat_proto::text::unaccented;

/// Some of them, in the order in which they were chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Highlight {
    /// As somebody wrote them.
    words: Vec<String>,
    /// As they are compared.
    folded: Vec<String>,
}

/// Why a word is not among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// It is none, or too long.
    Word,
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
        let folded = fold(word);
        if folded.is_empty() || word.len() > WORD || !word.chars().any(char::is_alphanumeric) {
            return Err(Unfit::Word);
        }
        if self.folded.contains(&folded) {
            return Ok(false);
        }
        if self.words.len() >= MOST {
            return Err(Unfit::Full);
        }
        self.words.push(word.to_owned());
        self.folded.push(folded);
        Ok(true)
    }

    /// One less. Whether it was there.
    pub fn remove(&mut self, word: &str) -> bool {
        let folded = fold(word.trim());
        let at = self.folded.iter().position(|one| *one == folded);
        if let Some(at) = at {
            self.folded.remove(at);
            self.words.remove(at);
        }
        at.is_some()
    }

    /// Whether one of them stands in a text.
    pub fn marks(&self, text: &str) -> bool {
        if self.folded.is_empty() {
            return false;
        }
        let text = fold(text);
        let has = |word: &String| whole_words(&text, word).next().is_some();
        self.folded.iter().any(has)
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
