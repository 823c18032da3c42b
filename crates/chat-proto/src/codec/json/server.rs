//! The frames of the server: written by the server, read by the client.

use std::borrow::Cow;
use std::fmt::Display;
use std::time::Duration;

use serde::Deserialize;
use serde::Serialize;
use serde::Serializer;
use serde_json::value::RawValue;

use crate::frame::id::Id;
use crate::frame::incoming::Happening;
use crate::frame::incoming::Incoming;
use crate::frame::incoming::Kind;
use crate::frame::server::Body;
use crate::frame::server::Event;
use crate::frame::server::Place;
use crate::frame::server::Said;
use crate::frame::server::ServerFrame;
use crate::frame::words;
use crate::name::Name;
use crate::name::SERVER;
use crate::refusal::Code;
use crate::refusal::Refusal;
use crate::room::RoomName;
use crate::stamp::Stamp;
use crate::text::clean;

/// A frame as it is written; a field that is absent is left out.
#[derive(Default, Serialize)]
struct Fields<'a> {
    r#type: &'static str,
    name: &'a str,
    #[serde(serialize_with = "displayed")]
    timestamp: Option<Stamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    room: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seq: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    you: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    run: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    event: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    who: Option<People<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    now: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    names: Option<People<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    wait_ms: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a Id>,
    #[serde(skip_serializing_if = "is_false")]
    history: bool,
    #[serde(skip_serializing_if = "is_false")]
    more: bool,
    text: Cow<'a, str>,
}

/// One name is written as a string, several as an array.
enum People<'a> {
    One(&'a Name),
    Many(&'a [Name]),
}

impl Serialize for People<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::One(name) => serializer.serialize_str(name.as_str()),
            Self::Many(names) => serializer.collect_seq(names.iter().map(Name::as_str)),
        }
    }
}

/// The line of a frame, with its end.
pub fn write_server(frame: &ServerFrame, out: &mut Vec<u8>) {
    let mut fields = Fields {
        name: frame.name(),
        timestamp: Some(frame.at),
        text: words::text(frame),
        ..Fields::default()
    };
    fill(&mut fields, &frame.body);
    // Writing strings and numbers to memory cannot fail.
    if serde_json::to_writer(&mut *out, &fields).is_ok() {
        out.push(b'\n');
    }
}

fn fill<'a>(fields: &mut Fields<'a>, body: &'a Body) {
    match body {
        Body::Bye(_) => fields.r#type = "bye",
        Body::Notice { room, event } => {
            fields.r#type = "notice";
            fields.room = room.as_ref().map(RoomName::as_str);
            fill_event(fields, event);
        }
        Body::Pong(id) => {
            fields.r#type = "pong";
            fields.id = id.as_ref();
        }
        Body::Refused { refusal, id } => {
            fields.r#type = "error";
            fields.code = Some(refusal.code().as_str());
            fields.id = id.as_ref();
            if let Refusal::RateLimited { wait, .. } = refusal {
                fields.wait_ms = u64::try_from(wait.as_millis()).ok();
            }
        }
        Body::Said(said) => fill_said(fields, said),
        Body::Welcome(welcome) => {
            fields.r#type = "welcome";
            fields.you = Some(welcome.you.as_str());
            fields.room = Some(welcome.room.as_str());
            fields.run = Some(format!("{:016x}", welcome.run.0));
            fields.seq = Some(welcome.seq);
            fields.id = welcome.id.as_ref();
        }
        Body::Who {
            room,
            names,
            more,
            id,
        } => {
            fields.r#type = "who";
            fields.room = Some(room.as_str());
            fields.names = Some(People::Many(names));
            fields.more = *more;
            fields.id = id.as_ref();
        }
    }
}

fn fill_said<'a>(fields: &mut Fields<'a>, said: &'a Said) {
    fields.r#type = "msg";
    fields.id = said.id.as_ref();
    fields.history = said.history;
    match &said.place {
        Place::Room { room, seq } => {
            fields.room = Some(room.as_str());
            fields.seq = Some(*seq);
        }
        Place::Direct { to } => fields.to = Some(to.as_str()),
    }
}

