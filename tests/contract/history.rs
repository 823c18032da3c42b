//! Section 2: what was said before one came.

use chat_tests::frame::Frame;
use chat_tests::on_every_transport;
use chat_tests::on_one_of;
use chat_tests::peer::Peer;
use chat_tests::wire::Via;
use serde_json::json;

use crate::house::server;

on_every_transport!(older_messages_are_marked_as_history,);

on_one_of!(
    ALL:
    only_what_is_older_than_the_join_is_history,
    whispers_are_never_history,
    a_room_of_its_own_has_a_history_of_its_own,
    since_replays_only_what_is_later,
    an_implicit_join_gets_the_history_too,
    history_keeps_the_names_of_those_who_spoke,
);

fn history(frames: &[Frame]) -> Vec<&Frame> {
    frames.iter().filter(|f| f.flag("history")).collect()
}

fn texts<'a>(frames: &[&'a Frame]) -> Vec<&'a str> {
    frames.iter().map(|f| f.text()).collect()
}

/// Joins, and gives everything that was heard until the server was done.
fn arrives(peer: &mut Peer, join: &serde_json::Value) -> Vec<Frame> {
    peer.send(join);
    let mut seen = peer.hears_all("a welcome", |f| f.kind() == "welcome");
    seen.extend(peer.fence());
    seen
}

fn older_messages_are_marked_as_history(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, Via::Tcp, "ana");
    let said: Vec<Frame> = ["one", "two", "three"]
        .iter()
        .map(|t| ana.says(t))
        .collect();
    let mut bob = Peer::connect(&server, via);
    let seen = arrives(&mut bob, &json!({"type": "join", "name": "bob"}));
    let old = history(&seen);
    assert_eq!(texts(&old), ["one", "two", "three"], "in their order");
    for (old, said) in old.iter().zip(&said) {
        for field in ["name", "timestamp", "seq", "room"] {
            assert_eq!(old.value(field), said.value(field), "{}", old.raw());
        }
        assert_eq!(old.value("id"), None, "{}", old.raw());
    }
    let messages = seen.iter().filter(|f| f.kind() == "msg").count();
    assert_eq!(messages, 3, "each once");
}

fn only_what_is_older_than_the_join_is_history(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, Via::Tcp, "ana");
    ana.says("old");
    let mut bob = Peer::join(&server, via, "bob");
    ana.says("new");
    let new = bob.hears("new", |f| f.says("new"));
    assert!(!new.flag("history"), "{}", new.raw());
    assert_eq!(new.number("seq"), Some(2), "{}", new.raw());
    let own = bob.says("mine");
    assert!(!own.flag("history"), "{}", own.raw());
}

fn whispers_are_never_history(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, Via::Tcp, "ana");
    let _eva = Peer::join(&server, Via::Tcp, "eva");
    ana.says("loud");
    ana.send(&json!({"text": "psst", "to": "eva"}));
    ana.hears("psst", |f| f.says("psst"));
    let mut bob = Peer::connect(&server, via);
    let seen = arrives(&mut bob, &json!({"type": "join", "name": "bob"}));
    assert_eq!(texts(&history(&seen)), ["loud"]);
}

fn a_room_of_its_own_has_a_history_of_its_own(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, Via::Tcp, "ana");
    ana.says("in the lobby");
    ana.enter("ana", "lab");
    ana.says("in the lab");
    ana.send(&json!({"type": "leave", "room": "lab"}));
    ana.fence();
    let mut bob = Peer::connect(&server, via);
    let join = json!({"type": "join", "name": "bob", "room": "LAB"});
    let seen = arrives(&mut bob, &join);
    assert_eq!(texts(&history(&seen)), ["in the lab"]);
    // The numbers go on where the kept history ends.
    assert_eq!(bob.says("next").number("seq"), Some(2));
}

fn since_replays_only_what_is_later(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, Via::Tcp, "ana");
    for text in ["one", "two", "three"] {
        ana.says(text);
    }
    for (name, since, expected) in [
        ("bob", 0, &["one", "two", "three"][..]),
        ("eva", 2, &["three"]),
        ("gil", 3, &[]),
    ] {
        let mut peer = Peer::connect(&server, via);
        let join = json!({"type": "join", "name": name, "since": since});
        let seen = arrives(&mut peer, &join);
        assert_eq!(texts(&history(&seen)), expected, "since {since}");
    }
}

fn an_implicit_join_gets_the_history_too(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, Via::Tcp, "ana");
    ana.says("old");
    let mut bob = Peer::connect(&server, via);
    bob.send(&json!({"name": "bob", "text": "hello"}));
    let seen = bob.hears_all("hello", |f| f.says("hello"));
    assert_eq!(texts(&history(&seen)), ["old"]);
}

fn history_keeps_the_names_of_those_who_spoke(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, Via::Tcp, "ana");
    ana.says("old");
    ana.send(&json!({"type": "nick", "name": "eva"}));
    ana.hears("the renaming", |f| f.tells("rename", "ana"));
    let mut bob = Peer::connect(&server, via);
    let seen = arrives(&mut bob, &json!({"type": "join", "name": "bob"}));
    assert_eq!(history(&seen)[0].name(), "ana");
}
