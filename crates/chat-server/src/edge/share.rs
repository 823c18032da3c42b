//! How many bytes a second go to an address that nobody has proved: more than a
//! busy room needs, and no flood for whoever is really there.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;
use std::time::Instant;

/// What one address may still be sent, as the moment at which it may be sent
/// everything again.
#[derive(Debug)]
pub struct Share {
    full_at: Mutex<Instant>,
}

impl Share {
    /// All of it.
    pub fn new(now: Instant) -> Self {
        Self {
            full_at: Mutex::new(now),
        }
    }

    /// Whether so many bytes may leave; what may not is lost, as any datagram
    /// may be.
    pub fn take(&self, now: Instant, bytes: usize) -> bool {
        let mut full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        let start = (*full_at).max(now);
        if start > now + SAVED {
            return false;
        }
        *full_at = start + EACH * u32::try_from(bytes).unwrap_or(u32::MAX);
        true
    }
}

/// A byte: 250,000 of them a second.
const EACH: Duration = Duration::from_micros(4);

/// A megabyte may leave at once after a rest: the history of a room.
const SAVED: Duration = Duration::from_secs(4);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_sent_a_burst_and_then_its_share() {
        #[expect(clippy::disallowed_methods, reason = "a test has to begin somewhere")]
        let began = Instant::now();
        let share = Share::new(began);
        let sent = |now| (0..10_000).filter(|_| share.take(now, 1000)).count();
        assert_eq!(sent(began), 1001);
        assert_eq!(sent(began), 0);
        assert_eq!(sent(began + Duration::from_secs(1)), 250);
        assert_eq!(sent(began + Duration::from_secs(3600)), 1001);
    }
}
