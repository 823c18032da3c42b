//! Twenty peers that never read.

use std::collections::BTreeSet;

use chat_tests::frame::Frame;
use chat_tests::peer::Peer;
use chat_tests::quiet;
use chat_tests::server::Server;
use chat_tests::wire::Via;
use chat_tests::wire::Wire;

use crate::house::Memory;
use crate::house::server_with;

const DEAF: usize = 20;

/// The talker speaks this far ahead of its receipts.
const WINDOW: u64 = 32;

/// Forty megabytes: more than memory may grow by.
const MESSAGES: u64 = 10_000;

/// A queue of a megabyte for each of twenty, and what a busy server needs.
const ROOM: u64 = 32 << 20;

#[test]
fn twenty_that_never_read_are_told_and_closed_and_nobody_else_loses_anything() {
    let server = server_with(&["--rate-limit", "off"]);
    let mut deaf: Vec<Peer> = (0..DEAF)
        .map(|n| {
            let mut peer = Peer::on(Wire::narrow_tcp(server.tcp()[0]));
            peer.enter(&format!("deaf{n}"), "lobby");
            peer
        })
        .collect();
    let mut talker = Peer::join(&server, Via::Tcp, "talker");
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let memory = Memory::of(&server);
    let mut talk = Talk::default();

    while talk.gone.len() < DEAF {
        assert!(talk.said < MESSAGES, "only {:?} were closed", talk.gone);
        talk.goes_on(&mut talker, &mut witness);
    }
    for peer in &mut deaf {
        let seen = peer.hears_the_end();
        let last = seen.last().expect("something");
        assert_eq!(last.kind(), "bye", "{}", last.raw());
    }
    while talk.said < MESSAGES {
        talk.goes_on(&mut talker, &mut witness);
    }
    memory.grew_by_at_most(ROOM);
    quiet::is_idle(&server);
}

/// A talk between two while others do not listen.
#[derive(Default)]
struct Talk {
    said: u64,
    gone: BTreeSet<String>,
}

impl Talk {
    /// A window of messages, heard by both without a gap.
    fn goes_on(&mut self, talker: &mut Peer, witness: &mut Peer) {
        let text = "x".repeat(4000);
        for _ in 0..WINDOW {
            talker.say(&text);
        }
        for _ in 0..WINDOW {
            self.said += 1;
            let receipt = talker.hears("the receipt", |f| f.kind() == "msg");
            assert_eq!(receipt.number("seq"), Some(self.said));
            for frame in witness.hears_all("the message", |f| f.kind() == "msg") {
                self.note(&frame);
            }
        }
    }

    fn note(&mut self, frame: &Frame) {
        if frame.kind() == "msg" {
            assert_eq!(frame.number("seq"), Some(self.said), "no gap");
        }
        if frame.get("event") == Some("leave") {
            self.gone.extend(frame.people("who"));
        }
    }
}

/// It asks and asks and never takes an answer: what it asks for is bounded too.
#[test]
fn one_that_asks_and_never_reads_costs_a_bounded_memory() {
    let server = server_with(&["--rate-limit", "off"]);
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let memory = Memory::of(&server);
    let mut deaf = Wire::narrow_tcp(server.tcp()[0]);
    deaf.set_write_patience(std::time::Duration::from_millis(500));
    let pings = format!("{{\"type\":\"ping\",\"id\":\"{}\"}}\n", "x".repeat(64)).repeat(1000);
    let mut rounds = 0;
    // Until the server has closed it, or does not read from it any more.
    while rounds < 300 && deaf.try_send(pings.as_bytes()).is_ok() {
        rounds += 1;
        if rounds % 10 == 0 {
            witness.fence();
        }
    }
    witness.says("undisturbed");
    memory.grew_by_at_most(8 << 20);
    drop(deaf);
    quiet::is_idle(&server);
}

/// A peer with a narrow connection, and some hundred kilobytes before it: more
/// than a reader may leave waiting for long, and less than ends it at once.
fn behind(server: &Server) -> (Peer, Peer) {
    let mut slow = Peer::on(Wire::narrow_tcp(server.tcp()[0]));
    slow.enter("slow", "lobby");
    let mut talker = Peer::join(server, Via::Tcp, "talker");
    let text = "x".repeat(4000);
    for _ in 0..BEHIND {
        talker.says(&text);
    }
    (slow, talker)
}

const BEHIND: usize = 150;

#[test]
fn one_that_never_catches_up_is_closed_though_its_queue_is_not_full() {
    let server = server_with(&["--rate-limit", "off"]);
    let (mut slow, mut talker) = behind(&server);
    talker.hears("the leaving", |f| f.tells("leave", "slow"));
    let seen = slow.hears_the_end();
    assert_eq!(seen.last().map(Frame::kind), Some("bye"));
    quiet::is_idle(&server);
}

#[test]
fn one_that_catches_up_loses_nothing_and_stays() {
    let server = server_with(&["--rate-limit", "off"]);
    let (mut slow, mut talker) = behind(&server);
    talker.say("the end");
    let seen = slow.hears_all("the end", |f| f.says("the end"));
    let said: Vec<u64> = seen.iter().filter_map(|f| f.number("seq")).collect();
    let expected: Vec<u64> = (1..=BEHIND as u64 + 1).collect();
    assert_eq!(said, expected, "every message, once, in order");
    slow.says("here I am");
    talker.hears("it", |f| f.says("here I am"));
    quiet::is_idle(&server);
}

/// It reads all the time, and the room is told more than it reads.
#[test]
fn one_that_reads_steadily_and_too_slowly_is_told_why_before_it_is_closed() {
    let server = server_with(&["--rate-limit", "off", "--outbox", "65536"]);
    let mut slow = Peer::on(Wire::narrow_tcp(server.tcp()[0]));
    slow.enter("slow", "lobby");
    let mut talker = Peer::join(&server, Via::Tcp, "talker");
    let text = "x".repeat(4000);
    let mut said = 0;
    let mut read = Vec::new();
    let is_gone = |seen: &[Frame]| seen.iter().any(|f| f.tells("leave", "slow"));
    // One message is read for every five that are said.
    loop {
        talker.say(&text);
        said += 1;
        if is_gone(&talker.hears_all("the receipt", |f| f.says(&text))) {
            break;
        }
        assert!(
            said < MESSAGES,
            "{said} messages, of which it read {}",
            read.len()
        );
        if said % 5 == 0 {
            read.extend(
                slow.hears("the next message", |f| f.says(&text))
                    .number("seq"),
            );
        }
    }
    // The connection ends, and is not reset: what was under way is read, and the reason.
    let rest = slow.hears_the_end();
    read.extend(rest.iter().filter_map(|f| f.number("seq")));
    let expected: Vec<u64> = (1..).take(read.len()).collect();
    assert_eq!(read, expected, "without a gap up to the end");
    let last = rest.last().expect("something");
    assert_eq!(last.kind(), "bye", "{}", last.raw());
    let reason = last.text();
    assert!(reason.contains("you read too slowly"), "{reason}");
    talker.says("undisturbed");
    quiet::is_idle(&server);
}
