//! A long paste that waits for Enter or Esc.

/// A long paste, told in one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// What was pasted.
    pub text: String,
    /// Its lines.
    pub lines: usize,
    /// Its bytes.
    pub bytes: usize,
    /// Messages that it would be.
    pub parts: usize,
}
