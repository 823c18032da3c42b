//! One thing said in every language.

use crate::words::language::Language;

/// What is said, in each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    english: String,
    portuguese: String,
    /// Nothing where Brazil says it as Portugal does.
    brazilian: Option<String>,
}

impl Sentence {
    /// Said in both, and in Brazil as in Portugal.
    pub fn new(english: impl Into<String>, portuguese: impl Into<String>) -> Self {
        Self {
            english: english.into(),
            portuguese: portuguese.into(),
            brazilian: None,
        }
    }

    /// What Brazil says otherwise.
    #[must_use]
    pub fn in_brazil(self, brazilian: impl Into<String>) -> Self {
        Self {
            brazilian: Some(brazilian.into()),
            ..self
        }
    }

    /// And then the other one.
    #[must_use]
    pub fn and(self, other: &Self) -> Self {
        let differs = self.brazilian.is_some() || other.brazilian.is_some();
        let brazilian = differs.then(|| format!("{} {}", self.brazilian(), other.brazilian()));
        Self {
            english: format!("{} {}", self.english, other.english),
            portuguese: format!("{} {}", self.portuguese, other.portuguese),
            brazilian,
        }
    }

    /// In one of them.
    pub fn of(self, language: Language) -> String {
        match language {
            Language::English => self.english,
            Language::Portuguese => self.portuguese,
            Language::Brazilian => self.brazilian.unwrap_or(self.portuguese),
        }
    }

    fn brazilian(&self) -> &str {
        self.brazilian.as_deref().unwrap_or(&self.portuguese)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brazil_reads_portuguese_wherever_it_has_no_words_of_its_own() {
        let alike = || Sentence::new("Nothing.", "Nada.");
        let own = || Sentence::new("A link.", "Uma ligação.").in_brazil("Uma conexão.");
        let brazilian = |sentence: Sentence| sentence.of(Language::Brazilian);
        assert_eq!(brazilian(alike().and(&alike())), "Nada. Nada.");
        assert_eq!(brazilian(alike().and(&own())), "Nada. Uma conexão.");
        assert_eq!(brazilian(own().and(&alike())), "Uma conexão. Nada.");
        let both = own().and(&alike());
        assert_eq!(both.of(Language::Portuguese), "Uma ligação. Nada.");
    }
}
