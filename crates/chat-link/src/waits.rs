//! How long an acknowledgement is waited for: by the measured round trip, longer
//! and longer while nothing is heard.

use std::time::Duration;
use std::time::Instant;

use chat_proto::chance;

use crate::path::Path;
use crate::policy::EQUAL_WAITS;
use crate::policy::Policy;
use crate::policy::Retry;
use crate::rtt::Rtt;

/// What waits depend on, but for the path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waits {
    policy: Policy,
    seed: u64,
    rtt: Rtt,
    /// Waits that have passed since anything was heard.
    silences: u32,
    /// When the next of them has passed.
    silent_until: Instant,
}

impl Waits {
    /// Nothing is measured yet.
    pub fn new(now: Instant, policy: Policy, seed: u64) -> Self {
        Self {
            policy,
            seed,
            rtt: Rtt::default(),
            silences: 0,
            silent_until: now,
        }
    }

    /// Other numbers from now on.
    pub fn change(&mut self, policy: Policy) {
        self.policy = policy;
    }

    /// A copy was answered after so long.
    pub fn sample(&mut self, trip: Duration) {
        self.rtt.sample(trip);
    }

    /// How long a frame that others have overtaken may still be under way.
    pub fn late(&self) -> Option<Duration> {
        self.rtt.late()
    }

    /// The other side is alive.
    pub fn on_life(&mut self, now: Instant) {
        self.silences = 0;
        self.silent_until = now;
    }

    /// Nothing is heard: the wait will double, once for all frames together.
    pub fn on_silence(&mut self, now: Instant, path: Path) {
        if self.policy.retry == Retry::Adaptive && now >= self.silent_until {
            self.silences += 1;
            self.silent_until = now + self.plain(path, self.doubled());
        }
    }

    /// One plain wait.
    pub fn least(&self, path: Path) -> Duration {
        self.plain(path, 0)
    }

    /// For the next copy of a frame, after so many others.
    pub fn for_copy(&self, path: Path, n: u32, before: usize) -> Duration {
        match self.policy.retry {
            Retry::Adaptive => self.jittered(self.plain(path, self.doubled()), n, before),
            Retry::Textbook => self.plain(path, u32::try_from(before).unwrap_or(u32::MAX)),
        }
    }

    /// How often the wait is doubled now.
    fn doubled(&self) -> u32 {
        self.silences.div_ceil(EQUAL_WAITS)
    }

    fn plain(&self, path: Path, doubled: u32) -> Duration {
        let Policy {
            calm_wait,
            least_wait,
            greatest_wait,
            first_wait,
            ..
        } = self.policy;
        let least = if path.is_rough() {
            least_wait
        } else {
            calm_wait
        };
        let measured = match self.policy.retry {
            Retry::Adaptive => self.rtt.wait().map(|w| w.clamp(least, greatest_wait)),
            Retry::Textbook => None,
        };
        let factor = 1_u32.checked_shl(doubled.min(16)).unwrap_or(1);
        (measured.unwrap_or(first_wait) * factor).min(greatest_wait)
    }

    /// Up to a tenth more, so that a class does not repeat itself in step.
    fn jittered(&self, wait: Duration, n: u32, before: usize) -> Duration {
        let tenth = u64::try_from(wait.as_micros() / 10).unwrap_or(0);
        let more = chance::below(tenth, &[self.seed, u64::from(n), before as u64]);
        wait + Duration::from_micros(more)
    }
}
