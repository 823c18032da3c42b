//! One line into one event.

use chat_proto::trace;
use serde_json::Map;
use serde_json::Value;

use crate::payload::Payload;
use crate::record::event::Arrival;
use crate::record::event::Data;
use crate::record::event::Datagram;
use crate::record::event::Event;
use crate::record::event::Fate;
use crate::record::event::Happening;
use crate::record::event::Link;
use crate::record::event::Moved;
use crate::record::event::Refused;
use crate::record::event::Sent;
use crate::record::event::Weather;
use crate::record::event::Why;
use crate::record::fields::Fields;
use crate::record::names::ASIDE;
use crate::record::names::LINK;
use crate::record::names::TOLD;
use crate::record::source::Begin;
use crate::record::source::FlowSaid;
use crate::record::source::Transport;

/// What a line says.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Microseconds since the recording began.
    pub at: i64,
    /// What it calls its conversation; nothing where it concerns all of them.
    pub flow: Option<String>,
    /// What happened.
    pub event: Event,
    /// As it was written.
    pub text: Box<str>,
}

/// Reads a line; nothing where it is no event.
pub(in crate::record) fn line(bytes: &[u8]) -> Option<Line> {
    if bytes.len() > LINE_BYTES {
        return None;
    }
    let text = std::str::from_utf8(bytes).ok()?.trim();
    let Ok(Value::Object(map)) = serde_json::from_str(text) else {
        return None;
    };
    let fields = Fields(map);
    let name = fields.text("event")?.to_owned();
    let event = event(&name, &fields)?;
    // The first line of all may have no time; nothing else can be placed without one.
    let at = match (fields.millis("ms"), &event) {
        (Some(at), _) => at,
        (None, Event::Begin(_)) => 0,
        (None, _) => return None,
    };
    // All of them: not one conversation.
    let flow = fields.label("flow").filter(|id| id != "all");
    Some(Line {
        at,
        flow: flow.filter(|_| {
            !matches!(
                event,
                Event::Begin(_) | Event::Happened(Happening::Impairments { .. })
            )
        }),
        event,
        text: text.into(),
    })
}

/// An event that is known by its name has to have what it cannot be without.
fn event(name: &str, fields: &Fields) -> Option<Event> {
    Some(match name {
        "begin" => Event::Begin(begin(fields)),
        "flow" => Event::Flow(flow(fields)),
        "out" => Event::Out(datagram(fields)?),
        "in" => Event::In(datagram(fields)?),
        "weather" => Event::Weather(weather(fields)?),
        "read" => Event::Read(moved(fields)?),
        "write" => {
            let moved = moved(fields)?;
            let offered = fields.bytes("offered").unwrap_or(moved.bytes);
            Event::Write { offered, moved }
        }
        _ if LINK.contains(&name) => Event::Link(of_the_link(name, fields)?),
        "arrived" if fields.text("name").is_some() => Event::Called {
            name: fields.kept("name")?,
        },
        _ => match happening(name, fields) {
            Some(happening) => Event::Happened(happening),
            None if TOLD.contains(&name) => told(name, fields),
            None if ASIDE.contains(&name) => Event::Aside(name.to_owned()),
            None => Event::Unknown(name.chars().take(NAME_CHARS).collect()),
        },
    })
}

/// What is written as it is defined; an older or a newer writer's has no picture.
fn told(name: &str, fields: &Fields) -> Event {
    let read = serde_json::from_value(Value::Object(fields.0.clone()));
    match read {
        Ok(trace::event::Event::Unknown(_)) | Err(_) => Event::Aside(name.to_owned()),
        Ok(told) => Event::Told(Box::new(told)),
    }
}

fn of_the_link(name: &str, fields: &Fields) -> Option<Link> {
    let n = || fields.small("n");
    Some(match name {
        "sent" => Link::Sent(Sent {
            n: n()?,
            copy: fields.small("try").unwrap_or(1),
            why: why(fields.text("why").unwrap_or_default()),
            bytes: fields.bytes("bytes").unwrap_or_default(),
            wait: fields.millis("wait_ms"),
        }),
        "acked" => Link::Acked {
            n: n()?,
            tries: fields.small("tries"),
            after: fields.millis("after_ms"),
        },
        "delivered" => Link::Delivered(arrival(fields)?),
        "held" => Link::Held {
            arrival: arrival(fields)?,
            missing: fields.small("missing")?,
        },
        "duplicate" => Link::Duplicate(arrival(fields)?),
        "discarded" | "refused" => Link::Discarded(refused(fields)),
        "stranger" => Link::Stranger(refused(fields)),
        _ => return None,
    })
}

