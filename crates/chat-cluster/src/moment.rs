//! A moment as it is handed to what has no clock.

use std::time::Duration;
use std::time::Instant;

/// A moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// For patience: never goes back.
    pub mono: Instant,
    /// For people: milliseconds since 1970.
    pub wall: u64,
}

impl Moment {
    /// How long ago that was.
    pub fn since(&self, then: Instant) -> Duration {
        self.mono.saturating_duration_since(then)
    }
}
