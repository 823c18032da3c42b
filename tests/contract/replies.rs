//! Section 2: a message that answers another one says which.

use std::path::Path;

use chat_tests::clock::PATIENCE;
use chat_tests::frame::Frame;
use chat_tests::on_every_plain_transport;
use chat_tests::peer::Peer;
use chat_tests::plain::Typist;
use chat_tests::server::Server;
use chat_tests::server::Start;
use chat_tests::wire::Via;
use serde_json::json;

use crate::house::SERVER;
use crate::house::server;

on_every_plain_transport!(a_plain_peer_reads_whom_and_what_is_answered);

/// A question of bob's in the lobby, which is its first message, and who else is there.
#[track_caller]
fn asked(server: &Server) -> (Peer, Peer) {
    let mut ana = Peer::join(server, Via::Tcp, "ana");
    let mut bob = Peer::join(server, Via::Tcp, "bob");
    assert_eq!(bob.says("does accept block?").number("seq"), Some(1));
    ana.hears("the question", |f| f.says("does accept block?"));
    (ana, bob)
}

#[track_caller]
fn answers_the_first(told: &Frame) {
    assert_eq!(told.number("reply"), Some(1), "{}", told.raw());
}

#[test]
fn whoever_hears_an_answer_is_told_what_it_answers_its_sender_and_a_newcomer_too() {
    let server = server();
    let (mut ana, mut bob) = asked(&server);
    ana.send(&json!({"text": "yes", "reply": 1, "id": "a1"}));
    let receipt = ana.hears("the receipt", |f| f.get("id") == Some("a1"));
    let told = bob.hears("the answer", |f| f.says("yes"));
    ana.send(&json!({"text": "yes", "reply": 1, "id": "a1", "again": true}));
    let again = ana.hears("it again", |f| f.get("id") == Some("a1"));
    for via in [Via::Tcp, Via::Udp] {
        let mut eva = Peer::connect(&server, via);
        eva.send(&json!({"type": "join", "name": "eva"}));
        let replayed = eva.hears("the answer", |f| f.says("yes"));
        assert!(replayed.flag("history"));
        answers_the_first(&replayed);
        eva.send(&json!({"type": "search", "text": "yes"}));
        answers_the_first(&eva.hears("a hit", |f| f.says("yes")));
        eva.send(&json!({"type": "history"}));
        let page = eva.hears_all("a page", |f| f.kind() == "history");
        answers_the_first(page.iter().find(|f| f.says("yes")).unwrap());
        eva.send(&json!({"type": "bye"}));
        eva.hears("a bye", |f| f.kind() == "bye");
    }
    for told in [receipt, told, again] {
        answers_the_first(&told);
        assert_eq!(told.number("seq"), Some(2), "{}", told.raw());
    }
}

#[test]
fn what_answers_nothing_that_was_said_there_is_a_message_like_any_other() {
    let server = server();
    let (mut ana, mut bob) = asked(&server);
    for reply in [json!(99), json!(0), json!("1"), json!([1]), json!(null)] {
        ana.send(&json!({"text": "hm", "reply": reply}));
        let told = bob.hears("it all the same", |f| f.says("hm"));
        assert_eq!(told.value("reply"), None, "{reply}: {}", told.raw());
    }
    ana.send(&json!({"text": "psst", "to": "bob", "reply": 1}));
    let told = bob.hears("what is for bob", |f| f.says("psst"));
    assert_eq!(told.value("reply"), None, "{}", told.raw());
}

fn a_plain_peer_reads_whom_and_what_is_answered(via: Via) {
    let server = server();
    let (mut ana, _bob) = asked(&server);
    let (mut typist, _) = Typist::arrive(&server, via);
    ana.send(&json!({"text": "yes", "reply": 1}));
    let answer = "] ana (re: bob: does accept bloc…): yes";
    typist.hears("the answer", |line| line.ends_with(answer));
    typist.types("/last 2");
    typist.hears("the answer again", |line| line.ends_with(answer));
}

/// A server that keeps what is said in this file.
#[track_caller]
fn keeping(file: &Path) -> Server {
    Start::new(SERVER).everywhere().keeping(file).ready()
}

#[test]
fn an_answer_outlives_the_server_and_is_exported() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("kept.db");
    let mut server = keeping(&file);
    let (mut ana, _bob) = asked(&server);
    ana.send(&json!({"text": "yes", "reply": 1, "id": "a1"}));
    ana.hears("the receipt", |f| f.get("id") == Some("a1"));
    server.program.kill();
    server.program.exit_within(PATIENCE);
    let server = keeping(&file);
    let mut eva = Peer::connect(&server, Via::Tcp);
    eva.send(&json!({"type": "join", "name": "eva"}));
    answers_the_first(&eva.hears("the answer", |f| f.says("yes")));
    let (mut typist, _) = Typist::arrive(&server, Via::Tcp);
    typist.types("/last 9");
    let answer = "] ana (re: bob: does accept bloc…): yes";
    typist.hears("the answer", |line| line.ends_with(answer));
    let mut export = std::process::Command::new(SERVER);
    export.arg("export").arg("--archive").arg(&file);
    let exported = export.args(["--format", "json"]).output().unwrap();
    let exported = String::from_utf8(exported.stdout).unwrap();
    let line = exported.lines().find(|line| line.contains("\"yes\""));
    assert!(line.unwrap().contains("\"reply\":1"), "{exported}");
}
