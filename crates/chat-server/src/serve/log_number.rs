//! Numbers that stand for a log in this program: the same for all servers.

use chat_archive::Conversation;
use chat_proto::frame::server::RunId;

use crate::digest::Digest;

/// Whose numbers it goes by.
pub fn run(log: &str) -> RunId {
    RunId(Digest::of(log) | 1)
}

/// The conversation that it has.
pub fn conversation(log: &str) -> Conversation {
    Conversation::Shared((Digest::of(log) >> 1).cast_signed())
}
