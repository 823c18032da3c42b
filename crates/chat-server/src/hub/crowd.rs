//! The comings and goings of one room: told one by one while they are few, and
//! gathered when they are a crowd.
//!
//! A thousand arrivals told one by one are a million notices. Above
//! [`SINGLY`] a notice waits for its neighbours, at most [`GATHER`]; so the
//! notices grow with the arrivals, not with their square.

use std::borrow::Cow;
use std::collections::BTreeMap;
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

/// What has happened and was told to nobody.
#[derive(Debug, Default)]
pub struct Untold {
    events: Vec<Event>,
    /// Who came meanwhile, and how many of these had happened by then: its own
    /// coming, and whatever was before, is no news for it.
    late: BTreeMap<PeerId, usize>,
}

impl Crowd {
    /// Something to tell: at once, or later together with others. `late` is who
    /// came by it.
    pub fn tell(&mut self, now: Instant, event: Event, late: Option<PeerId>) -> Option<Event> {
        let waiting = &mut self.untold;
        if waiting.events.is_empty() && self.singly.take(now, Some(SINGLY)).is_ok() {
            return Some(event);
        }
        self.due.get_or_insert(now + GATHER);
        waiting.events.push(event);
        waiting
            .late
            .extend(late.map(|peer| (peer, waiting.events.len())));
        None
    }

    /// When what waits is to be told.
    pub fn due(&self) -> Option<Instant> {
        self.due
    }

    /// Everything that waits, in order. Called when it is due, or before
    /// something that must not overtake it.
    pub fn take(&mut self) -> Untold {
        self.due = None;
        std::mem::take(&mut self.untold)
    }
}

impl Untold {
    /// The notices for whoever was there before all of it.
    pub fn notices(&self) -> Vec<Event> {
        gathered(&self.events)
    }

    /// Whether somebody was.
    pub fn is_late(&self, peer: PeerId) -> bool {
        self.late.contains_key(&peer)
    }

    /// The notices for each of the others, of what came after its own coming.
    pub fn notices_for_the_late(&self) -> impl Iterator<Item = (PeerId, Vec<Event>)> {
        let later = |known: &usize| self.events.get(*known..).unwrap_or_default();
        let late = self.late.iter();
        late.map(move |(peer, known)| (*peer, gathered(later(known))))
    }
}

/// Each joins the notice before it where that is of the same kind and short.
fn gathered(events: &[Event]) -> Vec<Event> {
    let mut notices = Vec::new();
    let mut bytes = 0;
    for event in events.iter().cloned() {
        bytes += weight(&event);
        match (notices.last_mut(), event) {
            (Some(Event::Join(crowd)), Event::Join(more)) if bytes < NAMES_BYTES => {
                crowd.extend(more);
            }
            (
                Some(Event::Leave { who: crowd, why }),
                Event::Leave {
                    who: more,
                    why: too,
                },
            ) if bytes < NAMES_BYTES => {
                crowd.extend(more);
                if *why != too {
                    *why = Cow::Borrowed("a crowd, each for a reason of its own");
                }
            }
            (_, event) => {
                bytes = weight(&event);
                notices.push(event);
            }
        }
    }
    notices
}

/// The bytes of the names in a notice.
fn weight(event: &Event) -> usize {
    let names: &[Name] = match event {
        Event::Join(who) | Event::Leave { who, .. } => who,
        Event::Away(_)
        | Event::Back(_)
        | Event::Help(_)
        | Event::Lag(_)
        | Event::Rename { .. }
        | Event::Typing(_) => &[],
    };
    names.iter().map(|name| name.as_str().len()).sum()
}

/// A class that sits down is told one by one; a stampede is not.
const SINGLY: Rate = Rate {
    burst: 20,
    per_second: 5,
};

/// How long a notice waits for others: short enough to look immediate.
const GATHER: Duration = Duration::from_millis(250);
