//! Section 2: the form of frames, in both directions.
//!
//! That every frame has `name`, `timestamp` and `text`, and a text without
//! control characters, is checked by the harness for each frame that any test
//! hears (`chat_tests::frame`).

use std::collections::BTreeSet;

use chat_tests::clock::unix_ms;
use chat_tests::frame::unix_ms_of;
use chat_tests::on_every_plain_transport;
use chat_tests::on_every_stream;
use chat_tests::on_every_transport;
use chat_tests::on_one_of;
use chat_tests::peer::Peer;
use chat_tests::wire::Via;
use serde_json::json;

use crate::house::server;

on_every_transport!(
    frames_of_every_type_keep_the_laws_of_all_frames,
    a_carriage_return_or_a_line_end_after_a_frame_is_accepted,
    blank_lines_between_frames_say_nothing,
    a_peer_that_says_bye_has_left,
);

on_one_of!(
    ALL:
    the_server_stamps_every_frame_by_its_own_clock,
    a_frame_without_type_is_a_message,
    unknown_fields_are_ignored,
    unknown_fields_of_any_shape_are_ignored,
    fields_that_this_type_does_not_have_are_unknown_fields,
    an_unknown_type_is_a_bad_frame,
    what_is_no_object_is_a_bad_frame,
);
on_every_plain_transport!(what_is_not_utf8_is_a_bad_frame,);
on_every_stream!(after_a_bye_the_server_closes,);

fn frames_of_every_type_keep_the_laws_of_all_frames(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, via, "ana");
    let mut kinds = BTreeSet::from(["welcome".to_owned()]);
    let mut bob = Peer::join(&server, via, "bob");
    for frame in [
        json!({"text": "olá"}),
        json!({"type": "who"}),
        json!({"type": "nick", "name": "eva"}),
        json!({"type": "fly"}),
        json!({"to": "bob", "text": "psst"}),
    ] {
        ana.send(&frame);
    }
    bob.hears("the whisper", |f| f.says("psst"));
    bob.send(&json!({"type": "bye"}));
    let seen = ana.hears_all("bob's leaving", |f| {
        f.kind() == "notice" && f.tells("leave", "bob")
    });
    kinds.extend(seen.iter().filter_map(|f| f.get("type").map(str::to_owned)));
    ana.send(&json!({"type": "ping"}));
    let pong = ana.hears("a pong", |f| f.kind() == "pong");
    kinds.insert(pong.kind().to_owned());
    let expected = ["error", "msg", "notice", "pong", "welcome", "who"];
    assert_eq!(kinds, expected.map(str::to_owned).into());
}

fn the_server_stamps_every_frame_by_its_own_clock(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, via, "ana");
    let before = unix_ms();
    ana.send(&json!({"text": "old", "timestamp": "1999-12-31T23:59:59.999Z"}));
    ana.send(&json!({"text": "broken", "timestamp": 5}));
    let mut seen = ana.hears_all("broken", |f| f.says("broken"));
    seen.extend(ana.fence());
    let after = unix_ms();
    for frame in seen {
        let stamp = unix_ms_of(frame.get("timestamp").unwrap()).unwrap();
        // The coarse clock of a kernel may be some milliseconds behind.
        let near = before - 1000..=after + 1000;
        assert!(
            near.contains(&stamp),
            "{stamp} in {near:?}: {}",
            frame.raw()
        );
    }
}

fn a_frame_without_type_is_a_message(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, via, "ana");
    ana.send(&json!({"text": "without"}));
    ana.send(&json!({"type": "msg", "text": "with"}));
    let without = ana.hears("without", |f| f.says("without"));
    let with = ana.hears("with", |f| f.says("with"));
    assert_eq!(without.number("seq"), Some(1));
    assert_eq!(with.number("seq"), Some(2));
}

fn unknown_fields_are_ignored(via: Via) {
    let server = server();
    let mut ana = Peer::connect(&server, via);
    let more = json!({"colour": "red"});
    for (kind, field, value, answer) in [
        ("join", "name", "ana", "welcome"),
        ("msg", "text", "olá", "msg"),
        ("who", "room", "lobby", "who"),
        ("ping", "id", "1", "pong"),
        ("nick", "name", "eva", "notice"),
    ] {
        let mut frame = json!({"type": kind, "seq": 99, "history": true, "more": more});
        frame[field] = value.into();
        ana.send(&frame);
        let heard = ana.hears_all(answer, |f| f.kind() == answer);
        assert!(heard.iter().all(|f| f.kind() != "error"), "{heard:?}");
    }
    let said = ana.says("next");
    assert_eq!(said.number("seq"), Some(2), "{}", said.raw());
    assert!(!said.flag("history"), "{}", said.raw());
}

