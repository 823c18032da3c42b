//! How fast datagrams leave: a bucket of tokens.
//!
//! A burst that leaves at once overtakes itself in the queues on its way, which
//! looks like loss and makes copies; so only a path that has shown that it keeps
//! order is used faster.

use std::time::Instant;

use crate::path::Path;
use crate::policy::BRISK;
use crate::policy::CAREFUL;
use crate::policy::Stride;

/// The bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// When the bucket is full again.
    full_at: Instant,
    /// It was emptied, and does not hold a group yet.
    gathers: bool,
    stride: Stride,
}

impl Pace {
    /// A full bucket.
    pub fn new(now: Instant) -> Self {
        Self {
            full_at: now,
            gathers: false,
            stride: CAREFUL,
        }
    }

    /// As fast as the path allows it from now on.
    pub fn follow(&mut self, path: Path) {
        self.stride = if path.is_steady() { BRISK } else { CAREFUL };
    }

    /// When the next datagram may leave.
    pub fn ready_at(&self) -> Instant {
        self.holds_at(1)
    }

    /// When the next group may leave: once the bucket was emptied, several leave
    /// together, so that each wake-up and each answer serves them all.
    pub fn ready_for_group_at(&self) -> Instant {
        self.holds_at(if self.gathers { self.stride.burst } else { 1 })
    }

    /// One has left.
    pub fn take(&mut self, now: Instant) {
        self.gathers &= self.holds_at(self.stride.burst) > now;
        self.full_at = self.full_at.max(now) + self.stride.each;
        self.gathers |= self.holds_at(1) > now;
    }

    /// When the bucket holds so many tokens.
    fn holds_at(&self, count: u32) -> Instant {
        let lacking = self.stride.each * self.stride.burst.saturating_sub(count);
        self.full_at.checked_sub(lacking).unwrap_or(self.full_at)
    }
}
