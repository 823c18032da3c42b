//! `docs/PROTOCOL.md`, section 2: a session outlives its connection.

use chat_tests::on_every_transport;
use chat_tests::peer::Peer;
use chat_tests::wire::Via;
use serde_json::Value;
use serde_json::json;

use crate::house::server;

on_every_transport!(
    a_session_goes_on_over_another_connection_and_nobody_hears_of_it,
    a_direct_message_whose_receipt_was_lost_is_said_once,
    what_a_session_has_said_bears_its_marks_when_it_is_replayed,
);

/// Joins; the session that the welcome gives.
fn joins(peer: &mut Peer, session: Option<&Value>) -> Value {
    peer.send(&json!({"type": "join", "name": "ana", "session": session, "since": 0}));
    let welcome = peer.hears("a welcome", |f| f.kind() == "welcome");
    assert_eq!(welcome.get("you"), Some("ana"), "{}", welcome.raw());
    let session = welcome.value("session").cloned();
    session.expect("the welcome gives a session")
}

fn a_session_goes_on_over_another_connection_and_nobody_hears_of_it(via: Via) {
    let server = server();
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let mut ana = Peer::connect(&server, via);
    let session = joins(&mut ana, None);
    witness.hears("a coming", |f| f.kind() == "notice");
    let mut again = Peer::connect(&server, via);
    assert_eq!(joins(&mut again, Some(&session)), session);
    // What the old one says late is said by nobody.
    ana.send(&json!({"text": "one", "id": "k1"}));
    again.send(&json!({"text": "one", "id": "k1", "again": true}));
    let receipt = again.hears("a receipt", |f| f.says("one"));
    assert_eq!(receipt.number("seq"), Some(1), "{}", receipt.raw());
    again.says("two");
    let mut heard = witness.hears_all("two", |f| f.says("two"));
    heard.extend(witness.fence());
    let heard: Vec<_> = heard.iter().map(|f| (f.name(), f.text())).collect();
    assert_eq!(heard, [("ana", "one"), ("ana", "two")]);
}

fn a_direct_message_whose_receipt_was_lost_is_said_once(via: Via) {
    let server = server();
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let mut ana = Peer::connect(&server, via);
    let session = joins(&mut ana, None);
    let psst = |again| json!({"text": "psst", "to": "witness", "id": 7, "again": again});
    ana.send(&psst(false));
    witness.hears("it", |f| f.says("psst"));
    let mut back = Peer::connect(&server, via);
    joins(&mut back, Some(&session));
    back.send(&psst(true));
    let receipt = back.hears("a receipt", |f| f.says("psst"));
    assert_eq!(receipt.number("id"), Some(7), "{}", receipt.raw());
    assert!(witness.fence().is_empty());
}

fn what_a_session_has_said_bears_its_marks_when_it_is_replayed(via: Via) {
    let server = server();
    let mut ana = Peer::connect(&server, via);
    let session = joins(&mut ana, None);
    ana.send(&json!({"text": "ok", "id": 7}));
    ana.hears("a receipt", |f| f.says("ok"));
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    bob.say("ok");
    // What bob hears first is what ana had said.
    bob.fence();
    let mut back = Peer::connect(&server, via);
    joins(&mut back, Some(&session));
    let marks = [Some(7), None];
    for mark in marks {
        let old = back.hears("an older one", |f| f.flag("history"));
        assert_eq!(old.number("id"), mark, "{}", old.raw());
    }
}
