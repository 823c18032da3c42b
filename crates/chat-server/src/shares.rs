//! How many bytes a second go to an address that nobody has proved: more than a
//! busy room needs, and no flood for whoever is really there.
//!
//! One table for all sockets. The share is that of an address, and outlives whoever
//! says `bye` there: coming back brings no new one.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::time::Duration;
use std::time::Instant;

use crate::traffic::Host;

/// The shares of all addresses that were sent anything lately.
#[derive(Debug)]
pub struct Shares {
    table: Mutex<Table>,
}

#[derive(Debug)]
struct Table {
    known: BTreeMap<Host, Arc<Share>>,
    /// How many there may be before those are looked for that nobody needs.
    sweep_above: usize,
}

/// What one address may still be sent, as the moment at which it may be sent
/// everything again.
#[derive(Debug)]
pub struct Share {
    full_at: Mutex<Instant>,
}

impl Default for Shares {
    fn default() -> Self {
        let table = Table {
            known: BTreeMap::new(),
            sweep_above: FEW,
        };
        Self {
            table: Mutex::new(table),
        }
    }
}

impl Shares {
    /// The share of an address: the same one for everybody there.
    pub fn of(&self, now: Instant, host: Host) -> Arc<Share> {
        let mut table = lock(&self.table);
        if table.known.len() >= table.sweep_above {
            table.sweep(now);
        }
        let share = table.known.entry(host);
        Arc::clone(share.or_insert_with(|| Arc::new(Share::new(now))))
    }
}

impl Table {
    /// Forgets the shares that are whole; of the others that nobody holds at most
    /// [`AWAY`] are kept, those of which most was used.
    fn sweep(&mut self, now: Instant) {
        let is_held = |share: &Arc<Share>| Arc::strong_count(share) > 1;
        self.known
            .retain(|_, share| is_held(share) || share.full_at() > now);
        let resting = self.known.iter().filter(|(_, share)| !is_held(share));
        let mut resting: Vec<_> = resting.map(|(host, s)| (s.full_at(), *host)).collect();
        let surplus = resting.len().saturating_sub(AWAY);
        resting.sort_unstable();
        for (_, host) in resting.into_iter().take(surplus) {
            self.known.remove(&host);
        }
        self.sweep_above = FEW.max(2 * self.known.len());
    }
}

impl Share {
    fn new(now: Instant) -> Self {
        Self {
            full_at: Mutex::new(now),
        }
    }

    /// Whether so many bytes may leave; what may not is lost, as any datagram
    /// may be.
    pub fn take(&self, now: Instant, bytes: usize) -> bool {
        let mut full_at = lock(&self.full_at);
        let start = (*full_at).max(now);
        if start > now + SAVED {
            return false;
        }
        *full_at = start + EACH * u32::try_from(bytes).unwrap_or(u32::MAX);
        true
    }

    fn full_at(&self) -> Instant {
        *lock(&self.full_at)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A byte: 250,000 of them a second.
const EACH: Duration = Duration::from_micros(4);

/// A megabyte may leave at once after a rest: the history of a room.
const SAVED: Duration = Duration::from_secs(4);

/// Shares that are kept without looking whether anybody needs them.
const FEW: usize = 256;

/// Shares that are kept although nobody holds them: one megabyte.
const AWAY: usize = 10_000;

#[cfg(test)]
mod tests {
    use std::net::IpAddr;
    use std::net::Ipv4Addr;

    use super::*;

    #[expect(clippy::disallowed_methods, reason = "a test has to begin somewhere")]
    fn epoch() -> Instant {
        Instant::now()
    }

    fn host(n: u32) -> Host {
        Host::of(IpAddr::V4(Ipv4Addr::from_bits(0x0a00_0000 + n)))
    }

    #[test]
    fn an_address_is_sent_a_burst_and_then_its_share() {
        let began = epoch();
        let share = Share::new(began);
        let sent = |now| (0..10_000).filter(|_| share.take(now, 1000)).count();
        assert_eq!(sent(began), 1001);
        assert_eq!(sent(began), 0);
        assert_eq!(sent(began + Duration::from_secs(1)), 250);
        assert_eq!(sent(began + Duration::from_secs(3600)), 1001);
    }

    #[test]
    fn who_comes_back_finds_the_share_as_it_was_left() {
        let (began, shares) = (epoch(), Shares::default());
        let sent = |host| {
            let share = shares.of(began, host);
            (0..100).filter(|_| share.take(began, 100_000)).count()
        };
        assert_eq!(sent(host(1)), 11);
        assert_eq!(sent(host(1)), 0);
        assert_eq!(sent(host(2)), 11);
        // Others come meanwhile, and are sent little or nothing.
        for n in 3..100_000 {
            shares.of(began, host(n)).take(began, 1);
        }
        assert_eq!(sent(host(1)), 0);
        assert!(lock(&shares.table).known.len() <= 2 * AWAY);
    }

    #[test]
    fn a_share_that_is_whole_is_not_kept() {
        let (began, shares) = (epoch(), Shares::default());
        for n in 0..100_000 {
            shares.of(began, host(n));
        }
        assert!(lock(&shares.table).known.len() <= FEW);
    }
}