fn fill_event<'a>(fields: &mut Fields<'a>, event: &'a Event) {
    fields.event = Some(event.word());
    match event {
        Event::Help(_) | Event::Lag(_) => {}
        Event::Join(who) | Event::Leave { who, .. } => {
            fields.who = Some(match who.as_slice() {
                [one] => People::One(one),
                many => People::Many(many),
            });
        }
        Event::Rename { who, now } => {
            fields.who = Some(People::One(who));
            fields.now = Some(now.as_str());
        }
    }
}

fn displayed<T: Display, S: Serializer>(
    value: &Option<T>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => serializer.collect_str(value),
        None => serializer.serialize_none(),
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature that serde asks for"
)]
fn is_false(flag: &bool) -> bool {
    !flag
}

/// A frame as it is read. Everything may be missing.
#[derive(Deserialize)]
struct Read<'a> {
    #[serde(rename = "type", borrow)]
    kind: Option<Cow<'a, str>>,
    name: Option<String>,
    timestamp: Option<String>,
    text: Option<String>,
    room: Option<String>,
    seq: Option<u64>,
    to: Option<String>,
    you: Option<String>,
    run: Option<String>,
    event: Option<String>,
    #[serde(default)]
    who: Some1OrMany,
    now: Option<String>,
    #[serde(default)]
    names: Some1OrMany,
    code: Option<String>,
    wait_ms: Option<u64>,
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    #[serde(default)]
    history: bool,
    #[serde(default)]
    more: bool,
}

/// A string, an array of strings, or nothing.
#[derive(Default, Deserialize)]
#[serde(untagged)]
enum Some1OrMany {
    One(String),
    Many(Vec<String>),
    #[default]
    Nobody,
}

impl Some1OrMany {
    fn cleaned(&self) -> Vec<String> {
        match self {
            Self::Nobody => Vec::new(),
            Self::One(name) => vec![clean(name).into_owned()],
            Self::Many(names) => names.iter().map(|n| clean(n).into_owned()).collect(),
        }
    }
}

/// A line from a server, or the words of what is wrong with it.
pub fn read_server(line: &[u8]) -> Result<Incoming, String> {
    let read: Read<'_> = serde_json::from_slice(line).map_err(|e| e.to_string())?;
    let tidy = |text: &Option<String>| text.as_deref().map(|t| clean(t).into_owned());
    Ok(Incoming {
        name: tidy(&read.name).unwrap_or_default(),
        at: read.timestamp.as_deref().and_then(Stamp::parse),
        text: tidy(&read.text).unwrap_or_default(),
        kind: kind(&read, tidy),
    })
}

fn kind(read: &Read<'_>, tidy: impl Fn(&Option<String>) -> Option<String>) -> Kind {
    let id = || read.id.and_then(|raw| Id::from_token(raw.get()));
    match read.kind.as_deref().unwrap_or("msg") {
        "msg" => Kind::Said {
            room: tidy(&read.room),
            seq: read.seq,
            to: tidy(&read.to),
            id: id(),
            history: read.history,
        },
        "notice" => Kind::Notice {
            room: tidy(&read.room),
            happening: happening(read, tidy),
        },
        "welcome" => Kind::Welcome {
            you: tidy(&read.you).unwrap_or_default(),
            room: tidy(&read.room).unwrap_or_default(),
            run: tidy(&read.run),
            seq: read.seq,
        },
        "who" => Kind::Who {
            room: tidy(&read.room).unwrap_or_default(),
            names: read.names.cleaned(),
            more: read.more,
        },
        "pong" => Kind::Pong { id: id() },
        "error" => Kind::Refused {
            code: read.code.as_deref().and_then(Code::parse),
            id: id(),
            wait: read.wait_ms.map(Duration::from_millis),
        },
        "bye" if read.name.as_deref() == Some(SERVER) => Kind::Bye,
        _ => Kind::Other,
    }
}

