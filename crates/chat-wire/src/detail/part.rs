//! A part of the bytes of a row.

/// Some of the bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// How they look, or what they are called.
    pub text: String,
    /// How many they are.
    pub bytes: usize,
    /// What they are for.
    pub meaning: String,
    /// Whether they are within the program's own bytes, and not before them.
    pub is_own: bool,
}
