//! Two ends, a weather between them, a clock that jumps from event to event.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::time::Duration;
use std::time::Instant;

use chat_proto::now::Now;
use chat_proto::stamp::Stamp;
use chat_proto::trace::entry::Entry;
use chat_proto::trace::entry::Flow;
use chat_proto::trace::event::Event;
use chat_proto::trace::link;
use chat_proto::trace::weather::Way;
use chat_weather::Impairer;
use chat_weather::words;

use super::ladder;
use super::road::Fates;
use super::road::Road;
use crate::Link;
use crate::Setup;
use crate::envelope;
use crate::envelope::LinkId;
use crate::envelope::Side;
use crate::policy::Policy;
use crate::policy::RECEIVE_WINDOW;
use crate::policy::SEND_WINDOW;

/// Where the clock begins. No test looks at it again.
#[expect(clippy::disallowed_methods, reason = "a test has to begin somewhere")]
pub(super) fn epoch() -> Instant {
    Instant::now()
}

pub(super) const LINK: LinkId = LinkId(0xb7f3_a91c_20d4_e6b8);

/// One end and what it heard.
pub(super) struct End {
    pub(super) link: Link,
    /// When, and what.
    pub(super) heard: Vec<(Duration, Vec<u8>)>,
    /// Datagrams with frames that left.
    pub(super) copies: usize,
    /// Of each number.
    pub(super) tries: BTreeMap<u32, u16>,
    pub(super) confirmed: BTreeSet<u32>,
    /// Numbers that came, in turn or before it.
    pub(super) arrived: BTreeSet<u32>,
    /// Datagrams of any kind that left.
    pub(super) datagrams: usize,
}

pub(super) struct World {
    pub(super) began: Instant,
    pub(super) now: Instant,
    /// The client's end, then the server's.
    pub(super) ends: [End; 2],
    pub(super) road: Road,
    /// A line for each event, as a trace file has it.
    pub(super) log: String,
    pub(super) dead: bool,
}

pub(super) fn setup(side: Side, policy: Policy, seed: u64) -> Setup {
    Setup {
        id: LINK,
        side,
        policy,
        seed,
        traced: true,
    }
}

pub(super) fn at(began: Instant, now: Instant) -> Now {
    let ms = u64::try_from((now - began).as_millis()).unwrap();
    Now {
        mono: now,
        wall: Stamp::from_unix_ms(1_795_183_387_123 + ms),
    }
}

impl World {
    pub(super) fn new(weather: &str, seed: u64, policy: Policy) -> Self {
        let began = epoch();
        let weather = Impairer::new(began, words::impairments(weather).unwrap(), seed, true);
        Self::between(Road::under(weather, began), began, seed, policy)
    }

    /// A world in which it is written what happens to each datagram.
    pub(super) fn scripted(fates: Fates, seed: u64, policy: Policy) -> Self {
        let began = epoch();
        Self::between(Road::scripted(fates, began), began, seed, policy)
    }

    fn between(road: Road, began: Instant, seed: u64, policy: Policy) -> Self {
        let end = |side| End {
            link: Link::new(began, setup(side, policy, seed)),
            heard: Vec::new(),
            copies: 0,
            tries: BTreeMap::new(),
            confirmed: BTreeSet::new(),
            arrived: BTreeSet::new(),
            datagrams: 0,
        };
        Self {
            began,
            now: began,
            ends: [end(Side::Peer), end(Side::Server)],
            road,
            log: String::new(),
            dead: false,
        }
    }

    pub(super) fn wall(&self) -> Now {
        at(self.began, self.now)
    }

    pub(super) fn since(&self) -> Duration {
        self.now - self.began
    }

    /// Gives one end a frame to send, now.
    pub(super) fn send(&mut self, from: usize, object: &str) -> bool {
        let now = self.wall();
        let sent = self.ends[from].link.send(now, object.as_bytes()).is_ok();
        self.settle();
        sent
    }

    /// Lets time pass until this moment.
    pub(super) fn run_until(&mut self, since: Duration) {
        let end = self.began + since;
        while let Some(next) = self.next_at().filter(|at| *at <= end) {
            if self.road.is_worn() {
                break;
            }
            self.now = self.now.max(next);
            self.turn();
        }
        self.now = end;
    }

    /// Lets time pass until nothing more is to come, or for so long.
    pub(super) fn run_out(&mut self, most: Duration) {
        let end = self.now + most;
        while self.is_busy() {
            let Some(next) = self.next_at().filter(|at| *at <= end) else {
                return;
            };
            self.now = self.now.max(next);
            self.turn();
        }
    }

    pub(super) fn next_at(&self) -> Option<Instant> {
        let ends = self.ends.iter().filter_map(|end| end.link.poll_timeout());
        ends.chain(self.road.poll_timeout()).min()
    }

