//! Whether a silence is over, for whoever may have stood still itself.
//!
//! A program that was stopped for a minute (a laptop that slept, a debugger) finds all
//! its deadlines passed, and beside them, unread, everything that was said meanwhile.
//! So an end is looked at twice: a little before it comes, and then not before whatever
//! had come by the first time can be read.

use std::time::Duration;
use std::time::Instant;

/// What was seen of an end that comes near.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outlook {
    /// Which end, and when it was seen.
    seen: Option<(Instant, Instant)>,
}

impl Outlook {
    /// When to look at an end that comes after a silence of this span.
    pub fn next_look(&self, end: Instant, span: Duration) -> Instant {
        let look = look(span);
        match self.seen_at(end) {
            None => end.checked_sub(look).unwrap_or(end),
            Some(seen) => end.max(seen + look),
        }
    }

    /// The end comes near, perhaps: so it was seen.
    pub fn look(&mut self, now: Instant, end: Instant, span: Duration) {
        if self.seen_at(end).is_none() && self.next_look(end, span) <= now {
            self.seen = Some((end, now));
        }
    }

    /// Whether it has come.
    pub fn is_over(&self, now: Instant, end: Instant, span: Duration) -> bool {
        self.seen_at(end).is_some() && self.next_look(end, span) <= now
    }

    fn seen_at(&self, end: Instant) -> Option<Instant> {
        let (of, at) = self.seen?;
        (of == end).then_some(at)
    }
}

/// How long before its end a silence of this span is looked at: long enough to read what
/// waits in a full buffer, and little beside the span.
fn look(span: Duration) -> Duration {
    (span / 8).min(Duration::from_secs(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_is_seen_before_it_comes() {
        #[expect(clippy::disallowed_methods, reason = "a test has to begin somewhere")]
        let began = Instant::now();
        let at = |ms| began + Duration::from_millis(ms);
        let (end, span) = (at(60_000), Duration::from_secs(60));
        let mut outlook = Outlook::default();
        assert_eq!(outlook.next_look(end, span), at(59_000));
        outlook.look(at(58_999), end, span);
        assert_eq!(outlook, Outlook::default());
        outlook.look(at(59_000), end, span);
        assert_eq!(outlook.next_look(end, span), end);
        assert!(!outlook.is_over(at(59_999), end, span) && outlook.is_over(end, end, span));
        // Another end is another matter.
        assert!(!outlook.is_over(at(99_000), at(61_000), span));
    }

    #[test]
    fn whoever_stood_still_looks_again_a_little_later() {
        #[expect(clippy::disallowed_methods, reason = "a test has to begin somewhere")]
        let began = Instant::now();
        let at = |ms| began + Duration::from_millis(ms);
        let (end, span) = (at(800), Duration::from_millis(800));
        let mut outlook = Outlook::default();
        assert!(!outlook.is_over(at(5_000), end, span));
        outlook.look(at(5_000), end, span);
        assert_eq!(outlook.next_look(end, span), at(5_100));
        assert!(!outlook.is_over(at(5_099), end, span) && outlook.is_over(at(5_100), end, span));
    }
}
