//! What lies between two ends: a weather, or a script that says of each datagram
//! when it arrives. Either way everything that passes is written down.

use std::collections::BTreeMap;
use std::time::Duration;
use std::time::Instant;

use chat_proto::trace::weather::Way;
use chat_weather::Impairer;
use chat_weather::InTransit;

use crate::envelope;
use crate::envelope::Datagram;

/// After how long a datagram arrives, each time that it does; never, where it is
/// lost.
pub(super) type Fate = Vec<Duration>;

/// The datagrams of a conversation that meet another fate than to arrive in
/// their time.
pub(super) type Fates = BTreeMap<Key, Fate>;

/// Which datagram of a conversation: what stays the same when others are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) way: Way,
    /// The number and the copy of its frame.
    pub(super) frame: Option<(u32, u16)>,
    /// Of those without a frame, how many went this way before.
    pub(super) nth: usize,
}

/// The way between two ends.
pub(super) struct Road {
    began: Instant,
    law: Law,
    /// By arrival.
    in_transit: BTreeMap<(Instant, usize), Landing>,
    pub(super) flights: Vec<Flight>,
    /// Arrivals that were put into the script's queue.
    count: usize,
    /// Datagrams without a frame, each way.
    bare: BTreeMap<Way, usize>,
}

enum Law {
    Impairer(Box<Impairer>),
    Script(Fates),
}

/// A datagram that arrives.
pub(super) struct Landing {
    pub(super) way: Way,
    /// Which flight; nothing where it cannot be told any more.
    pub(super) flight: Option<usize>,
    pub(super) bytes: Vec<u8>,
}

/// A datagram, from its leaving on.
pub(super) struct Flight {
    pub(super) way: Way,
    key: Key,
    pub(super) left: Duration,
    /// When it arrived, and what came of it.
    pub(super) came: Vec<(Duration, String)>,
    pub(super) bytes: Vec<u8>,
}

impl Road {
    pub(super) fn under(weather: Impairer, began: Instant) -> Self {
        Self::new(Law::Impairer(Box::new(weather)), began)
    }

    pub(super) fn scripted(fates: Fates, began: Instant) -> Self {
        Self::new(Law::Script(fates), began)
    }

    fn new(law: Law, began: Instant) -> Self {
        Self {
            began,
            law,
            in_transit: BTreeMap::new(),
            flights: Vec::new(),
            count: 0,
            bare: BTreeMap::new(),
        }
    }

    pub(super) fn push(&mut self, now: Instant, way: Way, bytes: &[u8]) {
        let flight = self.flights.len();
        let key = self.key(way, bytes);
        self.flights.push(Flight {
            way,
            key,
            left: now - self.began,
            came: Vec::new(),
            bytes: bytes.to_vec(),
        });
        match &mut self.law {
            Law::Impairer(weather) => {
                // A number behind the object: it tells which one arrives.
                let bytes = [bytes, &flight.to_be_bytes()].concat();
                let flow = 0;
                weather.push(now, InTransit { way, flow, bytes });
            }
            Law::Script(fates) => {
                let fate = fates.get(&key).cloned();
                for late in fate.unwrap_or_else(plain) {
                    self.count += 1;
                    let bytes = bytes.to_vec();
                    let flight = Some(flight);
                    let landing = Landing { way, flight, bytes };
                    self.in_transit.insert((now + late, self.count), landing);
                }
            }
        }
    }

    pub(super) fn poll(&mut self, now: Instant) -> Option<Landing> {
        let landing = match &mut self.law {
            Law::Impairer(weather) => {
                let mut in_transit = weather.poll(now)?;
                let number = in_transit.bytes.split_off(in_transit.bytes.len() - TAG);
                let number = number.try_into().map(usize::from_be_bytes).ok();
                Landing {
                    way: in_transit.way,
                    flight: number.filter(|n| *n < self.flights.len()),
                    bytes: in_transit.bytes,
                }
            }
            Law::Script(_) => {
                let first = self.in_transit.first_entry().filter(|f| f.key().0 <= now)?;
                first.remove()
            }
        };
        if let Some(flight) = landing.flight {
            let at = now - self.began;
            self.flights[flight].came.push((at, String::new()));
        }
        Some(landing)
    }

    /// What came of the last arrival of a flight.
    pub(super) fn note(&mut self, flight: usize, words: String) {
        if let Some((_, note)) = self.flights[flight].came.last_mut() {
            *note = words;
        }
    }

    pub(super) fn poll_timeout(&self) -> Option<Instant> {
        match &self.law {
            Law::Impairer(weather) => weather.poll_timeout(),
            Law::Script(_) => self.in_transit.first_key_value().map(|((at, _), _)| *at),
        }
    }

    /// Whether more went than any conversation of a test needs: it will not end.
    pub(super) fn is_worn(&self) -> bool {
        let most = match self.law {
            Law::Impairer(_) => 20_000,
            Law::Script(_) => 2_000,
        };
        self.flights.len() >= most
    }

    /// The weather, if there is one.
    pub(super) fn weather(&mut self) -> Option<&mut Impairer> {
        match &mut self.law {
            Law::Impairer(weather) => Some(weather),
            Law::Script(_) => None,
        }
    }

    /// What happened, as a script that lets it happen again.
    pub(super) fn fates(&self) -> Fates {
        let fate = |flight: &Flight| {
            let came = flight
                .came
                .iter()
                .map(|(at, _)| at.saturating_sub(flight.left));
            (flight.key, came.collect())
        };
        let fates = self.flights.iter().map(fate);
        fates.filter(|(_, fate)| *fate != plain()).collect()
    }

    fn key(&mut self, way: Way, bytes: &[u8]) -> Key {
        let frame = match envelope::read(bytes) {
            Some(Datagram::Bound(_, fields)) => fields.frame,
            _ => None,
        };
        let mut nth = 0;
        if frame.is_none() {
            let before = self.bare.entry(way).or_default();
            nth = *before;
            *before += 1;
        }
        Key { way, frame, nth }
    }
}

/// The fate of a datagram that nothing happens to.
pub(super) fn plain() -> Fate {
    vec![Duration::from_millis(10)]
}

const TAG: usize = size_of::<usize>();
