//! What a server wants of its cluster: plain data, from the handle to the task.

use serde_json::value::RawValue;

use crate::address::ServerName;
use crate::news::Reply;
use crate::news::Sum;

/// What a server wants.
#[derive(Debug)]
pub enum Command {
    /// A life.
    Hello {
        /// A word of chance, by which it is known again.
        nonce: String,
        /// Who is here.
        hello: Box<RawValue>,
    },
    /// Something to be said in the log.
    Propose(Vec<Box<RawValue>>),
    /// How many people are here.
    People(usize),
    /// What the log has made of this server.
    Sum(Sum),
    /// Where clients come in.
    Addresses(Vec<String>),
    /// Something fleeting.
    Sign(String),
    /// A question.
    Request {
        /// To whom.
        to: ServerName,
        /// The asker's number.
        ticket: u64,
        /// What.
        body: String,
    },
    /// An answer.
    Answer {
        /// Where to.
        reply: Reply,
        /// What.
        body: String,
    },
    /// The end of the own life, after all that waits.
    Leave,
}

impl Command {
    /// Bytes of deeds.
    pub fn bytes(&self) -> usize {
        match self {
            Self::Propose(deeds) => deeds.iter().map(|deed| deed.get().len()).sum(),
            Self::Hello { .. }
            | Self::People(_)
            | Self::Sum(_)
            | Self::Addresses(_)
            | Self::Sign(_)
            | Self::Request { .. }
            | Self::Answer { .. }
            | Self::Leave => 0,
        }
    }
}
