//! Datagrams in transit, in the order in which they will arrive.

use std::collections::BTreeMap;
use std::time::Instant;

use chat_proto::trace::weather::Way;

/// A datagram in transit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InTransit<A = u64> {
    /// Which way.
    pub way: Way,
    /// Whose.
    pub flow: A,
    /// All of it.
    pub bytes: Vec<u8>,
}

/// All datagrams in transit. Bounded by number and by bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queue<A> {
    /// By arrival; those of one moment in the order in which they were put in.
    in_transit: BTreeMap<(Instant, u64), InTransit<A>>,
    bytes: usize,
    count: u64,
}

impl<A> Queue<A> {
    /// Whether there is room for one of this length.
    pub fn has_room(&self, bytes: usize) -> bool {
        self.in_transit.len() < MOST && self.bytes + bytes <= MOST_BYTES
    }

    /// Puts one in for which there is room.
    pub fn push(&mut self, at: Instant, in_transit: InTransit<A>) {
        self.count += 1;
        self.bytes += in_transit.bytes.len();
        self.in_transit.insert((at, self.count), in_transit);
    }

    /// Takes out the next one that has arrived.
    pub fn pop(&mut self, now: Instant) -> Option<InTransit<A>> {
        let first = self.in_transit.first_entry().filter(|e| e.key().0 <= now)?;
        let in_transit = first.remove();
        self.bytes -= in_transit.bytes.len();
        Some(in_transit)
    }

    /// Whether one is in transit in this direction.
    pub fn carries(&self, way: Way) -> bool {
        self.in_transit
            .values()
            .any(|in_transit| in_transit.way == way)
    }

    /// When the next one arrives.
    pub fn next_at(&self) -> Option<Instant> {
        self.in_transit.keys().next().map(|(at, _)| *at)
    }
}

impl<A> Default for Queue<A> {
    fn default() -> Self {
        Self {
            in_transit: BTreeMap::new(),
            bytes: 0,
            count: 0,
        }
    }
}

/// A whole class on a slow path; more is lost, as it would be there.
const MOST: usize = 8192;
const MOST_BYTES: usize = 8 * 1024 * 1024;
