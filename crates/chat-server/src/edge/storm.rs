//! The weather of one UDP socket, and whose datagrams are in it.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::time::Instant;

use chat_proto::trace::Event;
use chat_proto::trace::Way;
use chat_proto::weather::Flying;
use chat_proto::weather::forecast::Forecast;
use chat_proto::weather::hand::Held;
use chat_proto::weather::hand::Order;
use chat_proto::weather::passage::Passage;
use tokio::sync::Notify;

/// The weather around a socket.
#[derive(Debug)]
pub struct Storm {
    passage: Passage,
    /// Whom to call when a datagram waits for the operator.
    bell: Arc<Bell>,
    /// The number of each flow: in the order of appearance, so that a seed
    /// means the same in every run.
    flows: HashMap<SocketAddr, u64>,
    addresses: Vec<SocketAddr>,
}

/// What the sockets share with the desk where the operator sits.
#[derive(Debug, Default)]
pub struct Bell {
    /// Datagrams that were held so far, at all sockets: their numbers.
    count: AtomicU64,
    rings: Notify,
}

impl Bell {
    /// Waits until one more datagram waits.
    pub async fn rings(&self) {
        self.rings.notified().await;
    }

    /// One more does; its number.
    fn ring(&self) -> u64 {
        self.rings.notify_one();
        self.count.fetch_add(1, Ordering::Relaxed) + 1
    }
}

impl Storm {
    /// Nobody's datagrams yet.
    pub fn new(passage: Passage, bell: Arc<Bell>) -> Self {
        Self {
            passage,
            bell,
            flows: HashMap::new(),
            addresses: Vec::new(),
        }
    }

    /// Takes in a datagram.
    pub fn push(&mut self, now: Instant, way: Way, address: SocketAddr, bytes: &[u8]) {
        let count = self.addresses.len() as u64;
        let known = self.flows.get(&address).copied();
        if known.is_none() && self.addresses.len() < FLOWS {
            self.flows.insert(address, count);
            self.addresses.push(address);
        }
        // More strangers than a class has: they are not worth a storm.
        let Some(flow) = known.or_else(|| self.flows.get(&address).copied()) else {
            return;
        };
        let held = self.passage.holds(bytes);
        let bytes = bytes.to_vec();
        let flying = Flying { way, flow, bytes };
        if held {
            self.passage.keep(self.bell.ring(), flying);
        } else {
            self.passage.push(now, flying);
        }
    }

    /// The next datagram that has arrived: which way, whose.
    pub fn poll(&mut self, now: Instant) -> Option<(Way, SocketAddr, Vec<u8>)> {
        loop {
            let Flying { way, flow, bytes } = self.passage.poll(now)?;
            if let Some(address) = self.address(flow) {
                return Some((way, address, bytes));
            }
        }
    }

    /// When [`Storm::poll`] has something to give again.
    pub fn poll_timeout(&self) -> Option<Instant> {
        self.passage.poll_timeout()
    }

    /// The next event, and whose it is.
    pub fn poll_event(&mut self) -> Option<(SocketAddr, Event)> {
        loop {
            let (flow, event) = self.passage.poll_event()?;
            if let Some(address) = self.address(flow) {
                return Some((address, event));
            }
        }
    }

    /// Another weather from now on.
    pub fn change(&mut self, now: Instant, forecast: &Forecast) {
        self.passage.change(now, forecast);
    }

    /// From now on every datagram waits for the operator.
    pub fn hold(&mut self) {
        self.passage.hold();
    }

    /// Does what the operator says; whether there was such a datagram.
    pub fn obey(&mut self, now: Instant, order: Order) -> bool {
        self.passage.obey(now, order)
    }

    /// What waits for the operator, oldest first.
    pub fn held(&self) -> Vec<(SocketAddr, Held)> {
        let flows = self.passage.flows_held().into_iter();
        let held = flows.zip(self.passage.held().unwrap_or_default());
        held.filter_map(|(flow, held)| Some((self.address(flow)?, held)))
            .collect()
    }

    fn address(&self, flow: u64) -> Option<SocketAddr> {
        self.addresses.get(usize::try_from(flow).ok()?).copied()
    }
}

/// Addresses that the weather knows.
const FLOWS: usize = 4096;
