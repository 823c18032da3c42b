//! Those who begin a secret connection and never come to its end: each has its five seconds
//! and no more, however it spends them, and nobody else waits for any of them.
//!
//! Three hundred at once, so that the test fits into seconds: each is a task and a buffer of
//! its own, so what holds for these holds for thousands.

use std::time::Duration;

use chat_secrecy::ask::Ask;
use chat_secrecy::layer::Layer;
use chat_tests::clock::PATIENCE;
use chat_tests::clock::now;
use chat_tests::peer::Peer;
use chat_tests::quiet;
use chat_tests::tunnel::Tunnel;
use chat_tests::wire::Via;
use chat_tests::wire::Wire;

use crate::house::Memory;
use crate::house::has_files;
use crate::house::server_with;

/// What a client says first.
fn hello() -> Vec<u8> {
    let layer = Layer::client(&Ask::new().unwrap(), "127.0.0.1").unwrap();
    layer.pending().to_vec()
}

#[test]
fn half_handshakes_disturb_nobody_and_end_after_their_time() {
    if !has_files(2 * HALVES + 200) {
        return;
    }
    let server = server_with(&["--rate-limit", "off"]);
    let tunnel = Tunnel::to(server.tcp()[0]);
    let mut ana = Peer::on(tunnel.wire());
    ana.enter("ana", "lobby");
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    ana.hears("bob", |f| f.tells("join", "bob"));
    let memory = Memory::of(&server);
    let (hello, began) = (hello(), now());
    let half = &hello[..hello.len() / 2];
    let mut halves: Vec<Wire> = (0..HALVES)
        .map(|_| {
            let mut wire = server.wire(Via::Tcp);
            wire.send(half);
            wire
        })
        .collect();
    // Open or secret, there already or just coming: all are heard.
    for n in 0..50 {
        bob.says(&format!("open {n}"));
        ana.hears("it", |f| f.says(&format!("open {n}")));
        ana.says(&format!("secret {n}"));
        bob.hears("it", |f| f.says(&format!("secret {n}")));
    }
    for n in 0..5 {
        let mut late = Peer::on(tunnel.wire());
        late.enter(&format!("late{n}"), "elsewhere");
    }
    assert!(began.elapsed() < GIVEN, "while they were still there");
    for wire in &mut halves {
        wire.bytes_within(PATIENCE);
        assert!(wire.has_ended(), "it is closed");
    }
    assert!(began.elapsed() >= GIVEN, "after {:?}", began.elapsed());
    memory.never_grew_by_more_than(HALVES * (32 << 10));
    let seen = bob.fence();
    assert!(seen.is_empty(), "nobody came: {seen:?}");
    ana.says("still here");
    drop((ana, tunnel));
    bob.hears("her going", |f| f.tells("leave", "ana"));
    quiet::is_idle(&server);
}

/// A byte now and then is no longer time.
#[test]
fn a_hello_that_comes_byte_by_byte_has_no_more_time_than_one_that_stops() {
    let server = server_with(&[]);
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let hello = hello();
    let (mut wire, began) = (server.wire(Via::Tcp), now());
    let mut bytes = hello.iter();
    while !wire.has_ended() {
        let byte = bytes
            .next()
            .expect("it is closed long before the last byte");
        // It may be closed just now: that is seen by the next read.
        let _ = wire.try_send(&[*byte]);
        wire.bytes_within(Duration::from_millis(400));
    }
    let took = began.elapsed();
    assert!(took >= GIVEN && took < GIVEN * 3, "{took:?}");
    assert!(bob.fence().is_empty());
}

const HALVES: u64 = 300;

/// What a handshake may take, but for what passes between two clocks.
const GIVEN: Duration = Duration::from_millis(4_900);
