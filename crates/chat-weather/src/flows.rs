//! What is remembered of each flow: how many datagrams it has sent, and which of them
//! wait to be overtaken. For a new flow the one that was silent longest is forgotten,
//! and comes back as a new one.
//!
//! Nothing is drawn here: that is done by the impairer, one lane after the other.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::time::Instant;

use chat_proto::trace::weather::Way;

/// Everybody who has spoken. At most [`FLOWS`], both ways of each.
#[derive(Clone, Debug)]
pub struct Flows<A> {
    known: BTreeMap<A, Flow>,
    /// Whose turn each was, where it was their last so far.
    turns: BTreeMap<u64, A>,
    /// Where somebody waits to be passed: nobody else is asked.
    waiting: BTreeSet<(Way, A)>,
    /// Flows that were met so far.
    met: u64,
    /// Datagrams that were met so far.
    turn: u64,
}

#[derive(Clone, Debug)]
struct Flow {
    /// In the order of appearance, so that a seed means the same in every run.
    number: u64,
    turn: u64,
    lanes: BTreeMap<Way, Lane>,
}

/// One way of a flow.
#[derive(Clone, Debug, Default)]
pub struct Lane {
    /// Datagrams so far.
    pub count: u64,
    /// Which faults with bursts are in their bad state.
    pub bad: Vec<bool>,
    /// Those that others have to pass first.
    pub passed: Vec<Passed>,
}

/// A datagram that waits until it is passed.
#[derive(Clone, Debug)]
pub struct Passed {
    /// By so many more.
    pub left: u32,
    /// No longer than this.
    pub until: Instant,
    /// All of it.
    pub bytes: Vec<u8>,
}

/// One that nobody will pass any more.
#[derive(Clone, Debug)]
pub struct Unpassed<A> {
    /// Which way.
    pub way: Way,
    /// Whose.
    pub whose: A,
    /// The number of the flow.
    pub flow: u64,
    /// How many datagrams of the lane there have been.
    pub n: u64,
    /// The datagram itself.
    pub passed: Passed,
}

impl<A: Copy + Ord> Flows<A> {
    /// How many are remembered.
    pub fn len(&self) -> usize {
        self.known.len()
    }

    /// Forgets whoever has been silent longest, where there is no room for one
    /// more; what waited there comes back.
    pub fn make_room(&mut self, whose: A) -> Vec<Unpassed<A>> {
        if self.known.contains_key(&whose) || self.len() < FLOWS {
            return Vec::new();
        }
        let Some((_, oldest)) = self.turns.pop_first() else {
            return Vec::new();
        };
        let lanes = [Way::In, Way::Out].map(|way| self.passed(way, oldest, |_| true));
        self.known.remove(&oldest);
        lanes.into_iter().flatten().collect()
    }

    /// Takes out a lane in which a datagram comes, and the number of its flow.
    pub fn take(&mut self, way: Way, whose: A) -> (u64, Lane) {
        self.turn += 1;
        let turn = self.turn;
        let flow = self.known.entry(whose).or_insert_with(|| {
            self.met += 1;
            Flow {
                number: self.met - 1,
                turn,
                lanes: BTreeMap::new(),
            }
        });
        self.turns.remove(&flow.turn);
        flow.turn = turn;
        self.turns.insert(turn, whose);
        (flow.number, flow.lanes.remove(&way).unwrap_or_default())
    }

    /// Puts it back.
    pub fn put(&mut self, way: Way, whose: A, lane: Lane) {
        if lane.passed.is_empty() {
            self.waiting.remove(&(way, whose));
        } else {
            self.waiting.insert((way, whose));
        }
        if let Some(flow) = self.known.get_mut(&whose) {
            flow.lanes.insert(way, lane);
        }
    }

    /// Those that have waited long enough.
    pub fn overdue(&mut self, now: Instant) -> Vec<Unpassed<A>> {
        let waiting: Vec<_> = self.waiting.iter().copied().collect();
        let lanes = waiting.into_iter();
        lanes
            .flat_map(|(way, whose)| self.passed(way, whose, |p| p.until <= now))
            .collect()
    }

    /// Whether one that goes this way waits to be passed.
    pub fn carries(&self, way: Way) -> bool {
        self.waiting.iter().any(|(waits, _)| *waits == way)
    }

    /// When [`Flows::overdue`] has something to give.
    pub fn next_at(&self) -> Option<Instant> {
        let lane = |(way, whose): &(Way, A)| self.known.get(whose)?.lanes.get(way);
        let lanes = self.waiting.iter().filter_map(lane);
        lanes.flat_map(|lane| &lane.passed).map(|p| p.until).min()
    }

    /// The next datagram of each is its first again.
    pub fn begin_anew(&mut self) {
        for lane in self.known.values_mut().flat_map(|f| f.lanes.values_mut()) {
            lane.count = 0;
            lane.bad.clear();
        }
    }

    /// Forgets everybody.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Takes out those of a lane that are meant.
    fn passed(
        &mut self,
        way: Way,
        whose: A,
        meant: impl FnMut(&mut Passed) -> bool,
    ) -> Vec<Unpassed<A>> {
        let Some(record) = self.known.get_mut(&whose) else {
            return Vec::new();
        };
        let flow = record.number;
        let Some(lane) = record.lanes.get_mut(&way) else {
            return Vec::new();
        };
        let n = lane.count;
        let done: Vec<_> = lane.passed.extract_if(.., meant).collect();
        if lane.passed.is_empty() {
            self.waiting.remove(&(way, whose));
        }
        let one = |passed| Unpassed {
            way,
            whose,
            flow,
            n,
            passed,
        };
        done.into_iter().map(one).collect()
    }
}

impl<A> Default for Flows<A> {
    fn default() -> Self {
        Self {
            known: BTreeMap::new(),
            turns: BTreeMap::new(),
            waiting: BTreeSet::new(),
            met: 0,
            turn: 0,
        }
    }
}

/// More than a class has, and their reconnects.
pub const FLOWS: usize = 4096;
