//! What was said and is not yet confirmed, in the order in which it was said; those
//! whose confirmation is not waited for any longer stand beside the queue.

use std::collections::VecDeque;
use std::time::Instant;

use chat_proto::frame::Id;
use chat_proto::frame::Incoming;
use chat_proto::frame::incoming::Kind;
use chat_proto::frame::peer::Whom;
use chat_proto::frame::reference::Reference;
use chat_proto::room::RoomName;
use chat_proto::text::Text;

use crate::session::traffic::QueueFull;

/// Where something is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// To everybody there.
    Room(RoomName),
    /// To one person.
    Direct(Whom),
}

/// As what something is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Manner {
    /// Whether it is something that one does: "ana waves".
    pub does: bool,
    /// The message there that it refers to.
    pub refers: Option<Reference>,
}

/// A message of ours.
#[derive(Clone, Debug)]
pub struct Own {
    /// What the news calls it.
    pub ticket: u64,
    /// What the server calls it: the same at every attempt, so that the server
    /// can tell a repetition.
    pub id: Id,
    /// Where it is said.
    pub place: Recipient,
    /// What is said.
    pub text: Text,
    /// As what.
    pub manner: Manner,
    /// What has become of it.
    pub fate: Fate,
}

impl Own {
    /// Whether only a replay or another attempt can tell what became of it.
    pub fn is_unknown(&self) -> bool {
        matches!(self.fate, Fate::Unknown { .. })
    }

    /// Whether it was sent and has no answer.
    pub fn is_under_way(&self) -> bool {
        matches!(self.fate, Fate::Sent { .. })
    }

    /// Whether it waits for its turn in this room.
    pub fn waits_in(&self, room: &RoomName) -> bool {
        !self.is_under_way() && self.place == Recipient::Room(room.clone())
    }

    /// Whether a replayed message without an id is this one, whose receipt was lost: it
    /// bears the name that we had.
    pub fn is_repeated_by(&self, frame: &Incoming) -> bool {
        let (Kind::Said { room, .. }, Recipient::Room(place), Fate::Unknown { name }) =
            (&frame.kind, &self.place, &self.fate)
        else {
            return false;
        };
        let there = room.as_deref().map(RoomName::parse);
        frame.name == *name
            && frame.text == self.text.as_str()
            && there.is_some_and(|there| there.as_ref() == Ok(place))
    }
}

/// How far a message has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Never sent.
    Fresh,
    /// Sent on this connection under this name at this moment.
    Sent {
        /// The name that we had.
        name: String,
        /// When.
        at: Instant,
        /// Whether an earlier attempt may have arrived.
        again: bool,
    },
    /// Sent, and the receipt did not come: the connection was lost, or the
    /// server drops without a word what comes too fast.
    Unknown {
        /// The name that we had.
        name: String,
    },
}

/// The queue of our own messages.
#[derive(Clone, Debug, Default)]
pub struct Receipts {
    queue: VecDeque<Own>,
    /// Sent, and not waited for any longer, the oldest first: at most
    /// [`GIVEN_UP`]. A late receipt, or the person, may still come back to them.
    given_up: VecDeque<Own>,
}

impl Receipts {
    /// One more, at the end.
    pub fn push(&mut self, own: Own) -> Result<(), QueueFull> {
        if self.queue.len() >= QUEUE {
            return Err(QueueFull(QUEUE));
        }
        self.queue.push_back(own);
        Ok(())
    }

    /// How many are unconfirmed.
    pub fn len(&self) -> usize {
        self.queue.len()
    }

    /// Whether all is confirmed.
    pub fn is_empty(&self) -> bool {
        self.queue.is_empty()
    }

    /// The one whose turn it is to be sent.
    pub fn next(&self) -> Option<&Own> {
        self.queue.iter().find(|own| !own.is_under_way())
    }

    /// How many were sent and have no answer.
    pub fn under_way(&self) -> usize {
        self.queue.iter().filter(|own| own.is_under_way()).count()
    }

