//! What a hub knows of the conversation that its server shares with others: which of them
//! there are, what it has put into the common order and not heard there yet, and who of its
//! own waits for that.
//!
//! A server by itself has none of this: then what somebody does is done at once.

use std::collections::BTreeMap;

use chat_proto::frame::cluster::Cluster;
use chat_proto::room::RoomName;

use crate::hub::line::Line;
use crate::hub::marks::Marks;
use crate::hub::whispers::Whispers;
use crate::traffic::PeerId;

/// All of it.
#[derive(Debug)]
pub struct Shared {
    /// What this server is called.
    pub server: String,
    /// Which life of it this is, by the position where that began; 0 before.
    pub life: u64,
    /// Every server that lives, this one too.
    pub servers: BTreeMap<String, Member>,
    /// Those of this server's peers who wait for the order.
    pub line: Line,
    /// Which marked messages were said.
    pub marks: Marks,
    /// What is kept already of each room, by an earlier run of this server.
    pub kept: BTreeMap<RoomName, u64>,
    /// What is being applied, while it is.
    pub applying: Option<Applying>,
    /// How it stands with the order.
    pub reach: Reach,
    /// Whether no server has begun to live yet.
    pub is_first: bool,
    /// Whether this server has told everybody that it ends: nothing is ordered any more.
    pub is_over: bool,
    /// Messages to people on other servers that were not answered yet.
    pub whispers: Whispers,
}

/// A server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its life.
    pub life: u64,
    /// Where its people find it.
    pub addresses: Vec<String>,
}

/// Something from the log that is being applied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Applying {
    /// Whether one of this server's own has done it.
    pub here: bool,
    /// Whether one more name may belong to its key.
    pub may_claim: bool,
}

/// How it stands with the order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// Whether the others are out of reach, so that nothing is ordered for now.
    pub apart: bool,
    /// Whether so much waits to be ordered that nothing more may for now.
    pub full: bool,
}

impl Shared {
    /// A server of this name, which has not begun to live.
    pub fn new(server: String, kept: BTreeMap<RoomName, u64>) -> Self {
        Self {
            server,
            life: 0,
            servers: BTreeMap::new(),
            line: Line::default(),
            marks: Marks::default(),
            kept,
            applying: None,
            reach: Reach::default(),
            is_first: true,
            is_over: false,
            whispers: Whispers::default(),
        }
    }

    /// Whether a peer is one of this server's own.
    pub fn is_here(&self, peer: PeerId) -> bool {
        peer.life() == self.life
    }

    /// On which server a peer is.
    pub fn server_of(&self, peer: PeerId) -> Option<&str> {
        let mut servers = self.servers.iter();
        let found = servers.find(|(_, member)| member.life == peer.life());
        found.map(|(name, _)| name.as_str())
    }

    /// On which other server a peer is.
    pub fn elsewhere(&self, peer: PeerId) -> Option<&str> {
        self.server_of(peer).filter(|name| *name != self.server)
    }

    /// What somebody is told who comes in: where it is, and where it can go should this
    /// server fail. The next by name comes first, so that not all go to the same one.
    pub fn told(&self) -> Cluster {
        let after = self.servers.range(self.server.clone()..);
        let before = self.servers.range(..self.server.clone());
        let others = after
            .chain(before)
            .filter(|(name, _)| **name != self.server);
        let others: Vec<_> = others.map(|(_, member)| &member.addresses).collect();
        // One address of each before a second one of any.
        let most = others.iter().map(|addresses| addresses.len()).max();
        let others = &others;
        let nth = |n: usize| others.iter().filter_map(move |addresses| addresses.get(n));
        let addresses = (0..most.unwrap_or_default()).flat_map(nth);
        Cluster::bounded(Some(self.server.clone()), addresses.cloned())
    }
}
