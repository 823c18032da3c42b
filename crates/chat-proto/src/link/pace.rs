//! How fast datagrams leave: a bucket of tokens.
//!
//! A burst that leaves at once overtakes itself in the queues on its way, which
//! looks like loss and makes copies.

use std::time::Duration;
use std::time::Instant;

use crate::link::policy::BURST;
use crate::link::policy::GROUP;
use crate::link::policy::PACE;

/// The bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// When the bucket is full again.
    full_at: Instant,
    /// It was emptied, and does not hold a group yet.
    gathers: bool,
}

impl Pace {
    /// A full bucket.
    pub fn new(now: Instant) -> Self {
        Self {
            full_at: now,
            gathers: false,
        }
    }

    /// When the next datagram may leave.
    pub fn ready_at(&self) -> Instant {
        self.holds_at(1)
    }

    /// When the next group may leave: once the bucket was emptied, several leave
    /// together, so that each wake-up and each answer serves them all.
    pub fn ready_for_group_at(&self) -> Instant {
        self.holds_at(if self.gathers { GROUP } else { 1 })
    }

    /// One has left.
    pub fn take(&mut self, now: Instant) {
        self.gathers &= self.holds_at(GROUP) > now;
        self.full_at = self.full_at.max(now) + EACH;
        self.gathers |= self.holds_at(1) > now;
    }

    /// When the bucket holds so many tokens.
    fn holds_at(&self, count: u64) -> Instant {
        let lacking = EACH * u32::try_from(BURST - count).unwrap_or(0);
        self.full_at.checked_sub(lacking).unwrap_or(self.full_at)
    }
}

/// One token.
const EACH: Duration = Duration::from_micros(1_000_000 / PACE);
