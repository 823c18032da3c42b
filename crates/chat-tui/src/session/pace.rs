//! How fast the server lets us speak: learned from its refusals, so that a long
//! paste meets few of them.

use std::time::Duration;
use std::time::Instant;

/// The gap between two messages, and the end of a wait.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::session) struct Pace {
    gap: Duration,
    last: Option<Instant>,
    not_before: Option<Instant>,
}

impl Pace {
    /// A message goes out: the next one comes after the gap. After a pause the
    /// server allows a burst again.
    pub(in crate::session) fn on_sent(&mut self, now: Instant) {
        if self.last.is_none_or(|last| last + PAUSE <= now) {
            self.gap = Duration::ZERO;
        }
        self.last = Some(now);
        self.not_before = Some(now + self.gap);
    }

    /// One was refused for being too fast. Our server says the gap to keep; from
    /// another, which says only how long to wait now, the gap is found step by step.
    pub(in crate::session) fn on_refused(&mut self, now: Instant, wait: Option<Duration>) {
        let wait = wait.unwrap_or(UNSAID);
        let longer = self.gap + self.gap / 4;
        self.gap = (wait.max(longer) + MARGIN).min(LONGEST);
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
}

/// Two clocks never agree to the millisecond.
const MARGIN: Duration = Duration::from_millis(1);
/// Where the server does not say how long to wait.
const UNSAID: Duration = Duration::from_secs(1);
/// The longest gap that is kept up.
const LONGEST: Duration = Duration::from_secs(2);
/// After a silence of this length a server's bucket has something in it again.
const PAUSE: Duration = Duration::from_secs(3);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_paste_meets_few_refusals() {
        #[expect(
            clippy::disallowed_methods,
            reason = "a test needs some moment to begin with"
        )]
        let start = Instant::now();
        let each = Duration::from_millis(100);
        let (mut now, mut full_at, mut pace) = (start, start, Pace::default());
        let (mut said, mut refused) = (0, 0);
        while said < 200 {
            now = pace.not_before(now).unwrap_or(now) + Duration::from_millis(1);
            pace.on_sent(now);
            let owed = full_at.max(now) - now + each;
            if owed > each * 20 {
                refused += 1;
                pace.on_refused(now, Some(owed.saturating_sub(each * 20)));
            } else {
                said += 1;
                full_at = full_at.max(now) + each;
            }
        }
        assert!(refused <= 5, "{refused}");
        assert!(now - start < Duration::from_secs(20));
    }
}
