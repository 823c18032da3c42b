//! The comings and goings of one room: told one by one while they are few, and
//! gathered when they are a crowd.
//!
//! A thousand arrivals told one by one are a million notices. Above [`SINGLY`] a
//! notice waits for its neighbours, at most [`GATHER`] and until a frame is full;
//! who comes and goes again meanwhile is not worth a word. So what it costs grows
//! with the comings and goings and with those who are told, not with a product.
//!
//! Whatever is left out, a list of people that is kept from notices ends as the true
//! one. Who has come in the meantime is told what happened after its own coming.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::time::Duration;
use std::time::Instant;

use chat_proto::frame::server::Event;
use chat_proto::limits::NAMES_BYTES;
use chat_proto::name::Name;
use chat_proto::rate::Rate;

use crate::hub::allowance::Allowance;
use crate::traffic::PeerId;

/// What is still to be told in one room.
#[derive(Debug, Default)]
pub struct Crowd {
    singly: Allowance,
    untold: Untold,
    due: Option<Instant>,
}

/// What has happened and was told to nobody. Bounded by [`FULL`] and by the bytes
/// of one notice.
#[derive(Debug, Default)]
pub struct Untold {
    /// By the order in which they happened.
    happened: BTreeMap<u64, Happened>,
    /// For each name the last of these that concerns it, unless that was undone.
    last_of: BTreeMap<Box<str>, u64>,
    /// Who came meanwhile, and what the next number was by then: its own coming, and
    /// whatever was before, is no news for it.
    late: BTreeMap<PeerId, u64>,
    next: u64,
    /// What is older than this has been seen in a list of people: it stays true for
    /// whoever saw it until something else is told.
    seen: u64,
    /// The bytes of all the names.
    bytes: usize,
}

/// Somebody came, went, or took another name.
#[derive(Debug)]
struct Happened {
    peer: PeerId,
    event: Event,
}

/// What is told to those who came while it happened: each chunk of them hears the
/// end together, and before that each what is left for it alone.
#[derive(Debug, PartialEq, Eq)]
pub struct ToldLate {
    /// Who, and what happened between its coming and the last one's of its chunk.
    pub each: Vec<(PeerId, Vec<Event>)>,
    /// What happened after that.
    pub all: Vec<Event>,
}

impl Crowd {
    /// Something to tell: at once, or later together with others.
    pub fn tell(&mut self, now: Instant, peer: PeerId, event: Event) -> Option<Event> {
        let untold = &mut self.untold;
        if untold.is_undone_by(peer, &event) {
            untold.undo(peer, &event);
            return None;
        }
        if untold.is_empty() && self.singly.take(now, Some(SINGLY)).is_ok() {
            return Some(event);
        }
        self.due.get_or_insert(now + GATHER);
        untold.put(peer, event);
        None
    }

    /// When what waits is to be told.
    pub fn due(&self) -> Option<Instant> {
        self.due
    }

    /// Whether a notice is full: it waits for nothing more.
    pub fn is_full(&self) -> bool {
        self.untold.bytes >= NAMES_BYTES || self.untold.happened.len() >= FULL
    }

    /// Somebody is given the list of the people as they are now.
    pub fn is_seen(&mut self) {
        self.untold.seen = self.untold.next;
    }

    /// Everything that waits, in order. Called when it is due or full, or before
    /// something that must not overtake it.
    pub fn take(&mut self) -> Untold {
        self.due = None;
        std::mem::take(&mut self.untold)
    }
}

