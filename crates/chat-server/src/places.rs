//! How many connections are open, in all and of each address, those included that
//! are being told that there is no place or have not ended yet. What is beyond is
//! turned away where it is accepted, before it costs anybody anything.
//!
//! Who is let in among those, the hub decides.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use chat_proto::refusal::Refusal;

use crate::config::Rules;
use crate::traffic::Host;
use crate::traffic::Origin;

/// The places for connections.
#[derive(Debug)]
pub struct Places {
    max_peers: usize,
    max_per_address: usize,
    limit_loopback: bool,
    taken: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    all: usize,
    each: BTreeMap<Host, usize>,
}

/// A place that is taken, and free again when this is dropped.
#[derive(Debug)]
pub struct Destination {
    places: Arc<Places>,
    host: Option<Host>,
}

impl Places {
    /// As many as the rules have, and some in the doorway.
    pub fn new(rules: &Rules) -> Self {
        Self {
            max_peers: rules.max_peers,
            max_per_address: rules.max_per_address,
            limit_loopback: rules.limit_loopback,
            taken: Mutex::default(),
        }
    }

    /// Takes one, or says why there is none.
    pub fn take(self: &Arc<Self>, origin: &Origin) -> Result<Destination, Refusal> {
        let host = origin.host();
        let counted = self.limit_loopback || !host.is_here();
        let mut taken = self.lock();
        if taken.all >= self.max_peers.saturating_add(DOORWAY) {
            return Err(Refusal::ServerFull(self.max_peers));
        }
        if counted {
            let of_host = taken.each.entry(host).or_default();
            if *of_host >= self.max_per_address.saturating_add(DOORWAY_EACH) {
                return Err(Refusal::AddressFull(self.max_per_address));
            }
            *of_host += 1;
        }
        taken.all += 1;
        Ok(Destination {
            places: Arc::clone(self),
            host: counted.then_some(host),
        })
    }

    fn lock(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Destination {
    fn drop(&mut self) {
        let mut taken = self.places.lock();
        taken.all -= 1;
        if let Some(host) = self.host
            && let Some(of_host) = taken.each.get_mut(&host)
        {
            *of_host -= 1;
            if *of_host == 0 {
                taken.each.remove(&host);
            }
        }
    }
}

/// Beyond all peers: as many as the hub tells why, each in its tongue.
const DOORWAY: usize = 256;

/// Beyond those of one address: fewer, so that one leaves room there for others.
const DOORWAY_EACH: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::traffic::Transport;

    fn origin(address: &str) -> Origin {
        Origin {
            transport: Transport::Tcp,
            address: address.parse().ok(),
            proven: true,
        }
    }

    #[test]
    fn beyond_its_own_an_address_gets_no_place_and_others_do() {
        let places = &Arc::new(Places::new(&Rules::default()));
        let come = |at: &'static str| (0..4400).filter_map(move |_| places.take(&origin(at)).ok());
        let crowd: Vec<Destination> = come("10.9.0.7:1").collect();
        assert_eq!(crowd.len(), 256 + DOORWAY_EACH);
        let refusal = places.take(&origin("10.9.0.7:2")).unwrap_err();
        assert_eq!(refusal, Refusal::AddressFull(256));
        assert!(places.take(&origin("10.9.0.8:1")).is_ok());
        drop(crowd);
        assert!(places.take(&origin("10.9.0.7:2")).is_ok());
        assert!(places.lock().each.is_empty(), "nobody is there any more");
        let here = come("127.0.0.1:1").count();
        assert_eq!(here, 4400, "one after the other");
    }

    #[test]
    fn this_machine_may_take_all_places_and_no_more() {
        let places = Arc::new(Places::new(&Rules::default()));
        let come = (0..9000).filter_map(|_| places.take(&origin("127.0.0.1:1")).ok());
        let crowd: Vec<Destination> = come.collect();
        assert_eq!(crowd.len(), 4096 + DOORWAY);
        let refusal = places.take(&origin("10.9.0.7:2")).unwrap_err();
        assert_eq!(refusal, Refusal::ServerFull(4096));
    }
}
