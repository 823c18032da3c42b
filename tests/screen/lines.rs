//! Lines instead of a screen: for screen readers, slow lines, and terminals that
//! can do no more.

use chat_tests::peer::Peer;
use chat_tests::terminal::Launch;
use chat_tests::terminal::Terminal;
use chat_tests::wire::Via;

use crate::hostile;
use crate::house;
use crate::house::CLIENT;
use crate::house::client;

/// A client that tells in lines, and has joined.
#[track_caller]
fn joins(launch: Launch) -> Terminal {
    let terminal = launch.start();
    terminal.shows("you are ana in lobby");
    terminal
}

/// Everything that came is text: nothing steers, nothing is drawn again.
#[track_caller]
fn wrote_lines_only(terminal: &Terminal) {
    let raw = terminal.raw();
    let text = String::from_utf8_lossy(&raw);
    let steers = |c: char| c.is_control() && !matches!(c, '\r' | '\n' | '\x07');
    assert!(!text.contains(steers), "{text:?}");
    // The terminal itself makes `\r\n` of a line's end.
    let lone = text.replace("\r\n", "").contains('\r');
    assert!(!lone, "the beginning of a line is written over: {text:?}");
}

#[test]
fn what_others_say_comes_in_lines_and_what_is_typed_is_said() {
    let server = house::server();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let mut ana = joins(client(&server, "ana").arg("--lines"));
    bob.says("hi ana");
    ana.shows("bob, naming you: hi ana");
    ana.says("olá, 漢字");
    let heard = bob.hears("ana's message", |f| f.kind() == "msg" && f.name() == "ana");
    assert_eq!(heard.text(), "olá, 漢字");
    ana.says("/msg bob psst");
    bob.hears("what is for bob alone", |f| f.says("psst"));
    ana.says("/who");
    ana.shows("* in lobby: bob, ana");
    ana.says("/msg nobody-here x");
    ana.shows("! not sent: ");
    ana.says("/quit");
    assert_eq!(ana.ends().exit_code(), 0);
    wrote_lines_only(&ana);
    ana.is_as_before();
}

#[test]
fn a_dumb_terminal_gets_lines_and_is_told_so() {
    let server = house::server();
    let mut ana = joins(client(&server, "ana").env("TERM", "dumb"));
    ana.shows("this terminal draws no screen");
    ana.key(b"\x04");
    assert_eq!(ana.ends().exit_code(), 0);
    wrote_lines_only(&ana);
}

#[test]
fn ctrl_c_twice_ends_it_and_once_does_not() {
    let server = house::server();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let mut ana = joins(client(&server, "ana").arg("--lines"));
    ana.key(b"\x03");
    ana.shows("- press again to quit");
    bob.says("still there?");
    ana.shows("bob: still there?");
    ana.key(b"\x03");
    assert_eq!(ana.ends().exit_code(), 0);
    bob.hears("the leaving", |f| f.tells("leave", "ana"));
}

#[test]
fn what_was_typed_last_is_said_before_it_leaves() {
    let server = house::server();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let mut ana = joins(client(&server, "ana").arg("--lines"));
    ana.types("my last words\r\x04");
    bob.hears("them", |f| f.says("my last words"));
    assert_eq!(ana.ends().exit_code(), 0);
}

#[test]
fn a_server_that_comes_back_is_told_once_and_gets_what_was_typed() {
    let mut server = house::mortal();
    let address = server.tcp()[0];
    let mut ana = joins(client(&server, "ana").arg("--lines"));
    server.program.kill();
    ana.shows("trying again until it is back");
    ana.says("said meanwhile");
    ana.shows("not sent yet");
    let server = house::server_at(address);
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    ana.says("");
    bob.hears("it", |f| f.says("said meanwhile"));
    ana.says("/quit");
    ana.ends();
    let told = String::from_utf8_lossy(&ana.raw()).into_owned();
    assert_eq!(told.matches("trying again").count(), 1, "{told}");
    wrote_lines_only(&ana);
}

#[test]
fn a_server_that_lies_in_every_field_steers_nothing() {
    let address = hostile::liar_in_every_field();
    let args = [&address, "--name", "ana", "--lines"];
    let mut ana = Launch::new(CLIENT, &args).start();
    ana.shows("all of it came");
    ana.says("/quit");
    ana.ends();
    wrote_lines_only(&ana);
}

#[test]
fn it_speaks_the_language_of_the_environment() {
    let server = house::server();
    let ana = client(&server, "ana")
        .arg("--lines")
        .env("LC_ALL", "pt_PT.UTF-8")
        .start();
    ana.shows("está em lobby com o nome ana");
    ana.says("/voar");
    ana.shows("não existe o comando /voar");
}
