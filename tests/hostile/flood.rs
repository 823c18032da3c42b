//! One peer that floods.

use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::thread;

use chat_tests::clock::Deadline;
use chat_tests::clock::PATIENCE;
use chat_tests::peer::Peer;
use chat_tests::quiet;
use chat_tests::wire::Got;
use chat_tests::wire::Via;
use serde_json::json;

use crate::house::Memory;
use crate::house::server_with;

/// Twenty thousand messages as fast as they go.
const FLOOD: usize = 20_000;

fn is_weathered(via: Via) {
    let server = server_with(&["--rate-limit", "20/10"]);
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let memory = Memory::of(&server);
    let flooder = Peer::join(&server, via, "flooder");
    let over = AtomicBool::new(false);
    let (told, passed) = thread::scope(|scope| {
        let flooder = scope.spawn(|| floods(flooder, via, &over));
        let mut passed = 0;
        // The witness is served all the time: each of these is answered.
        while !over.load(Ordering::Relaxed) {
            passed += heard(&mut witness);
        }
        passed += heard(&mut witness);
        (flooder.join().unwrap(), passed)
    });
    assert!(told >= 1, "the flooder is told");
    assert!(
        told <= FLOOD / 20,
        "the refusals of a flood are few, and not {told}"
    );
    // A burst, and ten a second for as long as a slow machine may take.
    assert!(
        (20..=20 + 10 * 60).contains(&passed),
        "{passed} messages of {FLOOD} passed"
    );
    witness.says("undisturbed");
    memory.grew_by_at_most(8 << 20);
    quiet::is_idle(&server);
}

/// How many messages of others came until a ping was answered.
fn heard(witness: &mut Peer) -> usize {
    let seen = witness.fence();
    seen.iter().filter(|f| f.kind() == "msg").count()
}

/// Floods, and gives how many refusals came of it.
fn floods(mut peer: Peer, via: Via, over: &AtomicBool) -> usize {
    let line = json!({"text": "buy now"}).to_string() + "\n";
    let mut told = 0;
    let mut take = |peer: &mut Peer| {
        while let Got::Line(line) = peer.wire.line_within(std::time::Duration::from_millis(1)) {
            told += usize::from(line.contains("rate_limited"));
        }
    };
    for n in 0..FLOOD {
        peer.wire.send(line.as_bytes());
        if n % 100 == 0 {
            take(&mut peer);
        }
    }
    take(&mut peer);
    over.store(true, Ordering::Relaxed);
    // The connection has lived through it; on UDP a datagram may be lost.
    if via.is_stream() {
        let seen = peer.fence();
        told += seen.iter().filter(|f| f.refuses("rate_limited")).count();
    }
    told
}

#[test]
fn a_flood_on_tcp_disturbs_nobody() {
    is_weathered(Via::Tcp);
}

#[test]
fn a_flood_on_udp_disturbs_nobody() {
    is_weathered(Via::Udp);
}

/// Ten megabytes of lines that are no frames.
#[test]
fn a_flood_of_rubbish_is_refused_in_few_words() {
    let server = server_with(&[]);
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let memory = Memory::of(&server);
    let mut peer = Peer::join(&server, Via::Tcp, "flooder");
    let rubbish = "{\"type\":\"rubbish\"}\n".repeat(1000);
    let mut told = 0;
    for _ in 0..500 {
        peer.wire.send(rubbish.as_bytes());
        while let Got::Line(line) = peer.wire.line_within(std::time::Duration::from_millis(1)) {
            told += usize::from(line.contains("\"error\""));
        }
    }
    told += peer.fence().len();
    assert!((1..50_000).contains(&told), "{told} refusals of 500000");
    witness.says("undisturbed");
    memory.grew_by_at_most(8 << 20);
    quiet::is_idle(&server);
}

/// Nothing in it reaches the hub, whose bounds would slow its reader down.
#[test]
fn a_flood_of_blank_lines_holds_nobody_up() {
    let server = server_with(&[]);
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let mut flooder = server.wire(Via::Tcp);
    let blank = vec![b'\n'; 64 * 1024];
    let over = AtomicBool::new(false);
    // Longer than anybody waits for an answer.
    let deadline = Deadline::after(2 * PATIENCE);
    thread::scope(|scope| {
        scope.spawn(|| {
            while !over.load(Ordering::Relaxed) && deadline.left().is_some() {
                flooder.send(&blank);
            }
        });
        for _ in 0..20 {
            witness.fence();
        }
        over.store(true, Ordering::Relaxed);
    });
    witness.says("undisturbed");
    quiet::is_idle(&server);
}
