//! Rooms: who is in them. What was said there is in the [`crate::hub::ledger`].
//!
//! Who may enter and what anybody is told is not decided here.

use std::collections::BTreeMap;
use std::sync::Arc;

use chat_proto::room::RoomName;

use crate::hub::crowd::Crowd;
use crate::traffic::Audience;
use crate::traffic::Dialect;
use crate::traffic::PeerId;

/// Every room that somebody is in.
#[derive(Debug, Default)]
pub struct Rooms {
    all: BTreeMap<RoomName, Room>,
}

/// One room.
#[derive(Debug)]
pub struct Room {
    /// As whoever made it wrote it.
    pub name: RoomName,
    /// Comings and goings not yet told.
    pub crowd: Crowd,
    /// Whether it was told that what is said there is not kept.
    pub unkept: bool,
    /// Those whose connection is not here are written to by nobody here.
    members: BTreeMap<PeerId, Option<Dialect>>,
    /// The members as the driver needs them; made anew when they change.
    audience: Option<Arc<Audience>>,
}

impl Rooms {
    /// The room, if somebody is in it.
    pub fn get(&self, name: &RoomName) -> Option<&Room> {
        self.all.get(name)
    }

    /// The room, if somebody is in it.
    pub fn get_mut(&mut self, name: &RoomName) -> Option<&mut Room> {
        self.all.get_mut(name)
    }

    /// All of them.
    pub fn names(&self) -> Vec<RoomName> {
        self.all.keys().cloned().collect()
    }

    /// All of them, with how many people are in each.
    pub fn all(&self) -> impl Iterator<Item = (&RoomName, usize)> {
        let all = self.all.iter();
        all.map(|(name, room)| (name, room.members.len()))
    }

    /// How many people are in a room.
    pub fn people(&self, name: &RoomName) -> usize {
        self.get(name).map_or(0, |room| room.members.len())
    }

    /// Puts somebody into a room, which is shown under this name.
    pub fn enter(&mut self, name: RoomName, peer: PeerId, dialect: Option<Dialect>) {
        let room = self.all.entry(name).or_insert_with_key(Room::new);
        room.members.insert(peer, dialect);
        room.audience = None;
    }

    /// Takes somebody out of a room: whether it was the last one.
    pub fn leave(&mut self, name: &RoomName, peer: PeerId) -> bool {
        let Some(room) = self.all.get_mut(name) else {
            return false;
        };
        room.members.remove(&peer);
        room.audience = None;
        let is_empty = room.members.is_empty();
        if is_empty {
            self.all.remove(name);
        }
        is_empty
    }
}

impl Room {
    fn new(name: &RoomName) -> Self {
        Self {
            name: name.clone(),
            crowd: Crowd::default(),
            unkept: false,
            members: BTreeMap::new(),
            audience: None,
        }
    }

    /// Everybody in it, in the order of arrival at the server.
    pub fn members(&self) -> impl ExactSizeIterator<Item = PeerId> {
        self.members.keys().copied()
    }

    /// A member is written to in another dialect from now on, or by nobody here.
    pub fn set_dialect(&mut self, peer: PeerId, dialect: Option<Dialect>) {
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
            let members = members.iter();
            let members = members.filter_map(|(peer, dialect)| Some((*peer, (*dialect)?)));
            Arc::new(Audience::new(members))
        }))
    }
}
