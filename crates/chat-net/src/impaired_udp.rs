//! The impairments of one UDP socket, and the signal that a datagram is held.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::time::Instant;

use chat_proto::trace::event::Event;
use chat_proto::trace::weather::Way;
use chat_weather::InTransit;
use chat_weather::impaired_path::ImpairedPath;
use chat_weather::manual_queue::HeldDatagram;
use chat_weather::manual_queue::ManualCommand;
use chat_weather::profile::Profile;
use tokio::sync::Notify;

/// The impairments between a socket and the program.
#[derive(Debug)]
pub struct ImpairedUdp {
    path: ImpairedPath<SocketAddr>,
    /// Rings when a datagram is held.
    bell: Arc<Bell>,
}

/// How sockets tell whoever releases datagrams, the operator or a person at the client,
/// that some are held. Several may share one: their datagrams are numbered together.
#[derive(Debug, Default)]
pub struct Bell {
    /// Datagrams that were held so far, at all sockets: their numbers.
    count: AtomicU64,
    rings: Notify,
}

impl Bell {
    /// Waits until one more datagram is held.
    pub async fn rings(&self) {
        self.rings.notified().await;
    }

    /// One more is; its number.
    fn ring(&self) -> u64 {
        self.rings.notify_one();
        self.count.fetch_add(1, Ordering::Relaxed) + 1
    }
}

impl ImpairedUdp {
    /// Nobody's datagrams yet.
    pub fn new(path: ImpairedPath<SocketAddr>, bell: Arc<Bell>) -> Self {
        Self { path, bell }
    }

    /// Takes in a datagram. Whether it is held.
    pub fn push(&mut self, now: Instant, way: Way, address: SocketAddr, bytes: &[u8]) -> bool {
        let held = self.path.holds(bytes);
        let in_transit = InTransit {
            way,
            flow: address,
            bytes: bytes.to_vec(),
        };
        if held {
            self.path.keep(self.bell.ring(), in_transit);
        } else {
            self.path.push(now, in_transit);
        }
        held
    }

    /// The next datagram that has arrived: which way, whose.
    pub fn poll(&mut self, now: Instant) -> Option<(Way, SocketAddr, Vec<u8>)> {
        let InTransit { way, flow, bytes } = self.path.poll(now)?;
        Some((way, flow, bytes))
    }

    /// When [`ImpairedUdp::poll`] has something to give again.
    pub fn poll_timeout(&self) -> Option<Instant> {
        self.path.poll_timeout()
    }

    /// The next event, and whose it is.
    pub fn poll_event(&mut self) -> Option<(SocketAddr, Event)> {
        self.path.poll_event()
    }

    /// Whether something is in transit in this direction and will arrive by itself.
    pub fn carries(&self, way: Way) -> bool {
        self.path.carries(way)
    }

    /// Whether there are no impairments, nothing is held and nothing is in transit: then
    /// datagrams need not go through it.
    pub fn is_free(&self) -> bool {
        self.path.is_free()
    }

    /// Other impairments from now on.
    pub fn change(&mut self, now: Instant, profile: &Profile) {
        self.path.change(now, profile);
    }

    /// Whether events are kept from now on.
    pub fn set_traced(&mut self, traced: bool) {
        self.path.set_traced(traced);
    }

    /// From now on every datagram is held until a person releases it.
    pub fn hold(&mut self) {
        self.path.hold();
    }

    /// Does what a person commands; whether there was such a datagram.
    pub fn obey(&mut self, now: Instant, order: ManualCommand) -> bool {
        self.path.obey(now, order)
    }

    /// What waits for a person, oldest first.
    pub fn held(&self) -> Vec<(SocketAddr, HeldDatagram)> {
        let whose = self.path.flows_held().into_iter();
        whose.zip(self.path.held().unwrap_or_default()).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use chat_weather::profile::Transports;

    use super::*;
    use crate::clock;

    fn address(n: u16) -> SocketAddr {
        ([127, 0, 0, 1], n).into()
    }

    fn impaired(words: &str) -> ImpairedUdp {
        let profile = Profile::read(words, Transports::Datagrams, 7).unwrap();
        let path = ImpairedPath::new(clock::now().mono, &profile, true);
        ImpairedUdp::new(path, Arc::default())
    }

    #[test]
    fn whoever_comes_after_a_crowd_of_strangers_is_heard_both_ways() {
        let now = clock::now().mono;
        let mut impaired = impaired("dup #2");
        for n in 1..=5000 {
            impaired.push(now, Way::In, address(n), b"hello");
            assert!(impaired.poll(now).is_some(), "stranger {n}");
        }
        let honest = address(6000);
        for way in [Way::In, Way::Out] {
            impaired.push(now, way, honest, b"hello");
            assert_eq!(impaired.poll(now), Some((way, honest, b"hello".to_vec())));
        }
    }

    #[test]
    fn nothing_goes_through_the_weather_once_it_has_passed() {
        let now = clock::now().mono;
        let mut impaired = impaired("delay 1s");
        impaired.push(now, Way::In, address(1), b"hello");
        impaired.change(now, &Profile::clear(7));
        assert!(!impaired.is_free(), "one is under way");
        let later = now + Duration::from_secs(1);
        assert!(impaired.poll(later).is_some() && impaired.is_free());
    }

    #[test]
    fn what_is_under_way_arrives_though_its_sender_is_forgotten() {
        let now = clock::now().mono;
        let mut impaired = impaired("delay 1s, reorder #1:3");
        for n in 1..=5000 {
            impaired.push(now, Way::In, address(n), b"hello");
        }
        let later = now + Duration::from_secs(2);
        let came = std::iter::from_fn(|| impaired.poll(later));
        assert_eq!(came.count(), 5000);
    }
}
