//! Applies impairments to datagrams: loss, delay, duplication, reordering, …
//!
//! A corrupted datagram is lost: a real system finds the UDP checksum wrong and
//! discards it, so no program ever reads a flipped bit.
//!
//! Datagrams go in by [`Impairer::push`], come out later, twice or never by
//! [`Impairer::poll`]. Every draw is a function of seed, direction, flow, the
//! number of the datagram in its flow and the impairment, so that the same datagram
//! meets the same fate whatever other flows do and however the clock runs.

use std::collections::BTreeMap;
use std::collections::VecDeque;
use std::time::Duration;
use std::time::Instant;

use chat_proto::chance;
use chat_proto::trace::event::Event;
use chat_proto::trace::fingerprint::Fingerprint;
use chat_proto::trace::weather::Fate;
use chat_proto::trace::weather::Way;
use chat_proto::trace::weather::Weather;

use crate::flows::Flows;
use crate::flows::Lane;
use crate::flows::Passed;
use crate::flows::Unpassed;
use crate::gist;
use crate::impairments::ALL;
use crate::impairments::Effect;
use crate::impairments::Impairment;
use crate::impairments::Impairments;
use crate::impairments::Selection;
use crate::impairments::Stage;
use crate::queue::InTransit;
use crate::queue::Queue;

/// A simulated network. `A` identifies the flow that a datagram belongs to.
#[derive(Clone, Debug)]
pub struct Impairer<A = u64> {
    seed: u64,
    /// In any order: a datagram meets them by their stages.
    list: Vec<Impairment>,
    began: Instant,
    flows: Flows<A>,
    queue: Queue<A>,
    /// When the path is free again for what has to queue, each way.
    free_at: BTreeMap<Way, Instant>,
    traced: bool,
    events: VecDeque<(A, Event)>,
}

/// What was drawn for a datagram that was picked; nothing where its number was
/// enough.
type Drew = Option<u32>;

/// One datagram, on its way through the impairments.
struct Case<'a, A> {
    now: Instant,
    way: Way,
    whose: A,
    /// The number of its flow.
    flow: u64,
    /// Its number in its flow.
    n: u64,
    bytes: &'a [u8],
}

impl<A: Copy + Ord> Impairer<A> {
    /// Begins now. `seed` is used where the impairments name none.
    pub fn new(now: Instant, impairments: Impairments, seed: u64, traced: bool) -> Self {
        Self {
            seed: impairments.seed.unwrap_or(seed),
            list: impairments.list,
            began: now,
            flows: Flows::default(),
            queue: Queue::default(),
            free_at: BTreeMap::new(),
            traced,
            events: VecDeque::new(),
        }
    }

    /// What every draw depends on.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Other impairments from now on, as if they had just begun: the next datagram of a
    /// flow is its first. What is in transit stays there.
    pub fn change(&mut self, now: Instant, impairments: Impairments, seed: u64) {
        self.seed = impairments.seed.unwrap_or(seed);
        self.list = impairments.list;
        self.began = now;
        self.free_at.clear();
        self.flows.begin_anew();
        self.settle();
    }

    /// Whether there are no impairments and nothing is in transit.
    pub fn is_calm(&self) -> bool {
        self.list.is_empty() && self.poll_timeout().is_none()
    }

    /// Whether something is in transit in this direction.
    pub fn carries(&self, way: Way) -> bool {
        self.flows.carries(way) || self.queue.carries(way)
    }

    /// Takes in a datagram.
    pub fn push(&mut self, now: Instant, in_transit: InTransit<A>) {
        let InTransit {
            way,
            flow: whose,
            bytes,
        } = in_transit;
        let unpassed = self.flows.make_room(whose);
        self.release(now, unpassed);
        let (flow, mut lane) = self.flows.take(way, whose);
        lane.count += 1;
        lane.bad.resize(self.list.len(), false);
        let case = Case {
            now,
            way,
            whose,
            flow,
            n: lane.count,
            bytes: &bytes,
        };
        if !self.is_lost(&case, &mut lane.bad) {
            let copies = 1 + u64::from(self.picked(&case, &mut lane.bad, Stage::Dup).is_some());
            if copies == 2 {
                self.note(&case, Fate::Doubled, None);
            }
            for copy in 1..=copies {
                self.send(&case, copy, &mut lane);
            }
        }
        self.flows.put(way, whose, lane);
    }

    /// The next datagram that has arrived.
    pub fn poll(&mut self, now: Instant) -> Option<InTransit<A>> {
        let overdue = self.flows.overdue(now);
        self.release(now, overdue);
        let arrived = self.queue.pop(now);
        self.settle();
        arrived
    }

