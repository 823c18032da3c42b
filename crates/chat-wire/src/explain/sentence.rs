//! One thing said in every language.

/// What is said, in each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// In English.
    pub english: String,
    /// In European Portuguese.
    pub portuguese: String,
}

impl Sentence {
    /// Said in both.
    pub fn new(english: impl Into<String>, portuguese: impl Into<String>) -> Self {
        Self {
            english: english.into(),
            portuguese: portuguese.into(),
        }
    }

    /// And then the other one.
    #[must_use]
    pub fn and(self, other: &Self) -> Self {
        Self {
            english: format!("{} {}", self.english, other.english),
            portuguese: format!("{} {}", self.portuguese, other.portuguese),
        }
    }
}
