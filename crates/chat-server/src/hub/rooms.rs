//! Rooms: who is in them, what was said, which number comes next.
//!
//! Who may enter and what anybody is told is not decided here.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::BinaryHeap;
use std::sync::Arc;
use std::time::Instant;

use chat_proto::room::RoomName;

use crate::config::Memory;
use crate::hub::crowd::Crowd;
use crate::hub::history::History;
use crate::page::PageId;
use crate::page::Past;
use crate::traffic::Audience;
use crate::traffic::Dialect;
use crate::traffic::PeerId;

/// Every room that exists: somebody is in it, or its history is kept.
#[derive(Debug, Default)]
pub struct Rooms {
    all: BTreeMap<RoomName, Room>,
    /// The empty ones, by the moment at which they are forgotten.
    forgotten_at: BTreeSet<(Instant, RoomName)>,
    /// The bytes of all histories.
    held: usize,
    last_page: u64,
}

/// One room.
#[derive(Debug)]
pub struct Room {
    /// As whoever made it wrote it.
    pub name: RoomName,
    /// The number of its last message.
    pub seq: u64,
    /// Comings and goings not yet told.
    pub crowd: Crowd,
    /// What was said, as far as it is remembered.
    pub history: History,
    members: BTreeMap<PeerId, Dialect>,
    /// The members as the driver needs them; made anew when they change.
    audience: Option<Arc<Audience>>,
    forgotten_at: Option<Instant>,
}

impl Rooms {
    /// The room, if it exists.
    pub fn get(&self, name: &RoomName) -> Option<&Room> {
        self.all.get(name)
    }

    /// The room, if it exists.
    pub fn get_mut(&mut self, name: &RoomName) -> Option<&mut Room> {
        self.all.get_mut(name)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// The bytes of all histories.
    pub fn held(&self) -> usize {
        self.held
    }

    /// Puts somebody into a room, which is made if need be.
    pub fn enter(&mut self, name: &RoomName, peer: PeerId, dialect: Dialect) -> &mut Room {
        let room = self
            .all
            .entry(name.clone())
            .or_insert_with(|| Room::new(name));
        if let Some(at) = room.forgotten_at.take() {
            self.forgotten_at.remove(&(at, name.clone()));
        }
        room.members.insert(peer, dialect);
        room.audience = None;
        room
    }

    /// Takes somebody out of a room. An empty room is kept for its history's
    /// sake, up to the bounds of `memory`.
    pub fn leave(&mut self, now: Instant, name: &RoomName, peer: PeerId, memory: &Memory) {
        let Some(room) = self.all.get_mut(name) else {
            return;
        };
        room.members.remove(&peer);
        room.audience = None;
        if !room.members.is_empty() {
            return;
        }
        room.crowd.take();
        if room.history.is_empty() {
            self.remove(name);
            return;
        }
        let at = now + memory.empty_rooms_for;
        room.forgotten_at = Some(at);
        self.forgotten_at.insert((at, name.clone()));
        while self.forgotten_at.len() > memory.empty_rooms {
            self.forget_first();
        }
    }

    /// When the next empty room is forgotten.
    pub fn next_forgotten(&self) -> Option<Instant> {
        self.forgotten_at.first().map(|(at, _)| *at)
    }

    /// Forgets the empty rooms whose time has come.
    pub fn forget(&mut self, now: Instant) {
        while self.next_forgotten().is_some_and(|at| at <= now) {
            self.forget_first();
        }
    }

    /// Remembers a message of a room, and forgets the oldest beyond the bounds, of this
    /// room and of all.
    pub fn remember(&mut self, name: &RoomName, past: Past, memory: &Memory) {
        let Some(room) = self.all.get_mut(name) else {
            return;
        };
        let before = room.history.held();
        let page = PageId(self.last_page + 1);
        if room.history.remember(past, (&room.name, page), memory) {
            self.last_page += 1;
        }
        self.held = self.held - before + room.history.held();
        if self.held > memory.all_rooms {
            self.make_space(memory.all_rooms - memory.all_rooms / 16);
        }
    }

    /// All histories together are bounded: whichever room takes most for each of its
    /// people forgets its oldest page first, until there is space for a while.
    fn make_space(&mut self, most: usize) {
        let share = |room: &Room| room.history.held() / (room.members.len() + 1);
        let rooms = self.all.iter();
        let mut greatest: BinaryHeap<(usize, RoomName)> = rooms
            .map(|(name, room)| (share(room), name.clone()))
            .collect();
        while self.held > most
            && let Some((_, name)) = greatest.pop()
            && let Some(room) = self.all.get_mut(&name)
        {
            let before = room.history.held();
            room.history.forget_page();
            self.held = self.held - before + room.history.held();
            if !room.history.is_empty() {
                greatest.push((share(room), name));
            } else if room.members.is_empty() {
                self.remove(&name);
            }
        }
    }

    fn forget_first(&mut self) {
        if let Some((_, name)) = self.forgotten_at.first().cloned() {
            self.remove(&name);
        }
    }

    /// The room is no more.
    fn remove(&mut self, name: &RoomName) {
        let Some(room) = self.all.remove(name) else {
            return;
        };
        self.held -= room.history.held();
        if let Some(at) = room.forgotten_at {
            self.forgotten_at.remove(&(at, name.clone()));
        }
    }
}

impl Room {
    fn new(name: &RoomName) -> Self {
        Self {
            name: name.clone(),
            seq: 0,
            crowd: Crowd::default(),
            members: BTreeMap::new(),
            audience: None,
            history: History::default(),
            forgotten_at: None,
        }
    }

    /// Everybody in it, in the order of arrival at the server.
    pub fn members(&self) -> impl ExactSizeIterator<Item = PeerId> {
        self.members.keys().copied()
    }

    /// A member is written to in another dialect from now on.
    pub fn set_dialect(&mut self, peer: PeerId, dialect: Dialect) {
        if let Some(known) = self.members.get_mut(&peer)
            && *known != dialect
        {
            *known = dialect;
            self.audience = None;
        }
    }

    /// Everybody, as the driver needs them.
    pub fn audience(&mut self) -> Arc<Audience> {
        let members = &self.members;
        Arc::clone(self.audience.get_or_insert_with(|| {
            let members = members.iter().map(|(peer, dialect)| (*peer, *dialect));
            Arc::new(Audience::new(members))
        }))
    }
}
