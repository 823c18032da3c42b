//! What a server says of a class that is led. Read in a second look at the line, which only
//! few frames need: messages are not made slower by it.

use std::time::Duration;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::codec::json::incoming::labels::Names;
use crate::codec::json::incoming::labels::cut;
use crate::codec::json::incoming::labels::label;
use crate::frame::id::Id;
use crate::frame::incoming::Happening;
use crate::frame::incoming::Holds;
use crate::frame::incoming::Kind;
use crate::frame::incoming::Member;
use crate::frame::incoming::Ordered;
use crate::frame::incoming::Roll;
use crate::frame::order::Deed;
use crate::limits::ANNOUNCEMENT_BYTES;
use crate::limits::POLL_OPTIONS;
use crate::stamp::Stamp;

/// Such fields. Everything may be missing, and what is odd counts as that.
#[derive(Default, Deserialize)]
struct Read<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    #[serde(borrow)]
    seq: Option<&'a RawValue>,
    #[serde(borrow)]
    who: Option<&'a RawValue>,
    #[serde(borrow)]
    by: Option<&'a RawValue>,
    #[serde(borrow)]
    on: Option<&'a RawValue>,
    #[serde(borrow)]
    seconds: Option<&'a RawValue>,
    #[serde(borrow)]
    why: Option<&'a RawValue>,
    #[serde(borrow)]
    address: Option<&'a RawValue>,
    #[serde(borrow)]
    announcement: Option<&'a RawValue>,
    #[serde(borrow)]
    topic: Option<&'a RawValue>,
    #[serde(borrow)]
    question: Option<&'a RawValue>,
    #[serde(borrow)]
    options: Option<&'a RawValue>,
    #[serde(borrow)]
    option: Option<&'a RawValue>,
    #[serde(borrow)]
    votes: Option<&'a RawValue>,
    #[serde(borrow)]
    counts: Option<&'a RawValue>,
    #[serde(borrow)]
    role: Option<&'a RawValue>,
    #[serde(borrow)]
    quiet: Option<&'a RawValue>,
    #[serde(borrow)]
    locked: Option<&'a RawValue>,
    #[serde(borrow)]
    muted: Option<&'a RawValue>,
    #[serde(borrow)]
    teachers: Option<&'a RawValue>,
    #[serde(borrow)]
    hands: Option<&'a RawValue>,
    #[serde(borrow)]
    class: Option<&'a RawValue>,
    #[serde(borrow)]
    bans: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Row {
    name: String,
    #[serde(default)]
    transport: String,
    #[serde(default)]
    rooms: Vec<String>,
    rtt_ms: Option<u64>,
}

#[derive(Deserialize)]
struct Banned {
    who: String,
    until: Option<String>,
}

/// The frame, with what such fields of its line say.
pub fn filled(mut kind: Kind, line: &[u8]) -> Kind {
    let read = || serde_json::from_slice::<Read<'_>>(line).unwrap_or_default();
    match &mut kind {
        Kind::Welcome { holds, .. } => **holds = held(&read()),
        Kind::Who { roll, .. } => **roll = rolled(&read()),
        Kind::Notice { happening, .. } => {
            if let Happening::Other(event) = happening
                && let Some(order) = Deed::parse(event)
            {
                *happening = Happening::Order(Box::new(ordered(order, &read())));
            }
        }
        Kind::Bye { .. }
        | Kind::Challenge(_)
        | Kind::History(_)
        | Kind::Other
        | Kind::Pasted { .. }
        | Kind::Pong { .. }
        | Kind::Refused { .. }
        | Kind::Rooms { .. }
        | Kind::Said { .. }
        | Kind::Search(_)
        | Kind::Whois(_) => {}
    }
    kind
}

fn ordered(order: Deed, read: &Read<'_>) -> Ordered {
    let question = sentence(read.question);
    let options: Vec<String> = value(read.options).unwrap_or_default();
    let options = options.iter().take(*POLL_OPTIONS.end());
    let options: Vec<_> = options.map(|option| brief(option)).collect();
    let counts: Vec<u64> = value(read.counts).unwrap_or_default();
    Ordered {
        order,
        who: named(read.who),
        by: named(read.by),
        on: value(read.on).unwrap_or(true),
        time: value(read.seconds).map(Duration::from_secs),
        why: sentence(read.why),
        address: value(read.address),
        seq: value(read.seq),
        announcement: sentence(read.announcement),
        topic: sentence(read.topic),
        poll: question.map(|question| (question, options)),
        counts: counts.into_iter().take(*POLL_OPTIONS.end()).collect(),
        votes: value(read.votes),
        option: value(read.option),
        id: read.id.and_then(|raw| Id::from_token(raw.get())),
    }
}

fn held(read: &Read<'_>) -> Holds {
    let is = |raw| value(raw).unwrap_or(false);
    Holds {
        announcement: sentence(read.announcement).filter(|text| !text.is_empty()),
        topic: sentence(read.topic).filter(|text| !text.is_empty()),
        teacher: named(read.role).is_some_and(|role| role == "teacher"),
        quiet: is(read.quiet),
        locked: is(read.locked),
        muted: is(read.muted),
    }
}

fn rolled(read: &Read<'_>) -> Roll {
    let names = |raw| value::<Names>(raw).unwrap_or_default().cleaned();
    let class: Vec<Row> = value(read.class).unwrap_or_default();
    let bans: Vec<Banned> = value(read.bans).unwrap_or_default();
    let until = |ban: &Banned| ban.until.as_deref().and_then(Stamp::parse);
    Roll {
        teachers: names(read.teachers),
        muted: names(read.muted),
        hands: names(read.hands),
        class: class.iter().map(member).collect(),
        bans: bans
            .iter()
            .map(|ban| (label(&ban.who), until(ban)))
            .collect(),
        // A further look finds them.
        servers: Vec::new(),
    }
}

fn member(row: &Row) -> Member {
    Member {
        name: label(&row.name),
        transport: label(&row.transport),
        rooms: row.rooms.iter().map(|room| label(room)).collect(),
        took: row.rtt_ms.map(Duration::from_millis),
    }
}

fn named(raw: Option<&RawValue>) -> Option<String> {
    value::<String>(raw).as_deref().map(label)
}

fn sentence(raw: Option<&RawValue>) -> Option<String> {
    value::<String>(raw).as_deref().map(brief)
}

/// What is kept of a text: a server must not be able to fill a client's memory.
fn brief(text: &str) -> String {
    cut(text, ANNOUNCEMENT_BYTES)
}

fn value<'a, T: Deserialize<'a>>(raw: Option<&'a RawValue>) -> Option<T> {
    serde_json::from_str(raw?.get()).ok()
}
