//! One row of a ladder, as values: whoever paints it finds the words in
//! [`crate::words`].

use crate::marks::Mark;
use crate::payload::Payload;
use crate::record::event::Data;
use crate::record::event::Fate;
use crate::record::event::Happening;
use crate::record::event::Why;
use crate::rows::party::Side;
use crate::rows::records::Records;

/// What one sees in one line.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// When: microseconds of the common clock.
    pub at: i64,
    /// When it came, where the other side's recording tells.
    pub came: Option<i64>,
    /// Which conversation; nothing where it concerns a program as a whole.
    pub conversation: Option<usize>,
    /// The lane that it goes out from.
    pub from: usize,
    /// The lane that it goes to; the same where nothing moves.
    pub to: usize,
    /// Which side sends, where something moves.
    pub sender: Side,
    /// What it is.
    pub what: What,
    /// What is known of its fate.
    pub mark: Mark,
    /// Which part of the way it shows.
    pub leg: Leg,
    /// What was learnt about it, at most [`NOTES`].
    pub notes: Vec<Note>,
    /// The records of TLS in it, where there are any.
    pub records: Option<Box<Records>>,
    /// Whether it is folded: nothing that anybody waits for, and nothing went wrong.
    pub is_background: bool,
    /// Whether it is written down by the one that it comes to, and not (only) by its
    /// sender.
    pub is_received: bool,
}

/// What a row is about.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// A datagram.
    Datagram(Datagram),
    /// A write to a stream.
    Write(Chunk),
    /// A read of a stream.
    Read(Chunk),
    /// Something about the conversation as a whole.
    Happening(Happening),
}

/// A datagram.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Datagram {
    /// The fingerprint of its bytes.
    pub x: Option<u32>,
    /// Its length; 0 where it is not known.
    pub bytes: usize,
    /// What can be read in it.
    pub payload: Payload,
    /// Its content.
    pub data: Data,
    /// Whether it was at the socket: false, where the impairments took it before.
    pub is_on_wire: bool,
}

/// The bytes of one read or write.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chunk {
    /// The fingerprint of its bytes.
    pub x: Option<u32>,
    /// How many were moved.
    pub bytes: usize,
    /// How many a write was offered; of a read 0.
    pub offered: usize,
    /// The offsets just after each line end, in what was moved or offered; of many not all.
    pub ends: Vec<usize>,
    /// How many lines end in it.
    pub lines: u64,
    /// How many bytes of its first line had come before; 0 where it is unknown.
    pub begun: usize,
    /// How many bytes behind the last end wait for theirs; nothing where it is unknown.
    pub kept: Option<usize>,
    /// What can be read in its first line.
    pub payload: Payload,
    /// Its content.
    pub data: Data,
}

/// Which part of its way a row shows. A datagram that others pass has two rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Leg {
    /// All of it.
    #[default]
    Whole,
    /// Its leaving.
    Leaves,
    /// Its arrival, later.
    Lands,
}

/// What was learnt about a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// The impairments did this to it, with what was drawn of a million.
    Fate(Fate, Option<u32>),
    /// It leaves again, since nothing was heard for so long, or since a later one came.
    Again(Why, Option<i64>),
    /// The other side said that this very transmission came.
    Arrived,
    /// Another transmission of the same frame came, this one had not.
    Absent,
    /// The frame was confirmed, so long after its first transmission.
    Confirmed {
        /// How long.
        after: Option<i64>,
        /// How often it had been sent.
        tries: u16,
    },
    /// The receiver keeps it: an earlier one is missing.
    Kept {
        /// Its number.
        n: u32,
        /// The first that is missing.
        missing: u32,
    },
    /// It had come before.
    CameBefore {
        /// Its number.
        n: u32,
        /// Which transmission of it.
        copy: u16,
    },
    /// It is refused, for this reason, and came from there.
    Refused {
        /// The recorder's word.
        why: String,
        /// From where, if that is known.
        from: Option<String>,
    },
    /// It is a person's own message, said by the server.
    Said {
        /// Its number in the room.
        seq: Option<u64>,
        /// The room.
        room: Option<String>,
        /// Time since it left first.
        after: i64,
    },
    /// What it acknowledges overtook this one.
    Overtaken {
        /// The one that is missing.
        n: u32,
        /// The one that came.
        by: u32,
    },
    /// The socket did not take it.
    NotTaken(String),
    /// Its bytes came in one read, of this length.
    ReadAs(usize),
    /// The same bytes have just passed: an acknowledgement is sent twice where some get lost.
    SameAgain,
    /// The other side was recording then, and does not have it.
    NotThere,
}

/// More than can be learnt about a row that anybody reads.
pub const NOTES: usize = 6;

impl Row {
    /// Adds what was learnt, once.
    pub fn learn(&mut self, note: Note) {
        if self.notes.len() < NOTES && !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// It has come out of the impairments.
    pub(in crate::rows) fn is_at_socket(&mut self) {
        if let What::Datagram(datagram) = &mut self.what {
            datagram.is_on_wire = true;
        }
    }

    /// What can be read in it.
    pub fn payload(&self) -> Option<&Payload> {
        match &self.what {
            What::Datagram(datagram) => Some(&datagram.payload),
            What::Write(chunk) | What::Read(chunk) => Some(&chunk.payload),
            What::Happening(_) => None,
        }
    }

    /// The fingerprint of its bytes.
    pub fn fingerprint(&self) -> Option<u32> {
        match &self.what {
            What::Datagram(datagram) => datagram.x,
            What::Write(chunk) | What::Read(chunk) => chunk.x,
            What::Happening(_) => None,
        }
    }

    /// Why it leaves, and the timeout that begins with it.
    pub fn decision(&self) -> Option<(Why, Option<i64>)> {
        self.notes.iter().find_map(|note| {
            if let Note::Again(why, wait) = note {
                Some((*why, *wait))
            } else {
                None
            }
        })
    }

    /// The frame that it has to wait for, where it is kept.
    pub fn waits_for(&self) -> Option<u32> {
        self.notes.iter().find_map(|note| {
            if let Note::Kept { missing, .. } = note {
                Some(*missing)
            } else {
                None
            }
        })
    }

    /// How long it took from the first leaving of a message to this, its receipt.
    pub fn receipt_after(&self) -> Option<i64> {
        self.notes.iter().find_map(|note| {
            if let Note::Said { after, .. } = note {
                Some(*after)
            } else {
                None
            }
        })
    }

    /// Whether a frame leaves for a second time or a later one.
    pub fn is_again(&self) -> bool {
        let copy = self.payload().and_then(Payload::frame);
        copy.is_some_and(|(_, copy)| copy > 1)
    }
}
