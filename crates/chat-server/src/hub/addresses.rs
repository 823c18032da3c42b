//! What each address still may do, whoever speaks from it: one who says `bye` and
//! returns finds its buckets as it left them.
//!
//! Who is limited at all, and what a bucket holds, is decided by the callers. An
//! address is remembered while somebody counted is there, and afterwards until all
//! its buckets are full again; of those who are away at most [`AWAY`].

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::time::Instant;

use crate::hub::allowance::Allowance;
use crate::hub::allowance::Allowances;
use crate::traffic::Host;

/// Every address of which there is something to remember.
#[derive(Debug, Default)]
pub struct Addresses {
    known: BTreeMap<Host, Address>,
    /// Those from which nobody is here, by when their buckets are full.
    away: BTreeSet<(Instant, Host)>,
}

/// One of them.
#[derive(Debug, Default)]
pub struct Address {
    /// Connections at once that count.
    connections: usize,
    /// What its peers may still do together.
    pub allowances: Allowances,
    /// How often somebody may still come from there.
    pub arrivals: Allowance,
    /// Wrong passwords.
    pub guesses: Allowance,
    /// Whether any was given lately.
    pub guessed: Allowance,
    /// New owned names.
    pub claims: Allowance,
}

impl Addresses {
    /// How many connections of a host count.
    pub fn connections(&self, host: Host) -> usize {
        self.known.get(&host).map_or(0, |a| a.connections)
    }

    /// One more of them.
    pub fn enter(&mut self, now: Instant, host: Host) {
        self.with(now, host, |address| address.connections += 1);
    }

    /// One less.
    pub fn leave(&mut self, now: Instant, host: Host) {
        self.with(now, host, |address| {
            address.connections = address.connections.saturating_sub(1);
        });
    }

    /// Looks at what a host may do, or changes it.
    pub fn with<R>(
        &mut self,
        now: Instant,
        host: Host,
        change: impl FnOnce(&mut Address) -> R,
    ) -> R {
        let address = self.known.entry(host).or_default();
        if address.connections == 0
            && let Some(full_at) = address.full_at()
        {
            self.away.remove(&(full_at, host));
        }
        let result = change(address);
        if address.connections == 0 {
            match address.full_at() {
                Some(full_at) => drop(self.away.insert((full_at, host))),
                None => drop(self.known.remove(&host)),
            }
            self.forget(now);
        }
        result
    }

    /// Forgets whoever has nothing to be remembered for, and where there are too many,
    /// those who have least.
    fn forget(&mut self, now: Instant) {
        while let Some((full_at, host)) = self.away.first().copied() {
            if full_at > now && self.away.len() <= AWAY {
                return;
            }
            self.away.pop_first();
            self.known.remove(&host);
        }
    }
}

impl Address {
    /// When there will be nothing to remember.
    fn full_at(&self) -> Option<Instant> {
        let others = [self.arrivals, self.guesses, self.guessed, self.claims].map(|a| a.full_at());
        let others = others.into_iter().flatten().max();
        self.allowances.full_at().max(others)
    }
}

/// Addresses that are remembered although nobody is there: three megabytes.
const AWAY: usize = 10_000;

#[cfg(test)]
mod tests {
    use std::net::IpAddr;
    use std::net::Ipv4Addr;
    use std::time::Duration;

    use chat_proto::rate::Rate;

    use super::*;

    const RATE: Rate = Rate {
        burst: 10,
        per_second: 1,
    };

    #[expect(
        clippy::disallowed_methods,
        reason = "a test needs some moment to begin with"
    )]
    fn epoch() -> Instant {
        Instant::now()
    }

    fn host(n: u32) -> Host {
        Host::of(IpAddr::V4(Ipv4Addr::from_bits(0x0a00_0000 + n)))
    }

    fn takes(addresses: &mut Addresses, now: Instant, host: Host) -> bool {
        let take = |a: &mut Address| a.arrivals.take(now, Some(RATE)).is_ok();
        addresses.with(now, host, take)
    }

    #[test]
    fn who_is_away_is_remembered_until_its_buckets_are_full() {
        let (mut addresses, start) = (Addresses::default(), epoch());
        addresses.enter(start, host(1));
        assert!((0..10).all(|_| takes(&mut addresses, start, host(1))));
        addresses.leave(start, host(1));
        assert_eq!(addresses.connections(host(1)), 0);
        assert!(!takes(&mut addresses, start, host(1)), "it came back");
        let later = start + Duration::from_secs(10);
        assert!(takes(&mut addresses, later, host(2)), "somebody else");
        assert!(!addresses.known.contains_key(&host(1)), "it is full again");
        assert_eq!(addresses.known.len(), 1);
    }

    #[test]
    fn who_has_spent_nothing_is_not_remembered() {
        let (mut addresses, start) = (Addresses::default(), epoch());
        addresses.enter(start, host(1));
        addresses.leave(start, host(1));
        addresses.with(start, host(2), |_| ());
        assert!(addresses.known.is_empty() && addresses.away.is_empty());
    }

    #[test]
    fn of_too_many_those_who_have_spent_least_are_forgotten() {
        let (mut addresses, start) = (Addresses::default(), epoch());
        assert!((0..10).all(|_| takes(&mut addresses, start, host(0))));
        addresses.enter(start, host(1));
        for n in 2..20_000 {
            takes(&mut addresses, start, host(n));
        }
        assert_eq!(addresses.away.len(), AWAY);
        assert_eq!(addresses.known.len(), AWAY + 1, "and one who is here");
        assert!(!takes(&mut addresses, start, host(0)), "who has spent most");
        assert_eq!(addresses.connections(host(1)), 1);
    }
}
