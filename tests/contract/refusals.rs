//! Section 2: the error codes, and what a refusal does to whom.

use std::collections::BTreeSet;

use chat_tests::clock::PATIENCE;
use chat_tests::on_every_transport;
use chat_tests::on_one_of;
use chat_tests::peer::Heard;
use chat_tests::peer::Peer;
use chat_tests::server::Server;
use chat_tests::server::Start;
use chat_tests::wire::Via;
use serde_json::Value;
use serde_json::json;

use crate::house::SERVER;
use crate::house::server;
use crate::house::server_with;

on_every_transport!(
    a_refused_frame_never_closes_the_connection,
    a_wrong_password_is_told_and_closes,
    a_full_server_says_so_and_closes,
);

on_one_of!(
    ALL:
    a_refusal_disturbs_nobody_else,
    the_right_password_lets_in,
    without_a_password_of_its_own_a_server_asks_for_none,
    a_place_is_free_again_when_somebody_has_left,
);

/// A frame for every code that leaves the connection open.
fn refusals() -> Vec<(Value, &'static str)> {
    vec![
        (json!({"type": "fly"}), "bad_frame"),
        (json!({"text": "x".repeat(5000)}), "too_long"),
        (json!({"text": "x".repeat(40_000)}), "too_long"),
        (json!({"type": "nick", "name": "witness"}), "name_taken"),
        (json!({"type": "nick", "name": "a b"}), "bad_name"),
        (json!({"text": "psst", "to": "nobody"}), "no_such_name"),
        (json!({"type": "who", "room": "nowhere"}), "no_such_room"),
        (json!({"type": "who", "room": "no where"}), "bad_room"),
    ]
}

fn a_refused_frame_never_closes_the_connection(via: Via) {
    let server = server();
    let _witness = Peer::join(&server, Via::Tcp, "witness");
    let mut ana = Peer::connect(&server, via);
    ana.is_refused(&json!({"text": "x"}), "not_joined");
    ana.enter("ana", "lobby");
    let mut codes = BTreeSet::new();
    for (frame, code) in refusals() {
        let refusal = ana.is_refused(&frame, code);
        assert!(refusal.text().len() > 10, "in words: {}", refusal.raw());
        codes.insert(code);
        ana.says("still here");
    }
    assert_eq!(codes.len(), 7, "each of these codes was seen");
}

fn a_refusal_disturbs_nobody_else(via: Via) {
    let server = server();
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let mut ana = Peer::join(&server, via, "ana");
    witness.hears("ana's coming", |f| f.tells("join", "ana"));
    for (frame, code) in refusals() {
        ana.is_refused(&frame, code);
    }
    let seen = witness.fence();
    assert!(seen.is_empty(), "{seen:?}");
}

/// A server that asks for `sesame`.
fn guarded() -> Server {
    Start::new(SERVER)
        .everywhere()
        .env("CHAT_PASSWORD", "sesame")
        .ready()
}

/// The connection is over: closed on a stream; on UDP, nothing is let in.
#[track_caller]
fn is_over(mut peer: Peer, via: Via) {
    if via.is_stream() {
        let rest = peer.hears_the_end();
        let kinds: Vec<&str> = rest.iter().map(chat_tests::frame::Frame::kind).collect();
        assert!(kinds.iter().all(|kind| *kind == "bye"), "{kinds:?}");
    }
}

fn a_wrong_password_is_told_and_closes(via: Via) {
    let server = guarded();
    let join = |password: Value| json!({"type": "join", "name": "ana", "password": password});
    for frame in [
        join("wrong".into()),
        join("".into()),
        join("sesame ".into()),
        json!({"type": "join", "name": "ana"}),
        json!({"name": "ana", "text": "olá"}),
    ] {
        let mut ana = Peer::connect(&server, via);
        ana.is_refused(&frame, "wrong_password");
        is_over(ana, via);
    }
    let mut witness = Peer::connect(&server, via);
    let mut frame = join("sesame".into());
    frame["name"] = "witness".into();
    witness.send(&frame);
    witness.hears("a welcome", |f| f.kind() == "welcome");
    witness.send(&json!({"type": "who"}));
    let who = witness.hears("who", |f| f.kind() == "who");
    assert_eq!(who.people("names"), ["witness"], "nobody else came in");
}

fn the_right_password_lets_in(via: Via) {
    let file = tempfile::NamedTempFile::new().unwrap();
    // Written by an editor, it ends with a line end.
    std::fs::write(file.path(), "sesame street\n").unwrap();
    let from_file = server_with(&["--password-file", file.path().to_str().unwrap()]);
    for (server, password) in [(guarded(), "sesame"), (from_file, "sesame street")] {
        let mut ana = Peer::connect(&server, via);
        ana.send(&json!({"type": "join", "name": "ana", "password": password}));
        ana.hears("a welcome", |f| f.kind() == "welcome");
        ana.says("inside");
        // Once inside, nobody asks again.
        ana.enter("ana", "lab");
        let mut eve = Peer::connect(&server, via);
        let join = json!({"type": "join", "name": "eve", "password": "x"});
        eve.is_refused(&join, "wrong_password");
    }
}

fn without_a_password_of_its_own_a_server_asks_for_none(via: Via) {
    let server = server();
    let mut ana = Peer::connect(&server, via);
    ana.send(&json!({"type": "join", "name": "ana", "password": "whatever"}));
    ana.hears("a welcome", |f| f.kind() == "welcome");
}

fn a_full_server_says_so_and_closes(via: Via) {
    let server = server_with(&["--max-peers", "2"]);
    let mut ana = Peer::join(&server, Via::Tcp, "ana");
    let _bob = Peer::join(&server, Via::Tcp, "bob");
    ana.hears("bob's coming", |f| f.tells("join", "bob"));
    let mut late = Peer::connect(&server, via);
    // It may be told before it has said anything, and be closed by then.
    let join = json!({"type": "join", "name": "late"}).to_string() + "\n";
    let _ = late.wire.try_send(join.as_bytes());
    match late.next_within(PATIENCE) {
        Heard::Frame(refusal) => assert!(refusal.refuses("server_full"), "{}", refusal.raw()),
        other => panic!("not told: {other:?}"),
    }
    is_over(late, via);
    assert!(ana.fence().is_empty(), "and nobody else is disturbed");
}

fn a_place_is_free_again_when_somebody_has_left(via: Via) {
    let server = server_with(&["--max-peers", "2"]);
    let mut ana = Peer::join(&server, Via::Tcp, "ana");
    let bob = Peer::join(&server, Via::Tcp, "bob");
    drop(bob);
    ana.hears("bob's leaving", |f| f.tells("leave", "bob"));
    Peer::join(&server, via, "eva").says("there was a place");
}
