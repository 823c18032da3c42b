//! All topics together.

use crate::speech::language::Language;
use crate::speech::topic::Signs;
use crate::speech::topic::Status;
use crate::speech::topic::Writing;

/// All that the program says, in one language.
#[derive(Debug)]
pub struct Speech {
    /// Which one.
    pub language: Language,
    /// What others let us know without words.
    pub signs: Signs,
    /// The status row.
    pub status: Status,
    /// What is said about what the person writes.
    pub writing: Writing,
}

#[cfg(test)]
impl Speech {
    /// Every sentence: its name, its words, and what is put into it.
    pub(in crate::speech) fn all(&self) -> Vec<crate::speech::sentence::Sentence> {
        [self.signs.all(), self.status.all(), self.writing.all()].concat()
    }
}
