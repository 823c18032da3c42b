//! Section 2: `join`, with and without saying so, and `leave`.

use chat_tests::on_every_transport;
use chat_tests::on_one_of;
use chat_tests::peer::Peer;
use chat_tests::wire::Via;
use serde_json::json;

use crate::house::server;

on_every_transport!(
    a_join_is_welcomed_with_the_name_and_the_room,
    whoever_says_a_name_and_a_text_is_joined_and_heard,
    a_connection_that_ends_leaves_one_notice,
);

on_one_of!(
    ALL:
    a_join_without_room_enters_the_lobby,
    the_others_are_told_who_came,
    without_a_name_a_message_before_any_join_is_refused,
    a_name_that_is_taken_or_bad_joins_nobody,
    after_leaving_the_last_room_a_peer_is_not_joined,
    a_peer_that_left_may_join_again,
    another_name_in_a_message_does_not_change_who_speaks,
    a_peer_that_leaves_a_room_is_told_of_and_hears_it_no_more,
    whoever_ends_is_told_once_in_each_of_its_rooms,
    a_welcome_names_the_run_of_the_server,
);

fn a_join_is_welcomed_with_the_name_and_the_room(via: Via) {
    let server = server();
    let mut ana = Peer::connect(&server, via);
    ana.send(&json!({"type": "join", "name": "ana", "room": "lab"}));
    let welcome = ana.hears("a welcome", |_| true);
    assert_eq!(welcome.kind(), "welcome", "{}", welcome.raw());
    assert_eq!(welcome.get("you"), Some("ana"), "{}", welcome.raw());
    assert_eq!(welcome.get("room"), Some("lab"), "{}", welcome.raw());
}

fn a_join_without_room_enters_the_lobby(via: Via) {
    let server = server();
    let mut ana = Peer::connect(&server, via);
    ana.send(&json!({"type": "join", "name": "ana"}));
    let welcome = ana.hears("a welcome", |f| f.kind() == "welcome");
    assert_eq!(welcome.get("room"), Some("lobby"), "{}", welcome.raw());
    assert_eq!(ana.says("olá").get("room"), Some("lobby"));
}

fn the_others_are_told_who_came(via: Via) {
    let server = server();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let mut elsewhere = Peer::join_room(&server, Via::Tcp, "eva", "lab");
    let _ana = Peer::join(&server, via, "ana");
    let notice = bob.hears("ana's coming", |f| f.tells("join", "ana"));
    assert_eq!(notice.get("room"), Some("lobby"), "{}", notice.raw());
    assert!(notice.text().contains("ana"), "{}", notice.raw());
    let news = elsewhere.fence();
    assert!(!news.iter().any(|f| f.kind() == "notice"), "{news:?}");
}

fn whoever_says_a_name_and_a_text_is_joined_and_heard(via: Via) {
    let server = server();
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let mut ana = Peer::connect(&server, via);
    ana.send(&json!({"name": "ana", "text": "olá", "id": 1}));
    let welcome = ana.hears("a welcome", |f| f.kind() == "welcome");
    assert_eq!(welcome.get("you"), Some("ana"), "{}", welcome.raw());
    assert_eq!(welcome.get("room"), Some("lobby"), "{}", welcome.raw());
    let receipt = ana.hears("the receipt", |f| f.says("olá"));
    assert_eq!(receipt.number("id"), Some(1), "{}", receipt.raw());
    let seen = witness.hears_all("olá", |f| f.says("olá"));
    let heard = seen.last().unwrap();
    assert_eq!((heard.name(), heard.number("seq")), ("ana", Some(1)));
    ana.send(&json!({"name": "ana", "text": "again"}));
    let seen = ana.hears_all("again", |f| f.says("again"));
    assert!(seen.iter().all(|f| f.kind() != "welcome"), "welcomed once");
}

fn without_a_name_a_message_before_any_join_is_refused(via: Via) {
    let server = server();
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let mut nobody = Peer::connect(&server, via);
    nobody.is_refused(&json!({"text": "olá"}), "not_joined");
    nobody.is_refused(&json!({"text": "olá", "to": "witness"}), "not_joined");
    assert_eq!(witness.messages(), [""; 0]);
    nobody.enter("ana", "lobby");
    nobody.says("now it is heard");
}

fn a_name_that_is_taken_or_bad_joins_nobody(via: Via) {
    let server = server();
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let mut nobody = Peer::connect(&server, via);
    for (name, code) in [("witness", "name_taken"), ("a b", "bad_name")] {
        nobody.is_refused(&json!({"name": name, "text": "olá"}), code);
        nobody.is_refused(&json!({"type": "join", "name": name}), code);
    }
    nobody.is_refused(&json!({"text": "olá"}), "not_joined");
    assert_eq!(witness.messages(), [""; 0]);
    witness.send(&json!({"type": "who"}));
    let who = witness.hears("who", |f| f.kind() == "who");
    assert_eq!(who.people("names"), ["witness"]);
}

