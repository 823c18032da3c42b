//! Pacing: how fast datagrams are sent, by a token bucket.
//!
//! A burst that is sent at once may be reordered in the queues on its way, which
//! looks like loss and causes spurious retransmissions; so only a path that has
//! shown that it keeps order is used faster.

use std::time::Instant;

use crate::path::Path;
use crate::policy::CAUTIOUS;
use crate::policy::FAST;
use crate::policy::PacingRate;

/// The bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pacer {
    /// When the bucket is full again.
    full_at: Instant,
    /// It was emptied, and does not hold the tokens of a whole batch yet.
    collects_batch: bool,
    rate: PacingRate,
}

impl Pacer {
    /// A full bucket.
    pub fn new(now: Instant) -> Self {
        Self {
            full_at: now,
            collects_batch: false,
            rate: CAUTIOUS,
        }
    }

    /// As fast as the path allows from now on.
    pub fn adapt_to(&mut self, path: Path) {
        self.rate = if path.is_clean() { FAST } else { CAUTIOUS };
    }

    /// When the next datagram may be sent.
    pub fn ready_at(&self) -> Instant {
        self.has_tokens_at(1)
    }

    /// When the next batch may be sent: once the bucket was emptied, several frames
    /// are sent together, so that one wake-up and one acknowledgement serve them all.
    pub fn ready_for_batch_at(&self) -> Instant {
        self.has_tokens_at(if self.collects_batch {
            self.rate.burst
        } else {
            1
        })
    }

    /// A datagram was sent: takes one token.
    pub fn on_sent(&mut self, now: Instant) {
        self.collects_batch &= self.has_tokens_at(self.rate.burst) > now;
        self.full_at = self.full_at.max(now) + self.rate.each;
        self.collects_batch |= self.has_tokens_at(1) > now;
    }

    /// When the bucket holds so many tokens.
    fn has_tokens_at(&self, count: u32) -> Instant {
        let lacking = self.rate.each * self.rate.burst.saturating_sub(count);
        self.full_at.checked_sub(lacking).unwrap_or(self.full_at)
    }
}
