//! The words that Tab goes through.

/// One going through words with Tab.
#[derive(Clone, Debug)]
pub struct Completion {
    /// Where the word begins in the input.
    pub from: usize,
    /// Where the input's cursor was left: elsewhere it is another completion.
    pub to: usize,
    /// The words.
    pub words: Vec<String>,
    /// What follows whichever is taken.
    pub end: &'static str,
    /// The one that is shown.
    pub at: usize,
}
