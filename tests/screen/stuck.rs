//! A terminal that takes no bytes any more: two wishes for the end are enough, and its
//! mode is as it was before.

use chat_tests::peer::Peer;
use chat_tests::wire::Via;
use rustix::process::Signal;

use crate::house;
use crate::house::joins;
use chat_tests::terminal::Terminal;

/// Many times what a terminal keeps for whoever does not read.
const ROUNDS: usize = 200;

#[track_caller]
fn ends_by(wish: impl Fn(&Terminal)) {
    let server = house::server();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let mut ana = joins(&server, "ana");
    ana.is_stopped_reading();
    for n in 0..ROUNDS {
        // Another screen each time.
        bob.says(&format!("{n} ").repeat(600));
    }
    ana.ends_at_last(wish);
    // Wherever it is up to the program.
    ana.has_its_mode_again();
}

#[test]
fn two_signals() {
    for signal in [Signal::TERM, Signal::HUP, Signal::INT] {
        ends_by(|ana| ana.signal(signal));
    }
}

#[test]
fn two_times_ctrl_c() {
    ends_by(|ana| ana.key(b"\x03"));
}
