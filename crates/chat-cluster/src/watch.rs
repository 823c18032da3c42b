//! Whether this server is together with the others, or apart.
//!
//! Apart is who has heard nothing of the log for a while, or has something in flight that
//! does not arrive. While our own side does not read, nothing is concluded from silence.

use std::time::Duration;
use std::time::Instant;

use crate::moment::Moment;

/// What has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// The log is silent.
    Silent,
    /// What was said does not arrive in it.
    Stuck,
    /// It moves again.
    Together,
}

/// Whether this server is together with the others.
#[derive(Debug)]
pub struct Watch {
    heard: Instant,
    /// Since when something is in flight.
    flying: Option<Instant>,
    /// Since when it is together.
    together: Option<Instant>,
    is_held: bool,
}

impl Watch {
    /// Together, to begin with: apart is told when it has lasted.
    pub fn new(now: Moment) -> Self {
        Self {
            heard: now.mono,
            flying: None,
            together: Some(now.mono),
            is_held: false,
        }
    }

    /// The log was heard: an entry, or that there is none.
    pub fn hear(&mut self, now: Moment) {
        self.heard = now.mono;
    }

    /// What was in flight has arrived, and perhaps the next is.
    pub fn arrive(&mut self) {
        self.flying = None;
    }

    /// Whether something is in flight.
    pub fn fly(&mut self, now: Moment, is_flying: bool) {
        if is_flying {
            self.flying.get_or_insert(now.mono);
        } else {
            self.flying = None;
        }
    }

    /// Our own side reads no further for now, or does again.
    pub fn hold(&mut self, now: Moment, is_held: bool) {
        if self.is_held && !is_held {
            self.heard = now.mono;
            self.flying = self.flying.map(|_| now.mono);
            self.together = self.together.map(|_| now.mono);
        }
        self.is_held = is_held;
    }

    /// Being together counts from now: the past was read first.
    pub fn begin(&mut self, now: Moment) {
        self.together = self.together.map(|_| now.mono);
    }

    /// Whether it is apart, though our own side reads.
    pub fn is_apart(&self) -> bool {
        self.together.is_none() && !self.is_held
    }

    /// How long it has been together without a break.
    pub fn together(&self, now: Moment) -> Option<Duration> {
        let since = self.together.filter(|_| !self.is_held)?;
        Some(now.since(since))
    }

    /// What has changed by now.
    pub fn poll(&mut self, now: Moment) -> Option<Change> {
        if self.is_held {
            return None;
        }
        let is_silent = now.since(self.heard) >= PATIENCE;
        let is_stuck = self
            .flying
            .is_some_and(|since| now.since(since) >= PATIENCE);
        match self.together {
            Some(_) if is_silent || is_stuck => {
                self.together = None;
                Some(if is_silent {
                    Change::Silent
                } else {
                    Change::Stuck
                })
            }
            None if !is_silent && !is_stuck => {
                self.together = Some(now.mono);
                Some(Change::Together)
            }
            Some(_) | None => None,
        }
    }

    /// When [`Watch::poll`] may have something.
    pub fn timeout(&self) -> Option<Instant> {
        if self.is_held || self.together.is_none() {
            return None;
        }
        let first = self
            .flying
            .map_or(self.heard, |since| since.min(self.heard));
        Some(first + PATIENCE)
    }
}

/// A leader that dies is told after this; shorter ones nobody notices.
pub const PATIENCE: Duration = Duration::from_secs(2);

#[cfg(test)]
mod tests {
    use super::*;

    struct Tried {
        watch: Watch,
        begin: Moment,
    }

    fn tried() -> Tried {
        let begin = crate::clock::now();
        let watch = Watch::new(begin);
        Tried { watch, begin }
    }

    impl Tried {
        fn at(&self, ms: u64) -> Moment {
            Moment {
                mono: self.begin.mono + Duration::from_millis(ms),
                wall: ms,
            }
        }

        fn check(&mut self, ms: u64, expected: Option<Change>) {
            assert_eq!(self.watch.poll(self.at(ms)), expected, "at {ms}");
        }
    }

    #[test]
    fn silence_is_told_once_and_the_first_word_ends_it() {
        let mut tried = tried();
        tried.check(1999, None);
        tried.check(2000, Some(Change::Silent));
        tried.check(9000, None);
        tried.watch.hear(tried.at(9000));
        tried.check(9000, Some(Change::Together));
        tried.check(9001, None);
        assert_eq!(
            tried.watch.together(tried.at(9500)).unwrap().as_millis(),
            500
        );
    }

    #[test]
    fn what_does_not_arrive_is_told_though_the_log_is_heard() {
        let mut tried = tried();
        tried.watch.fly(tried.at(1000), true);
        tried.watch.fly(tried.at(1500), true);
        tried.watch.hear(tried.at(2900));
        tried.check(2999, None);
        tried.check(3000, Some(Change::Stuck));
        tried.watch.hear(tried.at(4000));
        tried.check(4000, None);
        tried.watch.arrive();
        tried.check(4001, Some(Change::Together));
    }

    #[test]
    fn while_we_do_not_read_silence_means_nothing() {
        let mut tried = tried();
        tried.watch.hold(tried.at(100), true);
        tried.check(60_000, None);
        assert_eq!(tried.watch.together(tried.at(60_000)), None);
        tried.watch.hold(tried.at(60_000), false);
        tried.check(61_999, None);
        assert_eq!(
            tried.watch.together(tried.at(60_500)).unwrap().as_millis(),
            500
        );
        tried.check(62_000, Some(Change::Silent));
    }
}
