//! Messages to people on other servers that were not answered yet. No log has them: they go
//! from server to server, and the answer is the sender's own copy.

use std::collections::BTreeMap;

use chat_proto::frame::Id;
use chat_proto::frame::server::Said;
use chat_proto::stamp::Stamp;

use crate::traffic::PeerId;

/// All of them: at most [`UNDER_WAY`].
#[derive(Debug, Default)]
pub struct Whispers {
    last: u64,
    waiting: BTreeMap<u64, Whisper>,
}

/// One of them.
#[derive(Clone, Debug)]
pub struct Whisper {
    /// Who has said it.
    pub by: PeerId,
    /// Its mark.
    pub id: Option<Id>,
    /// When.
    pub at: Stamp,
    /// The sender's own copy.
    pub own: Said,
    /// To whom, as that was written.
    pub shown: String,
}

impl Whispers {
    /// One more: what its answer bears. Nothing where too many wait.
    pub fn add(&mut self, whisper: Whisper) -> Option<u64> {
        if self.waiting.len() >= UNDER_WAY {
            return None;
        }
        self.last += 1;
        self.waiting.insert(self.last, whisper);
        Some(self.last)
    }

    /// It is answered, or will not be.
    pub fn settle(&mut self, ticket: u64) -> Option<Whisper> {
        self.waiting.remove(&ticket)
    }
}

/// A second of a busy house: each is answered within that, or given up.
const UNDER_WAY: usize = 1024;
