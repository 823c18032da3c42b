//! Section 2: a message that says another one better, or is a sign about it; and what anybody
//! may ask about the house.

use chat_tests::frame::Frame;
use chat_tests::peer::Peer;
use chat_tests::plain::Typist;
use chat_tests::server::Server;
use chat_tests::server::Start;
use chat_tests::wire::Via;
use serde_json::json;

use crate::house::SERVER;
use crate::house::server;

/// What was said in the lobby, as a newcomer is told: text, and the number it refers to.
fn replayed(server: &Server, field: &str) -> Vec<(String, Option<u64>)> {
    let mut eva = Peer::connect(server, Via::Tcp);
    eva.send(&json!({"type": "join", "name": "eva"}));
    eva.hears("the welcome", |f| f.kind() == "welcome");
    eva.send(&json!({"type": "history"}));
    let page = eva.hears_all("a page", |f| f.kind() == "history");
    let said = page.iter().filter(|f| f.kind() == "msg");
    let told = |f: &Frame| (f.text().to_owned(), f.number(field));
    let mut all: Vec<_> = said.map(told).collect();
    // They were told by the join too.
    all.drain(..all.len() / 2);
    eva.send(&json!({"type": "bye"}));
    eva.hears("a bye", |f| f.kind() == "bye");
    all
}

/// Somebody types this, and reads a line with that.
#[track_caller]
fn reads(typist: &mut Typist, typed: &str, expected: &str) {
    typist.types(typed);
    typist.hears(expected, |line| line.contains(expected));
}

#[test]
fn signs_and_corrections_outlive_the_server() {
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("archive.sqlite");
    let start = || Start::new(SERVER).everywhere().keeping(&archive).ready();
    let before = start();
    let mut ana = Peer::join(&before, Via::Tcp, "ana");
    let mut bob = Peer::join(&before, Via::Tcp, "bob");
    ana.says("teh cable");
    ana.send(&json!({"text": "the cable", "edit": 1, "id": "a1"}));
    let own = ana.hears("the receipt", |f| f.get("id") == Some("a1"));
    assert_eq!((own.number("edit"), own.number("seq")), (Some(1), Some(2)));
    bob.hears("the correction", |f| f.number("edit") == Some(1));
    bob.send(&json!({"text": "👍", "react": 1}));
    ana.hears("the sign", |f| f.number("react") == Some(1));
    // Of somebody else it is no correction.
    bob.send(&json!({"text": "no cable", "edit": 1}));
    let said = ana.hears("a message", |f| f.says("no cable"));
    assert_eq!(said.number("edit"), None);
    drop((ana, bob));
    drop(before);
    let after = start();
    let edits = [
        ("teh cable".to_owned(), None),
        ("the cable".to_owned(), Some(1)),
        ("👍".to_owned(), None),
        ("no cable".to_owned(), None),
    ];
    assert_eq!(replayed(&after, "edit"), edits);
    let reacts: Vec<_> = replayed(&after, "react")
        .into_iter()
        .map(|(_, of)| of)
        .collect();
    assert_eq!(reacts, [None, None, Some(1), None]);
}

#[test]
fn whoever_sees_no_numbers_reads_what_was_corrected_and_about_what_a_sign_is() {
    let server = server();
    let (mut typist, _) = Typist::arrive(&server, Via::Tcp);
    let mut ana = Peer::join(&server, Via::Tcp, "ana");
    for fields in [
        json!({"text": "teh cable"}),
        json!({"text": "the cable", "edit": 2}),
        json!({"text": "👍", "react": 2}),
    ] {
        ana.send(&fields);
    }
    for expected in [
        "ana (edit: teh cable): the cable",
        "ana (re: ana: the cable): 👍",
    ] {
        typist.hears(expected, |line| line.contains(expected));
    }
}

#[test]
fn the_house_is_told_of_to_whoever_asks() {
    let server = server();
    let mut ana = Peer::join(&server, Via::Tcp, "ana");
    let mut bob = Peer::join(&server, Via::Udp, "bob");
    bob.send(&json!({"type": "join", "room": "lab"}));
    bob.hears("the welcome", |f| {
        f.kind() == "welcome" && f.get("room") == Some("lab")
    });
    bob.send(&json!({"type": "order", "do": "topic", "room": "lab", "text": "sockets"}));
    bob.hears("the topic", |f| f.get("event") == Some("topic"));
    ana.send(&json!({"type": "rooms", "id": 1}));
    let rooms = ana.hears("the rooms", |f| f.kind() == "rooms");
    assert_eq!(
        rooms.text(),
        "rooms: lobby 2, lab 1 (sockets)",
        "{}",
        rooms.raw()
    );
    ana.send(&json!({"type": "whois", "who": "bob", "id": 2}));
    let whois = ana.hears("bob", |f| f.kind() == "whois");
    assert!(
        whois
            .text()
            .starts_with("bob is here over udp from 127.0.0.1:"),
        "{}",
        whois.raw()
    );
    let (mut typist, _) = Typist::arrive(&server, Via::Tcp);
    for (typed, read) in [
        ("/topic lunch", "* guest-1 set the topic: lunch"),
        ("/rooms", "* rooms: lobby 3 (lunch), lab 1 (sockets)"),
        ("/whois ana", "* ana is here over tcp from 127.0.0.1:"),
        ("/whois nobody", "! "),
    ] {
        reads(&mut typist, typed, read);
    }
}
