//! Section 2: what is said: receipts, one order for all, and whispers.

use std::thread;

use chat_tests::frame::Frame;
use chat_tests::on_every_transport;
use chat_tests::on_one_of;
use chat_tests::peer::Peer;
use chat_tests::server::Server;
use chat_tests::wire::Via;
use serde_json::json;

use crate::house::server;

on_every_transport!(
    the_sender_gets_its_own_message_back,
    a_whisper_reaches_the_one_and_its_sender_and_nobody_else,
);

on_one_of!(
    ALL:
    a_message_bears_the_stamp_and_number_that_everybody_sees,
    seq_counts_from_one_in_each_room,
    what_is_refused_takes_no_number,
    a_whisper_has_no_number_and_takes_none,
    a_whisper_finds_its_reader_without_case,
    a_whisper_to_nobody_is_no_such_name,
    a_whisper_needs_no_common_room,
);

fn the_sender_gets_its_own_message_back(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, via, "ana");
    let receipt = ana.says("olá");
    assert_eq!(receipt.get("type"), Some("msg"), "{}", receipt.raw());
    assert_eq!(receipt.name(), "ana", "{}", receipt.raw());
    assert_eq!(receipt.get("room"), Some("lobby"), "{}", receipt.raw());
    assert_eq!(receipt.number("seq"), Some(1), "{}", receipt.raw());
    assert_eq!(receipt.value("to"), None, "{}", receipt.raw());
    assert!(!receipt.flag("history"), "{}", receipt.raw());
}

fn a_message_bears_the_stamp_and_number_that_everybody_sees(via: Via) {
    let server = server();
    let mut others: Vec<Peer> = Via::ALL
        .iter()
        .map(|via| Peer::join(&server, *via, &format!("{via:?}")))
        .collect();
    let mut ana = Peer::join(&server, via, "ana");
    for text in ["one", "two", "three"] {
        let receipt = ana.says(text);
        for other in &mut others {
            let copy = other.hears(text, |f| f.says(text));
            for field in ["name", "timestamp", "text", "room", "seq"] {
                assert_eq!(copy.value(field), receipt.value(field), "{field}");
            }
        }
    }
}

fn seq_counts_from_one_in_each_room(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, via, "ana");
    ana.enter("ana", "lab");
    for n in 1..=5 {
        for room in ["lobby", "lab"] {
            let text = format!("{room} {n}");
            ana.send(&json!({"text": text, "room": room}));
            let receipt = ana.hears(&text, |f| f.says(&text));
            assert_eq!(receipt.number("seq"), Some(n), "{}", receipt.raw());
        }
    }
}

fn what_is_refused_takes_no_number(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, via, "ana");
    assert_eq!(ana.says("one").number("seq"), Some(1));
    ana.is_refused(&json!({"text": "x".repeat(4097)}), "too_long");
    ana.is_refused(&json!({"text": ""}), "bad_frame");
    ana.is_refused(&json!({"text": "x", "to": "nobody"}), "no_such_name");
    assert_eq!(ana.says("two").number("seq"), Some(2));
}

/// Three talk at once, on every transport; whatever the order is, it is one.
#[test]
fn everybody_sees_one_order_without_gaps() {
    let server = server();
    let mut talkers: Vec<Peer> = Via::ALL
        .iter()
        .map(|via| Peer::join(&server, *via, &format!("{via:?}")))
        .collect();
    let mut listener = Peer::join(&server, Via::Tcp, "listener");
    let total = talkers.len() * EACH;
    let mut orders: Vec<Vec<String>> = thread::scope(|scope| {
        let running: Vec<_> = talkers
            .iter_mut()
            .map(|talker| scope.spawn(move || talks_and_listens(talker, total)))
            .collect();
        running.into_iter().map(|t| t.join().unwrap()).collect()
    });
    orders.push(listens(&mut listener, total));
    for order in &orders {
        assert_eq!(order, &orders[0], "one order for all");
    }
    // And each talker's own messages stand in the order in which it said them.
    for via in Via::ALL {
        let own = format!("{via:?} ");
        let said: Vec<&String> = orders[0].iter().filter(|l| l.starts_with(&own)).collect();
        let expected: Vec<String> = (0..EACH).map(|n| format!("{via:?} {n}")).collect();
        assert_eq!(said, expected.iter().collect::<Vec<_>>());
    }
}

