//! What a peer's line means, and that it reads back as it was written.

mod house;
mod orders;
mod referring;

use proptest::prelude::*;

use super::*;
use crate::frame::peer::History;
use crate::frame::peer::Part;
use crate::frame::peer::Search;
use crate::frame::reference::is_sign;
use crate::limits::TEXT_BYTES;
use crate::refusal::Code;
use crate::stamp::Stamp;
use crate::wanted::Words;

fn read(line: &str) -> PeerFrame {
    read_peer(line.as_bytes()).unwrap().unwrap()
}

#[track_caller]
fn refused(line: &str, code: Code) -> Spurned {
    let spurned = read_peer(line.as_bytes()).unwrap().unwrap_err();
    assert_eq!(spurned.refusal.code(), code, "{line}: {}", spurned.refusal);
    spurned
}

#[test]
fn a_frame_without_type_is_a_message() {
    let PeerFrame::Say(say) = read(r#"{"name":"ana","text":"olá","timestamp":"x","more":[{}]}"#)
    else {
        panic!()
    };
    assert_eq!(say.text.as_str(), "olá");
    assert_eq!(say.name, Some(Name::parse("ana")));
    assert_eq!((say.room, say.to, say.id), (None, None, None));
}

#[test]
fn a_field_that_is_null_is_absent() {
    let frame = read(r#"{"type":"join","name":null,"room":null,"id":null}"#);
    assert_eq!(
        frame,
        PeerFrame::Join(Join {
            id: Id::from_token("null"),
            ..Join::default()
        })
    );
}

#[test]
fn what_is_no_frame_is_refused_with_the_id_where_there_is_one() {
    refused("hello", Code::BadFrame);
    refused("[1]", Code::BadFrame);
    refused("{", Code::BadFrame);
    refused(r#"{"text":"a"} x"#, Code::BadFrame);
    refused(r#"{"text":"\ud800"}"#, Code::BadFrame);
    refused(r#"{"text":"a","id":{}}"#, Code::BadFrame);
    refused(r#"{"text":"a","id":1.5}"#, Code::BadFrame);
    refused(
        &format!(r#"{{"x":{}}}"#, "[".repeat(10_000)),
        Code::BadFrame,
    );
    for (line, code) in [
        (r#"{"type":"fly","id":7}"#, Code::BadFrame),
        (r#"{"text":5,"id":7}"#, Code::BadFrame),
        (r#"{"type":"nick","id":7}"#, Code::BadFrame),
        (r#"{"type":"msg","id":7}"#, Code::BadFrame),
        (r#"{"text":"\u001b","id":7}"#, Code::BadFrame),
        (
            r#"{"type":"join","name":"a","room":"a b","id":7}"#,
            Code::BadRoom,
        ),
    ] {
        assert_eq!(refused(line, code).id, Id::from_token("7"), "{line}");
    }
    let long = format!(r#"{{"text":"{}","id":7}}"#, "x".repeat(TEXT_BYTES + 1));
    assert_eq!(refused(&long, Code::TooLong).id, Id::from_token("7"));
}

#[test]
fn a_field_that_the_type_does_not_have_is_unknown_and_ignored() {
    for line in [
        r#"{"text":"a","since":"x","password":7,"again":"y"}"#,
        r#"{"type":"ping","text":5,"room":{},"again":"x"}"#,
        r#"{"type":"join","to":[],"text":null}"#,
    ] {
        read(line);
    }
    let PeerFrame::Join(join) = read(r#"{"type":"join","since":"yesterday"}"#) else {
        panic!()
    };
    assert_eq!(join.since, None, "not as we mean it");
    refused(r#"{"type":7}"#, Code::BadFrame);
}

#[test]
fn a_bad_name_is_a_wish_and_not_yet_a_refusal() {
    let PeerFrame::Say(say) = read(r#"{"name":"a b","text":"x"}"#) else {
        panic!()
    };
    assert!(say.name.unwrap().is_err());
}

#[test]
fn blank_lines_say_nothing() {
    assert_eq!(read_peer(b" \t\r"), None);
}

#[test]
fn a_question_for_the_past_has_values_that_it_may_have() {
    let is_read = |line: &str| read_peer(line.as_bytes()).unwrap().is_ok();
    for line in [
        r#"{"type":"history"}"#,
        r#"{"type":"history","after":0,"limit":1}"#,
        r#"{"type":"history","before":null,"around":9,"limit":100}"#,
        r#"{"type":"history","before":18446744073709551615}"#,
        r#"{"type":"search","text":"olá tur*"}"#,
        r#"{"type":"search","text":"a","since":"2026-11-20T15:03:07+01:00","before":1}"#,
    ] {
        assert!(is_read(line), "{line}");
    }
    for line in [
        r#"{"type":"history","limit":0}"#,
        r#"{"type":"history","limit":101}"#,
        r#"{"type":"history","limit":"5"}"#,
        r#"{"type":"history","limit":1.5}"#,
        r#"{"type":"history","before":0}"#,
        r#"{"type":"history","before":-1}"#,
        r#"{"type":"history","before":5,"after":1}"#,
        r#"{"type":"history","after":1,"around":1}"#,
        r#"{"type":"history","around":true}"#,
        r#"{"type":"history","room":7}"#,
        r#"{"type":"search"}"#,
        r#"{"type":"search","text":""}"#,
        r#"{"type":"search","text":"***"}"#,
        r#"{"type":"search","text":["a"]}"#,
        r#"{"type":"search","text":"a","since":"yesterday"}"#,
        r#"{"type":"search","text":"a","until":1795183387123}"#,
        r#"{"type":"search","text":"a","from":3}"#,
        r#"{"type":"search","text":"a","before":0}"#,
    ] {
        let Err(spurned) = read_peer(line.as_bytes()).unwrap() else {
            panic!("{line}")
        };
        assert_eq!(spurned.refusal.code(), Code::BadFrame, "{line}");
    }
}

fn any_name() -> impl Strategy<Value = Name> {
    "[a-zà-ÿ]{1,12}".prop_filter_map("a name", |raw| Name::parse(&raw).ok())
}

fn any_room() -> impl Strategy<Value = Option<RoomName>> {
    prop::option::of("[a-zA-Z0-9_-]{1,32}".prop_map(|raw| RoomName::parse(&raw).unwrap()))
}

fn any_id() -> impl Strategy<Value = Option<Id>> {
    let text = any::<String>().prop_map(|s| serde_json::to_string(&s).unwrap());
    let token = prop_oneof![text, any::<i64>().prop_map(|n| n.to_string())];
    prop::option::of(token.prop_filter_map("an id", |token| Id::from_token(&token)))
}

fn any_text() -> impl Strategy<Value = Text> {
    any::<String>().prop_filter_map("a text", |raw| Text::parse(&raw).ok())
}

fn any_sign() -> impl Strategy<Value = Option<Sign>> {
    let toward = prop_oneof![
        any_room().prop_map(Toward::Room),
        any_name().prop_map(|name| Toward::Person(Whom::new(name.as_str()))),
    ];
    prop::option::of(prop_oneof![
        any::<bool>().prop_map(Sign::Away),
        toward.prop_map(Sign::Typing),
    ])
}

fn any_offer() -> impl Strategy<Value = Option<Offer>> {
    let offer = (any::<Option<[u8; 32]>>(), any::<[u8; 16]>(), any::<bool>());
    prop::option::of(offer.prop_map(|(key, nonce, keep)| Offer {
        key: key.map(Hex),
        nonce: Hex(nonce),
        keep,
    }))
}

fn any_prove() -> impl Strategy<Value = Prove> {
    let halves = any::<Option<([u8; 32], [u8; 32])>>();
    let proofs = (halves, any::<Option<[u8; 32]>>(), any_id());
    proofs.prop_map(|(sign, password, id)| Prove {
        sign: sign.and_then(|(a, b)| Some(Hex([a, b].concat().try_into().ok()?))),
        password: password.map(Hex),
        id,
    })
}

#[test]
fn what_is_offered_is_as_many_digits_as_it_has_to_be() {
    let nonce = "4b".repeat(16);
    let offer =
        |fields: &str| read_peer(format!(r#"{{"type":"join","name":"ana",{fields}}}"#).as_bytes());
    let Some(Ok(PeerFrame::Join(join))) = offer(&format!(r#""nonce":"{nonce}","keep":false"#))
    else {
        panic!("no join")
    };
    let right = Offer {
        key: None,
        nonce: Hex([0x4b; 16]),
        keep: false,
    };
    assert_eq!(join.offer, Some(right));
    let key = "9c".repeat(32);
    for (fields, fault) in [
        (
            format!(r#""key":"{key}""#),
            FrameFault::Missing("key", "nonce"),
        ),
        (
            r#""nonce":"4b""#.to_owned(),
            FrameFault::NotHex("nonce", 32),
        ),
        (r#""nonce":7"#.to_owned(), FrameFault::NotText("nonce")),
        (
            format!(r#""nonce":"{}""#, nonce.to_uppercase()),
            FrameFault::NotHex("nonce", 32),
        ),
        (
            format!(r#""nonce":"{nonce}","key":"{key}00""#),
            FrameFault::NotHex("key", 64),
        ),
    ] {
        let spurned = offer(&fields).unwrap().unwrap_err();
        assert_eq!(spurned.refusal, Refusal::Frame(fault), "{fields}");
    }
}

fn any_history() -> impl Strategy<Value = PeerFrame> {
    let part = prop_oneof![
        Just(Part::Newest),
        (1..u64::MAX).prop_map(Part::Before),
        any::<u64>().prop_map(Part::After),
        (1..u64::MAX).prop_map(Part::Around),
    ];
    (any_room(), part, 1..=100u64, any_id()).prop_map(|(room, part, limit, id)| {
        PeerFrame::History(History {
            room,
            part,
            limit,
            id,
        })
    })
}

fn any_search() -> impl Strategy<Value = PeerFrame> {
    let words = "[a-zà-ÿ]{1,9}( \\PC{1,9}){0,3}\\*?";
    let words = words.prop_filter_map("words", |typed| Words::parse(&typed));
    let moment = || prop::option::of((0..=u64::MAX).prop_map(Stamp::from_unix_ms));
    let from = prop::option::of(any_name());
    (words, any_room(), from, (moment(), moment()), any_id()).prop_map(
        |(words, room, from, (since, until), id)| {
            PeerFrame::Search(Search {
                words,
                room,
                from: from.map(|name| Whom::new(name.as_str())),
                since,
                until,
                before: since.map(|_| 7),
                limit: 100,
                id,
            })
        },
    )
}

fn any_say() -> impl Strategy<Value = PeerFrame> {
    (
        any_text(),
        prop::option::of(any_name()),
        any_room(),
        any_id(),
        referring::any_reference(),
    )
        .prop_map(|(text, name, room, id, refers)| {
            let refers =
                refers.filter(|one: &Reference| one.how != How::Reacts || is_sign(text.as_str()));
            let to = name.as_ref().map(|n| Whom::new(n.as_str()));
            PeerFrame::Say(Say {
                text,
                name: name.map(Ok),
                room,
                to,
                id,
                again: true,
                me: true,
                refers,
            })
        })
}

fn any_frame() -> impl Strategy<Value = PeerFrame> {
    let join = (
        any_name(),
        any_room(),
        any::<Option<u64>>(),
        any_offer(),
        any_id(),
    )
        .prop_map(|(name, room, since, offer, id)| {
            let password = Some("pass \"word\"".to_owned());
            PeerFrame::Join(Join {
                name: Some(Ok(name)),
                room,
                password,
                offer,
                log: since.map(|_| "a log".to_owned()),
                run: since.map(|_| "a run".to_owned()),
                session: since.map(|n| Token::new(n, !n)),
                since,
                signs: true,
                id,
            })
        });
    prop_oneof![
        any_say(),
        join,
        any_history(),
        any_search(),
        (any_room(), any_id()).prop_map(|(room, id)| PeerFrame::Leave { room, id }),
        (any_room(), any::<bool>(), any_id()).prop_map(|(room, class, id)| PeerFrame::Who {
            room,
            class,
            id
        }),
        orders::any_order(),
        house::any_question(),
        (any_name(), any_offer(), any_id()).prop_map(|(name, offer, id)| PeerFrame::Nick {
            name: Ok(name),
            offer,
            id
        }),
        any_prove().prop_map(PeerFrame::Prove),
        (any_sign(), any::<Option<u32>>(), any_id()).prop_map(|(sign, took, id)| PeerFrame::Ping {
            sign,
            took: took.map(|ms| Duration::from_millis(ms.into())),
            id
        }),
        Just(PeerFrame::Bye),
    ]
}

proptest! {
    #[test]
    fn every_frame_reads_back(frame in any_frame()) {
        let mut line = Vec::new();
        write_peer(&frame, &mut line);
        prop_assert_eq!(memchr::memchr_iter(b'\n', &line).count(), 1);
        prop_assert_eq!(read_peer(&line), Some(Ok(frame)));
    }

    #[test]
    fn no_bytes_make_reading_panic(line in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read_peer(&line);
    }

    #[test]
    fn no_object_makes_reading_panic(
        kind in "msg|join|leave|nick|who|whois|rooms|history|search|ping|prove|order|bye|x",
        name in any::<String>(), room in any::<String>(), text in any::<String>(),
    ) {
        let line = serde_json::json!({"type": kind, "name": name, "room": room, "to": name, "text": text,
            "from": name, "since": text, "before": room, "do": name, "who": text, "options": [room]});
        let _ = read_peer(line.to_string().as_bytes());
    }
}
