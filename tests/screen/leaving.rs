//! However it ends, the terminal is as it was before.

use chat_tests::peer::Peer;
use chat_tests::terminal::Launch;
use chat_tests::terminal::Terminal;
use chat_tests::wire::Via;
use rustix::process::Signal;

use crate::house;
use crate::house::CLIENT;
use crate::house::joins;

/// Joins, leaves in this way, and looks at what is left behind.
#[track_caller]
fn leaves_well(leave: impl FnOnce(&Terminal)) {
    let server = house::server();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let mut ana = joins(&server, "ana");
    assert!(ana.is_taken(), "the screen is the client's");
    leave(&ana);
    let status = ana.ends();
    assert_eq!((status.exit_code(), status.signal()), (0, None));
    ana.is_as_before();
    assert_eq!(ana.rows().concat().trim(), "", "nothing is left behind");
    bob.hears("the leaving", |f| f.tells("leave", "ana"));
}

#[test]
fn by_the_command() {
    leaves_well(|ana| ana.says("/quit"));
}

#[test]
fn by_ctrl_c_twice() {
    leaves_well(|ana| {
        ana.key(b"\x03");
        ana.shows("press again to quit");
        ana.key(b"\x03");
    });
}

#[test]
fn by_ctrl_d_on_an_empty_line() {
    leaves_well(|ana| ana.key(b"\x04"));
}

#[test]
fn by_a_request_to_terminate() {
    leaves_well(|ana| ana.signal(Signal::TERM));
}

#[test]
fn by_a_hangup() {
    leaves_well(|ana| ana.signal(Signal::HUP));
}

#[test]
fn by_a_request_to_quit() {
    leaves_well(|ana| ana.signal(Signal::QUIT));
}

#[test]
fn by_an_interrupt_from_elsewhere() {
    leaves_well(|ana| ana.signal(Signal::INT));
}

/// What a panic says can be read afterwards.
#[test]
fn by_a_panic() {
    let mut broken = Launch::new(env!("CARGO_BIN_EXE_panicking"), &[]).start();
    broken.shows("before the panic");
    assert!(broken.is_taken(), "the screen is the program's");
    broken.key(b"x");
    assert_eq!(broken.ends().exit_code(), 101);
    broken.is_as_before();
    broken.shows("on purpose");
    broken.shows_that("nothing of the screen", |screen| {
        !screen.contents().contains("before the panic")
    });
}

#[test]
fn with_a_text_half_written_and_a_help_page_open() {
    leaves_well(|ana| {
        ana.types("half\x1bOP");
        ana.shows("Commands");
        ana.signal(Signal::TERM);
    });
}

#[test]
fn while_the_server_does_not_answer() {
    let server = house::server();
    let mut ana = joins(&server, "ana");
    house::freezes(&server);
    ana.says("into the void");
    ana.shows("into the void …");
    ana.says("/quit");
    assert_eq!(ana.ends().exit_code(), 0);
    ana.is_as_before();
}

#[test]
fn where_the_server_was_never_reached() {
    for leave in [&b"\x04"[..], b"\x03\x03", b"/quit\r"] {
        let address = house::free_address().to_string();
        let mut ana = Launch::new(CLIENT, &[&address, "--name", "ana"]).start();
        ana.shows("not connected");
        ana.key(leave);
        assert_eq!(ana.ends().exit_code(), 0);
        ana.is_as_before();
    }
}

#[test]
fn where_whoever_listens_is_no_chat_server() {
    let address = crate::liar::greets_with(b"220 mail.example ESMTP\r\n");
    let args = [&address, "--name", "ana"];
    let mut ana = Launch::new(CLIENT, &args).size(120, 24).start();
    assert_eq!(ana.ends().exit_code(), 1);
    ana.is_as_before();
    ana.shows("chat-tui:");
    ana.shows("not as a chat server does");
}

/// Several times, because it once depended on what the client saw first: the
/// hangup, or that there was nothing more to read.
#[test]
fn a_window_that_is_closed_ends_it() {
    let server = house::server();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    for _ in 0..12 {
        let mut ana = joins(&server, "ana");
        let status = ana.is_closed();
        assert_eq!(status.signal(), None);
        bob.hears("the leaving", |f| f.tells("leave", "ana"));
    }
}

#[test]
fn ctrl_c_clears_what_was_written_and_does_not_leave() {
    let server = house::server();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let ana = joins(&server, "ana");
    ana.types("half");
    ana.shows("ana> half");
    ana.key(b"\x03");
    ana.shows_row("an empty input", |row| row == "ana>");
    ana.says("whole");
    assert_eq!(bob.hears("it", |f| f.kind() == "msg").text(), "whole");
}
