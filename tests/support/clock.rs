//! The only reader of time in the tests.

use std::time::Duration;
use std::time::Instant;
use std::time::SystemTime;
use std::time::UNIX_EPOCH;

/// How long anything may take that should take no time: long enough for a
/// loaded machine, short enough that a failure is told today.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Now, for measuring.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place where the tests read the monotonic clock"
)]
pub fn now() -> Instant {
    Instant::now()
}

/// Milliseconds since 1970, to compare with what a server stamps.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place where the tests read the wall clock"
)]
pub fn unix_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    u64::try_from(since.as_millis()).unwrap()
}

/// A moment that ends a wait.
#[derive(Clone, Copy, Debug)]
pub struct Deadline(Instant);

impl Deadline {
    /// So far from now.
    pub fn after(wait: Duration) -> Self {
        Self(now() + wait)
    }

    /// What is left of the wait, or nothing when it is over.
    pub fn left(self) -> Option<Duration> {
        let left = self.0.saturating_duration_since(now());
        (!left.is_zero()).then_some(left)
    }
}
