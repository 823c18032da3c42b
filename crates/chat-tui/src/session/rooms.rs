//! The rooms that we want to be in, and what we have heard of each.

use std::collections::BTreeSet;
use std::time::Instant;

use chat_proto::frame::Id;
use chat_proto::room::RoomName;

use crate::session::past::Past;

/// All rooms, the one last joined at the end.
#[derive(Clone, Debug)]
pub struct Rooms {
    list: Vec<Room>,
}

/// One room.
#[derive(Clone, Debug)]
pub struct Room {
    /// Its name.
    pub name: RoomName,
    /// Whether we are in it.
    pub membership: Membership,
    /// Which messages have been heard.
    pub heard: Heard,
    /// What was said before, as far as it is here.
    pub past: Past,
    /// Whether we were in it before this connection.
    pub was_in: bool,
    /// The password that was typed with the join.
    pub password: Option<String>,
}

/// How far we have come into a room on this connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Membership {
    /// To be asked for, not before this.
    Wanted {
        /// When, if the server asked us to wait.
        not_before: Option<Instant>,
    },
    /// Asked for.
    Asked {
        /// The join's id.
        id: Id,
    },
    /// In, while messages that we missed are being replayed.
    CatchingUp {
        /// The last of them.
        last: u64,
        /// Not waited for any longer than this.
        until: Instant,
    },
    /// In.
    In,
}

/// Which messages of a room have been heard. On a stream nothing is ever
/// missing; datagrams overtake each other and get lost.
#[derive(Clone, Debug, Default)]
pub struct Heard {
    highest: Option<u64>,
    /// Below the highest and not heard: at most [`MISSING`] are remembered.
    missing: BTreeSet<u64>,
}

impl Rooms {
    /// The first room.
    pub fn new(first: RoomName) -> Self {
        Self {
            list: vec![Room::new(first, None)],
        }
    }

    /// The room last joined.
    pub fn current(&self) -> Option<&RoomName> {
        self.list.last().map(|room| &room.name)
    }

    /// The room of this name.
    pub fn find(&self, name: &RoomName) -> Option<&Room> {
        self.list.iter().find(|room| room.name == *name)
    }

    /// The same, to change it.
    pub fn find_mut(&mut self, name: &RoomName) -> Option<&mut Room> {
        self.list.iter_mut().find(|room| room.name == *name)
    }

    /// The room that a server calls so.
    pub fn by_word(&mut self, word: &str) -> Option<&mut Room> {
        let name = RoomName::parse(word).ok()?;
        self.find_mut(&name)
    }

    /// The room whose join has this id.
    pub fn by_join(&mut self, join: &Id) -> Option<&mut Room> {
        self.list
            .iter_mut()
            .find(|room| matches!(&room.membership, Membership::Asked { id } if id == join))
    }

    /// Wants to be in a room, which becomes the current one.
    pub fn want(&mut self, name: RoomName, password: Option<String>) {
        match self.list.iter().position(|room| room.name == name) {
            Some(at) => {
                let mut known = self.list.remove(at);
                known.password = password.or(known.password);
                self.list.push(known);
            }
            None if self.list.len() < ROOMS => self.list.push(Room::new(name, password)),
            None => {}
        }
    }

    /// Wants to be in this one where no room is wanted: there is no other door for whoever
    /// has left all of them.
    pub fn want_one(&mut self, first: &RoomName) {
        if self.list.is_empty() {
            self.want(first.clone(), None);
        }
    }

    /// No longer wants to be in a room.
    pub fn drop_room(&mut self, name: &RoomName) {
        self.list.retain(|room| room.name != *name);
    }

    /// A new connection: every room is to be entered again.
    pub fn on_lost(&mut self) {
        for room in &mut self.list {
            room.was_in |= room.is_in();
            room.membership = Membership::Wanted { not_before: None };
            room.past.on_lost();
        }
    }

