//! The weather of one UDP socket, and who is called when the operator has to
//! decide.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::time::Instant;

use chat_proto::trace::Event;
use chat_proto::trace::Way;
use chat_weather::Flying;
use chat_weather::forecast::Forecast;
use chat_weather::hand::Held;
use chat_weather::hand::Order;
use chat_weather::passage::Passage;
use tokio::sync::Notify;

/// The weather around a socket.
#[derive(Debug)]
pub struct Storm {
    passage: Passage<SocketAddr>,
    /// Whom to call when a datagram waits for the operator.
    bell: Arc<Bell>,
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
    pub fn new(passage: Passage<SocketAddr>, bell: Arc<Bell>) -> Self {
        Self { passage, bell }
    }

    /// Takes in a datagram.
    pub fn push(&mut self, now: Instant, way: Way, address: SocketAddr, bytes: &[u8]) {
        let held = self.passage.holds(bytes);
        let flying = Flying {
            way,
            flow: address,
            bytes: bytes.to_vec(),
        };
        if held {
            self.passage.keep(self.bell.ring(), flying);
        } else {
            self.passage.push(now, flying);
        }
    }

    /// The next datagram that has arrived: which way, whose.
    pub fn poll(&mut self, now: Instant) -> Option<(Way, SocketAddr, Vec<u8>)> {
        let Flying { way, flow, bytes } = self.passage.poll(now)?;
        Some((way, flow, bytes))
    }

    /// When [`Storm::poll`] has something to give again.
    pub fn poll_timeout(&self) -> Option<Instant> {
        self.passage.poll_timeout()
    }

    /// The next event, and whose it is.
    pub fn poll_event(&mut self) -> Option<(SocketAddr, Event)> {
        self.passage.poll_event()
    }

    /// Whether something moves this way by itself.
    pub fn carries(&self, way: Way) -> bool {
        self.passage.carries(way)
    }

    /// Whether nothing blows, nothing is held and nothing is under way: then a
    /// datagram need not be given to it.
    pub fn is_free(&self) -> bool {
        self.passage.is_free()
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
        let whose = self.passage.flows_held().into_iter();
        whose.zip(self.passage.held().unwrap_or_default()).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use chat_weather::forecast::Over;

    use super::*;
    use crate::clock;

    fn address(n: u16) -> SocketAddr {
        ([127, 0, 0, 1], n).into()
    }

    fn storm(words: &str) -> Storm {
        let forecast = Forecast::read(words, Over::Datagrams, 7).unwrap();
        let passage = Passage::new(clock::now().mono, &forecast, true);
        Storm::new(passage, Arc::default())
    }

    #[test]
    fn whoever_comes_after_a_crowd_of_strangers_is_heard_both_ways() {
        let now = clock::now().mono;
        let mut storm = storm("dup #2");
        for n in 1..=5000 {
            storm.push(now, Way::In, address(n), b"hello");
            assert!(storm.poll(now).is_some(), "stranger {n}");
        }
        let honest = address(6000);
        for way in [Way::In, Way::Out] {
            storm.push(now, way, honest, b"hello");
            assert_eq!(storm.poll(now), Some((way, honest, b"hello".to_vec())));
        }
    }

    #[test]
    fn nothing_goes_through_the_weather_once_it_has_passed() {
        let now = clock::now().mono;
        let mut storm = storm("delay 1s");
        storm.push(now, Way::In, address(1), b"hello");
        storm.change(now, &Forecast::clear(7));
        assert!(!storm.is_free(), "one is under way");
        let later = now + Duration::from_secs(1);
        assert!(storm.poll(later).is_some() && storm.is_free());
    }

    #[test]
    fn what_is_under_way_arrives_though_its_sender_is_forgotten() {
        let now = clock::now().mono;
        let mut storm = storm("delay 1s, reorder #1:3");
        for n in 1..=5000 {
            storm.push(now, Way::In, address(n), b"hello");
        }
        let later = now + Duration::from_secs(2);
        let came = std::iter::from_fn(|| storm.poll(later));
        assert_eq!(came.count(), 5000);
    }
}
