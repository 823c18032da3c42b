//! Messages that were taken back in this run: an answer that was under way does not bring
//! them back, and neither does their sender's program, which may not know that they were
//! said.

use std::collections::BTreeSet;
use std::collections::VecDeque;

use chat_proto::frame::Id;
use chat_proto::name::Name;
use chat_proto::room::RoomName;

/// All of them, the newest at the end.
#[derive(Debug, Default)]
pub struct Struck {
    all: VecDeque<StruckPast>,
    numbers: BTreeSet<(RoomName, u64)>,
}

/// One of them.
#[derive(Clone, Debug)]
pub struct StruckPast {
    /// Where.
    pub room: RoomName,
    /// Its number.
    pub seq: u64,
    /// By whom, in which session, with which mark; where that was still known.
    pub said: Option<(Name, u64, Option<Id>)>,
}

impl Struck {
    /// One more.
    pub fn add(&mut self, past: StruckPast) {
        self.numbers.insert((past.room.clone(), past.seq));
        self.all.push_back(past);
        while self.all.len() > STRUCK {
            if let Some(oldest) = self.all.pop_front() {
                self.numbers.remove(&(oldest.room, oldest.seq));
            }
        }
    }

    /// All of them, the oldest first.
    pub fn all(&self) -> impl Iterator<Item = &StruckPast> {
        self.all.iter()
    }

    /// Whether this message is one.
    pub fn has(&self, room: &RoomName, seq: u64) -> bool {
        !self.numbers.is_empty() && self.numbers.contains(&(room.clone(), seq))
    }

    /// Whether what somebody says again, with this mark, is one.
    pub fn is_said_again(&self, room: &RoomName, by: (&Name, u64), id: &Id) -> bool {
        let is_it = |past: &StruckPast| {
            let Some((name, session, Some(mark))) = &past.said else {
                return false;
            };
            let theirs = *session == by.1 || name.key().plain() == by.0.key().plain();
            past.room == *room && theirs && mark == id
        };
        self.all.iter().any(is_it)
    }
}

/// Messages that are remembered as taken back: those of a bad evening.
const STRUCK: usize = 4096;
