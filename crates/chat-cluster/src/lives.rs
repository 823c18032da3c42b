//! Which entries of the log count: a pure function of the log, the same at every server.
//!
//! A hello begins a life of its server, and the life's number is the hello's position. It
//! counts if it names the server's life before (0: none), so each is begun once, however
//! often its hello is sent. In a life the entries 1, 2, 3 … count, each once and in order:
//! what was sent twice, or came late, or belongs to a life that is over, is void. A death
//! counts if it names a life that is not over, and nothing of that life counts after it.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::Serialize;

use crate::address::ServerName;
use crate::entry::Entry;
use crate::entry::Said;
use crate::entry::Turn;
use crate::news::Counted;
use crate::news::What;

/// The lives of all servers, at a position of the log.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lives {
    position: u64,
    servers: BTreeMap<ServerName, Life>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Life {
    /// Where its hello stands.
    id: u64,
    /// Its last entry that counted.
    n: u64,
    is_over: bool,
}

impl Lives {
    /// Up to where the log was read.
    pub fn position(&self) -> u64 {
        self.position
    }

    /// The life of a server, while it has one.
    pub fn current(&self, server: &ServerName) -> Option<u64> {
        let life = self.servers.get(server)?;
        (!life.is_over).then_some(life.id)
    }

    /// The last life of a server, over or not; 0 where it had none.
    pub fn last(&self, server: &ServerName) -> u64 {
        self.servers.get(server).map_or(0, |life| life.id)
    }

    /// All that are not over.
    pub fn all(&self) -> impl Iterator<Item = (&ServerName, u64)> {
        self.servers
            .iter()
            .filter(|(_, life)| !life.is_over)
            .map(|(server, life)| (server, life.id))
    }

    /// The next entry of the log, if it counts.
    pub fn read(&mut self, position: u64, entry: Entry) -> Option<Counted> {
        self.position = position;
        let counted = self.judge(position, entry)?;
        self.note(&counted);
        Some(counted)
    }

    /// The next entry of the log is one that nobody can read.
    pub fn skip(&mut self, position: u64) {
        self.position = position;
    }

    /// An entry of which it is known that it counts: for whoever keeps the lives beside
    /// what the entries lead to.
    pub fn note(&mut self, counted: &Counted) {
        self.position = counted.position;
        match &counted.what {
            What::Hello(_) => {
                let life = Life {
                    id: counted.life,
                    n: 0,
                    is_over: false,
                };
                self.servers.insert(counted.server.clone(), life);
                self.forget();
            }
            What::Deeds(_) => self.count(counted),
            What::Dead { server, .. } => {
                self.count(counted);
                if let Some(dead) = self.servers.get_mut(server) {
                    dead.is_over = true;
                }
            }
        }
    }

    fn count(&mut self, counted: &Counted) {
        if let Some(life) = self.servers.get_mut(&counted.server) {
            life.n = counted.n;
        }
    }

    fn judge(&self, position: u64, entry: Entry) -> Option<Counted> {
        let server = &entry.server;
        let counts = match &entry.said {
            Said::Hello { after, .. } => {
                let has_room = self.servers.contains_key(server) || self.all().count() < SERVERS;
                self.last(server) == *after && has_room
            }
            Said::Turn { life, n, turn } => {
                let is_next = |own: &Life| {
                    own.id == *life && !own.is_over && own.n.checked_add(1) == Some(*n)
                };
                self.servers.get(server).is_some_and(is_next) && self.is_true(turn)
            }
        };
        counts.then(|| entry.at(position))
    }

    fn is_true(&self, turn: &Turn) -> bool {
        match turn {
            Turn::Deeds(_) => true,
            Turn::Dead(grave) => self.current(&grave.server) == Some(grave.life),
        }
    }

    /// Of the servers that are gone only the last ones are remembered.
    fn forget(&mut self) {
        while self.servers.len() > SERVERS {
            let oldest = self
                .servers
                .iter()
                .filter(|(_, life)| life.is_over)
                .min_by_key(|(_, life)| life.id)
                .map(|(server, _)| server.clone());
            let Some(oldest) = oldest else { return };
            self.servers.remove(&oldest);
        }
    }
}

/// So many servers live at once, and so many are remembered. Part of the rule: a server
/// with another number would count otherwise.
pub const SERVERS: usize = 1024;

#[cfg(test)]
mod tests;