    /// When [`Impairer::poll`] has something to give again.
    pub fn poll_timeout(&self) -> Option<Instant> {
        let due = [self.flows.next_at(), self.queue.next_at()];
        due.into_iter().flatten().min()
    }

    /// Whether events are kept from now on.
    pub fn set_traced(&mut self, traced: bool) {
        self.traced = traced;
    }

    /// The next event, and whose it is, where they are traced.
    pub fn poll_event(&mut self) -> Option<(A, Event)> {
        self.events.pop_front()
    }

    /// Without impairments no flow is remembered: the next ones begin with none.
    fn settle(&mut self) {
        if self.is_calm() {
            self.flows.clear();
        }
    }

    fn is_lost(&mut self, case: &Case<'_, A>, bad: &mut [bool]) -> bool {
        let since = case.now.saturating_duration_since(self.began);
        let too_long =
            |f: &Impairment| matches!(f.effect, Effect::Mtu(most) if case.bytes.len() > most);
        let dark =
            |f: &Impairment| matches!(f.effect, Effect::Blackout(spell) if spell.is_at(since));
        let (too_long, dark) = (self.meant(case).any(too_long), self.meant(case).any(dark));
        // Drawn in any case: a burst of loss goes on during a blackout.
        let dropped = self.picked(case, bad, Stage::Drop);
        let fate = match (too_long, dark, dropped) {
            (true, _, _) => (Fate::TooLong, None),
            (_, true, _) => (Fate::Blackout, None),
            (_, _, Some(drew)) => (Fate::Dropped, drew),
            (false, false, None) => return false,
        };
        self.note(case, fate.0, fate.1);
        true
    }

    /// Delays, reorders or sends one copy, if no bit of it is flipped.
    fn send(&mut self, case: &Case<'_, A>, copy: u64, lane: &mut Lane) {
        let mut at = case.now;
        let waits = self.delay(case, copy);
        if !waits.is_zero() {
            at += waits;
            let us = u64::try_from(waits.as_micros()).unwrap_or(u64::MAX);
            self.note(case, Fate::Delayed { us }, None);
        }
        if let Some(drew) = self.picked(case, &mut lane.bad, Stage::Corrupt) {
            // UDP's checksum is wrong for one bit: no system hands that on.
            let bits = case.bytes.len() as u64 * 8;
            let bit = chance::below(bits, &self.asked(case, Stage::Corrupt, &[copy, BIT]));
            self.note(case, Fate::Corrupted { bit }, drew);
            return;
        }
        let past = |f: &Impairment| f.effect.past();
        let past = self.meant(case).find_map(past);
        let held = self.picked(case, &mut lane.bad, Stage::Reorder);
        if let (Some(past), Some(drew), true) = (past, held, lane.passed.len() < PASSED) {
            self.note(case, Fate::Reordered { past }, drew);
            let until = at + LONGEST_PASS;
            let (left, bytes) = (past, case.bytes.to_vec());
            lane.passed.push(Passed { left, until, bytes });
            return;
        }
        let arrives = self.depart(case, at, case.bytes.to_vec());
        self.release_passed(case, arrives, lane);
    }

    /// Puts a copy in transit, behind those that queue before it; when it arrives.
    /// What is lost because a queue is full takes no time on the path.
    fn depart(&mut self, case: &Case<'_, A>, at: Instant, bytes: Vec<u8>) -> Instant {
        let rate = |f: &Impairment| f.effect.rate();
        let rate = self.meant(case).find_map(rate);
        let free_at = rate.and_then(|_| self.free_at.get(&case.way).copied());
        let leaves = free_at.map_or(at, |free_at| free_at.max(at));
        if leaves - at > LONGEST_QUEUE || !self.queue.has_room(bytes.len()) {
            self.note(case, Fate::Overflow, None);
            return at;
        }
        let mut arrives = leaves;
        if let Some(rate) = rate {
            arrives += Duration::from_micros(bytes.len() as u64 * 8 * 1_000_000 / rate);
            self.free_at.insert(case.way, arrives);
            let us = u64::try_from((arrives - at).as_micros()).unwrap_or(u64::MAX);
            self.note(case, Fate::Queued { us }, None);
        }
        let (way, flow) = (case.way, case.whose);
        self.queue.push(arrives, InTransit { way, flow, bytes });
        arrives
    }

