//! How fast the server lets us speak. Ours says so in its welcome: then several
//! messages may be under way, since none of them can be refused for being too fast.
//! Of another it is learned from its refusals, one message at a time, so that a long
//! paste meets few of them.

use std::time::Duration;
use std::time::Instant;

use chat_proto::rate::Limit;
use chat_proto::rate::Rate;

/// When the next message may go out.
///
/// A refusal must not change the order: were one refused and the next one, sent
/// before that was known, not, they would be said the wrong way round. So what was
/// told is reckoned with as if every message had been counted as late as it can have
/// been, when its answer came; one more leaves only if it is free even so.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::session) struct Pace {
    /// What the server said. A refusal belies it: then it is forgotten.
    told: Option<Limit>,
    /// When the server allows a whole burst again, at the latest, by all that it
    /// has answered.
    full_at: Option<Instant>,
    /// Learned from refusals: what is kept between two messages.
    gap: Duration,
    last: Option<Instant>,
    not_before: Option<Instant>,
}

impl Pace {
    /// A new connection, on which a whole burst is allowed.
    pub(in crate::session) fn on_welcome(&mut self, told: Option<Limit>) {
        self.told = told;
        self.full_at = None;
    }

    /// How many messages may be under way, where so many are wished.
    pub(in crate::session) fn most(&self, wished: usize) -> usize {
        match self.told {
            None => 1,
            Some(Limit(None)) => wished,
            Some(Limit(Some(rate))) => wished.min(usize::try_from(rate.burst).unwrap_or(wished)),
        }
    }

    /// A message goes out, and with it so many are under way. Without a word of the
    /// server the next one comes after the gap; after a pause it allows a burst again.
    pub(in crate::session) fn on_sent(&mut self, now: Instant, under_way: usize) {
        if self.last.is_none_or(|last| last + PAUSE <= now) {
            self.gap = Duration::ZERO;
        }
        self.last = Some(now);
        self.not_before = match self.told {
            None => Some(now + self.gap),
            Some(Limit(rate)) => rate.map(|rate| self.free_at(now, rate, under_way)),
        };
    }

    /// A message was said, or refused for another reason; so many others are under way.
    pub(in crate::session) fn on_answered(&mut self, now: Instant, under_way: usize) {
        if let Some(Limit(Some(rate))) = self.told {
            let each = rate.each() + rate.each() / DRIFT;
            self.full_at = Some(self.full_at.map_or(now, |at| at.max(now)) + each);
            self.not_before = Some(self.free_at(now, rate, under_way));
        }
    }

    /// One was refused for being too fast, while others are under way or alone. Our
    /// server says the gap to keep; from another, which says only how long to wait
    /// now, the gap is found step by step.
    pub(in crate::session) fn on_refused(
        &mut self,
        now: Instant,
        wait: Option<Duration>,
        alone: bool,
    ) {
        self.told = None;
        let wait = wait.unwrap_or(UNSAID);
        // Those of one volley are refused for the same reason: that is one step.
        let longer = if alone { self.gap / 4 } else { Duration::ZERO };
        self.gap = (wait.max(self.gap + longer) + MARGIN).min(LONGEST);
        self.not_before = Some(now + wait);
    }

    /// The end of the wait, until [`Pace::on_timeout`] has seen it.
    pub(in crate::session) fn held_until(&self) -> Option<Instant> {
        self.not_before
    }

    /// Time has passed.
    pub(in crate::session) fn on_timeout(&mut self, now: Instant) {
        self.not_before = self.not_before(now);
    }

    /// When the next message may go out, if that is later than now.
    pub(in crate::session) fn not_before(&self, now: Instant) -> Option<Instant> {
        self.not_before.filter(|at| *at > now)
    }

    /// When one more is surely free, whenever those under way are counted.
    fn free_at(&self, now: Instant, rate: Rate, under_way: usize) -> Instant {
        let ahead = u32::try_from(under_way + 1).unwrap_or(u32::MAX);
        let full_at = self.full_at.map_or(now, |at| at.max(now));
        let owed = full_at.saturating_duration_since(now) + rate.each().saturating_mul(ahead);
        now + owed.saturating_sub(rate.whole())
    }
}

/// The server's clock may go slower than ours by one part in so many.
const DRIFT: u32 = 200;
/// Two clocks never agree to the millisecond.
const MARGIN: Duration = Duration::from_millis(1);
/// Where the server does not say how long to wait.
const UNSAID: Duration = Duration::from_secs(1);
/// The longest gap that is kept up.
const LONGEST: Duration = Duration::from_secs(2);
/// After a silence of this length a server's bucket has something in it again.
const PAUSE: Duration = Duration::from_secs(3);

#[cfg(test)]
mod tests;
