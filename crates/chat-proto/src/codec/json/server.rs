//! The frames of the server, as it writes them.

use std::borrow::Cow;

use serde::Serialize;
use serde::Serializer;

use crate::frame::id::Id;
use crate::frame::server::Body;
use crate::frame::server::Destination;
use crate::frame::server::Event;
use crate::frame::server::Given;
use crate::frame::server::Said;
use crate::frame::server::ServerFrame;
use crate::frame::token::Token;
use crate::frame::trust::Challenge;
use crate::frame::words;
use crate::hex::Hex;
use crate::hex::Nonce;
use crate::hex::Proof;
use crate::name::Name;
use crate::refusal::Refusal;
use crate::room::RoomName;
use crate::stamp::Stamp;

/// A frame as it is written; a field that is absent is left out.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a field of its own on the wire"
)]
#[derive(Default, Serialize)]
struct Fields<'a> {
    r#type: &'static str,
    name: &'a str,
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
    session: Option<Token>,
    #[serde(skip_serializing_if = "Option::is_none")]
    replay: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    missed: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rate_limit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    password: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    event: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    who: Option<People<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    now: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    names: Option<People<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    away: Option<People<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    known: Option<Known<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    also: Option<People<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nonce: Option<Nonce>,
    #[serde(rename = "for", skip_serializing_if = "<[_]>::is_empty")]
    asks: &'static [&'static str],
    #[serde(skip_serializing_if = "Option::is_none")]
    salt: Option<Hex<16>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rounds: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    proof: Option<Proof>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    owned: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    r#return: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    wait_ms: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a Id>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    history: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    more: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    me: bool,
    text: Cow<'a, str>,
}

/// One name is written as a string, several as an array.
enum People<'a> {
    One(&'a Name),
    Many(&'a [Name]),
}

/// Whose name is proved: the reader's, or these.
#[derive(Serialize)]
#[serde(untagged)]
enum Known<'a> {
    You(bool),
    These(People<'a>),
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
        Body::Dismissal(_) => {
            fields.r#type = "bye";
            fields.r#return = Some(false);
        }
        Body::Challenge(challenge) => fill_challenge(fields, challenge),
        Body::Notice { room, event } => {
            fields.r#type = "notice";
            fields.room = room.as_ref().map(RoomName::as_str);
            if fields.room.is_none() && !event.is_sign() {
                // Every notice has the field; this one concerns no room.
                fields.room = Some("");
            }
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
            fields.owned = matches!(refusal, Refusal::NameOwned { .. });
        }
        Body::Said(said) => fill_said(fields, said),
        Body::Welcome(welcome) => {
            fields.r#type = "welcome";
            fields.you = Some(welcome.you.as_str());
            fields.room = Some(welcome.room.as_str());
            fields.run = Some(welcome.run.to_string());
            fields.session = welcome.session;
            fields.rate_limit = Some(welcome.rate_limit.to_string());
            fields.password = (welcome.given == Given::Unasked).then_some(false);
            fields.proof = welcome.proof;
            fields.known = welcome.known.then_some(Known::You(true));
            let also = Some(People::Many(&welcome.also));
            fields.also = also.filter(|_| !welcome.also.is_empty());
            fields.seq = Some(welcome.seq);
            fields.replay = Some(welcome.replay).filter(|replay| *replay > 0);
            fields.missed = Some(welcome.missed).filter(|missed| *missed > 0);
            fields.id = welcome.id.as_ref();
        }
        Body::Who {
            room,
            names,
            away,
            known,
            more,
            id,
        } => {
            fields.r#type = "who";
            fields.room = Some(room.as_str());
            fields.names = Some(People::Many(names));
            fields.away = (!away.is_empty()).then_some(People::Many(away));
            let proved = Known::These(People::Many(known));
            fields.known = (!known.is_empty()).then_some(proved);
            fields.more = *more;
            fields.id = id.as_ref();
        }
    }
}

