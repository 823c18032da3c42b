//! A hundred that come and go, well-behaved or not.

use chat_tests::clock::Deadline;
use chat_tests::clock::PATIENCE;
use chat_tests::peer::Peer;
use chat_tests::quiet;
use chat_tests::server::Server;
use chat_tests::wire::Via;
use serde_json::json;

use crate::house::Memory;
use crate::house::server_with;

const ROUNDS: usize = 10;
const CROWD: usize = 100;

#[test]
fn a_hundred_that_come_and_go_leave_nothing_behind() {
    let server = server_with(&["--rate-limit", "off"]);
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    // Once, so that what is kept for good does not count.
    come_and_go(&server, 0);
    is_alone(&mut witness);
    let memory = Memory::of(&server);
    for round in 1..=ROUNDS {
        come_and_go(&server, round);
        witness.fence();
    }
    is_alone(&mut witness);
    witness.says("undisturbed");
    memory.grew_by_at_most(8 << 20);
    quiet::is_idle(&server);
}

/// They come on every transport, without links, say a word, and go in every way there is.
fn come_and_go(server: &Server, round: usize) {
    let crowd: Vec<(usize, Peer)> = (0..CROWD)
        .map(|n| {
            let via = Via::PLAIN[n % Via::PLAIN.len()];
            let mut peer = Peer::connect(server, via);
            peer.send(&json!({"name": format!("p{n}-{round}"), "text": "hi"}));
            (n, peer)
        })
        .collect();
    for (n, mut peer) in crowd {
        match n % 4 {
            // With manners; on UDP it is the only way to be gone at once.
            _ if n % Via::PLAIN.len() == 1 => leaves(&mut peer),
            0 => leaves(&mut peer),
            1 => drop(peer),
            2 => peer.wire.reset(),
            _ => {
                let _ = peer.wire.try_send(b"{\"text\":\"half a fra");
            }
        }
    }
}

fn leaves(peer: &mut Peer) {
    peer.hears("a welcome", |f| f.kind() == "welcome");
    peer.send(&json!({"type": "bye"}));
}

/// Waits until the room holds nobody but the witness.
#[track_caller]
fn is_alone(witness: &mut Peer) {
    let deadline = Deadline::after(PATIENCE);
    loop {
        witness.send(&json!({"type": "who"}));
        let who = witness.hears("who", |f| f.kind() == "who");
        let names = who.people("names");
        if names == ["witness"] {
            return;
        }
        assert!(deadline.left().is_some(), "ghosts: {names:?}");
        // The next one goes, or comes late: either is told.
        let _ = witness.next_within(std::time::Duration::from_millis(50));
    }
}

/// Connections that are made and dropped, thousands of them, with no word said.
#[test]
fn connections_that_say_nothing_and_go_cost_nothing() {
    let server = server_with(&[]);
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let memory = Memory::of(&server);
    for n in 0..2000 {
        let wire = server.wire(Via::Tcp);
        if n % 2 == 0 {
            wire.reset();
        }
        if n % 100 == 0 {
            witness.fence();
        }
    }
    witness.says("undisturbed");
    memory.grew_by_at_most(8 << 20);
    quiet::is_idle(&server);
}
