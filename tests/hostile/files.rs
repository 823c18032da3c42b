//! More connections than the system lets the server open.

use chat_tests::peer::Peer;
use chat_tests::quiet;
use chat_tests::server::Start;
use chat_tests::wire::Got;
use chat_tests::wire::Via;
use chat_tests::wire::Wire;

use crate::house::SERVER;

/// Open files that the server may have, its own among them.
const FILES: &str = "ulimit -n 40";

#[test]
fn without_files_the_server_neither_ends_nor_spins_and_serves_again() {
    let server = Start::after(FILES, SERVER).all_transports().ready();
    let mut first = Peer::join(&server, Via::Tcp, "first");
    // The system takes these for the server, which cannot open them all.
    let mut crowd: Vec<Wire> = (0..100).map(|_| server.wire(Via::Tcp)).collect();
    for wire in &mut crowd {
        // One that was closed at once, with a word, is no failure.
        let _ = wire.try_send(b"{\"type\":\"ping\"}\n");
    }
    first.says("still served");
    // UDP needs no file of its own.
    let mut datagrams = Peer::join(&server, Via::Udp, "datagrams");
    datagrams.says("served too");
    quiet::of_a_server_without_files(&server, &mut first);
    let open = still_open(&mut crowd);
    assert!(open < 40, "{open} are served with 40 files");
    drop(crowd);
    let mut late = Peer::join(&server, Via::Tcp, "late");
    late.says("there is room again");
    first.hears("it", |f| f.says("there is room again"));
    drop(late);
    quiet::is_idle(&server);
}

/// How many got an answer to their ping.
fn still_open(crowd: &mut [Wire]) -> usize {
    let answered = |wire: &mut Wire| match wire.line_within(std::time::Duration::from_millis(1)) {
        Got::Line(line) => line.contains("pong"),
        Got::End | Got::Silence => false,
    };
    crowd
        .iter_mut()
        .filter_map(|w| answered(w).then_some(()))
        .count()
}
