//! What only the answers to `rooms` and `whois` have.

use serde::Serialize;

use crate::frame::house::Listed;
use crate::frame::house::Rooms;
use crate::frame::house::Whois;
use crate::room::RoomName;
use crate::stamp::Stamp;
use crate::text::Text;

/// Every such field; one that is absent is left out.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a field of its own on the wire"
)]
#[derive(Default, Serialize)]
pub struct House<'a> {
    rooms: Which<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    transport: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    server: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<Stamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rtt_ms: Option<u64>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    plain: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    known: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    away: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'static str>,
}

/// All that there are, or those where somebody is.
#[derive(Serialize)]
#[serde(untagged)]
enum Which<'a> {
    All(Vec<Row<'a>>),
    Theirs(Vec<&'a str>),
}

impl Default for Which<'_> {
    fn default() -> Self {
        Self::Theirs(Vec::new())
    }
}

#[derive(Serialize)]
struct Row<'a> {
    room: &'a str,
    people: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    topic: Option<&'a str>,
}

impl<'a> House<'a> {
    /// Which rooms there are.
    pub fn rooms(rooms: &'a Rooms) -> Self {
        Self {
            rooms: Which::All(rooms.rooms.iter().map(row).collect()),
            ..Self::default()
        }
    }

    /// What there is to know of one person. The name stands elsewhere.
    pub fn of(whois: &'a Whois) -> Self {
        let took = whois.took.map(|took| u64::try_from(took.as_millis()));
        Self {
            rooms: Which::Theirs(whois.rooms.iter().map(RoomName::as_str).collect()),
            transport: Some(whois.transport),
            server: whois.server.as_deref(),
            address: whois.address.as_deref(),
            since: Some(whois.since),
            rtt_ms: took.and_then(Result::ok),
            plain: !whois.framed,
            known: whois.known,
            away: whois.away,
            role: whois.teacher.then_some("teacher"),
        }
    }
}

fn row(listed: &Listed) -> Row<'_> {
    Row {
        room: listed.room.as_str(),
        people: listed.people,
        topic: listed.topic.as_ref().map(Text::as_str),
    }
}
