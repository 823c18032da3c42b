//! What is decided and may not be told yet, because what it tells of is not on disk: a
//! server that is killed must not have told anything that it has forgotten.
//!
//! Everything that comes after such a thing waits behind it: somebody who joins meanwhile
//! is not told of a message that the welcome before it does not know. Held are encoded
//! parcels, one for each audience, so that it costs next to nothing.

use std::collections::VecDeque;
use std::sync::Arc;

use chat_archive::Question;

use crate::parcel::Parcel;
use crate::queue::Reason;
use crate::traffic::Audience;
use crate::traffic::Backlog;
use crate::traffic::PeerId;

/// Something for the outboxes, encoded; or a question that comes after it.
#[derive(Debug)]
pub enum Delivery {
    /// For everybody in a room.
    Room {
        /// Who is in it.
        audience: Arc<Audience>,
        /// All but this one.
        except: Option<PeerId>,
        /// In each way of writing that somebody reads there.
        parcels: Parcels,
    },
    /// For one peer.
    One {
        /// Whom.
        peer: PeerId,
        /// What.
        parcel: Parcel,
        /// Why.
        reason: Reason,
    },
    /// The end of a connection.
    Close {
        /// Whose.
        peer: PeerId,
        /// What to do with what still waits for it.
        backlog: Backlog,
        /// Its last frame.
        last: Option<Parcel>,
    },
    /// A question to the archive, which has all that was said before it by then.
    Ask {
        /// What the answer bears.
        ticket: u64,
        /// What.
        question: Question,
    },
}

/// The same frames in each dialect; empty where nobody reads it.
#[derive(Debug)]
pub struct Parcels {
    /// JSON.
    pub json: Parcel,
    /// Lines for people.
    pub plain: Parcel,
    /// The same without letters outside ASCII.
    pub ascii: Parcel,
}

impl Parcels {
    /// The bytes of all of them.
    pub fn len(&self) -> usize {
        self.json.len() + self.plain.len() + self.ascii.len()
    }
}

/// The deliveries that wait, in order, each for a turn to be kept.
#[derive(Debug, Default)]
pub struct Held {
    waiting: VecDeque<Waiting>,
    /// The last turn that has something to keep.
    turn: u64,
    /// The last turn that is kept.
    kept: u64,
    /// Bytes of what rooms are told.
    said: usize,
    /// Bytes of all that waits.
    bytes: usize,
}

/// One of them.
#[derive(Debug)]
struct Waiting {
    turn: u64,
    /// Bytes that were made for it alone.
    bytes: usize,
    delivery: Delivery,
}

impl Held {
    /// Whether what is decided now has to wait.
    pub fn holds(&self) -> bool {
        self.turn > self.kept || !self.waiting.is_empty()
    }

    /// From here on everything waits for this turn.
    pub fn begin(&mut self, turn: u64) {
        self.turn = turn;
    }

    /// This turn and all before it are kept.
    pub fn kept(&mut self, turn: u64) {
        self.kept = self.kept.max(turn);
    }

    /// Whether a turn is still to be kept.
    pub fn is_unkept(&self) -> bool {
        self.turn > self.kept
    }

    /// One more that waits, with so many bytes that were made for it.
    pub fn put(&mut self, delivery: Delivery, bytes: usize) {
        self.said += delivery.said();
        self.bytes += bytes;
        let turn = self.turn;
        self.waiting.push_back(Waiting {
            turn,
            bytes,
            delivery,
        });
    }

    /// The next one that need not wait any longer.
    pub fn next(&mut self) -> Option<Delivery> {
        let first = self.waiting.front()?;
        if first.turn > self.kept {
            return None;
        }
        let Waiting {
            bytes, delivery, ..
        } = self.waiting.pop_front()?;
        self.said -= delivery.said();
        self.bytes -= bytes;
        Some(delivery)
    }

    /// Bytes of what rooms are told, for each who hears it.
    pub fn said(&self) -> usize {
        self.said
    }

    /// Bytes of all that waits.
    pub fn bytes(&self) -> usize {
        self.bytes
    }
}

impl Delivery {
    fn said(&self) -> usize {
        match self {
            Self::Room { parcels, .. } => parcels.json.len().max(parcels.plain.len()),
            Self::One { .. } | Self::Close { .. } | Self::Ask { .. } => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(ticket: u64) -> Delivery {
        let question = Question::Tail {
            room: chat_proto::room::RoomName::lobby(),
            limit: 1,
        };
        Delivery::Ask { ticket, question }
    }

    fn tickets(held: &mut Held) -> Vec<u64> {
        let mut tickets = Vec::new();
        while let Some(Delivery::Ask { ticket, .. }) = held.next() {
            tickets.push(ticket);
        }
        tickets
    }

    #[test]
    fn everything_waits_for_the_turn_before_it_and_goes_in_order() {
        let mut held = Held::default();
        assert!(!held.holds());
        held.begin(1);
        held.put(ask(1), 10);
        held.put(ask(2), 10);
        held.begin(2);
        held.put(ask(3), 10);
        assert!(tickets(&mut held).is_empty());
        held.kept(1);
        // What comes while these leave stands behind them.
        assert!(held.holds());
        held.put(ask(4), 5);
        assert_eq!((tickets(&mut held), held.bytes()), (vec![1, 2], 15));
        assert!(held.is_unkept());
        held.kept(2);
        assert!(held.holds() && !held.is_unkept());
        assert_eq!((tickets(&mut held), held.bytes()), (vec![3, 4], 0));
        assert!(!held.holds());
    }
}