    /// Another run of the server counts from one again.
    pub fn on_new_run(&mut self) {
        for room in &mut self.list {
            room.heard = Heard::default();
            room.past = Past::default();
        }
    }

    /// All of them.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Room> {
        self.list.iter_mut()
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Room> {
        self.list.iter()
    }
}

impl Room {
    fn new(name: RoomName, password: Option<String>) -> Self {
        Self {
            name,
            membership: Membership::Wanted { not_before: None },
            heard: Heard::default(),
            past: Past::default(),
            was_in: false,
            password,
        }
    }

    /// Whether we are in it.
    pub fn is_in(&self) -> bool {
        matches!(
            self.membership,
            Membership::In | Membership::CatchingUp { .. }
        )
    }

    /// A message of the room came, perhaps an older one: whether it is new.
    pub fn on_seq(&mut self, seq: u64, history: bool) -> bool {
        let is_new = self.heard.is_new(seq);
        // An old one that is not here is of an answer that came too late: it is not shown.
        if is_new || !history || self.past.here.has(seq) {
            self.past.on_heard(seq, history);
        }
        if let Membership::CatchingUp { last, .. } = self.membership
            && seq >= last
        {
            self.membership = Membership::In;
        }
        is_new
    }
}

impl Heard {
    /// Nothing, of all that there is: whatever comes first, what is before it is missing.
    pub fn nothing() -> Self {
        Self {
            highest: Some(0),
            missing: BTreeSet::new(),
        }
    }

    /// What was not heard up to this message is not kept anywhere: it is not asked for.
    pub fn lose(&mut self, upto: u64) {
        self.highest = self.highest.max(Some(upto));
        self.missing.retain(|seq| *seq > upto);
    }

    /// The message up to which all has been heard.
    pub fn since(&self) -> Option<u64> {
        let gap = self.missing.first().map(|seq| seq - 1);
        gap.or(self.highest).filter(|seq| *seq > 0)
    }

    fn is_new(&mut self, seq: u64) -> bool {
        match self.highest {
            None => self.highest = Some(seq),
            Some(highest) if seq > highest => {
                let first = (highest + 1).max(seq.saturating_sub(MISSING));
                self.missing.extend(first..seq);
                while self.missing.len() > MISSING_ROOM {
                    self.missing.pop_first();
                }
                self.highest = Some(seq);
            }
            Some(_) => return self.missing.remove(&seq),
        }
        true
    }
}

/// Rooms that one client wants to be in, at most: no server allows as many.
const ROOMS: usize = 64;
/// Gaps that are remembered: what overtakes on a network does so by less.
const MISSING: u64 = 256;
const MISSING_ROOM: usize = 256;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_heard_once_in_whatever_order_it_comes() {
        let mut heard = Heard::default();
        let new: Vec<bool> = [5, 6, 6, 9, 7, 7, 5, 4, 8].map(|s| heard.is_new(s)).into();
        let expected = [true, true, false, true, true, false, false, false, true];
        assert_eq!(new, expected);
    }

    #[test]
    fn what_is_missing_is_asked_for_again() {
        let mut heard = Heard::default();
        assert_eq!(heard.since(), None);
        for seq in [1, 2, 5] {
            heard.is_new(seq);
        }
        assert_eq!(heard.since(), Some(2));
    }

    #[test]
    fn what_is_lost_is_not_asked_for_again() {
        let mut heard = Heard::default();
        for seq in [1, 2, 5] {
            heard.is_new(seq);
        }
        heard.lose(9);
        assert_eq!(heard.since(), Some(9));
        assert!(heard.is_new(10) && !heard.is_new(4));
        heard.lose(7);
        assert_eq!(heard.since(), Some(10));
    }

    #[test]
    fn a_server_that_jumps_fills_no_memory() {
        let mut heard = Heard::default();
        for seq in [1, u64::MAX / 2, u64::MAX] {
            heard.is_new(seq);
        }
        assert!(heard.missing.len() <= MISSING_ROOM);
    }
}