fn fill_challenge<'a>(fields: &mut Fields<'a>, challenge: &'a Challenge) {
    fields.r#type = "challenge";
    fields.nonce = Some(challenge.nonce);
    fields.asks = match (&challenge.you, challenge.password) {
        (Some(_), true) => &["name", "password"],
        (Some(_), false) => &["name"],
        (None, true) => &["password"],
        (None, false) => &[],
    };
    fields.run = Some(challenge.run.clone());
    fields.you = challenge.you.as_ref().map(Name::as_str);
    fields.salt = challenge.salted.map(|salted| salted.salt);
    fields.rounds = challenge.salted.map(|salted| salted.rounds);
    fields.id = challenge.id.as_ref();
}

fn fill_said<'a>(fields: &mut Fields<'a>, said: &'a Said) {
    fields.r#type = "msg";
    fields.id = said.id.as_ref();
    fields.history = said.history;
    fields.me = said.me;
    match &said.place {
        Destination::Room { room, seq } => {
            fields.room = Some(room.as_str());
            fields.seq = Some(*seq);
        }
        Destination::Direct { to } => fields.to = Some(to.as_str()),
    }
}

fn fill_event<'a>(fields: &mut Fields<'a>, event: &'a Event) {
    fields.event = Some(event.word());
    match event {
        Event::Help(_) | Event::Lag(_) => {}
        Event::Away(who) | Event::Back(who) | Event::Typing(who) => {
            fields.who = Some(People::One(who));
        }
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::codec::json::incoming::read_server;
    use crate::frame::server::RunId;
    use crate::frame::server::Welcome;
    use crate::frame::trust::Salted;
    use crate::rate::Limit;
    use crate::rate::Rate;
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
            place: Destination::Room {
                room: RoomName::lobby(),
                seq: 7,
            },
            id,
            history,
            me: false,
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
                place: Destination::Direct { to: Name::guest(1) },
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
                session: Some(Token::new(10, 11)),
                replay: 2,
                missed: 1,
                people: 2,
                rate_limit: Limit(Some(Rate {
                    burst: 20,
                    per_second: 10,
                })),
                given: Given::Unasked,
                proof: None,
                known: false,
                also: Vec::new(),
                id: None,
            }),
            r#"{"type":"welcome","name":"server","room":"lobby","seq":3,"you":"ana","run":"000000000000000a","session":"000000000000000a000000000000000b","replay":2,"missed":1,"rate_limit":"20/10","password":false,"text":"you are ana in lobby, 2 people here; no password is asked here: anybody may come in"}"#,
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
    fn what_concerns_trust_is_written_as_the_contract_says() {
        check(
            Body::Challenge(Challenge {
                nonce: Hex([0xb7; 16]),
                run: RunId(10).to_string(),
                you: Some(ana()),
                password: true,
                salted: Some(Salted {
                    salt: Hex([0x73; 16]),
                    rounds: 600_000,
                }),
                id: Id::from_token("9"),
            }),
            r#"{"type":"challenge","name":"server","you":"ana","run":"000000000000000a","nonce":"b7b7b7b7b7b7b7b7b7b7b7b7b7b7b7b7","for":["name","password"],"salt":"73737373737373737373737373737373","rounds":600000,"id":9,"text":"show that ana and the password are yours"}"#,
        );
        check(
            Body::Refused {
                refusal: Refusal::NameOwned {
                    name: "ana".to_owned(),
                    seen: Stamp::from_unix_ms(1_795_183_387_123),
                },
                id: None,
            },
            r#"{"type":"error","name":"server","owned":true,"code":"name_taken","text":"`ana` belongs to somebody else, here last on 2026-11-20: choose another name, or use your own key"}"#,
        );
        check(
            Body::Dismissal("you came back from elsewhere".to_owned()),
            r#"{"type":"bye","name":"server","return":false,"text":"you came back from elsewhere"}"#,
        );
        check(
            Body::Who {
                room: RoomName::lobby(),
                names: vec![ana(), Name::guest(1)],
                away: Vec::new(),
                known: vec![ana()],
                more: false,
                id: None,
            },
            r#"{"type":"who","name":"server","room":"lobby","names":["ana","guest-1"],"known":["ana"],"text":"in lobby: ana, guest-1"}"#,
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
}