fn happening(name: &str, fields: &Fields) -> Option<Happening> {
    let why = || fields.kept("why").unwrap_or_default();
    Some(match name {
        "opened" => Happening::Opened,
        "closed" => Happening::Closed(why()),
        "broken" => Happening::Broken,
        "ended" => Happening::Ended {
            why: why(),
            unacked: fields.number("unacked"),
        },
        "blocked" => Happening::Blocked,
        "unblocked" => Happening::Unblocked(fields.millis("after_ms")),
        "impairments" => Happening::Impairments {
            words: fields.kept("words").unwrap_or_default(),
            seed: fields.number("seed"),
        },
        "unanswered" => Happening::Unanswered,
        "no_link_support" => Happening::NoLink,
        "retry" => Happening::Retry(fields.millis("in_ms")),
        "too_slow" => Happening::TooSlow,
        "missed" => Happening::Missed(fields.number("n").unwrap_or(1)),
        "full" => Happening::Full,
        "backoff_reset" => Happening::BackoffReset {
            wait: fields.millis("wait_ms"),
            frames: fields.number("frames").unwrap_or_default(),
        },
        "window_full" => Happening::WindowFull {
            in_flight: fields.number("in_flight").unwrap_or_default(),
            waiting: fields.number("waiting").unwrap_or_default(),
        },
        _ => return None,
    })
}

fn begin(fields: &Fields) -> Begin {
    Begin {
        is_said: true,
        program: fields.kept("program").unwrap_or_default(),
        name: fields.kept("name").filter(|name| !name.is_empty()),
        wall: fields.number("wall").and_then(|wall| wall.try_into().ok()),
        seed: fields.number("seed"),
        contents: fields.label("contents"),
    }
}

fn flow(fields: &Fields) -> FlowSaid {
    let transport = match fields.text("transport") {
        Some("udp") => Some(Transport::Udp),
        Some("tcp") => Some(Transport::Tcp),
        Some("unix") => Some(Transport::Unix),
        Some(_) | None => None,
    };
    FlowSaid {
        transport,
        local: fields.kept("local"),
        peer: fields.kept("peer"),
        link: fields.kept("link").filter(|link| !is_masked(link)),
    }
}

fn datagram(fields: &Fields) -> Option<Datagram> {
    let data = data(fields);
    let bytes = match (fields.bytes("bytes"), &data) {
        (Some(bytes), _) => bytes,
        (None, Data::Text(text)) => text.len(),
        (None, Data::Bytes(bytes)) => bytes.len(),
        (None, Data::None) => return None,
    };
    Some(Datagram {
        x: fields.text("x").and_then(fingerprint),
        bytes,
        payload: payload(fields, &data),
        data,
        failed: failed(fields),
    })
}

/// Why the socket did not take it.
fn failed(fields: &Fields) -> Option<String> {
    let result = fields.kept("result")?;
    (result != "ok" && result != "sent").then_some(result)
}

fn weather(fields: &Fields) -> Option<Weather> {
    let inward = match fields.text("way") {
        Some("in") => true,
        Some("out") => false,
        Some(_) | None => return None,
    };
    let data = data(fields);
    Some(Weather {
        inward,
        fate: fate(fields.0.get("fate")?)?,
        drew: fields.small("drew"),
        datagram: Datagram {
            x: fields.text("x").and_then(fingerprint),
            bytes: fields.bytes("bytes").unwrap_or_default(),
            payload: payload(fields, &data),
            data,
            failed: None,
        },
    })
}

