//! What such a clock shows: pure, the machine's time comes in.

use std::time::Duration;
use std::time::Instant;

use chat_proto::now::Now;

/// Translates between the machine's monotonic clock and the link's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::link_clock) struct LinkTime {
    /// How much later it is for the machine: the time that it has stood still.
    behind: Duration,
    /// How much later it is for the link, where it was told to run on more than it stood.
    ahead: Duration,
    /// The link's time, while it stands.
    stands: Option<Instant>,
}

impl LinkTime {
    /// What it is for the link now.
    pub(in crate::link_clock) fn now(&self, now: Now) -> Now {
        let mono = self.stands.unwrap_or_else(|| self.running(now.mono));
        Now { mono, ..now }
    }

    /// When the machine's clock shows what the link's will show then: never, while it
    /// stands, unless that is now.
    pub(in crate::link_clock) fn due(&self, at: Instant) -> Option<Instant> {
        if self.stands.is_some_and(|stands| at > stands) {
            return None;
        }
        let at = at.checked_add(self.behind)?;
        Some(at.checked_sub(self.ahead).unwrap_or(at))
    }

    /// Whether it stands still.
    pub(in crate::link_clock) fn stands(&self) -> bool {
        self.stands.is_some()
    }

    /// It stands still.
    pub(in crate::link_clock) fn stand(&mut self, now: Instant) {
        self.stands = Some(self.stands.unwrap_or_else(|| self.running(now)));
    }

    /// It goes on from where it stands.
    pub(in crate::link_clock) fn go_on(&mut self, now: Instant) {
        if let Some(stands) = self.stands.take() {
            self.behind = now.saturating_duration_since(stands);
            self.ahead = stands.saturating_duration_since(now);
        }
    }

    /// It runs to this moment and stands there.
    pub(in crate::link_clock) fn run_to(&mut self, at: Instant) {
        self.stands = self.stands.map(|stands| stands.max(at));
    }

    fn running(&self, now: Instant) -> Instant {
        let now = now.checked_add(self.ahead).unwrap_or(now);
        now.checked_sub(self.behind).unwrap_or(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock;

    fn at(start: Now, ms: u64) -> Now {
        Now {
            mono: start.mono + Duration::from_millis(ms),
            ..start
        }
    }

    #[test]
    fn while_it_stands_nothing_is_due_but_what_was_and_afterwards_all_of_it_is_later() {
        let (start, mut clock) = (clock::now(), LinkTime::default());
        let mono = |ms| at(start, ms).mono;
        assert_eq!(clock.due(mono(7)), Some(mono(7)));
        clock.stand(mono(10));
        clock.stand(mono(20));
        assert_eq!(clock.now(at(start, 500)).mono, mono(10), "the first counts");
        assert_eq!(clock.due(mono(11)), None);
        assert!(clock.due(mono(10)).is_some_and(|due| due <= mono(10)));
        clock.go_on(mono(510));
        assert_eq!(clock.now(at(start, 512)).mono, mono(12));
        assert_eq!(clock.due(mono(12)), Some(mono(512)));
        clock.go_on(mono(9000));
        assert_eq!(clock.now(at(start, 512)).mono, mono(12), "it went already");
    }

    #[test]
    fn whoever_runs_it_further_than_it_stood_never_sees_it_go_back() {
        let (start, mut clock) = (clock::now(), LinkTime::default());
        let mono = |ms| at(start, ms).mono;
        clock.run_to(mono(99));
        assert_eq!(clock.now(at(start, 5)).mono, mono(5), "it does not stand");
        clock.stand(mono(10));
        clock.run_to(mono(300));
        clock.run_to(mono(200));
        assert_eq!(clock.now(at(start, 11)).mono, mono(300));
        clock.go_on(mono(12));
        assert_eq!(clock.now(at(start, 13)).mono, mono(301));
        assert_eq!(clock.due(mono(310)), Some(mono(22)));
        clock.stand(mono(20));
        assert_eq!(clock.now(at(start, 500)).mono, mono(308));
    }
}