fn happening(read: &Read<'_>, tidy: impl Fn(&Option<String>) -> Option<String>) -> Happening {
    let mut who = read.who.cleaned();
    match (read.event.as_deref(), tidy(&read.now)) {
        (Some("join"), _) => Happening::Joined(who),
        (Some("leave"), _) => Happening::Left(who),
        (Some("rename"), Some(now)) if who.len() == 1 => Happening::Renamed {
            was: who.swap_remove(0),
            now,
        },
        (event, _) => Happening::Other(clean(event.unwrap_or_default()).into_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::server::RunId;
    use crate::frame::server::Welcome;
    use crate::room::RoomName;
    use crate::text::Text;

    fn ana() -> Name {
        Name::parse("ana").unwrap()
    }

    #[track_caller]
    fn check(body: Body, expected: &str) {
        let at = Stamp::from_unix_ms(1_795_183_387_123);
        let mut line = Vec::new();
        write_server(&ServerFrame { at, body }, &mut line);
        let line = String::from_utf8(line).unwrap();
        let stamp = r#""timestamp":"2026-11-20T14:03:07.123Z","#;
        assert_eq!(line.replacen(stamp, "", 1), format!("{expected}\n"));
        let incoming = read_server(line.as_bytes()).unwrap();
        assert_eq!(incoming.at, Some(at));
    }

    #[test]
    fn frames_are_written_as_the_contract_says() {
        let said = |id: Option<Id>, history| Said {
            name: ana(),
            text: Text::parse("olá\n\"x\"").unwrap(),
            place: Place::Room {
                room: RoomName::lobby(),
                seq: 7,
            },
            id,
            history,
        };
        check(
            Body::Said(said(None, true)),
            r#"{"type":"msg","name":"ana","room":"lobby","seq":7,"history":true,"text":"olá\n\"x\""}"#,
        );
        check(
            Body::Said(said(Id::from_token("\"a1\""), false)),
            r#"{"type":"msg","name":"ana","room":"lobby","seq":7,"id":"a1","text":"olá\n\"x\""}"#,
        );
        check(
            Body::Said(Said {
                place: Place::Direct { to: Name::guest(1) },
                ..said(None, false)
            }),
            r#"{"type":"msg","name":"ana","to":"guest-1","text":"olá\n\"x\""}"#,
        );
        check(
            Body::Welcome(Welcome {
                you: ana(),
                room: RoomName::lobby(),
                run: RunId(10),
                seq: 3,
                people: 2,
                id: None,
            }),
            r#"{"type":"welcome","name":"server","room":"lobby","seq":3,"you":"ana","run":"000000000000000a","text":"you are ana in lobby, 2 people here"}"#,
        );
        check(
            Body::Refused {
                refusal: Refusal::RateLimited {
                    wait: Duration::from_millis(250),
                    others: 0,
                },
                id: Id::from_token("9"),
            },
            r#"{"type":"error","name":"server","code":"rate_limited","wait_ms":250,"id":9,"text":"too fast: wait 0.2 s"}"#,
        );
    }

    #[test]
    fn one_person_is_a_string_and_a_crowd_an_array() {
        let notice = |event| Body::Notice {
            room: Some(RoomName::lobby()),
            event,
        };
        check(
            notice(Event::Join(vec![ana()])),
            r#"{"type":"notice","name":"server","room":"lobby","event":"join","who":"ana","text":"ana joined"}"#,
        );
        check(
            notice(Event::Leave {
                who: vec![ana(), Name::guest(1)],
                why: "bye".into(),
            }),
            r#"{"type":"notice","name":"server","room":"lobby","event":"leave","who":["ana","guest-1"],"text":"ana and guest-1 left (bye)"}"#,
        );
        check(
            notice(Event::Rename {
                who: ana(),
                now: Name::guest(1),
            }),
            r#"{"type":"notice","name":"server","room":"lobby","event":"rename","who":"ana","now":"guest-1","text":"ana is now guest-1"}"#,
        );
    }

    #[test]
    fn a_hostile_server_reaches_no_terminal() {
        let line = br#"{"name":"a\u001b[2J","text":"b\u009b","room":"c\u202e","to":"\u0007"}"#;
        let frame = read_server(line).unwrap();
        assert_eq!((&*frame.name, &*frame.text), ("a[2J", "b"));
        let Kind::Said { room, to, .. } = frame.kind else {
            panic!("{frame:?}")
        };
        assert_eq!((room.as_deref(), to.as_deref()), (Some("c"), Some("")));
    }

    #[test]
    fn a_word_that_we_do_not_know_is_still_a_line() {
        let frame = read_server(br#"{"type":"topic","name":"server","text":"hi"}"#).unwrap();
        assert_eq!((frame.kind, &*frame.text), (Kind::Other, "hi"));
        assert!(read_server(b"[1]").is_err());
    }
}
