//! When to try again: soon, then less and less often, never all at once.

use std::time::Duration;

/// The waits between attempts.
#[derive(Clone, Debug)]
pub struct Backoff {
    attempts: u32,
    chance: u64,
}

impl Backoff {
    /// With its own chance, so that a class that lost its server does not come
    /// back in one instant.
    pub fn new(seed: u64) -> Self {
        Self {
            attempts: 0,
            // Chance must not be zero, or it stays so.
            chance: seed | 1,
        }
    }

    /// The wait before the next attempt: half a second, doubling to
    /// [`LONGEST`], up to a quarter less by chance.
    pub fn next_wait(&mut self) -> Duration {
        let full = SHORTEST
            .saturating_mul(1 << self.attempts.min(8))
            .min(LONGEST);
        self.attempts = self.attempts.saturating_add(1);
        let quarter = full.as_millis() / 4;
        let less = u128::from(self.draw()) % (quarter + 1);
        full.saturating_sub(Duration::from_millis(u64::try_from(less).unwrap_or(0)))
    }

    /// A connection held: the next loss begins anew.
    pub fn reset(&mut self) {
        self.attempts = 0;
    }

    /// Xorshift: good enough to spread a class over two seconds.
    fn draw(&mut self) -> u64 {
        self.chance ^= self.chance << 13;
        self.chance ^= self.chance >> 7;
        self.chance ^= self.chance << 17;
        self.chance
    }
}

const SHORTEST: Duration = Duration::from_millis(500);
/// A server that comes back is found within this.
pub const LONGEST: Duration = Duration::from_secs(10);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_wait_is_within_its_bounds(seed in any::<u64>()) {
            let mut backoff = Backoff::new(seed);
            for attempt in 0..40 {
                let full = SHORTEST.saturating_mul(1 << attempt.min(8)).min(LONGEST);
                let wait = backoff.next_wait();
                prop_assert!(wait <= full && wait >= full * 3 / 4, "{attempt}: {wait:?}");
            }
            backoff.reset();
            prop_assert!(backoff.next_wait() <= SHORTEST);
        }
    }

    #[test]
    fn two_clients_do_not_come_back_at_once() {
        let (mut one, mut other) = (Backoff::new(7), Backoff::new(1 << 40));
        let waits = |b: &mut Backoff| -> Vec<_> { (0..6).map(|_| b.next_wait()).collect() };
        assert_ne!(waits(&mut one), waits(&mut other));
    }
}
