//! Who was in a room during this run, and is let in again where the door is locked.
//!
//! Somebody is remembered when they go. Whoever shows the same key or session is the same;
//! where there was no key, so is whoever comes from the same address under the same name.

use std::collections::BTreeSet;
use std::collections::VecDeque;
use std::fmt::Display;
use std::fmt::Formatter;
use std::fmt::Result;

use chat_proto::hex::PublicKey;
use chat_proto::name::Name;
use chat_proto::room::RoomName;

use crate::digest::Digest;
use crate::traffic::Host;

/// What somebody can be known by again.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Visitor {
    /// A key.
    Key(PublicKey),
    /// A session.
    Session(u64),
    /// A name without a key, from an address.
    Name(Box<str>, Host),
}

/// Everybody who was somewhere.
#[derive(Debug, Default)]
pub struct Visits {
    known: BTreeSet<(RoomName, Visitor)>,
    /// The same, the oldest first.
    order: VecDeque<(RoomName, Visitor)>,
    /// Of all that ever happened to it.
    trail: u64,
}

impl Visitor {
    /// A name without a key.
    pub fn named(name: &Name, host: Host) -> Self {
        Self::Name(name.key().plain().into(), host)
    }
}

impl Display for Visitor {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Key(key) => write!(f, "{key}"),
            Self::Session(session) => write!(f, "{session}"),
            Self::Name(name, host) => write!(f, "{name} {host}"),
        }
    }
}

impl Visits {
    /// Somebody was there; whoever left longest ago is forgotten.
    pub fn remember(&mut self, room: &RoomName, who: Visitor) {
        let visit = (room.clone(), who);
        if !self.known.insert(visit.clone()) {
            return;
        }
        let (trail, (room, who)) = (self.trail, &visit);
        self.trail = Digest::of(format_args!("{trail} in {room} {who}"));
        self.order.push_back(visit);
        while self.order.len() > VISITS {
            if let Some(oldest) = self.order.pop_front() {
                self.known.remove(&oldest);
            }
        }
    }

    /// All of them, the oldest first.
    pub fn all(&self) -> impl Iterator<Item = &(RoomName, Visitor)> {
        self.order.iter()
    }

    /// The same as they were, where they are known from elsewhere.
    pub fn again(all: impl IntoIterator<Item = (RoomName, Visitor)>, trail: u64) -> Self {
        let mut visits = Self::default();
        for (room, who) in all {
            visits.remember(&room, who);
        }
        Self { trail, ..visits }
    }

    /// What stands for all that ever happened to it, and the order.
    pub fn trail(&self) -> u64 {
        self.trail
    }

    /// Whether somebody was.
    pub fn knows(&self, room: &RoomName, who: &Visitor) -> bool {
        self.known.contains(&(room.clone(), who.clone()))
    }

    /// Somebody is not to be let in again, anywhere.
    pub fn forget(&mut self, who: &[Visitor]) {
        for visitor in who {
            let trail = self.trail;
            self.trail = Digest::of(format_args!("{trail} out {visitor}"));
        }
        self.known.retain(|(_, known)| !who.contains(known));
        self.order.retain(|(_, known)| !who.contains(known));
    }
}

/// Visits that are remembered: a lecture hall that changes rooms all day; four megabytes.
const VISITS: usize = 32_768;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_was_there_longest_ago_is_forgotten_first() {
        let mut visits = Visits::default();
        let lobby = RoomName::lobby();
        for n in 0..=VISITS as u64 {
            visits.remember(&lobby, Visitor::Session(n));
        }
        assert!(!visits.knows(&lobby, &Visitor::Session(0)));
        assert!(visits.knows(&lobby, &Visitor::Session(1)));
        let lab = RoomName::parse("lab").unwrap();
        assert!(!visits.knows(&lab, &Visitor::Session(1)), "another room");
        visits.forget(&[Visitor::Session(1)]);
        assert!(!visits.knows(&lobby, &Visitor::Session(1)));
        assert_eq!(visits.known.len(), visits.order.len());
    }
}
