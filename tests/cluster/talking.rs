//! Whoever is on another server is in the room all the same.

use chat_tests::frame::Frame;
use chat_tests::peer::Peer;
use chat_tests::plain::Typist;
use chat_tests::wire::Via;
use serde_json::json;

use crate::house::Lab;
use crate::house::asks;
use crate::house::in_step;
use crate::house::witnesses;
use crate::past;

#[test]
fn any_kind_of_peer_on_any_server_hears_all_others_in_one_order() {
    let Some(lab) = Lab::new() else { return };
    let servers = lab.three();
    let mut ana = Peer::join(&servers[0], Via::Tcp, "ana");
    let (mut nc, guest) = Typist::arrive(&servers[1], Via::Tcp);
    let mut bob = Peer::join(&servers[2], Via::Link, "bob");
    let mut eva = Peer::join(&servers[2], Via::Udp, "eva");
    ana.hears("the guest", |f| f.says("here"));
    let said = |by: &str, text: &str| {
        let (by, text) = (by.to_owned(), text.to_owned());
        move |f: &Frame| f.says(&text) && f.name() == by
    };
    let one = ana.says("one");
    nc.hears("ana", |line| line.ends_with("ana: one"));
    nc.types("two");
    let two = ana.hears("two", said(&guest, "two"));
    bob.hears("two", said(&guest, "two"));
    bob.says("three");
    eva.says("four");
    nc.hears("eva", |line| line.ends_with("eva: four"));
    let three = ana.hears("three", said("bob", "three"));
    let four = ana.hears("four", said("eva", "four"));
    let numbers = [one, two, three, four].map(|f| f.number("seq"));
    assert_eq!(numbers, [Some(2), Some(3), Some(4), Some(5)]);
    let told = past::agreed(&servers.each_ref(), "lobby");
    assert_eq!(told.len(), 5, "{told:?}");
}

#[test]
fn a_newcomer_is_told_where_it_is_and_where_else_it_can_go() {
    let Some(lab) = Lab::new() else { return };
    let told = |server: &str| {
        let address = format!("{server}.school.example:1234");
        lab.start(server).args(&["--cluster-address", &address])
    };
    let first = told("lab1").ready();
    let mut ana = Peer::connect(&first, Via::Tcp);
    let welcome = ana.enter("ana", "lobby");
    assert_eq!(welcome.get("server"), Some("lab1"));
    assert_eq!(welcome.value("others"), None, "{welcome:?}");
    let second = told("lab2").ready();
    let _third = told("lab3").ready();
    let mut bob = Peer::connect(&second, Via::Tcp);
    let welcome = bob.enter("bob", "lobby");
    assert_eq!(welcome.get("server"), Some("lab2"));
    let others = ["lab3.school.example:1234", "lab1.school.example:1234"];
    assert_eq!(welcome.people("others"), others);
}

#[test]
fn who_and_whois_say_on_which_server_somebody_is() {
    let Some(lab) = Lab::new() else { return };
    let servers = lab.three();
    let [mut w1, mut w2, _w3] = witnesses(&servers);
    let who = asks(&mut w1, json!({"type": "who"}));
    assert_eq!(who.people("names").len(), 3, "{who:?}");
    let elsewhere = json!({"lab2": ["w2"], "lab3": ["w3"]});
    assert_eq!(who.value("servers"), Some(&elsewhere), "{who:?}");
    let far = asks(&mut w1, json!({"type": "whois", "who": "w3"}));
    assert_eq!(far.get("server"), Some("lab3"), "{far:?}");
    assert_eq!(far.get("transport"), Some("tcp"), "{far:?}");
    let near = asks(&mut w2, json!({"type": "whois", "who": "w2"}));
    assert_eq!(near.get("server"), None, "{near:?}");
    let mut gone = w2;
    gone.send(&json!({"type": "whois", "who": "nobody"}));
    gone.hears("a refusal", |f| f.refuses("no_such_name"));
}