    /// One more arrives and overtakes those that wait for that.
    fn release_passed(&mut self, case: &Case<'_, A>, at: Instant, lane: &mut Lane) {
        for passed in &mut lane.passed {
            passed.left = passed.left.saturating_sub(1);
        }
        let (done, waiting) = std::mem::take(&mut lane.passed)
            .into_iter()
            .partition::<Vec<_>, _>(|p| p.left == 0 || p.until <= case.now);
        lane.passed = waiting;
        for passed in done {
            self.depart(case, at + AFTER, passed.bytes);
        }
    }

    /// Sends on those that nothing will overtake any more, once they have waited.
    fn release(&mut self, now: Instant, unpassed: Vec<Unpassed<A>>) {
        for one in unpassed {
            let Unpassed {
                way,
                whose,
                flow,
                n,
                passed,
            } = one;
            let case = Case {
                now,
                way,
                whose,
                flow,
                n,
                bytes: &[],
            };
            self.depart(&case, passed.until, passed.bytes);
        }
    }

    /// The sum of what every delay draws.
    fn delay(&self, case: &Case<'_, A>, copy: u64) -> Duration {
        let mut sum = Duration::ZERO;
        let range = |f: &Impairment| f.effect.delay();
        for (at, range) in (0_u64..).zip(self.meant(case).filter_map(range)) {
            let width =
                u64::try_from(range.end().saturating_sub(*range.start()).as_micros()).unwrap_or(0);
            let late = chance::below(width + 1, &self.asked(case, Stage::Delay, &[at, copy]));
            sum += *range.start() + Duration::from_micros(late);
        }
        sum
    }

    /// Whether an impairment of this stage applies to the datagram, and what was drawn.
    fn picked(&self, case: &Case<'_, A>, bad: &mut [bool], stage: Stage) -> Option<Drew> {
        let mut picked = None;
        let here = self.list.iter().zip(bad);
        let here = here.filter(|(f, _)| f.effect.stage() == stage);
        for (at, (impairment, bad)) in (0_u64..).zip(here) {
            let (true, Some(picks)) = (
                impairment.means(case.way, case.bytes),
                impairment.effect.picks(),
            ) else {
                continue;
            };
            let drew = chance::below(u64::from(ALL), &self.asked(case, stage, &[at]));
            let drew = u32::try_from(drew).unwrap_or(0);
            let (hit, drew) = match picks {
                Selection::Chance(share) => (drew < share.0, Some(drew)),
                Selection::Numbers(numbers) => (numbers.contains(&case.n), None),
                Selection::Every(every) => (case.n.is_multiple_of(*every), None),
                Selection::Burst(enter, _) if !*bad => (drew < enter.0, Some(drew)),
                Selection::Burst(_, leave) => (drew >= leave.0, Some(drew)),
            };
            // What a burst was at the last datagram decides how it goes on.
            *bad = hit;
            if hit && picked.is_none() {
                picked = Some(drew);
            }
        }
        picked
    }

    /// The question whose answer is a draw.
    fn asked(&self, case: &Case<'_, A>, stage: Stage, more: &[u64]) -> Vec<u64> {
        let way = match case.way {
            Way::In => 0,
            Way::Out => 1,
        };
        let mut asked = vec![self.seed, way, case.flow, case.n, stage.salt()];
        asked.extend(more);
        asked
    }

    fn meant<'a>(&'a self, case: &'a Case<'_, A>) -> impl Iterator<Item = &'a Impairment> {
        self.list
            .iter()
            .filter(move |impairment| impairment.means(case.way, case.bytes))
    }

    fn note(&mut self, case: &Case<'_, A>, fate: Fate, drew: Option<u32>) {
        if self.traced && self.events.len() < EVENTS {
            let weather = Weather {
                x: Fingerprint::of(case.bytes),
                bytes: case.bytes.len(),
                way: case.way,
                datagram: case.n,
                fate,
                drew,
                what: gist::seen(case.bytes),
            };
            let event = Event::Weather(Box::new(weather));
            self.events.push_back((case.whose, event));
        }
    }
}

/// Keeps the draw of the bit apart from that of the impairment.
const BIT: u64 = 99;

/// A datagram waits no longer than this to be overtaken: in a quiet conversation
/// nothing follows, and a longer wait would be a delay.
const LONGEST_PASS: Duration = Duration::from_millis(100);

/// So much after the one that has overtaken it.
const AFTER: Duration = Duration::from_micros(1);

/// Datagrams of one flow that wait to be overtaken.
const PASSED: usize = 64;

/// What would queue for longer is lost, as where a real path is slow: its
/// buffers hold seconds. A window of the longest datagrams is 5 s at 64 kbps.
const LONGEST_QUEUE: Duration = Duration::from_secs(10);

/// Events that wait to be taken.
const EVENTS: usize = 4096;

#[cfg(test)]
mod tests;
