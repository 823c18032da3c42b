//! A job of a shell: stopped by Ctrl-z, brought back by `fg`.
//!
//! The shell here is a real one with job control, since the system stops
//! nobody who has no shell to be brought back by.

use chat_tests::glass::RUBBISH;
use chat_tests::peer::Peer;
use chat_tests::server::Server;
use chat_tests::terminal::Launch;
use chat_tests::terminal::Terminal;
use chat_tests::wire::Via;
use rustix::process::Signal;

use crate::house;
use crate::house::CLIENT;
use crate::house::joined;
use crate::house::joins;

/// The client as a shell's job. Each time it stops or ends the shell counts its
/// turns, and waits for a line before it brings it back.
#[track_caller]
fn as_a_job(server: &Server, name: &str) -> Terminal {
    let address = server.tcp()[0].to_string();
    joined(Launch::new(
        "sh",
        &["-c", SHELL, CLIENT, &address, "--name", name],
    ))
}

const SHELL: &str = "\
set -m
\"$0\" \"$@\"
turn=1
while echo \"shell $turn\" && read line && [ \"$line\" = fg ]; do
    turn=$((turn + 1))
    fg
done
echo 'the shell ends'
";

#[test]
fn ctrl_z_gives_the_terminal_back_and_fg_brings_the_screen_back() {
    let server = house::server();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let mut ana = as_a_job(&server, "ana");
    for round in 1..=2 {
        bob.says(&format!("before {round}"));
        ana.shows(&format!("before {round}"));
        assert!(ana.is_taken());
        ana.key(b"\x1a");
        ana.shows(&format!("shell {round}"));
        ana.is_as_before();
        bob.says(&format!("while it slept {round}"));
        ana.types("fg\n");
        // He goes on: his name stands above.
        ana.shows(&format!("·  while it slept {round}"));
        ana.shows(" #lobby  2 here");
        assert!(ana.is_taken());
        ana.says(&format!("back {round}"));
        bob.hears("ana", |f| f.says(&format!("back {round}")));
    }
    ana.says("/quit");
    ana.shows("shell 3");
    ana.is_as_before();
    ana.types("end\n");
    ana.shows("the shell ends");
    ana.ends();
}

/// As `kill -TSTP` does it, or a debugger; and a stop that nobody can hear.
#[test]
fn whoever_stops_it_from_elsewhere_finds_the_terminal_given_back() {
    let server = house::server();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let ana = as_a_job(&server, "ana");
    ana.signal_job(Signal::TSTP);
    ana.shows("shell 1");
    ana.is_as_before();
    bob.says("while it slept");
    ana.types("fg\n");
    ana.shows("bob  while it slept");
    assert!(ana.is_taken());
    ana.signal_job(Signal::STOP);
    ana.shows("shell 2");
    ana.spoil();
    ana.types("fg\n");
    ana.shows_that("a screen painted anew", |screen| {
        screen.alternate_screen() && !screen.contents().contains(RUBBISH)
    });
    ana.says("back");
    bob.hears("ana", |f| f.says("back"));
    assert!(ana.is_taken());
}

#[test]
fn without_a_shell_ctrl_z_does_no_harm() {
    let server = house::server();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let ana = joins(&server, "ana");
    ana.key(b"\x1a");
    ana.signal(Signal::TSTP);
    ana.says("still here");
    bob.hears("ana", |f| f.says("still here"));
    ana.shows_row("it", |row| row.contains("ana  still here"));
    assert!(ana.is_taken());
}
