//! The retransmission timeout (RTO): from the measured round trip, with exponential
//! backoff while nothing is received.

use std::time::Duration;
use std::time::Instant;

use chat_proto::chance;

use crate::path::Path;
use crate::policy::Policy;
use crate::policy::RtoMode;
use crate::policy::TIMEOUTS_PER_BACKOFF;
use crate::rtt::Rtt;

/// Computes timeouts. There is one for the link, not one for each frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RtoTimer {
    policy: Policy,
    seed: u64,
    rtt: Rtt,
    /// Timeouts in a row, without anything received in between.
    timeouts: u32,
    /// A timeout before this moment belongs to the last one: frames that were sent
    /// together time out together and count once.
    next_timeout: Instant,
}

impl RtoTimer {
    /// Nothing is measured yet.
    pub fn new(now: Instant, policy: Policy, seed: u64) -> Self {
        Self {
            policy,
            seed,
            rtt: Rtt::default(),
            timeouts: 0,
            next_timeout: now,
        }
    }

    /// Uses another policy from now on.
    pub fn change(&mut self, policy: Policy) {
        self.policy = policy;
    }

    /// Takes in a measured round trip.
    pub fn sample(&mut self, trip: Duration) {
        self.rtt.sample(trip);
    }

    /// How long a frame may be missing after a later one has arrived, before it is
    /// taken for lost: [`Rtt::reordering_timeout`].
    pub fn reordering_timeout(&self) -> Option<Duration> {
        self.rtt.reordering_timeout()
    }

    /// Something was received: no backoff any more. Whether there was one.
    pub fn on_peer_alive(&mut self, now: Instant) -> bool {
        let backed_off = self.backoff() > 0;
        self.timeouts = 0;
        self.next_timeout = now;
        backed_off
    }

    /// The smoothed round trip and its variance, once one was measured.
    pub fn smoothed(&self) -> Option<(Duration, Duration)> {
        self.rtt.smoothed()
    }

    /// A frame timed out: counts towards the backoff.
    pub fn on_timeout(&mut self, now: Instant, path: Path) {
        if self.policy.rto_mode == RtoMode::Adaptive && now >= self.next_timeout {
            self.timeouts += 1;
            self.next_timeout = now + self.rto(path, self.backoff());
        }
    }

    /// The timeout without backoff.
    pub fn base(&self, path: Path) -> Duration {
        self.rto(path, 0)
    }

    /// The timeout for a transmission of a frame that was sent `before` times.
    pub fn for_transmission(&self, path: Path, n: u32, before: usize) -> Duration {
        match self.policy.rto_mode {
            RtoMode::Adaptive => self.jittered(self.rto(path, self.backoff()), n, before),
            RtoMode::Textbook => self.rto(path, u32::try_from(before).unwrap_or(u32::MAX)),
        }
    }

    /// How often the timeout is doubled now.
    fn backoff(&self) -> u32 {
        self.timeouts.div_ceil(TIMEOUTS_PER_BACKOFF)
    }

    fn rto(&self, path: Path, backoff: u32) -> Duration {
        let Policy {
            min_rto,
            min_rto_lossy,
            max_rto,
            initial_rto,
            ..
        } = self.policy;
        let least = if path.is_lossy() {
            min_rto_lossy
        } else {
            min_rto
        };
        let measured = match self.policy.rto_mode {
            RtoMode::Adaptive => self.rtt.rto().map(|w| w.clamp(least, max_rto)),
            RtoMode::Textbook => None,
        };
        let factor = 1_u32.checked_shl(backoff.min(16)).unwrap_or(1);
        (measured.unwrap_or(initial_rto) * factor).min(max_rto)
    }

    /// Up to a tenth more, so that a class of clients does not retransmit in step.
    fn jittered(&self, wait: Duration, n: u32, before: usize) -> Duration {
        let tenth = u64::try_from(wait.as_micros() / 10).unwrap_or(0);
        let more = chance::below(tenth, &[self.seed, u64::from(n), before as u64]);
        wait + Duration::from_micros(more)
    }
}