#[test]
fn a_direct_message_reaches_its_person_and_nobody_else_on_any_server() {
    let Some(lab) = Lab::new() else { return };
    let servers = lab.three();
    let [mut w1, mut w2, mut w3] = witnesses(&servers);
    w1.send(&json!({"text": "psst", "to": "W2", "id": 7}));
    let receipt = w1.hears("the receipt", |f| f.says("psst"));
    assert_eq!(
        (receipt.number("id"), receipt.get("to")),
        (Some(7), Some("w2"))
    );
    let heard = w2.hears("it", |f| f.says("psst"));
    assert_eq!(
        (heard.name(), heard.get("to")),
        ("w1", Some("w2")),
        "{heard:?}"
    );
    w1.send(&json!({"text": "psst", "to": "w4", "id": 8}));
    let refusal = w1.hears("a refusal", |f| f.refuses("no_such_name"));
    assert_eq!(refusal.number("id"), Some(8));
    // One who types, and one who listens by datagrams.
    let (mut nc, guest) = Typist::arrive(&servers[2], Via::Tcp);
    let mut eva = Peer::join(&servers[0], Via::Udp, "eva");
    nc.hears("eva", |line| line.contains("eva joined"));
    eva.send(&json!({"text": "how are you?", "to": guest}));
    nc.hears("eva's words", |line| line.contains("how are you?"));
    nc.types("/msg eva well, thanks");
    eva.hears("the answer", |f| f.says("well, thanks"));
    let heard = w3.messages();
    assert_eq!(heard, ["here"], "others heard what was not for them");
}

#[test]
fn whoever_writes_or_is_away_is_seen_on_other_servers() {
    let Some(lab) = Lab::new() else { return };
    let servers = lab.three();
    let mut ana = Peer::connect(&servers[0], Via::Tcp);
    ana.send(&json!({"type": "join", "name": "ana", "signs": true}));
    ana.hears("a welcome", |f| f.kind() == "welcome");
    let mut bob = Peer::join(&servers[1], Via::Tcp, "bob");
    bob.says("hi");
    ana.hears("bob", |f| f.says("hi"));
    bob.send(&json!({"type": "ping", "typing": true, "room": "lobby"}));
    ana.hears("that bob writes", |f| f.tells("typing", "bob"));
    bob.send(&json!({"type": "ping", "away": true}));
    ana.hears("that bob is away", |f| f.tells("away", "bob"));
    let who = asks(&mut ana, json!({"type": "who"}));
    assert_eq!(who.people("away"), ["bob"], "{who:?}");
}

#[test]
fn rooms_are_the_same_on_all_servers() {
    let Some(lab) = Lab::new() else { return };
    let servers = lab.three();
    let mut all = witnesses(&servers);
    all[0].enter("w1", "Lab");
    all[1].enter("w2", "lab");
    all[0].hears("w2", |f| f.tells("join", "w2"));
    all[0].enter("w1", "lobby");
    in_step(&mut all, "two are in the lab");
    all[0].enter("w1", "lab");
    let rooms = asks(&mut all[2], json!({"type": "rooms"}));
    let expected = json!([{"room": "lobby", "people": 3}, {"room": "Lab", "people": 2}]);
    assert_eq!(rooms.value("rooms"), Some(&expected), "{rooms:?}");
    // Each room counts for itself.
    assert_eq!(in_step(&mut all[..2], "in the lab").number("seq"), Some(1));
    all[2].is_refused(&json!({"type": "history", "room": "lab"}), "not_joined");
    all[1].send(&json!({"type": "leave", "room": "lab"}));
    all[0].hears("that w2 left", |f| f.tells("leave", "w2"));
}

#[test]
fn what_is_piped_in_is_said_before_whoever_did_it_is_gone() {
    let Some(lab) = Lab::new() else { return };
    let servers = ["lab1", "lab2"].map(|name| lab.server(name));
    let mut bob = Peer::join(&servers[1], Via::Tcp, "bob");
    let mut pipe = Typist::connect(&servers[0], Via::Tcp);
    pipe.wire.send(b"first\nsecond\nlast words");
    pipe.wire.end_input();
    let read = pipe.hears_the_end();
    assert!(
        read.iter().any(|line| line.ends_with(": last words")),
        "{read:?}"
    );
    for text in ["first", "second", "last words"] {
        bob.hears(text, |f| f.says(text));
    }
    bob.hears("that it is gone", |f| f.get("event") == Some("leave"));
}
