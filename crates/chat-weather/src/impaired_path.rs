//! What lies between a program and its UDP socket: first the queue in which a
//! datagram may wait for a person, then the impairments.

use std::time::Instant;

use chat_proto::trace::event::Event;
use chat_proto::trace::weather::Way;

use crate::datagrams::Impairer;
use crate::gist;
use crate::manual_queue::HeldDatagram;
use crate::manual_queue::ManualCommand;
use crate::manual_queue::ManualQueue;
use crate::profile::Profile;
use crate::queue::InTransit;

/// The path of all datagrams of one socket, in both directions.
#[derive(Clone, Debug)]
pub struct ImpairedPath<A = u64> {
    manual_queue: ManualQueue<A>,
    /// Whether datagrams wait until a person releases them.
    manual_delivery: bool,
    weather: Impairer<A>,
}

impl<A: Copy + Ord> ImpairedPath<A> {
    /// With these impairments, and nothing held.
    pub fn new(now: Instant, profile: &Profile, traced: bool) -> Self {
        let impairments = profile.datagrams.clone();
        let mut manual_queue = ManualQueue::default();
        manual_queue.set_traced(traced);
        Self {
            manual_queue,
            manual_delivery: false,
            weather: Impairer::new(now, impairments, profile.seed, traced),
        }
    }

    /// Other impairments from now on.
    pub fn change(&mut self, now: Instant, profile: &Profile) {
        let impairments = profile.datagrams.clone();
        self.weather.change(now, impairments, profile.seed);
    }

    /// Whether events are kept from now on.
    pub fn set_traced(&mut self, traced: bool) {
        self.manual_queue.set_traced(traced);
        self.weather.set_traced(traced);
    }

    /// From now on every datagram waits until a person releases it.
    pub fn hold(&mut self) {
        self.manual_delivery = true;
    }

    /// Whether a datagram has to wait: then it is given to
    /// [`ImpairedPath::keep`] and else to [`ImpairedPath::push`].
    pub fn holds(&self, bytes: &[u8]) -> bool {
        self.manual_delivery && !gist::is_framing(bytes)
    }

    /// Holds a datagram under a number of its own. Whether it is held; otherwise the
    /// queue is full and it is lost.
    pub fn keep(&mut self, number: u64, in_transit: InTransit<A>) -> bool {
        self.manual_queue.push(number, in_transit)
    }

    /// Sends a datagram through the impairments.
    pub fn push(&mut self, now: Instant, in_transit: InTransit<A>) {
        self.weather.push(now, in_transit);
    }

    /// Does what a person commands; whether there was such a datagram.
    pub fn obey(&mut self, now: Instant, order: ManualCommand) -> bool {
        let done = self.manual_delivery && self.manual_queue.obey(order);
        while let Some(released) = self.manual_queue.poll() {
            self.weather.push(now, released);
        }
        self.manual_delivery &= order != ManualCommand::Off;
        done
    }

    /// What is held, oldest first; nothing where holding is off.
    pub fn held(&self) -> Option<Vec<HeldDatagram>> {
        let held = self.manual_queue.held();
        let held = held.map(|(n, in_transit)| HeldDatagram::of(n, in_transit));
        self.manual_delivery.then(|| held.collect())
    }

    /// The flow of each datagram that is held, in the same order.
    pub fn flows_held(&self) -> Vec<A> {
        self.manual_queue
            .held()
            .map(|(_, in_transit)| in_transit.flow)
            .collect()
    }

    /// The next datagram that has come through.
    pub fn poll(&mut self, now: Instant) -> Option<InTransit<A>> {
        self.weather.poll(now)
    }

    /// When [`ImpairedPath::poll`] has something to give again.
    pub fn poll_timeout(&self) -> Option<Instant> {
        self.weather.poll_timeout()
    }

    /// The next event, and whose it is.
    pub fn poll_event(&mut self) -> Option<(A, Event)> {
        let manual_delivery = self.manual_queue.poll_event();
        manual_delivery.or_else(|| self.weather.poll_event())
    }

    /// Whether something is in transit in this direction and will arrive by itself.
    pub fn carries(&self, way: Way) -> bool {
        self.weather.carries(way)
    }

    /// Whether there are no impairments, nothing is held and nothing is in transit.
    pub fn is_free(&self) -> bool {
        !self.manual_delivery && self.weather.is_calm()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Transports;

    #[expect(clippy::disallowed_methods, reason = "a test has to begin somewhere")]
    fn epoch() -> Instant {
        Instant::now()
    }

    fn in_transit(bytes: &[u8]) -> InTransit {
        InTransit {
            way: Way::Out,
            flow: 0,
            bytes: bytes.to_vec(),
        }
    }

    fn path(now: Instant, words: &str) -> ImpairedPath {
        let profile = Profile::read(words, Transports::Datagrams, 7).unwrap();
        ImpairedPath::new(now, &profile, true)
    }

    #[test]
    fn what_is_let_through_meets_the_weather() {
        let now = epoch();
        let mut path = path(now, "drop #1");
        path.hold();
        for (number, bytes) in [(1, b"a"), (2, b"b"), (3, b"c")] {
            assert!(path.holds(bytes));
            assert!(path.keep(number, in_transit(bytes)));
        }
        assert_eq!((path.poll(now), path.poll_timeout()), (None, None));
        assert!(path.obey(now, ManualCommand::Double(Some(2))));
        assert_eq!(path.poll(now), Some(in_transit(b"b")), "the second copy");
        assert_eq!(path.poll(now), None);
        assert!(path.obey(now, ManualCommand::Off));
        assert_eq!(path.held(), None);
        let rest: Vec<_> = std::iter::from_fn(|| path.poll(now)).collect();
        assert_eq!(rest, [in_transit(b"a"), in_transit(b"c")]);
    }

    #[test]
    fn the_beginning_and_the_end_of_a_link_are_never_held() {
        let mut path = path(epoch(), "off");
        path.hold();
        assert!(!path.holds(br#"{"type":"hello"}"#));
        assert!(!path.holds(br#"{"type":"reset"}"#));
        assert!(path.holds(br#"{"type":"join"}"#));
    }

    #[test]
    fn another_weather_begins_anew_and_none_leaves_nothing_behind() {
        let now = epoch();
        let mut path = path(now, "drop #1");
        let came = |path: &mut ImpairedPath| {
            path.push(now, in_transit(b"x"));
            path.poll(now).is_some()
        };
        assert!(!came(&mut path) && came(&mut path));
        assert!(!path.is_free());
        let again = Profile::read("drop #1", Transports::Datagrams, 7).unwrap();
        path.change(now, &again);
        assert!(!came(&mut path) && came(&mut path));
        path.change(now, &Profile::clear(7));
        assert!(came(&mut path) && path.is_free());
    }
}
