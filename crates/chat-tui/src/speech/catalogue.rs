//! All topics together.

use crate::speech::language::Language;
use crate::speech::topic::Keys;
use crate::speech::topic::Status;

/// All that the program says, in one language.
#[derive(Debug)]
pub struct Speech {
    /// Which one.
    pub language: Language,
    /// The keys.
    pub keys: Keys,
    /// The status row.
    pub status: Status,
}

#[cfg(test)]
impl Speech {
    /// Every sentence: its name, its words, and what is put into it.
    pub(in crate::speech) fn all(&self) -> Vec<crate::speech::sentence::Sentence> {
        [self.keys.all(), self.status.all()].concat()
    }
}