fn unknown_fields_of_any_shape_are_ignored(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, via, "ana");
    for (n, value) in [
        "null",
        "[]",
        "{}",
        "-0.5e300",
        "123456789012345678901234567890",
        "[[{\"a\":[true,false]}]]",
        "\"\\ud83d\\ude00\"",
    ]
    .iter()
    .enumerate()
    {
        ana.send_line(&format!(r#"{{"extra":{value},"text":"{n}","":{value}}}"#));
        ana.hears(value, |f| f.says(&n.to_string()));
    }
}

/// What another program means by them is not ours to judge: the contract has
/// no such fields for these types.
fn fields_that_this_type_does_not_have_are_unknown_fields(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, via, "ana");
    for field in [
        "since",
        "again",
        "password",
        "seq",
        "timestamp",
        "who",
        "more",
    ] {
        for value in [json!(7), json!("x"), json!([1]), json!(-1.5), json!(true)] {
            ana.send(&json!({"text": "said", field: value}));
            let answer = ana.hears("an answer", |f| matches!(f.kind(), "msg" | "error"));
            assert!(answer.says("said"), "{field}: {value}: {}", answer.raw());
        }
    }
}

fn an_unknown_type_is_a_bad_frame(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, via, "ana");
    for kind in ["fly", "MSG", "", "notice", "error", "welcome", "msg "] {
        let frame = json!({"type": kind, "text": "x", "name": "bob", "id": 7});
        let refusal = ana.is_refused(&frame, "bad_frame");
        assert_eq!(refusal.number("id"), Some(7), "{}", refusal.raw());
    }
    assert_eq!(ana.messages(), [""; 0]);
}

fn what_is_no_object_is_a_bad_frame(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, via, "ana");
    for line in [
        "{",
        "{}",
        r#"{"text":"a"} x"#,
        r#"{"text":"a""#,
        r#"{"text":5}"#,
        r#"{"text":["a"]}"#,
        r#"{"type":5,"text":"a"}"#,
        r#"{"text":"\ud800"}"#,
        r#"{"text":"\x41"}"#,
        "{\"text\":\"raw \u{1} control\"}",
        "{'text':'a'}",
        r#"{"type":"nick"}"#,
        r#"{"type":"nick","name":7}"#,
        r#"{"type":"msg"}"#,
        // It has spoken JSON once, and is no plain peer any more.
        "hello",
        "/quit",
        "exit",
        "[1]",
        "null",
        r#""{}""#,
    ] {
        ana.is_refused_line(line, "bad_frame");
    }
    let deep = format!(r#"{{"x":{}}}"#, "[".repeat(5000));
    ana.is_refused_line(&deep, "bad_frame");
    assert_eq!(ana.messages(), [""; 0], "nothing of it is said");
}

fn what_is_not_utf8_is_a_bad_frame(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, via, "ana");
    ana.wire.send(b"{\"text\":\"\xff\xfe\"}\n");
    ana.hears("a refusal", |f| f.refuses("bad_frame"));
    assert_eq!(ana.messages(), [""; 0], "nothing of it is said");
}

fn a_carriage_return_or_a_line_end_after_a_frame_is_accepted(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, via, "ana");
    let ends: &[&str] = if via.is_stream() {
        &["\n", "\r\n"]
    } else {
        &["", "\n", "\r\n"]
    };
    for end in ends {
        let line = format!("{}{end}", json!({"text": "olá"}));
        ana.wire.send(line.as_bytes());
        ana.hears("olá", |f| f.says("olá"));
    }
    assert!(ana.fence().is_empty(), "and nothing more");
}

fn blank_lines_between_frames_say_nothing(via: Via) {
    let server = server();
    let mut ana = Peer::connect(&server, via);
    for blank in ["", "  ", "\t", "\r"] {
        ana.send_line(blank);
    }
    assert!(ana.fence().is_empty(), "still a JSON peer, and unanswered");
    ana.enter("ana", "lobby");
    for blank in ["", "  ", "\t", "\r"] {
        ana.send_line(blank);
    }
    assert_eq!(ana.messages(), [""; 0]);
}

fn a_peer_that_says_bye_has_left(via: Via) {
    let server = server();
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let mut ana = Peer::join(&server, via, "ana");
    ana.send(&json!({"type": "bye"}));
    witness.hears("the leaving", |f| f.tells("leave", "ana"));
    witness.send(&json!({"type": "who"}));
    let who = witness.hears("who", |f| f.kind() == "who");
    assert_eq!(who.people("names"), ["witness"]);
    let leaves = witness.fence();
    assert!(leaves.is_empty(), "one notice, and not {leaves:?}");
    Peer::join(&server, via, "ana").says("the name is free again");
}

fn after_a_bye_the_server_closes(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, via, "ana");
    ana.send(&json!({"text": "last words"}));
    ana.send(&json!({"type": "bye"}));
    ana.send(&json!({"text": "after the end"}));
    let seen = ana.hears_the_end();
    assert!(seen.iter().any(|f| f.says("last words")), "{seen:?}");
    assert!(!seen.iter().any(|f| f.says("after the end")), "{seen:?}");
}
