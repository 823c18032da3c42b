//! The rooms that a server has told of, whose names are completed. Plain values.

use std::time::Instant;

/// What is known of them.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    /// Their names, those with most people first.
    pub rooms: Vec<String>,
    /// Whether the person has asked for them, and wants to see the answer.
    pub is_shown: bool,
    /// When they were asked for to complete a name.
    pub asked_at: Option<Instant>,
}