    /// When the first of those was sent.
    pub fn oldest(&self) -> Option<Instant> {
        self.queue.iter().find_map(|own| match own.fate {
            Fate::Sent { at, .. } => Some(at),
            Fate::Fresh | Fate::Unknown { .. } => None,
        })
    }

    /// The first of those whose fate only a replay or another attempt can tell.
    pub fn unknown(&self) -> Option<&Own> {
        self.queue.iter().find(|own| own.is_unknown())
    }

    /// Whether the one that the server calls so is in the queue.
    pub fn waits(&self, id: &Id) -> bool {
        self.queue.iter().any(|own| own.id == *id)
    }

    /// How many wait for their turn in this room.
    pub fn waiting_in(&self, room: &RoomName) -> usize {
        self.queue.iter().filter(|own| own.waits_in(room)).count()
    }

    /// Those are not to be said any more: their tickets.
    pub fn drop_waiting_in(&mut self, room: &RoomName) -> Vec<u64> {
        let (gone, kept) = self.queue.drain(..).partition(|own| own.waits_in(room));
        let gone: VecDeque<Own> = gone;
        self.queue = kept;
        gone.iter().map(|own| own.ticket).collect()
    }

    /// The one whose turn it is goes out, under this name.
    pub fn on_sent(&mut self, now: Instant, name: &str) {
        let next = self.queue.iter_mut().find(|own| !own.is_under_way());
        if let Some(own) = next {
            own.fate = Fate::Sent {
                name: name.to_owned(),
                at: now,
                again: own.is_unknown(),
            };
        }
    }

    /// This attempt was refused: it was not said, unless an earlier one was.
    pub fn on_refused(&mut self, id: &Id) {
        let own = self.queue.iter_mut().find(|own| own.id == *id);
        if let Some(own) = own
            && let Fate::Sent { name, again, .. } = &own.fate
        {
            let name = name.clone();
            own.fate = if *again {
                Fate::Unknown { name }
            } else {
                Fate::Fresh
            };
        }
    }

    /// Whoever waits for a receipt waits anew from now on.
    pub fn wait_anew(&mut self, now: Instant) {
        for own in &mut self.queue {
            if let Fate::Sent { at, .. } = &mut own.fate {
                *at = now;
            }
        }
    }

    /// The one that the server calls so has its answer, also where that was not
    /// waited for any longer.
    pub fn settle(&mut self, id: &Id) -> Option<Own> {
        let called = |own: &Own| own.id == *id;
        if let Some(at) = self.given_up.iter().position(called) {
            return self.given_up.remove(at);
        }
        let at = self.queue.iter().position(called)?;
        self.queue.remove(at)
    }

    /// The receipt of the one that was sent first is not waited for any longer. Its
    /// ticket comes back.
    pub fn give_up_oldest(&mut self) -> Option<u64> {
        let at = self.queue.iter().position(Own::is_under_way)?;
        self.on_lost();
        let own = self.queue.remove(at)?;
        let ticket = own.ticket;
        self.given_up.push_back(own);
        if self.given_up.len() > GIVEN_UP {
            self.given_up.pop_front();
        }
        Some(ticket)
    }

    /// Puts one that was given up into the queue again, under the id that it had.
    /// Whether it is still known.
    pub fn again(&mut self, ticket: u64) -> Result<bool, QueueFull> {
        let Some(at) = self.given_up.iter().position(|own| own.ticket == ticket) else {
            return Ok(false);
        };
        if self.queue.len() >= QUEUE {
            return Err(QueueFull(QUEUE));
        }
        self.queue.extend(self.given_up.remove(at));
        Ok(true)
    }

    /// The connection is gone, or was silent: what was under way has an
    /// unknown fate.
    pub fn on_lost(&mut self) {
        for own in &mut self.queue {
            if let Fate::Sent { name, .. } = &own.fate {
                own.fate = Fate::Unknown { name: name.clone() };
            }
        }
    }
}

/// Messages that wait for their turn, at most: an evening's typing offline.
pub const QUEUE: usize = 1000;
/// Messages of unknown fate that are remembered: more than a person would send
/// again one by one.
const GIVEN_UP: usize = 256;
