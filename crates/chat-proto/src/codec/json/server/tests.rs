//! Frames are written as the contract says.

mod led;
mod cluster;

use std::time::Duration;

use super::*;
use crate::codec::json::incoming::read_server;
use crate::frame;
use crate::frame::manner::Manner;
use crate::frame::reference::Citation;
use crate::frame::reference::Reference;
use crate::frame::server::Holds;
use crate::frame::server::LogId;
use crate::frame::server::Roll;
use crate::frame::server::RunId;
use crate::frame::trust::Salted;
use crate::rate::Limit;
use crate::rate::Rate;
use crate::refusal::Refusal;
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

/// A message of ana in the lobby.
fn said(id: Option<Id>, history: bool) -> Said {
    Said {
        name: ana(),
        text: Text::parse("olá\n\"x\"").unwrap(),
        place: Destination::Room {
            room: RoomName::lobby(),
            seq: 7,
        },
        id,
        history,
        manner: Manner::default(),
        cites: None,
    }
}

#[test]
fn what_a_message_refers_to_is_one_field_of_three() {
    for (how, field) in [
        (How::Answers, "reply"),
        (How::Edits, "edit"),
        (How::Reacts, "react"),
    ] {
        let of = Reference { how, seq: 5 };
        let expected = format!(
            r#"{{"type":"msg","name":"ana","room":"lobby","seq":7,"{field}":5,"text":"olá\n\"x\""}}"#
        );
        check(
            Body::Said(Said {
                cites: Some(Citation { of, said: None }),
                ..said(None, false)
            }),
            &expected,
        );
    }
}

#[test]
fn frames_are_written_as_the_contract_says() {
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
            log: LogId::new("3f"),
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
            holds: Holds::default(),
            cluster: frame::cluster::Cluster::default(),
            id: None,
        }),
        r#"{"type":"welcome","name":"server","room":"lobby","seq":3,"you":"ana","run":"000000000000000a","log":"3f","session":"000000000000000a000000000000000b","replay":2,"missed":1,"rate_limit":"20/10","password":false,"text":"you are ana in lobby, 2 people here; no password is asked here: anybody may come in"}"#,
    );
}

#[test]
fn a_refusal_says_how_long_to_wait() {
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
            roll: Roll {
                known: vec![ana()],
                ..Roll::default()
            },
            more: false,
            id: None,
        },
        r#"{"type":"who","name":"server","room":"lobby","names":["ana","guest-1"],"known":["ana"],"text":"in lobby: ana, guest-1"}"#,
    );
}

#[test]
fn the_end_of_an_answer_says_what_was_answered() {
    let answered = |count, ends, more| Answered {
        room: RoomName::lobby(),
        count,
        ends,
        more,
        id: Id::from_token("9"),
    };
    check(
        Body::History(answered(2, Some((4, 5)), true)),
        r#"{"type":"history","name":"server","room":"lobby","id":9,"count":2,"first":4,"last":5,"more":true,"text":"messages 4 to 5 of lobby; there are others"}"#,
    );
    check(
        Body::History(answered(0, None, false)),
        r#"{"type":"history","name":"server","room":"lobby","id":9,"count":0,"more":false,"text":"no messages of lobby there"}"#,
    );
    check(
        Body::Search(answered(1, None, false)),
        r#"{"type":"search","name":"server","room":"lobby","id":9,"count":1,"more":false,"text":"found once in lobby"}"#,
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
