//! Rooms: who is in them, what was said, which number comes next.
//!
//! Who may enter and what anybody is told is not decided here.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Instant;

use chat_proto::frame::Id;
use chat_proto::name::Name;
use chat_proto::room::RoomName;
use chat_proto::stamp::Stamp;
use chat_proto::text::Text;

use crate::config::Memory;
use crate::hub::crowd::Crowd;
use crate::traffic::Audience;
use crate::traffic::Dialect;
use crate::traffic::PeerId;

/// Every room that exists: somebody is in it, or its history is kept.
#[derive(Debug, Default)]
pub struct Rooms {
    all: BTreeMap<RoomName, Room>,
    /// The empty ones, by the moment at which they are forgotten.
    forgotten_at: BTreeSet<(Instant, RoomName)>,
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
    members: BTreeMap<PeerId, Dialect>,
    /// The members as the driver needs them; made anew when they change.
    audience: Option<Arc<Audience>>,
    history: VecDeque<Past>,
    history_bytes: usize,
    forgotten_at: Option<Instant>,
}

/// A message that was said.
#[derive(Clone, Debug)]
pub struct Past {
    /// Its number in the room.
    pub seq: u64,
    /// When.
    pub at: Stamp,
    /// By whom.
    pub name: Name,
    /// In which session of theirs.
    pub session: u64,
    /// What.
    pub text: Text,
    /// The sender's mark, by which it may ask whether this was said.
    pub id: Option<Id>,
    /// Whether it is something that the speaker did.
    pub me: bool,
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
            self.all.remove(name);
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

    fn forget_first(&mut self) {
        if let Some((_, name)) = self.forgotten_at.pop_first() {
            self.all.remove(&name);
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
            history: VecDeque::new(),
            history_bytes: 0,
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
            let members = members
                .iter()
                .map(|(peer, dialect)| (*peer, *dialect))
                .collect();
            Arc::new(Audience { members })
        }))
    }

    /// Remembers a message, and forgets the oldest beyond the bounds.
    pub fn remember(&mut self, past: Past, memory: &Memory) {
        self.history_bytes += weight(&past);
        self.history.push_back(past);
        while self.history.len() > memory.messages || self.history_bytes > memory.bytes {
            let Some(oldest) = self.history.pop_front() else {
                break;
            };
            self.history_bytes -= weight(&oldest);
        }
    }

    /// What a newcomer is told: the last messages, or those after `since`.
    pub fn replay(&self, since: Option<u64>, most: usize) -> impl Iterator<Item = &Past> {
        let missed = move |past: &&Past| since.is_none_or(|seq| past.seq > seq);
        let skipped = match since {
            None => self.history.len().saturating_sub(most),
            Some(_) => 0,
        };
        self.history.iter().skip(skipped).filter(missed)
    }

    /// The remembered message that a session, or somebody of this name, marked with this id.
    pub fn find(&self, session: u64, name: &Name, id: &Id) -> Option<&Past> {
        let same = |past: &&Past| {
            let theirs = past.session == session || past.name.key().plain() == name.key().plain();
            theirs && past.id.as_ref() == Some(id)
        };
        self.history.iter().rev().find(same)
    }
}

/// What a message costs in memory, roughly: its text, and what is around it.
fn weight(past: &Past) -> usize {
    past.text.as_str().len() + 128
}
