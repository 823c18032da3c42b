//! What a person wants to have of the wire in a file.

use crate::speech::Language;

/// What is to be written of what passed on the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// Where.
    pub file: String,
    /// Whether letters are hidden in it.
    pub masks: bool,
    /// In which language.
    pub language: Language,
}
