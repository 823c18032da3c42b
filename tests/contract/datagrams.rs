//! Sections 2 to 4 on UDP: one frame a datagram, peers known by their address.

use std::time::Duration;

use chat_tests::clock::now;
use chat_tests::peer::Peer;
use chat_tests::wire::Via;
use serde_json::json;

use crate::house::server;
use crate::house::server_with;

#[test]
fn a_datagram_is_one_frame() {
    let server = server();
    let mut ana = Peer::join(&server, Via::Udp, "ana");
    let two = format!("{}\n{}", json!({"text": "one"}), json!({"text": "two"}));
    ana.wire.send(two.as_bytes());
    ana.hears("the refusal", |f| f.refuses("bad_frame"));
    assert_eq!(ana.messages(), [""; 0]);
}

#[test]
fn half_a_frame_in_a_datagram_does_not_wait_for_the_other_half() {
    let server = server();
    let mut ana = Peer::join(&server, Via::Udp, "ana");
    ana.is_refused_line(r#"{"text":"ha"#, "bad_frame");
    ana.wire.send(br#"lf"}"#);
    ana.hears("the refusal", |f| f.refuses("bad_frame"));
    ana.says("whole");
}

#[test]
fn an_empty_datagram_says_nothing() {
    let server = server();
    let mut ana = Peer::join(&server, Via::Udp, "ana");
    ana.wire.send(b"");
    assert!(ana.fence().is_empty());
}

#[test]
fn two_ports_of_one_machine_are_two_peers() {
    let server = server();
    let mut ana = Peer::join(&server, Via::Udp, "ana");
    let mut bob = Peer::join(&server, Via::Udp, "bob");
    ana.says("from ana");
    assert_eq!(bob.hears("it", |f| f.says("from ana")).name(), "ana");
    bob.says("from bob");
    assert_eq!(ana.hears("it", |f| f.says("from bob")).name(), "bob");
}

#[test]
fn a_silent_peer_is_dropped_after_its_time_and_may_come_back() {
    let server = server_with(&["--udp-silence", "1"]);
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let began = now();
    let mut ana = Peer::join(&server, Via::Udp, "ana");
    let notice = witness.hears("the leaving", |f| f.tells("leave", "ana"));
    assert!(began.elapsed() >= Duration::from_millis(900));
    assert!(
        notice.text().len() > "ana left".len(),
        "with the reason: {}",
        notice.raw()
    );
    ana.hears_bye(Via::Udp);
    // In one datagram: between two of them a busy machine may be silent again.
    ana.send(&json!({"name": "ana", "text": "back"}));
    witness.hears("ana's return", |f| f.tells("join", "ana"));
    witness.hears("back", |f| f.says("back"));
    ana.hears("its own message", |f| f.says("back"));
}

#[test]
fn a_peer_that_pings_is_not_silent() {
    let server = server_with(&["--udp-silence", "5"]);
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let mut ana = Peer::join(&server, Via::Udp, "ana");
    witness.hears("ana's coming", |f| f.tells("join", "ana"));
    let began = now();
    while began.elapsed() < Duration::from_secs(7) {
        ana.fence();
        let _ = ana.next_within(Duration::from_millis(300));
    }
    let seen = witness.fence();
    assert!(seen.is_empty(), "{seen:?}");
    ana.says("still here");
}

#[test]
fn after_a_bye_the_same_address_may_come_back() {
    let server = server();
    let mut ana = Peer::join(&server, Via::Udp, "ana");
    ana.send(&json!({"type": "bye"}));
    ana.hears_bye(Via::Udp);
    ana.is_refused(&json!({"text": "hello?"}), "not_joined");
    ana.enter("eva", "lobby");
    assert_eq!(ana.says("hello").name(), "eva");
}
