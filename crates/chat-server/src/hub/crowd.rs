//! The comings and goings of one room: told one by one while they are few, and
//! gathered when they are a crowd.
//!
//! A thousand arrivals told one by one are a million notices. Above
//! [`SINGLY`] a notice waits for its neighbours, at most [`GATHER`]; so the
//! notices grow with the arrivals, not with their square.

use std::borrow::Cow;
use std::time::Duration;
use std::time::Instant;

use chat_proto::frame::server::Event;
use chat_proto::limits::NAMES_BYTES;
use chat_proto::name::Name;
use chat_proto::rate::Rate;

use crate::hub::allowance::Allowance;

/// What is still to be told in one room.
#[derive(Debug, Default)]
pub struct Crowd {
    singly: Allowance,
    waiting: Vec<Event>,
    due: Option<Instant>,
}

impl Crowd {
    /// Something to tell: at once, or later together with others.
    pub fn tell(&mut self, now: Instant, event: Event) -> Option<Event> {
        if self.waiting.is_empty() && self.singly.take(now, Some(SINGLY)).is_ok() {
            return Some(event);
        }
        self.due.get_or_insert(now + GATHER);
        self.gather(event);
        None
    }

    /// When what waits is to be told.
    pub fn due(&self) -> Option<Instant> {
        self.due
    }

    /// Everything that waits, in order. Called when it is due, or before
    /// something that must not overtake it.
    pub fn take(&mut self) -> Vec<Event> {
        self.due = None;
        std::mem::take(&mut self.waiting)
    }

    /// Joins the last notice of the same kind, as long as that one is short.
    fn gather(&mut self, event: Event) {
        match (self.waiting.last_mut(), event) {
            (Some(Event::Join(crowd)), Event::Join(more)) if has_room(crowd) => crowd.extend(more),
            (
                Some(Event::Leave { who: crowd, why }),
                Event::Leave {
                    who: more,
                    why: too,
                },
            ) if has_room(crowd) => {
                crowd.extend(more);
                if *why != too {
                    *why = Cow::Borrowed("a crowd, each for a reason of its own");
                }
            }
            (_, event) => self.waiting.push(event),
        }
    }
}

fn has_room(crowd: &[Name]) -> bool {
    crowd.iter().map(|n| n.as_str().len()).sum::<usize>() < NAMES_BYTES
}

/// A class that sits down is told one by one; a stampede is not.
const SINGLY: Rate = Rate {
    burst: 20,
    per_second: 5,
};

/// How long a notice waits for others: short enough to look immediate.
const GATHER: Duration = Duration::from_millis(250);