fn after_leaving_the_last_room_a_peer_is_not_joined(via: Via) {
    let server = server();
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let mut ana = Peer::join(&server, via, "ana");
    ana.send(&json!({"type": "leave"}));
    witness.hears("ana's leaving", |f| f.tells("leave", "ana"));
    ana.is_refused(&json!({"text": "olá"}), "not_joined");
    ana.is_refused(&json!({"name": "ana", "text": "olá"}), "not_joined");
    assert_eq!(witness.messages(), [""; 0]);
}

fn a_peer_that_left_may_join_again(via: Via) {
    let server = server();
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let mut ana = Peer::join(&server, via, "ana");
    ana.send(&json!({"type": "leave", "room": "lobby"}));
    witness.hears("ana's leaving", |f| f.tells("leave", "ana"));
    ana.enter("ana", "lobby");
    ana.says("back");
    witness.hears("back", |f| f.says("back"));
}

fn another_name_in_a_message_does_not_change_who_speaks(via: Via) {
    let server = server();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let mut ana = Peer::join(&server, via, "ana");
    for name in ["bob", "nobody", "server", "", "a b"] {
        ana.send(&json!({"name": name, "text": name.len().to_string()}));
        let heard = bob.hears("it", |f| f.kind() == "msg");
        assert_eq!(heard.name(), "ana", "{}", heard.raw());
    }
    bob.says("I am bob");
    let heard = ana.hears("bob", |f| f.says("I am bob"));
    assert_eq!(heard.name(), "bob");
}

fn a_peer_that_leaves_a_room_is_told_of_and_hears_it_no_more(via: Via) {
    let server = server();
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let mut ana = Peer::join(&server, via, "ana");
    ana.enter("ana", "lab");
    ana.send(&json!({"type": "leave", "room": "lobby"}));
    let notice = witness.hears("ana's leaving", |f| f.tells("leave", "ana"));
    assert_eq!(notice.get("room"), Some("lobby"), "{}", notice.raw());
    ana.fence();
    witness.says("behind her back");
    assert_eq!(ana.messages(), [""; 0]);
    assert_eq!(ana.says("still in the lab").get("room"), Some("lab"));
    assert_eq!(witness.messages(), [""; 0]);
}

fn a_connection_that_ends_leaves_one_notice(via: Via) {
    if !via.is_stream() {
        return ends_by_silence();
    }
    let server = server();
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let ana = Peer::join(&server, via, "ana");
    drop(ana);
    let notice = witness.hears("ana's leaving", |f| f.tells("leave", "ana"));
    assert!(notice.text().contains("ana"), "{}", notice.raw());
    let more = witness.fence();
    assert!(more.is_empty(), "one notice, and not {more:?}");
}

/// Datagrams have no end: whoever is silent for long enough has left.
fn ends_by_silence() {
    let server = crate::house::server_with(&["--udp-silence", "1"]);
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let ana = Peer::join(&server, Via::Udp, "ana");
    witness.hears("ana's leaving", |f| f.tells("leave", "ana"));
    drop(ana);
    let more = witness.fence();
    assert!(more.is_empty(), "one notice, and not {more:?}");
}

fn whoever_ends_is_told_once_in_each_of_its_rooms(via: Via) {
    let server = server();
    let mut in_lobby = Peer::join(&server, Via::Tcp, "one");
    let mut in_lab = Peer::join_room(&server, Via::Tcp, "two", "lab");
    let mut ana = Peer::join(&server, via, "ana");
    ana.enter("ana", "lab");
    ana.send(&json!({"type": "bye"}));
    for (witness, room) in [(&mut in_lobby, "lobby"), (&mut in_lab, "lab")] {
        let notice = witness.hears("ana's leaving", |f| f.tells("leave", "ana"));
        assert_eq!(notice.get("room"), Some(room), "{}", notice.raw());
        let more = witness.fence();
        assert!(more.is_empty(), "one notice, and not {more:?}");
    }
}

fn a_welcome_names_the_run_of_the_server(via: Via) {
    let (first, second) = (server(), server());
    let run = |welcome: &chat_tests::frame::Frame| welcome.get("run").unwrap().to_owned();
    let mut ana = Peer::connect(&first, via);
    let mut bob = Peer::connect(&first, via);
    let here = run(&ana.enter("ana", "lobby"));
    assert!(
        here.len() == 16 && here.bytes().all(|b| b.is_ascii_hexdigit()),
        "{here}"
    );
    assert_eq!(run(&bob.enter("bob", "lab")), here);
    let there = run(&Peer::connect(&second, via).enter("ana", "lobby"));
    assert_ne!(there, here);
    ana.says("one");
    let welcome = bob.enter("bob", "lobby");
    assert_eq!(welcome.number("seq"), Some(1), "{}", welcome.raw());
}