    fn is_busy(&self) -> bool {
        let open = |end: &End| end.link.ending().is_none() && end.link.unacked() > 0;
        let busy = self.ends.iter().any(open) || self.road.poll_timeout().is_some();
        busy && !self.road.is_worn()
    }

    fn turn(&mut self) {
        let now = self.wall();
        while let Some(landing) = self.road.poll(self.now) {
            let to = match landing.way {
                Way::Out => 1,
                Way::In => 0,
            };
            let dead = self.dead && to == 1;
            if let Some(datagram) = envelope::read(&landing.bytes).filter(|_| !dead) {
                let link = &mut self.ends[to].link;
                link.handle_datagram(now, &datagram, &landing.bytes);
            }
            let note = self.take_events();
            landing.flight.inspect(|f| self.road.note(*f, note));
        }
        for end in &mut self.ends {
            if end.link.poll_timeout().is_some_and(|at| at <= self.now) {
                end.link.handle_timeout(self.now);
            }
        }
        self.settle();
    }

    /// Takes everything out of both ends.
    fn settle(&mut self) {
        let now = self.wall();
        for (side, end) in self.ends.iter_mut().enumerate() {
            let mut bytes = Vec::new();
            while end.link.poll_transmit(now, &mut bytes) {
                assert!(bytes.len() <= 1200, "{} bytes", bytes.len());
                end.datagrams += 1;
                let way = [Way::Out, Way::In][side];
                self.road.push(self.now, way, &bytes);
                bytes.clear();
            }
            while let Some(frame) = end.link.poll_frame() {
                end.heard.push((self.now - self.began, frame));
            }
            let under_way = end.link.unacked() - end.link.waiting();
            assert!(under_way <= SEND_WINDOW as usize, "{under_way} under way");
            let held = end.link.inbound.out_of_order();
            assert!(held <= RECEIVE_WINDOW as usize, "{held} held");
        }
        self.take_events();
    }

    /// Writes down what happened, and gives what a person would say of it.
    fn take_events(&mut self) -> String {
        let at = self.since();
        let mut out = Vec::new();
        let mut told = Vec::new();
        let mut write = |flow, event: &Event| {
            let (flow, event) = (Some(flow), event.clone());
            Entry { at, flow, event }.write(&mut out);
        };
        for (end, flow) in self.ends.iter_mut().zip([Flow(1), Flow(2)]) {
            while let Some(event) = end.link.poll_event() {
                end.note(&event);
                told.extend(told_of(&event));
                write(flow, &event);
            }
        }
        while let Some((_, event)) = self.road.weather().and_then(Impairer::poll_event) {
            write(Flow(3), &event);
        }
        self.log.push_str(&String::from_utf8(out).unwrap());
        told.join(", ")
    }

    /// The texts that an end has heard.
    pub(super) fn texts(&self, end: usize) -> Vec<String> {
        let text = |(_, bytes): &(Duration, Vec<u8>)| {
            let value: serde_json::Value = serde_json::from_slice(bytes).unwrap();
            value["text"].as_str().unwrap_or_default().to_owned()
        };
        self.ends[end].heard.iter().map(text).collect()
    }

    /// The conversation, as a person reads it.
    pub(super) fn ladder(&self) -> String {
        ladder::draw(&self.road.flights)
    }
}

impl End {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "a few of many events matter here"
    )]
    fn note(&mut self, event: &Event) {
        match event {
            Event::Sent(sent) => {
                self.copies += 1;
                self.tries.insert(sent.n, sent.r#try);
            }
            Event::Acked(acked) => {
                self.confirmed.insert(acked.n);
            }
            Event::Delivered(link::Delivered { n, .. }) | Event::Held(link::Held { n, .. }) => {
                self.arrived.insert(*n);
            }
            _ => {}
        }
    }
}

/// What an arrival has changed.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "a few of many events matter here"
)]
fn told_of(event: &Event) -> Option<String> {
    match event {
        Event::Acked(acked) => Some(format!("{} confirmed", acked.n)),
        Event::Delivered(delivered) => Some(format!("{} delivered", delivered.n)),
        Event::Held(link::Held { n, missing, .. }) => Some(format!("{n} held for {missing}")),
        Event::Duplicate(duplicate) => Some(format!("{} again", duplicate.n)),
        Event::Discarded(discarded) => Some(format!("refused: {:?}", discarded.why)),
        Event::Ended(ended) => Some(format!("over: {:?}", ended.why)),
        _ => None,
    }
}

/// A frame with this text.
pub(super) fn say(text: &str) -> String {
    serde_json::json!({ "type": "msg", "text": text }).to_string()
}
