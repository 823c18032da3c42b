//! Why there is no cluster, in words with the ways out.

use std::path::PathBuf;

use thiserror::Error;

use crate::address::Address;

/// Why there is no cluster.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    /// Nobody is there.
    #[error(
        "no NATS server answers ({why}). Is it running, and is the address right? Tried: {tried}"
    )]
    NoEngine {
        /// All addresses.
        tried: String,
        /// What the last one said.
        why: String,
    },
    /// It does not let us in.
    #[error(
        "NATS does not let us in ({0}). Name and password stand in the address (nats://name:password@host), or credentials in a file"
    )]
    Refused(String),
    /// There is something, but no NATS.
    #[error(
        "what answers is no NATS server ({0}). Its clients' port is 4222, not that of the cluster or of the monitor"
    )]
    Foreign(String),
    /// It keeps nothing.
    #[error(
        "NATS has no JetStream, so it keeps no log: start it with `nats-server -js`, and in a cluster with `-js` on at least three nodes ({0})"
    )]
    NoJetStream(String),
    /// It will, perhaps.
    #[error(
        "NATS answers, but its JetStream does not ({0}). A cluster needs more than half of its nodes, and some seconds after they have started"
    )]
    NotReady(String),
    /// It was deleted and made anew.
    #[error(
        "the log {name} was deleted and made anew ({was} then, {is} now): what is said in it is another conversation. Restart this server to join that one"
    )]
    OtherLog {
        /// The stream.
        name: String,
        /// Its identity when we came.
        was: String,
        /// Its identity now.
        is: String,
    },
    /// Nobody has made it yet.
    #[error(
        "there is no log {0} yet: the first chat-server of a cluster makes it. Is the name of the cluster right?"
    )]
    NoLog(String),
    /// Its beginning or its middle is missing.
    #[error(
        "the log lacks entries: {is} comes where {wanted} was expected. Somebody has deleted from the stream, or this server was away for longer than the log reaches back: start it while another server runs that keeps an archive, and it takes a copy there; or restore a whole log, or begin a new cluster under another name"
    )]
    Hole {
        /// What should have come.
        wanted: u64,
        /// What came.
        is: u64,
    },
    /// It has another past.
    #[error(
        "entry {0} of the log is another than the one that was read: the engine has lost the end of its log, and other words stand there now. Restore a newer copy, or begin a new cluster under another name"
    )]
    Changed(u64),
    /// Its end is missing.
    #[error(
        "the log ends at {last}, and this server has read up to {read}: it was restored from an old copy, or has lost its end. Restore a newer one, or start with a new archive, or begin a new cluster under another name"
    )]
    Shorter {
        /// Its identity.
        log: String,
        /// Its last entry.
        last: u64,
        /// What was read.
        read: u64,
    },
    /// Another server has the name.
    #[error(
        "another server calls itself {0} and has taken its place in the cluster: give each server a name of its own"
    )]
    Namesake(String),
    /// The file is no good.
    #[error("the credentials in {}: {why}. A file as `nsc generate creds` writes it has a JWT and an NKEY seed", path.display())]
    Creds {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        why: String,
    },
    /// No secret connection.
    #[error("no TLS with NATS: {0}")]
    Tls(String),
    /// The system has no chance to give, or no task can be begun.
    #[error("the system refuses: {0}")]
    System(String),
}

impl Fault {
    /// Whether another connection would not help.
    pub fn is_final(&self) -> bool {
        match self {
            Self::OtherLog { .. }
            | Self::Hole { .. }
            | Self::Changed(_)
            | Self::Shorter { .. }
            | Self::Namesake(_)
            | Self::Creds { .. }
            | Self::System(_) => true,
            Self::NoEngine { .. }
            | Self::Refused(_)
            | Self::Foreign(_)
            | Self::NoJetStream(_)
            | Self::NotReady(_)
            | Self::NoLog(_)
            | Self::Tls(_) => false,
        }
    }

    /// The same, after all these were tried.
    pub(crate) fn having_tried(mut self, engine: &[Address]) -> Self {
        if let Self::NoEngine { tried, .. } = &mut self {
            let all: Vec<String> = engine.iter().map(Address::to_string).collect();
            *tried = all.join(", ");
        }
        self
    }
}
