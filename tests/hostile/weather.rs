//! Peers that leave a server in bad weather: what is under way to them can no
//! longer be written.

use std::time::Duration;

use chat_tests::peer::Peer;
use chat_tests::quiet;
use chat_tests::server::Server;
use chat_tests::wire::Via;
use chat_tests::wire::Wire;

use crate::house::server_with;

/// The contract's five seconds, and a little for a loaded machine.
const STOPPING: Duration = Duration::from_millis(5500);

/// Eight that say a line and leave together: by a reset, by the end of their
/// input, by closing.
fn a_class_leaves(server: &Server, via: Via) {
    let mut crowd: Vec<Wire> = (0..8).map(|_| server.wire(via)).collect();
    for wire in &mut crowd {
        wire.send(b"good bye all\n");
    }
    for (n, wire) in crowd.into_iter().enumerate() {
        match n % 3 {
            0 => wire.reset(),
            1 => wire.end_input(),
            _ => drop(wire),
        }
    }
}

#[track_caller]
fn serves_on_and_stops(words: &[&str]) {
    let mut server = server_with(words);
    for via in [Via::Tcp, Via::Unix] {
        a_class_leaves(&server, via);
    }
    let mut late = Peer::join(&server, Via::Tcp, "late");
    late.says("is anybody there?");
    quiet::is_idle(&server);
    a_class_leaves(&server, Via::Tcp);
    server.program.terminate();
    late.hears_bye(Via::Tcp);
    let exit = server.program.exit_within(STOPPING);
    assert_eq!(exit.status.code(), Some(0), "{}", exit.errors);
}

#[test]
fn a_class_that_leaves_at_once_does_not_stop_a_server_in_a_bad_network() {
    serves_on_and_stops(&["--weather", "classroom"]);
}

#[test]
fn nor_one_whose_pieces_are_late() {
    serves_on_and_stops(&["--slice", "1..7", "--delay", "30..90ms"]);
}
