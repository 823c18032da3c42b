//! What a server says of its rooms, and of one person. Read in a second look at the line.

use std::time::Duration;

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::codec::json::incoming::labels::Names;
use crate::codec::json::incoming::labels::cut;
use crate::codec::json::incoming::labels::label;
use crate::frame::incoming::Kind;
use crate::frame::incoming::Listed;
use crate::frame::incoming::Whois;
use crate::limits::REASON_BYTES;
use crate::stamp::Stamp;

#[derive(Deserialize)]
struct All {
    #[serde(default)]
    rooms: Vec<Row>,
}

/// What is odd in a list does not cost the rest of it.
#[derive(Deserialize)]
#[serde(untagged)]
enum Row {
    Known {
        room: String,
        #[serde(default)]
        people: u64,
        topic: Option<String>,
    },
    Other(IgnoredAny),
}

#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a field of its own on the wire"
)]
#[derive(Deserialize)]
struct One {
    who: String,
    #[serde(default)]
    transport: String,
    address: Option<String>,
    since: Option<String>,
    #[serde(default)]
    rooms: Names,
    rtt_ms: Option<u64>,
    #[serde(default)]
    plain: bool,
    #[serde(default)]
    known: bool,
    #[serde(default)]
    away: bool,
    role: Option<String>,
}

/// The frame, with what such fields of its line say. Where that cannot be read, its text is
/// still a line for a person.
pub fn filled(kind: Kind, line: &[u8]) -> Kind {
    if let Kind::Rooms { more, .. } = kind {
        let read = serde_json::from_slice::<All>(line);
        return read.map_or(Kind::Other, |all| Kind::Rooms {
            rooms: all
                .rooms
                .into_iter()
                .filter_map(listed)
                .take(MOST)
                .collect(),
            more,
        });
    }
    if let Kind::Whois(_) = kind {
        let read = serde_json::from_slice::<One>(line);
        return read.map_or(Kind::Other, |one| Kind::Whois(Box::new(of(&one))));
    }
    kind
}

fn listed(row: Row) -> Option<Listed> {
    match row {
        Row::Known {
            room,
            people,
            topic,
        } => Some(Listed {
            room: label(&room),
            people,
            topic: topic
                .map(|text| self::topic(&text))
                .filter(|t| !t.is_empty()),
        }),
        Row::Other(_) => None,
    }
}

fn of(one: &One) -> Whois {
    Whois {
        name: label(&one.who),
        transport: label(&one.transport),
        // A further look finds it.
        server: None,
        address: one.address.as_deref().map(label),
        since: one.since.as_deref().and_then(Stamp::parse),
        rooms: one.rooms.cleaned(),
        took: one.rtt_ms.map(Duration::from_millis),
        framed: !one.plain,
        known: one.known,
        away: one.away,
        teacher: one.role.as_deref() == Some("teacher"),
    }
}

/// On one line.
fn topic(text: &str) -> String {
    cut(text, REASON_BYTES).replace(['\n', '\t'], " ")
}

/// More rooms than a server tells of are not looked at.
const MOST: usize = 256;

#[cfg(test)]
mod tests {
    use crate::codec::json::read_server;
    use crate::frame::incoming::Kind;

    #[test]
    fn what_is_odd_in_a_list_of_rooms_is_left_out() {
        let line = br#"{"type":"rooms","name":"server","rooms":[{"room":"lab","people":5,"topic":"tcp\nand udp"},7,{"people":1},{"room":"a"}],"more":true,"text":"rooms"}"#;
        let Kind::Rooms { rooms, more } = read_server(line).unwrap().kind else {
            panic!("no rooms")
        };
        let told: Vec<_> = rooms.iter().map(|one| (&*one.room, one.people)).collect();
        assert_eq!((told, more), (vec![("lab", 5), ("a", 0)], true));
        assert_eq!(rooms[0].topic.as_deref(), Some("tcp and udp"));
    }

    #[test]
    fn whoever_cannot_be_read_is_a_line_for_a_person() {
        let kind = |fields: &str| {
            let line = format!(r#"{{"type":"whois","name":"server","text":"bob"{fields}}}"#);
            read_server(line.as_bytes()).unwrap().kind
        };
        assert_eq!(kind(""), Kind::Other);
        let Kind::Whois(whois) = kind(r#","who":"bob","transport":"udp","plain":true,"rtt_ms":3"#)
        else {
            panic!("no whois")
        };
        assert_eq!(
            (&*whois.name, &*whois.transport, whois.framed),
            ("bob", "udp", false)
        );
    }
}
