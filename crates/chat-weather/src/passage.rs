//! The whole way of a datagram between a program and its socket: first a hand
//! that may hold it, then the weather.

use std::time::Instant;

use chat_proto::trace::Event;
use chat_proto::trace::Way;

use crate::datagrams::Weather;
use crate::forecast::Forecast;
use crate::gist;
use crate::hand::Hand;
use crate::hand::Held;
use crate::hand::Order;
use crate::queue::Flying;

/// The way.
#[derive(Clone, Debug)]
pub struct Passage<A = u64> {
    hand: Hand<A>,
    /// Whether everything waits for a person.
    by_hand: bool,
    weather: Weather<A>,
}

impl<A: Copy + Ord> Passage<A> {
    /// In this weather, and nobody holds anything.
    pub fn new(now: Instant, forecast: &Forecast, traced: bool) -> Self {
        let sky = forecast.datagrams.clone();
        Self {
            hand: Hand::default(),
            by_hand: false,
            weather: Weather::new(now, sky, forecast.seed, traced),
        }
    }

    /// Another weather from now on.
    pub fn change(&mut self, now: Instant, forecast: &Forecast) {
        let sky = forecast.datagrams.clone();
        self.weather.change(now, sky, forecast.seed);
    }

    /// From now on everything waits for a person.
    pub fn hold(&mut self) {
        self.by_hand = true;
    }

    /// Whether a datagram has to wait for a person: then it is given to
    /// [`Passage::keep`] and else to [`Passage::push`].
    pub fn holds(&self, bytes: &[u8]) -> bool {
        self.by_hand && !gist::is_handshake(bytes)
    }

    /// Takes in a datagram that waits for a person, under a number of its own.
    /// Whether it waits; otherwise so many do that it is lost.
    pub fn keep(&mut self, number: u64, flying: Flying<A>) -> bool {
        self.hand.push(number, flying)
    }

    /// Takes in a datagram that nobody holds.
    pub fn push(&mut self, now: Instant, flying: Flying<A>) {
        self.weather.push(now, flying);
    }

    /// Does what a person says; whether there was such a datagram.
    pub fn obey(&mut self, now: Instant, order: Order) -> bool {
        let done = self.by_hand && self.hand.obey(order);
        while let Some(freed) = self.hand.poll() {
            self.weather.push(now, freed);
        }
        self.by_hand &= order != Order::Off;
        done
    }

    /// What waits for a person, oldest first; nothing where nobody holds.
    pub fn held(&self) -> Option<Vec<Held>> {
        let held = self.hand.held();
        let held = held.map(|(n, flying)| Held::of(n, flying));
        self.by_hand.then(|| held.collect())
    }

    /// The flow of each datagram that waits, in the same order.
    pub fn flows_held(&self) -> Vec<A> {
        self.hand.held().map(|(_, flying)| flying.flow).collect()
    }

    /// The next datagram that has arrived.
    pub fn poll(&mut self, now: Instant) -> Option<Flying<A>> {
        self.weather.poll(now)
    }

    /// When [`Passage::poll`] has something to give again.
    pub fn poll_timeout(&self) -> Option<Instant> {
        self.weather.poll_timeout()
    }

    /// The next event, and whose it is.
    pub fn poll_event(&mut self) -> Option<(A, Event)> {
        let by_hand = self.hand.poll_event();
        by_hand.or_else(|| self.weather.poll_event())
    }

    /// Whether something moves this way by itself.
    pub fn carries(&self, way: Way) -> bool {
        self.weather.carries(way)
    }

    /// Whether nothing blows, nothing is held and nothing is under way.
    pub fn is_free(&self) -> bool {
        !self.by_hand && self.weather.is_calm()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::Over;

    #[expect(clippy::disallowed_methods, reason = "a test has to begin somewhere")]
    fn epoch() -> Instant {
        Instant::now()
    }

    fn flying(bytes: &[u8]) -> Flying {
        Flying {
            way: Way::Out,
            flow: 0,
            bytes: bytes.to_vec(),
        }
    }

    fn passage(now: Instant, words: &str) -> Passage {
        let forecast = Forecast::read(words, Over::Datagrams, 7).unwrap();
        Passage::new(now, &forecast, true)
    }

    #[test]
    fn what_is_let_through_meets_the_weather() {
        let now = epoch();
        let mut passage = passage(now, "drop #1");
        passage.hold();
        for (number, bytes) in [(1, b"a"), (2, b"b"), (3, b"c")] {
            assert!(passage.holds(bytes));
            assert!(passage.keep(number, flying(bytes)));
        }
        assert_eq!((passage.poll(now), passage.poll_timeout()), (None, None));
        assert!(passage.obey(now, Order::Double(Some(2))));
        assert_eq!(passage.poll(now), Some(flying(b"b")), "the second copy");
        assert_eq!(passage.poll(now), None);
        assert!(passage.obey(now, Order::Off));
        assert_eq!(passage.held(), None);
        let rest: Vec<_> = std::iter::from_fn(|| passage.poll(now)).collect();
        assert_eq!(rest, [flying(b"a"), flying(b"c")]);
    }

    #[test]
    fn the_beginning_of_a_link_is_never_held() {
        let mut passage = passage(epoch(), "off");
        passage.hold();
        assert!(!passage.holds(br#"{"type":"hello"}"#));
        assert!(passage.holds(br#"{"type":"join"}"#));
    }

    #[test]
    fn another_weather_begins_anew_and_none_leaves_nothing_behind() {
        let now = epoch();
        let mut passage = passage(now, "drop #1");
        let came = |passage: &mut Passage| {
            passage.push(now, flying(b"x"));
            passage.poll(now).is_some()
        };
        assert!(!came(&mut passage) && came(&mut passage));
        assert!(!passage.is_free());
        let again = Forecast::read("drop #1", Over::Datagrams, 7).unwrap();
        passage.change(now, &again);
        assert!(!came(&mut passage) && came(&mut passage));
        passage.change(now, &Forecast::clear(7));
        assert!(came(&mut passage) && passage.is_free());
    }
}
