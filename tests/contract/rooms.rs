//! Section 2 and 4: rooms, their names, and who is in them.

use std::collections::BTreeSet;

use chat_tests::on_every_transport;
use chat_tests::on_one_of;
use chat_tests::peer::Peer;
use chat_tests::wire::Via;
use serde_json::json;

use crate::house::server;

on_every_transport!(a_further_join_enters_one_more_room_and_leaves_none,);

on_one_of!(
    ALL:
    where_room_is_absent_the_one_last_joined_is_meant,
    a_message_goes_to_the_room_that_it_names,
    rooms_that_differ_only_in_case_are_one,
    a_leading_hash_is_accepted_and_dropped,
    what_is_said_in_a_room_stays_there,
    who_lists_the_people_of_the_room_that_is_meant,
    a_room_that_does_not_exist_is_no_such_room,
    a_room_exists_while_its_history_is_kept,
    letters_digits_and_two_signs_make_a_room,
    other_words_are_bad_rooms,
);

fn a_further_join_enters_one_more_room_and_leaves_none(via: Via) {
    let server = server();
    let mut in_lobby = Peer::join(&server, Via::Tcp, "one");
    let mut in_lab = Peer::join_room(&server, Via::Tcp, "two", "lab");
    let mut ana = Peer::join(&server, via, "ana");
    let welcome = ana.enter("ana", "lab");
    assert_eq!(welcome.get("room"), Some("lab"));
    in_lobby.says("to the lobby");
    in_lab.says("to the lab");
    let lobby = ana.hears("the lobby", |f| f.says("to the lobby"));
    let lab = ana.hears("the lab", |f| f.says("to the lab"));
    assert_eq!(lobby.get("room"), Some("lobby"));
    assert_eq!(lab.get("room"), Some("lab"));
    let news = in_lobby.fence();
    assert!(!news.iter().any(|f| f.get("event") == Some("leave")));
}

fn where_room_is_absent_the_one_last_joined_is_meant(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, via, "ana");
    ana.enter("ana", "lab");
    assert_eq!(ana.says("one").get("room"), Some("lab"));
    ana.send(&json!({"type": "who"}));
    let who = ana.hears("who", |f| f.kind() == "who");
    assert_eq!(who.get("room"), Some("lab"));
    // To join a room again makes it the last one.
    ana.enter("ana", "lobby");
    assert_eq!(ana.says("two").get("room"), Some("lobby"));
    ana.send(&json!({"type": "leave"}));
    ana.send(&json!({"text": "three", "room": "lab"}));
    let seen = ana.hears_all("three", |f| f.says("three"));
    assert!(seen.iter().all(|f| f.kind() != "error"), "{seen:?}");
    ana.send(&json!({"type": "who", "room": "lobby"}));
    let who = ana.hears("who", |f| f.kind() == "who");
    assert!(who.people("names").is_empty(), "{}", who.raw());
}

fn a_message_goes_to_the_room_that_it_names(via: Via) {
    let server = server();
    let mut in_lobby = Peer::join(&server, Via::Tcp, "one");
    let mut in_lab = Peer::join_room(&server, Via::Tcp, "two", "lab");
    let mut ana = Peer::join(&server, via, "ana");
    ana.enter("ana", "lab");
    ana.send(&json!({"text": "lobby!", "room": "lobby"}));
    let heard = in_lobby.hears("it", |f| f.says("lobby!"));
    assert_eq!(heard.get("room"), Some("lobby"));
    assert_eq!(in_lab.messages(), [""; 0]);
}

fn rooms_that_differ_only_in_case_are_one(via: Via) {
    let server = server();
    let mut bob = Peer::join_room(&server, Via::Tcp, "bob", "Lab-1");
    let mut ana = Peer::join_room(&server, via, "ana", "lAB-1");
    ana.says("hello");
    let heard = bob.hears("hello", |f| f.says("hello"));
    assert!(heard.get("room").unwrap().eq_ignore_ascii_case("lab-1"));
    ana.send(&json!({"text": "again", "room": "LAB-1"}));
    bob.hears("again", |f| f.says("again"));
    ana.send(&json!({"type": "who", "room": "lab-1"}));
    let who = ana.hears("who", |f| f.kind() == "who");
    assert_eq!(who.people("names").len(), 2, "{}", who.raw());
}

fn a_leading_hash_is_accepted_and_dropped(via: Via) {
    let server = server();
    let mut bob = Peer::join_room(&server, Via::Tcp, "bob", "lab");
    let mut ana = Peer::connect(&server, via);
    let welcome = ana.enter("ana", "#lab");
    assert_eq!(welcome.get("room"), Some("lab"), "{}", welcome.raw());
    ana.send(&json!({"text": "hello", "room": "#lab"}));
    bob.hears("hello", |f| f.says("hello"));
    ana.send(&json!({"type": "who", "room": "#lab"}));
    ana.hears("who", |f| f.kind() == "who");
    ana.send(&json!({"type": "leave", "room": "#lab"}));
    bob.hears("the leaving", |f| f.tells("leave", "ana"));
}