const EACH: usize = 60;

/// Says its part, a few at a time, and hears everybody's.
fn talks_and_listens(talker: &mut Peer, total: usize) -> Vec<String> {
    let mut order = Vec::new();
    let mut said = 0;
    while order.len() < total {
        if said < EACH && order.len() >= said {
            talker.say(&said.to_string());
            said += 1;
        }
        order.push(next_message(talker, order.len()));
    }
    order
}

fn listens(peer: &mut Peer, total: usize) -> Vec<String> {
    (0..total).map(|n| next_message(peer, n)).collect()
}

/// The next message, which has the next number.
fn next_message(peer: &mut Peer, before: usize) -> String {
    let frame = peer.hears("a message", |f| f.kind() == "msg");
    assert_eq!(frame.number("seq"), Some(before as u64 + 1), "no gap");
    format!("{} {}", frame.name(), frame.text())
}

/// Ana, Bob on another transport, and a witness in the same room.
fn three(server: &Server, via: Via) -> (Peer, Peer, Peer) {
    let witness = Peer::join(server, Via::Tcp, "witness");
    let bob = Peer::join(server, Via::Tcp, "Bob");
    (Peer::join(server, via, "ana"), bob, witness)
}

fn whispers(ana: &mut Peer, bob: &mut Peer, to: &str) -> (Frame, Frame) {
    ana.send(&json!({"text": "psst", "to": to, "id": 3}));
    let own = ana.hears("the receipt", |f| f.says("psst"));
    let copy = bob.hears("the whisper", |f| f.says("psst"));
    (own, copy)
}

fn a_whisper_reaches_the_one_and_its_sender_and_nobody_else(via: Via) {
    let server = server();
    let (mut ana, mut bob, mut witness) = three(&server, via);
    let (own, copy) = whispers(&mut ana, &mut bob, "Bob");
    for frame in [&own, &copy] {
        assert_eq!(frame.name(), "ana", "{}", frame.raw());
        assert_eq!(frame.get("to"), Some("Bob"), "{}", frame.raw());
    }
    assert_eq!(own.number("id"), Some(3), "{}", own.raw());
    assert_eq!(copy.value("id"), None, "{}", copy.raw());
    assert_eq!(witness.messages(), [""; 0]);
    // And the way back.
    bob.send(&json!({"text": "what?", "to": "ana"}));
    ana.hears("the answer", |f| f.says("what?") && f.name() == "Bob");
    assert_eq!(witness.messages(), [""; 0]);
}

fn a_whisper_has_no_number_and_takes_none(via: Via) {
    let server = server();
    let (mut ana, mut bob, _witness) = three(&server, via);
    assert_eq!(ana.says("one").number("seq"), Some(1));
    let (own, copy) = whispers(&mut ana, &mut bob, "Bob");
    assert_eq!(own.value("seq"), None, "{}", own.raw());
    assert_eq!(copy.value("seq"), None, "{}", copy.raw());
    assert_eq!(ana.says("two").number("seq"), Some(2));
}

fn a_whisper_finds_its_reader_without_case(via: Via) {
    let server = server();
    let (mut ana, mut bob, _witness) = three(&server, via);
    let (own, _) = whispers(&mut ana, &mut bob, "BOB");
    assert_eq!(own.get("to"), Some("Bob"), "{}", own.raw());
}

fn a_whisper_to_nobody_is_no_such_name(via: Via) {
    let server = server();
    let (mut ana, _bob, mut witness) = three(&server, via);
    for name in ["nobody", "", "a b", "server", "guest-77"] {
        ana.is_refused(&json!({"text": "psst", "to": name}), "no_such_name");
    }
    assert_eq!(witness.messages(), [""; 0]);
    assert_eq!(ana.messages(), [""; 0]);
}

fn a_whisper_needs_no_common_room(via: Via) {
    let server = server();
    let mut bob = Peer::join_room(&server, Via::Tcp, "bob", "lab");
    let mut ana = Peer::join(&server, via, "ana");
    whispers(&mut ana, &mut bob, "bob");
}
