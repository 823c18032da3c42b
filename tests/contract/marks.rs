//! Section 2: `id`, repeated as it came, and `ping`.

use chat_tests::frame::Frame;
use chat_tests::on_every_transport;
use chat_tests::on_one_of;
use chat_tests::peer::Peer;
use chat_tests::wire::Via;
use serde_json::Value;
use serde_json::json;

use crate::house::server;

on_every_transport!(a_ping_needs_no_join,);

on_one_of!(
    ALL:
    a_pong_repeats_the_id,
    a_ping_without_id_gets_a_pong_without_id,
    the_receipt_repeats_the_id_and_nobody_else_sees_it,
    an_error_repeats_the_id,
    what_cannot_be_an_id_is_a_bad_frame,
);

/// Ids of both kinds: strings up to 64 bytes, integers of any size.
fn ids() -> Vec<String> {
    let longest = format!("\"{}\"", "x".repeat(64));
    let wide = format!("\"{}\"", "é".repeat(32));
    let mut ids: Vec<String> = [
        "0",
        "7",
        "-7",
        "9007199254740993",
        "18446744073709551615",
        "18446744073709551616",
        "-9223372036854775809",
        "123456789012345678901234567890",
        r#""a""#,
        r#""""#,
        r#""7""#,
        r#""with \"quotes\" and \\ ""#,
        r#""\u0041\n\u001b""#,
        r#""olá 🎉""#,
    ]
    .map(str::to_owned)
    .into();
    ids.extend([longest, wide]);
    ids
}

/// An integer is repeated digit by digit; a string means the same.
#[track_caller]
fn repeats(frame: &Frame, id: &str) {
    if id.starts_with('"') {
        let sent: Value = serde_json::from_str(id).unwrap();
        assert_eq!(frame.value("id"), Some(&sent), "{}", frame.raw());
    } else {
        let ends = [",", "}"].map(|end| format!("\"id\":{id}{end}"));
        let whole = ends.iter().any(|digits| frame.raw().contains(digits));
        assert!(whole, "{id} in {}", frame.raw());
    }
}

fn a_pong_repeats_the_id(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, via, "ana");
    for id in ids() {
        ana.send_line(&format!(r#"{{"type":"ping","id":{id}}}"#));
        repeats(&ana.hears("a pong", |f| f.kind() == "pong"), &id);
    }
}

fn a_ping_without_id_gets_a_pong_without_id(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, via, "ana");
    ana.send(&json!({"type": "ping"}));
    let pong = ana.hears("a pong", |f| f.kind() == "pong");
    assert_eq!(pong.value("id"), None, "{}", pong.raw());
}

fn a_ping_needs_no_join(via: Via) {
    let server = server();
    let mut nobody = Peer::connect(&server, via);
    assert!(nobody.fence().is_empty());
}

fn the_receipt_repeats_the_id_and_nobody_else_sees_it(via: Via) {
    let server = server();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let mut ana = Peer::join(&server, via, "ana");
    for (n, id) in ids().iter().enumerate() {
        let text = format!("message {n}");
        ana.send_line(&format!(r#"{{"text":"{text}","id":{id}}}"#));
        repeats(&ana.hears("the receipt", |f| f.says(&text)), id);
        let heard = bob.hears(&text, |f| f.says(&text));
        assert_eq!(heard.value("id"), None, "{}", heard.raw());
    }
    let unmarked = ana.says("without a mark");
    assert_eq!(unmarked.value("id"), None, "{}", unmarked.raw());
    // To one peer: the receipt has it, the other copy does not.
    ana.send(&json!({"to": "bob", "text": "psst", "id": 5}));
    assert_eq!(ana.hears("psst", |f| f.says("psst")).number("id"), Some(5));
    assert_eq!(bob.hears("psst", |f| f.says("psst")).value("id"), None);
}

fn an_error_repeats_the_id(via: Via) {
    let server = server();
    let _bob = Peer::join(&server, Via::Tcp, "bob");
    let mut ana = Peer::join(&server, via, "ana");
    for (frame, code) in [
        (r#""type":"fly""#, "bad_frame"),
        (r#""type":"msg""#, "bad_frame"),
        (r#""text":5"#, "bad_frame"),
        (r#""type":"nick","name":"bob""#, "name_taken"),
        (r#""type":"nick","name":"a b""#, "bad_name"),
        (r#""type":"join","name":"ana","room":"a b""#, "bad_room"),
        (r#""type":"who","room":"nowhere""#, "no_such_room"),
        (r#""type":"leave","room":"nowhere""#, "no_such_room"),
        (r#""text":"x","room":"nowhere""#, "no_such_room"),
        (r#""text":"x","to":"nobody""#, "no_such_name"),
    ] {
        for id in ["18446744073709551616", r#""mark""#] {
            let line = format!(r#"{{{frame},"id":{id}}}"#);
            repeats(&ana.is_refused_line(&line, code), id);
        }
        let refusal = ana.is_refused_line(&format!("{{{frame}}}"), code);
        assert_eq!(refusal.value("id"), None, "{}", refusal.raw());
    }
    let long = "x".repeat(4097);
    let refusal = ana.is_refused(&json!({"text": long, "id": 9}), "too_long");
    assert_eq!(refusal.number("id"), Some(9), "{}", refusal.raw());
}

fn what_cannot_be_an_id_is_a_bad_frame(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, via, "ana");
    let long = format!("\"{}\"", "x".repeat(65));
    let wide = format!("\"{}x\"", "é".repeat(32));
    for id in ["1.5", "true", "[1]", "{}", &long, &wide] {
        ana.is_refused_line(&format!(r#"{{"text":"said","id":{id}}}"#), "bad_frame");
    }
    assert_eq!(ana.messages(), [""; 0], "nothing is said");
}