fn what_is_said_in_a_room_stays_there(via: Via) {
    let server = server();
    let mut lobby = Peer::join(&server, via, "one");
    let mut lab = Peer::join_room(&server, via, "two", "lab");
    lab.says("secret");
    assert_eq!(lobby.messages(), [""; 0]);
    lobby.says("loud");
    assert_eq!(lab.messages(), [""; 0]);
}

fn who_lists_the_people_of_the_room_that_is_meant(via: Via) {
    let server = server();
    let _one = Peer::join_room(&server, Via::Tcp, "one", "lab");
    let _two = Peer::join(&server, Via::Tcp, "two");
    let mut ana = Peer::join(&server, via, "ana");
    for (room, expected) in [("lobby", &["ana", "two"][..]), ("lab", &["one"])] {
        ana.send(&json!({"type": "who", "room": room}));
        let who = ana.hears("who", |f| f.kind() == "who");
        assert_eq!(who.get("room"), Some(room), "{}", who.raw());
        assert!(!who.flag("more"), "{}", who.raw());
        let names: BTreeSet<String> = who.people("names").into_iter().collect();
        let expected: BTreeSet<String> = expected.iter().map(|n| (*n).to_owned()).collect();
        assert_eq!(names, expected);
        for name in &names {
            assert!(who.text().contains(name), "{}", who.raw());
        }
    }
}

/// Names of 24 characters and nearly a hundred bytes: the lobby does not fit
/// into one frame.
#[test]
fn a_long_answer_to_who_comes_in_frames_that_say_more() {
    let server = server();
    let mut ana = Peer::join(&server, Via::Tcp, "ana");
    let mut expected = BTreeSet::from(["ana".to_owned()]);
    let crowd: Vec<Peer> = (0..150)
        .map(|n| {
            let name = format!("{}{n:03}", "漢".repeat(21));
            let peer = Peer::join(&server, Via::Tcp, &name);
            expected.insert(name);
            peer
        })
        .collect();
    ana.send(&json!({"type": "who"}));
    let mut names = BTreeSet::new();
    let answers: Vec<_> = ana
        .hears_all("the last of it", |f| f.kind() == "who" && !f.flag("more"))
        .into_iter()
        .filter(|f| f.kind() == "who")
        .collect();
    assert!(answers.len() > 1, "more than one frame for 10 kB of names");
    for (n, answer) in answers.iter().enumerate() {
        assert_eq!(answer.flag("more"), n + 1 < answers.len());
        assert_eq!(answer.get("room"), Some("lobby"));
        assert!(answer.raw().len() <= 32_768, "fits a line");
        for name in answer.people("names") {
            assert!(names.insert(name.clone()), "{name} is told once");
        }
    }
    assert_eq!(names, expected);
    drop(crowd);
}

fn a_room_that_does_not_exist_is_no_such_room(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, via, "ana");
    for frame in [
        json!({"text": "hello?", "room": "nowhere"}),
        json!({"type": "msg", "text": "hello?", "room": "nowhere"}),
        json!({"type": "leave", "room": "nowhere"}),
        json!({"type": "who", "room": "nowhere"}),
    ] {
        ana.is_refused(&frame, "no_such_room");
    }
    assert_eq!(ana.messages(), [""; 0]);
    // A join makes it.
    ana.enter("ana", "nowhere");
    assert_eq!(ana.says("hello!").get("room"), Some("nowhere"));
}

fn a_room_exists_while_its_history_is_kept(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, via, "ana");
    ana.enter("ana", "lab");
    ana.says("remember this");
    ana.send(&json!({"type": "leave", "room": "lab"}));
    ana.send(&json!({"type": "who", "room": "lab"}));
    let who = ana.hears("who", |f| f.kind() == "who");
    assert!(who.people("names").is_empty(), "{}", who.raw());
    // A room that somebody is in exists, whether or not anything was said.
    let _bob = Peer::join_room(&server, Via::Tcp, "bob", "silent");
    ana.send(&json!({"type": "who", "room": "silent"}));
    let who = ana.hears("who", |f| f.kind() == "who");
    assert_eq!(who.people("names"), ["bob"]);
}

fn letters_digits_and_two_signs_make_a_room(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, via, "ana");
    let longest = "x".repeat(32);
    let wide = "é".repeat(32);
    for room in ["a", "7", "lab-1_b", "-", "sala-à", "教室", &longest, &wide] {
        let welcome = ana.enter("ana", room);
        assert_eq!(welcome.get("room"), Some(room), "{}", welcome.raw());
    }
}

fn other_words_are_bad_rooms(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, via, "ana");
    let long = "x".repeat(33);
    let wide = "é".repeat(33);
    for room in [
        "",
        "#",
        "##lab",
        "a b",
        " lab",
        "a.b",
        "a/b",
        "*",
        ">",
        "a\nb",
        "a\u{200b}b",
        "a\u{1b}b",
        "👍",
        &long,
        &wide,
    ] {
        ana.is_refused(
            &json!({"type": "join", "name": "ana", "room": room}),
            "bad_room",
        );
        ana.is_refused(&json!({"text": "x", "room": room}), "bad_room");
        ana.is_refused(&json!({"type": "who", "room": room}), "bad_room");
        ana.is_refused(&json!({"type": "leave", "room": room}), "bad_room");
    }
    assert_eq!(ana.says("still in the lobby").get("room"), Some("lobby"));
}
