//! A hundred that come and go, well-behaved or not.

use chat_tests::clock::Deadline;
use chat_tests::clock::PATIENCE;
use chat_tests::frame::Frame;
use chat_tests::peer::Peer;
use chat_tests::quiet;
use chat_tests::server::Server;
use chat_tests::wire::Via;
use serde_json::json;

use crate::house::Memory;
use crate::house::has_files;
use crate::house::server_with;

const ROUNDS: usize = 10;
const CROWD: usize = 100;

const STAMPEDE: usize = 1000;

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

/// Each comes, goes and comes again, and all of them at once.
#[test]
fn a_thousand_that_come_and_go_and_come_cost_no_more_than_they_are() {
    if !has_files(STAMPEDE as u64 + 200) {
        return;
    }
    let server = server_with(&[]);
    let mut witness = Peer::join_room(&server, Via::Tcp, "witness", "elsewhere");
    let memory = Memory::of(&server);
    let mut crowd: Vec<Peer> = (0..STAMPEDE)
        .map(|_| Peer::connect(&server, Via::Tcp))
        .collect();
    for (n, peer) in crowd.iter_mut().enumerate() {
        let join = json!({"type": "join", "name": format!("p{n}")});
        let leave = json!({"type": "leave"});
        let lines = [&join, &leave, &join, &leave, &join];
        peer.send_line(&lines.map(ToString::to_string).join("\n"));
    }
    witness.fence();
    // Whoever is here does not wait for them: they come one after another meanwhile.
    let deadline = Deadline::after(PATIENCE);
    while others_seen_by(&mut witness) < STAMPEDE {
        assert!(deadline.left().is_some(), "not all have come");
    }
    // The last one hears that it is there, and asks who is.
    let last = crowd.last_mut().unwrap();
    for _ in 0..3 {
        last.hears("a welcome", |f| f.kind() == "welcome");
    }
    last.send(&json!({"type": "who"}));
    let pages = last.hears_all("all names", |f| {
        f.kind() == "who" && f.value("more").is_none()
    });
    assert_eq!(named(&pages), STAMPEDE);
    witness.fence();
    memory.never_grew_by_more_than(32 << 20);
    drop(crowd);
    let deadline = Deadline::after(PATIENCE);
    while others_seen_by(&mut witness) > 0 {
        assert!(deadline.left().is_some(), "ghosts");
    }
    memory.grew_by_at_most(16 << 20);
    quiet::is_idle(&server);
}

/// How many people are in the lobby, as somebody elsewhere is told.
fn others_seen_by(witness: &mut Peer) -> usize {
    // Not as fast as it goes: who asks has a limit too.
    let _ = witness.next_within(std::time::Duration::from_millis(250));
    witness.send(&json!({"type": "who", "room": "lobby"}));
    let pages = witness.hears_all("an answer", |f| {
        f.refuses("no_such_room") || f.kind() == "who" && f.value("more").is_none()
    });
    named(&pages)
}

fn named(frames: &[Frame]) -> usize {
    let lists = frames.iter().filter(|f| f.kind() == "who");
    lists.map(|f| f.people("names").len()).sum()
}

/// Many ask for the whole history of a full room, again and again, and read nothing.
#[test]
fn a_history_that_nobody_reads_is_kept_once() {
    let server = server_with(&["--rate-limit", "off"]);
    let mut witness = Peer::join_room(&server, Via::Tcp, "witness", "elsewhere");
    let mut author = Peer::join_room(&server, Via::Tcp, "author", "full");
    let text = "x".repeat(4000);
    for _ in 0..70 {
        author.says(&text);
    }
    let memory = Memory::of(&server);
    let mut deaf: Vec<Peer> = (0..100).map(|_| Peer::connect(&server, Via::Tcp)).collect();
    for (n, peer) in deaf.iter_mut().enumerate() {
        let join = json!({"type": "join", "name": format!("p{n}"), "room": "full", "since": 0});
        let once = format!("{join}\n{}", json!({"type": "leave"}));
        peer.send_line(&[once.as_str(); 10].join("\n"));
        witness.fence();
    }
    memory.never_grew_by_more_than(24 << 20);
    for peer in &mut deaf {
        peer.hears("a welcome", |f| f.kind() == "welcome");
    }
    drop(deaf);
    witness.says("undisturbed");
    memory.grew_by_at_most(16 << 20);
    quiet::is_idle(&server);
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