impl Untold {
    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        self.happened.is_empty()
    }

    /// Those who came by it.
    pub fn late(&self) -> impl ExactSizeIterator<Item = PeerId> {
        self.late.keys().copied()
    }

    /// Whether this is one of them.
    pub fn is_late(&self, peer: PeerId) -> bool {
        self.late.contains_key(&peer)
    }

    /// The notices for whoever was there before all of it.
    pub fn notices(&self) -> Vec<Event> {
        gathered(self.happened.values())
    }

    /// The notices for the others, of what came after the coming of each. They are
    /// made for [`CHUNK`] of them together: for each alone they would be as many as
    /// the square of those who came.
    pub fn notices_for_the_late(&self) -> Vec<ToldLate> {
        let mut late: Vec<(u64, PeerId)> =
            self.late.iter().map(|(peer, at)| (*at, *peer)).collect();
        late.sort_unstable();
        let told = late.chunks(CHUNK).map(|chunk| {
            let end = chunk.last().map_or(0, |(at, _)| *at);
            let each = chunk.iter().map(|(at, peer)| {
                let between = self.happened.range(*at..end);
                (*peer, gathered(between.map(|(_, happened)| happened)))
            });
            ToldLate {
                each: each.collect(),
                all: gathered(self.happened.range(end..).map(|(_, happened)| happened)),
            }
        });
        told.collect()
    }

    fn put(&mut self, peer: PeerId, event: Event) {
        for name in names(&event) {
            self.bytes += name.as_str().len();
            self.last_of.insert(name.key().plain().into(), self.next);
        }
        let order = self.next;
        self.next += 1;
        self.keep_late(peer, &event);
        self.happened.insert(order, Happened { peer, event });
    }

    /// Whether the peer takes back with this what is the last that concerns its name,
    /// and nobody has seen that.
    fn is_undone_by(&self, peer: PeerId, event: &Event) -> bool {
        let [name] = names(event)[..] else {
            return false;
        };
        let last = self.last_of.get(name.key().plain());
        let last = last.filter(|at| **at >= self.seen);
        let last = last.and_then(|at| self.happened.get(at));
        last.is_some_and(|last| {
            let undoes = match (&last.event, event) {
                (Event::Join(who), Event::Leave { who: too, .. })
                | (Event::Leave { who, .. }, Event::Join(too)) => who == too,
                _ => false,
            };
            undoes && last.peer == peer
        })
    }

    fn undo(&mut self, peer: PeerId, event: &Event) {
        for name in names(event) {
            let last = self.last_of.remove(name.key().plain());
            if last.and_then(|at| self.happened.remove(&at)).is_some() {
                self.bytes -= name.as_str().len();
            }
        }
        self.keep_late(peer, event);
        if self.is_empty() {
            // Nothing is left that anybody could have come too late for.
            self.late.clear();
        }
    }

    /// Whoever comes is late from now on, whoever goes no longer is.
    fn keep_late(&mut self, peer: PeerId, event: &Event) {
        match event {
            Event::Join(_) => drop(self.late.insert(peer, self.next)),
            Event::Leave { .. } => drop(self.late.remove(&peer)),
            Event::Apart
            | Event::Away(_)
            | Event::Back(_)
            | Event::Help(_)
            | Event::Kept
            | Event::Lag(_)
            | Event::Order(_)
            | Event::Rename { .. }
            | Event::Together
            | Event::Typing(_)
            | Event::Unkept => {}
        }
    }
}

/// Those who came in one notice, and those who went in another, as long as each
/// name occurs but once: then their order does not matter.
fn gathered<'a>(happened: impl Iterator<Item = &'a Happened>) -> Vec<Event> {
    let mut notices = Vec::new();
    let mut round = Round::default();
    for Happened { event, .. } in happened {
        round.add(event, &mut notices);
    }
    notices
}

/// Events that concern each name but once.
#[derive(Default)]
struct Round<'a> {
    names: BTreeSet<&'a str>,
    /// Which notice tells who came, and the bytes of its names.
    came: Option<(usize, usize)>,
    /// Which one tells who went, and the bytes of its names.
    went: Option<(usize, usize)>,
}

impl<'a> Round<'a> {
    fn add(&mut self, event: &'a Event, notices: &mut Vec<Event>) {
        let names = names(event);
        let keys = || names.iter().map(|name| name.key().plain());
        if keys().any(|key| self.names.contains(key)) {
            *self = Self::default();
        }
        self.names.extend(keys());
        let bytes: usize = names.iter().map(|name| name.as_str().len()).sum();
        let open = match event {
            Event::Join(_) => &mut self.came,
            Event::Leave { .. } => &mut self.went,
            Event::Apart
            | Event::Away(_)
            | Event::Back(_)
            | Event::Help(_)
            | Event::Kept
            | Event::Lag(_)
            | Event::Order(_)
            | Event::Rename { .. }
            | Event::Together
            | Event::Typing(_)
            | Event::Unkept => return notices.push(event.clone()),
        };
        if let Some((at, has)) = open
            && *has + bytes < NAMES_BYTES
            && let Some(notice) = notices.get_mut(*at)
        {
            *has += bytes;
            return join(notice, event);
        }
        *open = Some((notices.len(), bytes));
        notices.push(event.clone());
    }
}

/// The people of one event are told in the notice of another of its kind.
fn join(notice: &mut Event, event: &Event) {
    match (notice, event) {
        (Event::Join(crowd), Event::Join(more)) => crowd.extend_from_slice(more),
        (
            Event::Leave { who: crowd, why },
            Event::Leave {
                who: more,
                why: too,
            },
        ) => {
            crowd.extend_from_slice(more);
            if why != too {
                *why = Cow::Borrowed("a crowd, each for a reason of its own");
            }
        }
        _ => {}
    }
}

/// The names that an event concerns.
fn names(event: &Event) -> Vec<&Name> {
    match event {
        Event::Join(who) | Event::Leave { who, .. } => who.iter().collect(),
        Event::Rename { who, now } => vec![who, now],
        Event::Apart
        | Event::Away(_)
        | Event::Back(_)
        | Event::Help(_)
        | Event::Kept
        | Event::Lag(_)
        | Event::Order(_)
        | Event::Together
        | Event::Typing(_)
        | Event::Unkept => Vec::new(),
    }
}

/// A class that sits down is told one by one; a stampede is not.
const SINGLY: Rate = Rate {
    burst: 20,
    per_second: 5,
};

/// How long a notice waits for others: short enough to look immediate.
const GATHER: Duration = Duration::from_millis(250);

/// So many comings and goings wait for nothing more, however short the names are.
const FULL: usize = 512;

/// So many of those who came meanwhile are told the end of it together: about the
/// root of [`FULL`], where what is told to each alone and what is told to all are
/// least in sum.
const CHUNK: usize = 16;
