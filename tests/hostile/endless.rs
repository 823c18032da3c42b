//! Lines without an end.

use chat_tests::peer::Peer;
use chat_tests::quiet;
use chat_tests::wire::Via;

use crate::house::Memory;
use crate::house::server_with;

/// Ten megabytes in pieces of 64 KiB.
const PIECES: usize = 160;

/// What the first bytes make of the peer does not matter.
fn is_skipped(beginning: &[u8]) {
    let server = server_with(&[]);
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let mut endless = server.wire(Via::Tcp);
    let memory = Memory::of(&server);
    endless.send(beginning);
    for n in 0..PIECES {
        endless.send(&vec![b'x'; 1 << 16]);
        if n % 40 == 0 {
            witness.fence();
        }
    }
    witness.says("undisturbed");
    memory.grew_by_at_most(4 << 20);
    // The line is still without an end, and costs nothing.
    quiet::is_idle(&server);
    endless.send(b"\n");
    drop(endless);
    quiet::is_idle(&server);
}

#[test]
fn a_frame_without_end_costs_no_memory_and_no_time() {
    is_skipped(b"{\"text\":\"");
}

#[test]
fn a_plain_line_without_end_costs_no_memory_and_no_time() {
    is_skipped(b"hello ");
}

#[test]
fn after_ten_megabytes_the_next_line_is_read() {
    let server = server_with(&[]);
    let mut ana = Peer::join(&server, Via::Tcp, "ana");
    ana.wire.send(b"{\"text\":\"");
    for _ in 0..PIECES {
        ana.wire.send(&vec![b'x'; 1 << 16]);
    }
    ana.wire.send(b"\"}\n");
    let seen = ana.fence();
    assert_eq!(seen.len(), 1, "one refusal: {seen:?}");
    assert!(seen[0].refuses("too_long"), "{}", seen[0].raw());
    ana.says("next");
}

/// A line that begins and never goes on holds a thread nowhere.
#[test]
fn two_hundred_beginnings_of_lines_disturb_nobody() {
    let server = server_with(&["--max-per-address", "1000"]);
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let memory = Memory::of(&server);
    let begun: Vec<_> = (0..200)
        .map(|_| {
            let mut wire = server.wire(Via::Tcp);
            wire.send(b"{\"text\":");
            wire
        })
        .collect();
    witness.says("undisturbed");
    memory.grew_by_at_most(8 << 20);
    quiet::is_idle(&server);
    drop(begun);
}
