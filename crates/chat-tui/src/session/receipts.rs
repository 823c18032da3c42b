//! What was said and is not yet confirmed. At most the first one has been sent;
//! those whose confirmation is not waited for any longer stand beside the queue.

use std::collections::VecDeque;
use std::time::Instant;

use chat_proto::frame::Id;
use chat_proto::frame::Incoming;
use chat_proto::frame::incoming::Kind;
use chat_proto::frame::peer::Whom;
use chat_proto::room::RoomName;
use chat_proto::text::Text;

use crate::session::traffic::QueueFull;

/// Where something is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// To everybody there.
    Room(RoomName),
    /// To one person.
    Direct(Whom),
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
    pub place: Place,
    /// What is said.
    pub text: Text,
    /// Whether it is something that we do.
    pub me: bool,
    /// What has become of it.
    pub fate: Fate,
}

impl Own {
    /// Whether a replayed message is this one, whose receipt was lost: replayed
    /// messages bear no id, but nobody else had our name then.
    pub fn is_repeated_by(&self, frame: &Incoming, name: &str) -> bool {
        let (Kind::Said { room, .. }, Place::Room(place)) = (&frame.kind, &self.place) else {
            return false;
        };
        let there = room.as_deref().map(RoomName::parse);
        frame.name == name
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

    /// The one whose turn it is.
    pub fn head(&self) -> Option<&Own> {
        self.queue.front()
    }

    /// The same, to change its fate.
    pub fn head_mut(&mut self) -> Option<&mut Own> {
        self.queue.front_mut()
    }

    /// The one whose turn it is has its answer.
    pub fn settle_head(&mut self) -> Option<Own> {
        self.queue.pop_front()
    }

    /// The receipt of the one whose turn it is is not waited for any longer. Its
    /// ticket comes back.
    pub fn give_up_head(&mut self) -> Option<u64> {
        self.on_lost();
        let own = self.queue.pop_front()?;
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

    /// The one that was given up and has its answer after all, also where it
    /// waits in the queue to be said again.
    pub fn settle_late(&mut self, id: Option<&Id>) -> Option<Own> {
        let id = id?;
        let late = |own: &Own| own.id == *id && matches!(own.fate, Fate::Unknown { .. });
        if let Some(at) = self.given_up.iter().position(late) {
            return self.given_up.remove(at);
        }
        let at = self.queue.iter().position(late)?;
        self.queue.remove(at)
    }

    /// The connection is gone, or was silent: what was under way has an
    /// unknown fate.
    pub fn on_lost(&mut self) {
        if let Some(own) = self.queue.front_mut()
            && let Fate::Sent { name, .. } = &own.fate
        {
            own.fate = Fate::Unknown { name: name.clone() };
        }
    }
}

/// Messages that wait for their turn, at most: an evening's typing offline.
const QUEUE: usize = 1000;
/// Messages of unknown fate that are remembered: more than a person would send
/// again one by one.
const GIVEN_UP: usize = 256;
