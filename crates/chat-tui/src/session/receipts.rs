//! What was said and is not yet confirmed. At most the first one has been sent.

use std::collections::VecDeque;
use std::time::Instant;

use chat_proto::frame::Id;
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
