//! Code that is fetched to be written into a file.

use chat_proto::room::RoomName;

/// Which, and where to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// Where it was shared.
    pub room: RoomName,
    /// Its number there.
    pub number: u64,
    /// The name of the file, if not the one under which it was shared.
    pub file: Option<String>,
}
