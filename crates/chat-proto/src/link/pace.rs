//! How fast datagrams leave: a bucket of tokens.
//!
//! A burst that leaves at once overtakes itself in the queues on its way, which
//! looks like loss and makes copies.

use std::time::Duration;
use std::time::Instant;

use crate::link::policy::BURST;
use crate::link::policy::PACE;

/// The bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// When the bucket is full again.
    full_at: Instant,
}

impl Pace {
    /// A full bucket.
    pub fn new(now: Instant) -> Self {
        Self { full_at: now }
    }

    /// When the next datagram may leave.
    pub fn ready_at(&self) -> Instant {
        // The bucket holds a token as soon as it lacks less than all of them.
        self.full_at.checked_sub(SAVED).unwrap_or(self.full_at)
    }

    /// One has left.
    pub fn take(&mut self, now: Instant) {
        self.full_at = self.full_at.max(now) + EACH;
    }
}

/// One token.
const EACH: Duration = Duration::from_micros(1_000_000 / PACE);

/// All but the one that is needed.
const SAVED: Duration = Duration::from_micros(1_000_000 / PACE * (BURST - 1));