fn fate(value: &Value) -> Option<Fate> {
    let inside = |name: &str, field: &str| {
        let object = value.as_object()?.get(name)?;
        object.get(field)?.as_i64()
    };
    let word = match value {
        Value::String(word) => Some(word.as_str()),
        Value::Object(object) => object.keys().next().map(String::as_str),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => None,
    };
    Some(match word? {
        "dropped" => Fate::Dropped,
        "blackout" => Fate::Blackout,
        "too_long" => Fate::TooLong,
        "overflow" => Fate::Overflow,
        "corrupted" => Fate::Corrupted,
        "killed" => Fate::Killed,
        "doubled" => Fate::Doubled,
        "delayed" => Fate::Delayed(inside("delayed", "us").unwrap_or(0)),
        "reordered" => {
            let past = inside("reordered", "past").and_then(|past| past.try_into().ok());
            Fate::Reordered(past.unwrap_or(0))
        }
        "queued" => Fate::Queued(inside("queued", "us").unwrap_or(0)),
        "held" => Fate::Held,
        "released" => Fate::Released,
        _ => return None,
    })
}

fn moved(fields: &Fields) -> Option<Moved> {
    let data = data(fields);
    let ends = fields.list("ends").into_iter();
    Some(Moved {
        x: fields.text("x").and_then(fingerprint),
        bytes: fields.bytes("bytes")?,
        ends: ends.filter_map(|end| end.try_into().ok()).collect(),
        more: fields.number("more").unwrap_or(0),
        payload: payload(fields, &data),
        data,
    })
}

fn arrival(fields: &Fields) -> Option<Arrival> {
    Some(Arrival {
        n: fields.small("n")?,
        copy: fields.small("try"),
        x: fields.text("x").and_then(fingerprint),
    })
}

fn refused(fields: &Fields) -> Refused {
    Refused {
        why: fields.kept("why").unwrap_or_default(),
        x: fields.text("x").and_then(fingerprint),
        bytes: fields.bytes("bytes"),
        from: fields.kept("from"),
    }
}

fn why(word: &str) -> Why {
    match word {
        "timeout" | "time" => Why::Timeout,
        "fast_retransmit" | "overtaken" => Why::Overtaken,
        _ => Why::New,
    }
}

fn data(fields: &Fields) -> Data {
    if let Some(text) = fields.text("data") {
        return Data::Text(text.into());
    }
    let bytes = fields.text("hex").and_then(unhex);
    bytes.map_or(Data::None, Data::Bytes)
}

/// From the content, else from what the recorder says of it, which may stand in `what`
/// or beside the other fields.
fn payload(fields: &Fields, data: &Data) -> Payload {
    let written = match data {
        Data::Text(text) => Payload::of_text(text.lines().next().unwrap_or_default()),
        Data::Bytes(_) | Data::None => Payload::default(),
    };
    let empty = Map::new();
    let told = Payload::of_fields(fields.object("what").unwrap_or(&empty));
    let beside = BESIDE.into_iter().filter_map(|name| {
        let value = fields.0.get(name)?.clone();
        Some((name.to_owned(), value))
    });
    let beside: Map<_, _> = beside.collect();
    written.or(told).or(Payload::of_fields(&beside))
}

fn fingerprint(hex: &str) -> Option<u32> {
    (hex.len() == 8)
        .then(|| u32::from_str_radix(hex, 16).ok())
        .flatten()
}

fn unhex(hex: &str) -> Option<Box<[u8]>> {
    let digit = |byte: &u8| {
        char::from(*byte)
            .to_digit(16)
            .and_then(|d| u8::try_from(d).ok())
    };
    let pairs = hex.as_bytes().chunks(2);
    let byte = |pair: &[u8]| match pair {
        [high, low] => Some(digit(high)? * 16 + digit(low)?),
        _ => None,
    };
    pairs.map(byte).collect()
}

/// Whether a recorder has hidden it.
fn is_masked(text: &str) -> bool {
    text.chars().all(|c| matches!(c, '•' | '*' | '…'))
}

/// What a recorder may say of a datagram beside its other fields.
const BESIDE: [&str; 6] = ["n", "try", "type", "tls", "id", "seq"];

/// Longer than any line of ours: a datagram of 64 KiB, escaped.
const LINE_BYTES: usize = 1024 * 1024;

/// Longer is no event's name.
const NAME_CHARS: usize = 40;
