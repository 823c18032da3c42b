//! Section 4: how fast a peer may speak.

use std::time::Duration;

use chat_tests::clock::now;
use chat_tests::frame::Frame;
use chat_tests::on_every_plain_transport;
use chat_tests::on_every_transport;
use chat_tests::on_one_of;
use chat_tests::peer::Heard;
use chat_tests::peer::Peer;
use chat_tests::plain::Typist;
use chat_tests::server::Server;
use chat_tests::server::Start;
use chat_tests::wire::Via;
use serde_json::json;

use crate::house::SERVER;
use crate::house::server;

on_every_transport!(a_burst_passes_and_what_follows_is_refused_and_not_said,);

on_one_of!(
    ALL:
    a_refusal_says_how_long_to_wait_and_then_the_message_is_said,
    one_peers_flood_is_not_anothers,
    with_the_limit_off_nothing_is_refused,
    a_welcome_says_how_fast_one_may_speak,
    questions_have_a_rate_too,
);
on_every_plain_transport!(a_plain_peer_that_is_too_fast_is_told,);

fn limited(rate: &str) -> Server {
    let start = Start::new(SERVER).all_transports();
    start.args(&["--rate-limit", rate]).ready()
}

/// Says this many at once, and gives everything that came of it.
fn floods(peer: &mut Peer, count: usize) -> Vec<Frame> {
    for n in 0..count {
        peer.say(&n.to_string());
    }
    peer.fence()
}

fn said(frames: &[Frame]) -> Vec<&str> {
    let messages = frames.iter().filter(|f| f.kind() == "msg");
    messages.map(Frame::text).collect()
}

fn a_burst_passes_and_what_follows_is_refused_and_not_said(via: Via) {
    let server = limited("5/1");
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let mut ana = Peer::join(&server, via, "ana");
    let began = now();
    let seen = floods(&mut ana, 100);
    let seconds = usize::try_from(began.elapsed().as_secs()).unwrap() + 1;
    let passed = said(&seen);
    assert_eq!(passed[..5], ["0", "1", "2", "3", "4"]);
    assert!(passed.len() <= 5 + seconds, "{passed:?} of 100");
    let refusals: Vec<_> = seen.iter().filter(|f| f.kind() == "error").collect();
    assert!(!refusals.is_empty(), "the sender is told");
    assert!(refusals.iter().all(|f| f.refuses("rate_limited")));
    // Five at once; then one for each second, and how many more there were.
    assert!(
        refusals.len() <= 5 + 2 * seconds,
        "the refusals of a flood are few, and not {} of 95 in {seconds} s",
        refusals.len()
    );
    assert_eq!(bob.messages(), passed);
}

/// Five at once, and one for each second that a slow machine may take.
const SLOW: usize = 5 + 20;

fn a_refusal_says_how_long_to_wait_and_then_the_message_is_said(via: Via) {
    let server = limited("2/2");
    let mut ana = Peer::join(&server, via, "ana");
    let seen = floods(&mut ana, 5);
    assert_eq!(said(&seen)[..2], ["0", "1"]);
    let refusal = seen.iter().find(|f| f.refuses("rate_limited")).unwrap();
    let wait = refusal.number("wait_ms").expect("how long to wait");
    assert!((1..=1000).contains(&wait), "{}", refusal.raw());
    match ana.next_within(Duration::from_millis(wait + 20)) {
        Heard::Silence => {}
        other => panic!("{other:?}"),
    }
    ana.says("after the wait");
}

fn one_peers_flood_is_not_anothers(via: Via) {
    let server = limited("5/1");
    let mut bob = Peer::join(&server, via, "bob");
    let mut ana = Peer::join(&server, via, "ana");
    floods(&mut ana, 50);
    for text in ["one", "two", "three"] {
        bob.says(text);
    }
}

fn with_the_limit_off_nothing_is_refused(via: Via) {
    let server = server();
    let mut ana = Peer::join(&server, via, "ana");
    for _ in 0..20 {
        let seen = floods(&mut ana, 20);
        assert_eq!(said(&seen).len(), 20);
        assert!(seen.iter().all(|f| f.kind() == "msg"), "{seen:?}");
    }
}

fn a_welcome_says_how_fast_one_may_speak(via: Via) {
    for rate in ["5/2", "off"] {
        let server = limited(rate);
        let mut ana = Peer::connect(&server, via);
        ana.send(&json!({"type": "join", "name": "ana"}));
        let welcome = ana.hears("a welcome", |f| f.kind() == "welcome");
        assert_eq!(welcome.get("rate_limit"), Some(rate));
    }
}

fn a_plain_peer_that_is_too_fast_is_told(via: Via) {
    let server = limited("5/1");
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let mut typist = Typist::connect(&server, via);
    for n in 0..100 {
        typist.types(&n.to_string());
    }
    typist.hears("the refusal", |line| line.starts_with("! "));
    bob.hears("the fifth", |f| f.says("4"));
    assert!(bob.messages().len() <= SLOW - 5);
}

/// Five a second by default, whatever the messages may do.
fn questions_have_a_rate_too(via: Via) {
    let server = limited("1000/1000");
    let mut ana = Peer::join(&server, via, "ana");
    for _ in 0..200 {
        ana.send(&json!({"type": "who"}));
    }
    let seen = ana.fence();
    let answers = seen.iter().filter(|f| f.kind() == "who").count();
    assert!(answers < 150, "{answers} of 200 at once were answered");
    assert!(seen.iter().any(|f| f.refuses("rate_limited")));
}

/// Twenty at once, then ten a second, where the operator has said nothing.
#[test]
fn by_default_a_burst_of_twenty_passes_and_a_flood_does_not() {
    let server = Start::new(SERVER).all_transports().ready();
    let mut ana = Peer::join(&server, Via::Tcp, "ana");
    let seen = floods(&mut ana, 200);
    let passed = said(&seen).len();
    assert!(passed >= 20, "only {passed} of a burst passed");
    assert!(passed < 150, "{passed} of a flood of 200 passed");
    assert!(seen.iter().any(|f| f.refuses("rate_limited")));
    // Whoever has been told may speak again: nobody is banned.
    let refusal = seen.iter().find(|f| f.refuses("rate_limited")).unwrap();
    let wait = refusal.number("wait_ms").unwrap();
    assert!(wait <= 2000, "{}", refusal.raw());
    let silence = ana.next_within(Duration::from_millis(wait + 200));
    assert!(matches!(silence, Heard::Silence | Heard::Frame(_)));
    ana.says("again");
}
