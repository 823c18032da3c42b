//! The book of one room in the [`crate::hub::ledger`].

use std::time::Instant;

use chat_proto::frame::Id;
use chat_proto::frame::manner::Manner;
use chat_proto::frame::peer::Part;
use chat_proto::frame::reference::Citation;
use chat_proto::name::Name;
use chat_proto::room::RoomName;
use chat_proto::stamp::Stamp;
use chat_proto::text::Text;

use crate::hub::history::Found;
use crate::hub::history::History;
use crate::page::Past;
use crate::replica;

/// What is known of one room.
#[expect(
    clippy::struct_excessive_bools,
    reason = "three things that hold or do not, each by itself"
)]
#[derive(Debug)]
pub struct Book {
    /// The room, as whoever made it wrote it.
    pub name: RoomName,
    /// The number of its last message.
    pub seq: u64,
    /// When that was said, where several servers number it.
    pub last_at: Stamp,
    /// What it is about.
    pub topic: Option<Text>,
    /// What was said, as far as it is remembered.
    pub history: History,
    /// When it is forgotten, where nobody is in the room.
    pub forgotten_at: Option<Instant>,
    /// Whether the newest that was said is remembered. Where it is not, an archive has it.
    pub is_here: bool,
    /// Whether the archive may have messages older than what is remembered.
    pub is_kept: bool,
    /// Whether it holds nothing but a number.
    pub is_idle: bool,
}

/// Something that is being said, before it has a number.
#[derive(Clone, Debug)]
pub struct Utterance {
    /// When.
    pub at: Stamp,
    /// By whom.
    pub name: Name,
    /// In which session of theirs: a number that no other session of any run has.
    pub session: u64,
    /// What.
    pub text: Text,
    /// The sender's mark.
    pub id: Option<Id>,
    /// In which manner.
    pub manner: Manner,
    /// Which message of the room it refers to.
    pub cites: Option<Citation>,
}

impl Book {
    /// Part of what was said, if what is remembered is enough to tell.
    pub fn page(&self, part: Part, limit: usize) -> Option<Found> {
        let is_whole = !self.is_kept || self.seq == 0 || self.history.first() == Some(1);
        self.history.page(part, limit, is_whole)
    }

    /// When something is said here, by the clock of whoever tells. Several servers have
    /// several clocks: a small step back between two messages is none. One that is far ahead
    /// is wrong: if all others followed it, the time of the room would stand still.
    pub fn time(&self, told: Stamp) -> Stamp {
        let behind = self.last_at.unix_ms().saturating_sub(told.unix_ms());
        if behind <= replica::SKEW_MS {
            self.last_at.max(told)
        } else {
            told
        }
    }

    /// What was said better than the message of this number, the newest first.
    pub fn edits_of(&self, seq: u64) -> impl Iterator<Item = &Past> {
        let later = self.history.remembered().rev();
        let later = later.take_while(move |past| past.seq > seq);
        later.filter(move |past| past.edits() == Some(seq))
    }

    /// Its newest message has this number, and the archive has it.
    pub fn kept(room: &RoomName, seq: u64) -> Self {
        Self {
            seq,
            is_here: seq == 0,
            is_idle: true,
            ..Self::new(room, true)
        }
    }

    /// Nothing was said yet.
    pub fn new(room: &RoomName, is_kept: bool) -> Self {
        Self {
            name: room.clone(),
            seq: 0,
            last_at: Stamp::from_unix_ms(0),
            topic: None,
            history: History::default(),
            forgotten_at: None,
            is_here: true,
            is_kept,
            is_idle: false,
        }
    }
}

impl Utterance {
    /// Now it has one.
    pub fn numbered(self, seq: u64) -> Past {
        Past {
            seq,
            at: self.at,
            name: self.name,
            session: self.session,
            text: self.text,
            id: self.id,
            manner: self.manner,
            cites: self.cites,
        }
    }
}
