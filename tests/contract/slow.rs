//! Section 4: a peer that does not read.

use chat_tests::on_every_stream;
use chat_tests::on_one_of;
use chat_tests::peer::Peer;
use chat_tests::plain::Typist;
use chat_tests::server::Server;
use chat_tests::wire::Via;
use chat_tests::wire::Wire;
use serde_json::json;

use crate::house::server;

on_every_stream!(
    a_peer_that_does_not_read_is_closed_with_a_bye_that_says_so,
    nobody_waits_for_a_peer_that_does_not_read,
);

on_one_of!(
    STREAMS:
    a_plain_peer_that_does_not_read_is_told_too,
    a_peer_that_reads_may_enter_many_full_rooms_at_once,
);

/// A connection whose kernel keeps little.
fn narrow(server: &Server, via: Via) -> Wire {
    match via {
        Via::Tcp => Wire::narrow_tcp(server.tcp()[0]),
        other => server.wire(other),
    }
}

/// Talks until the room is told that this one has left.
#[track_caller]
fn talks_until_gone(talker: &mut Peer, slow: &str) {
    let text = "x".repeat(4000);
    for _ in 0..MOST {
        talker.say(&text);
        let seen = talker.hears_all("the receipt", |f| f.says(&text));
        if seen.iter().any(|f| f.tells("leave", slow)) {
            return;
        }
    }
    panic!("{slow} never read {MOST} messages of 4000 bytes and is still there");
}

/// Eight megabytes: far above any queue that is bounded for one peer.
const MOST: u64 = 2000;

fn a_peer_that_does_not_read_is_closed_with_a_bye_that_says_so(via: Via) {
    let server = server();
    let mut slow = Peer::on(narrow(&server, via));
    slow.enter("slow", "lobby");
    let mut talker = Peer::join(&server, Via::Tcp, "talker");
    talks_until_gone(&mut talker, "slow");
    let seen = slow.hears_the_end();
    let last = seen.last().expect("something");
    assert_eq!(last.kind(), "bye", "{}", last.raw());
    let text = last.text();
    assert!(
        ["read", "slow"].iter().any(|word| text.contains(word)),
        "says why: {text:?}"
    );
    // It may come back at once.
    Peer::join(&server, via, "slow").says("back");
}

fn a_plain_peer_that_does_not_read_is_told_too(via: Via) {
    let server = server();
    let mut talker = Peer::join(&server, Via::Tcp, "talker");
    let mut slow = Typist {
        wire: narrow(&server, via),
    };
    slow.types("here");
    let name = talker.hears("here", |f| f.says("here")).name().to_owned();
    talks_until_gone(&mut talker, &name);
    let lines = slow.hears_the_end();
    let last = lines.last().expect("something");
    assert!(last.starts_with("* "), "{last:?}");
}

fn nobody_waits_for_a_peer_that_does_not_read(via: Via) {
    let server = server();
    let mut slow = Peer::on(narrow(&server, via));
    slow.enter("slow", "lobby");
    let mut witness = Peer::join(&server, via, "witness");
    let mut talker = Peer::join(&server, Via::Tcp, "talker");
    let text = "z".repeat(4000);
    let mut gone = false;
    let mut n = 0;
    while !gone {
        n += 1;
        assert!(n <= MOST, "still there after {MOST} messages");
        talker.says(&text);
        // Each message is with the witness before the next one is said.
        let seen = witness.hears_all("it", |f| f.says(&text));
        assert_eq!(seen.last().unwrap().number("seq"), Some(n));
        gone = seen.iter().any(|f| f.tells("leave", "slow"));
    }
    drop(slow);
}

/// As a client does that comes back after a pause: each room has a long
/// history for it, and it reads all of it.
fn a_peer_that_reads_may_enter_many_full_rooms_at_once(via: Via) {
    let server = server();
    let mut talker = Peer::join(&server, Via::Tcp, "talker");
    for room in ROOMS {
        talker.enter("talker", room);
        for n in 0..100 {
            talker.says(&format!("{n} {}", "w".repeat(4000)));
        }
    }
    let joins = ROOMS.map(|room| json!({"type": "join", "name": "ana", "room": room}));
    let joins = joins.map(|join| format!("{join}\n")).concat();
    let mut ana = Peer::connect(&server, via);
    ana.wire.send(joins.as_bytes());
    let seen = ana.fence();
    let welcomes = seen.iter().filter(|f| f.kind() == "welcome").count();
    assert_eq!(welcomes, ROOMS.len());
    ana.says("here I am");
    talker.hears("it", |f| f.says("here I am"));
}

const ROOMS: [&str; 6] = ["one", "two", "three", "four", "five", "six"];
