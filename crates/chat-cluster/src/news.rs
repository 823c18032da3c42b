//! What a server hears of its cluster: plain data.

use std::time::Duration;

use serde::Deserialize;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::address::ServerName;

/// What a server hears, in order.
#[derive(Debug)]
pub enum News {
    /// An entry of the log that counts, in the log's order.
    Entry(Counted),
    /// An entry that nobody can read, skipped by every server alike: a newer version, or
    /// somebody else's words under our subject.
    Skipped {
        /// Where it stands.
        position: u64,
        /// What is wrong with it.
        why: String,
    },
    /// One's own hello is in the log; the entry itself came right before.
    Begun {
        /// The life that began: where its hello stands.
        life: u64,
    },
    /// What the log had when we came was handed over: once, also when it was empty.
    CaughtUp {
        /// The last entry of then.
        position: u64,
    },
    /// Others say that we are dead, and the log has it (its entry came right before): what
    /// waited is dropped, and a new hello begins a new life.
    Buried,
    /// For a while nothing moves.
    Apart {
        /// Why, for people.
        why: String,
    },
    /// It moves again.
    Together,
    /// Another server asks, and waits for [`crate::Cluster::answer`]: a second, or as long as
    /// a [`crate::Caller`] does.
    Asked {
        /// Who asks.
        from: String,
        /// What.
        body: String,
        /// To answer with.
        reply: Reply,
    },
    /// What came of a request.
    Answered {
        /// The asker's own number.
        ticket: u64,
        /// None where nobody answered in time.
        body: Option<String>,
    },
    /// Something fleeting, of another server.
    Signed {
        /// Whose.
        from: String,
        /// What.
        body: String,
    },
    /// The other servers, whenever one came, went silent, or has other people, addresses,
    /// another life or other sums than before.
    Servers(Vec<ServerSeen>),
    /// This cannot go on; nothing comes after it.
    Fatal {
        /// Why, and what to do.
        why: String,
    },
}

/// An entry that counts.
#[derive(Clone, Debug)]
pub struct Counted {
    /// Where it stands in the log.
    pub position: u64,
    /// When its server proposed it: milliseconds since 1970, by that server's clock.
    pub at: u64,
    /// Whose it is.
    pub server: ServerName,
    /// The life of the server: that of a hello is the one it begins.
    pub life: u64,
    /// The entry's number in that life; a hello has 0.
    pub n: u64,
    /// What it says.
    pub what: What,
}

/// What an entry says.
#[derive(Clone, Debug)]
pub enum What {
    /// A life begins. If its server had one, that is over, without another word.
    Hello(Box<RawValue>),
    /// A life is over.
    Dead {
        /// Whose.
        server: ServerName,
        /// Which.
        life: u64,
    },
    /// What was done, in order.
    Deeds(Vec<Box<RawValue>>),
}

/// What another server's beats say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerSeen {
    /// Its name.
    pub name: ServerName,
    /// Its life, while it has one.
    pub life: Option<u64>,
    /// Where its clients come in.
    pub addresses: Vec<String>,
    /// How many people are with it.
    pub people: usize,
    /// How far it has read the log.
    pub position: u64,
    /// What the log has made of it, at the last few places.
    pub sums: Vec<Sum>,
    /// How long ago it was last heard.
    pub silent: Duration,
}

/// What the log has made of a server, up to a place: two that differ there have applied the
/// same entries and are not the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum {
    /// The place.
    pub place: u64,
    /// Its state there, as a few letters.
    pub digest: String,
}

/// Where an answer goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    pub(crate) subject: String,
}

/// The engine that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Engine {
    /// Where we came in.
    pub address: String,
    /// The version of NATS.
    pub version: String,
    /// How many nodes keep the log.
    pub replicas: usize,
    /// The last entry that it had when we came.
    pub last: u64,
    /// What the operator should know.
    pub warning: Option<String>,
}

/// How the log and its servers are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// The engine.
    pub engine: Engine,
    /// The identity of the log.
    pub log_id: String,
    /// The node that leads it.
    pub leader: Option<String>,
    /// The nodes that follow.
    pub followers: Vec<Follower>,
    /// Entries.
    pub messages: u64,
    /// Bytes on each node's disk.
    pub bytes: u64,
    /// How many it may have.
    pub max_bytes: Option<u64>,
    /// The last entry.
    pub last: u64,
    /// The servers whose beats were heard.
    pub servers: Vec<ServerSeen>,
}

/// A node that has a copy of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Follower {
    /// Its name.
    pub name: String,
    /// Whether it has all.
    pub is_current: bool,
    /// Whether the leader has lost it.
    pub is_offline: bool,
    /// How many entries it lacks.
    pub lag: u64,
}
