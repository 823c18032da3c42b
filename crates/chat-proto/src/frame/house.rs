//! What the server tells anybody about the house: which rooms there are, and who somebody is.

use std::time::Duration;

use crate::frame::id::Id;
use crate::name::Name;
use crate::room::RoomName;
use crate::stamp::Stamp;
use crate::text::Text;

/// The rooms in which somebody is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rooms {
    /// Those with most people first.
    pub rooms: Vec<Listed>,
    /// Whether there are more than these.
    pub more: bool,
    /// The question's id.
    pub id: Option<Id>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The room.
    pub room: RoomName,
    /// How many are there.
    pub people: usize,
    /// What it is about.
    pub topic: Option<Text>,
}

/// What there is to know of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a field of its own on the wire"
)]
pub struct Whois {
    /// Who.
    pub name: Name,
    /// Over what: `tcp`, `udp`, `link` or `unix`.
    pub transport: &'static str,
    /// On which other server of the conversation they are.
    pub server: Option<String>,
    /// From where, for whoever may know it.
    pub address: Option<String>,
    /// Since when.
    pub since: Stamp,
    /// The rooms where they are, as far as anybody may know.
    pub rooms: Vec<RoomName>,
    /// How long a round trip takes, as their program says.
    pub took: Option<Duration>,
    /// Whether they speak JSON, and no plain lines.
    pub framed: bool,
    /// Whether the name is proved.
    pub known: bool,
    /// Whether nobody sits there.
    pub away: bool,
    /// Whether they are a teacher.
    pub teacher: bool,
    /// The question's id.
    pub id: Option<Id>,
}
