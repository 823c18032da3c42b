//! What happens next? What is asked of whoever looks, and how the answers were. Plain
//! values.

use chat_wire::quiz::pose::Posed;

/// The questions so far, and the one that is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quiz {
    /// The first row that may be asked about.
    pub(in crate::app::wire) from: usize,
    /// The row that is asked about, and what is asked.
    pub(in crate::app::wire) posed: Option<(usize, Posed)>,
    /// What was answered to it.
    pub(in crate::app::wire) given: Option<usize>,
    /// How many were answered, and rightly.
    pub(in crate::app::wire) answered: usize,
    pub(in crate::app::wire) right: usize,
}

/// How it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand<'a> {
    /// Nothing has happened yet that could be asked.
    Waits,
    /// This is asked.
    Asked(&'a Posed),
    /// This was answered to it.
    Answered(&'a Posed, usize),
}

impl Quiz {
    /// How it stands.
    pub fn stand(&self) -> Stand<'_> {
        match (&self.posed, self.given) {
            (None, _) => Stand::Waits,
            (Some((_, posed)), None) => Stand::Asked(posed),
            (Some((_, posed)), Some(given)) => Stand::Answered(posed, given),
        }
    }

    /// How many answers were right, of how many.
    pub fn score(&self) -> (usize, usize) {
        (self.right, self.answered)
    }
}
