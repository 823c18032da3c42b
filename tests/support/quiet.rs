//! After hostile input the server must do nothing at all: measured, not hoped.

use std::time::Duration;

use crate::peer::Heard;
use crate::peer::Peer;
use crate::server::Server;
use crate::vitals;
use crate::wire::Via;

/// Checks that the server uses no processor time while nobody speaks.
///
/// Its last work may still be under way (a timer, a queue that empties): of ten
/// windows one must be quiet to the last tick of 10 ms. A server that spins,
/// even for a hundredth of its time, has none. Linux only.
#[track_caller]
pub fn is_idle(server: &Server) {
    uses_at_most(server, &mut Peer::connect(server, Via::Tcp), 0);
}

/// The same of a server that has no files left to open: it has to try again,
/// so it may use a hundredth of its time. The witness has its connection.
#[track_caller]
pub fn of_a_server_without_files(server: &Server, witness: &mut Peer) {
    uses_at_most(server, witness, 1);
}

#[track_caller]
#[expect(clippy::print_stderr, reason = "says why it checks nothing")]
fn uses_at_most(server: &Server, witness: &mut Peer, ticks: u64) {
    let pid = server.program.pid();
    if vitals::ticks(pid).is_none() {
        eprintln!("not measured: this system has no /proc/PID/stat");
        return;
    }
    let mut grown = Vec::new();
    for _ in 0..WINDOWS {
        witness.fence();
        let before = vitals::ticks(pid).unwrap();
        match witness.next_within(WINDOW) {
            Heard::Silence => {}
            Heard::End => panic!("the server closed an idle peer"),
            Heard::Frame(_) => continue,
        }
        let after = vitals::ticks(pid).unwrap();
        if after - before <= ticks {
            return;
        }
        grown.push(after - before);
    }
    panic!("busy while nobody speaks: {grown:?} ticks of 10 ms in windows of {WINDOW:?}");
}

const WINDOWS: usize = 10;
const WINDOW: Duration = Duration::from_millis(800);
