//! The input: pastes, several lines, what a slip of the finger does not do.

use chat_tests::peer::Peer;
use chat_tests::server::Server;
use chat_tests::terminal::Terminal;
use chat_tests::wire::Via;

use crate::house;
use crate::house::joins;

fn ana_and_bob() -> (Server, Terminal, Peer) {
    let server = house::server();
    let bob = Peer::join(&server, Via::Tcp, "bob");
    let ana = joins(&server, "ana");
    (server, ana, bob)
}

/// As terminals do: a line end in a paste is a carriage return, or whatever
/// the clipboard had.
fn paste(terminal: &Terminal, text: &str) {
    terminal.types(&format!("\x1b[200~{text}\x1b[201~"));
}

#[test]
fn a_paste_never_sends_by_itself_and_enter_sends_it_as_one_message() {
    let (_server, ana, mut bob) = ana_and_bob();
    paste(&ana, "one\rtwo\r\nthree\nfour\r");
    ana.shows("four");
    assert_eq!(bob.messages(), [""; 0], "before Enter");
    ana.types("\r");
    let heard = bob.hears("the paste", |f| f.kind() == "msg");
    assert_eq!(heard.text().trim_end(), "one\ntwo\nthree\nfour");
    assert_eq!(bob.messages(), [""; 0], "nothing after it");
}

#[test]
fn a_pasted_command_line_is_not_obeyed_before_enter() {
    let (_server, ana, mut bob) = ana_and_bob();
    paste(&ana, "/quit\r/quit\r");
    ana.shows_row("it in the input", |row| row.starts_with("ana> /quit"));
    // Ctrl-c clears the input, and the client lives.
    ana.key(CTRL_C);
    ana.says("alive");
    bob.hears("alive", |f| f.says("alive"));
}

#[test]
fn a_paste_cannot_steer_the_terminal() {
    let (_server, ana, mut bob) = ana_and_bob();
    paste(&ana, "a\x1b]0;owned\x07b\u{9b}2Jc\u{202e}d");
    ana.shows("a]0;ownedb2Jcd");
    ana.types("\r");
    bob.hears("it, clean", |f| f.says("a]0;ownedb2Jcd"));
}

#[test]
fn keys_edit_the_line_as_fingers_expect() {
    let (_server, ana, mut bob) = ana_and_bob();
    // Home, a word more, End, delete the last letter, a word left and cut.
    ana.types("world wide webb");
    ana.types("\x1b[Hhello \x1b[F\x7f");
    ana.shows("hello world wide web");
    ana.key(b"\x17");
    ana.types("ocean\r");
    bob.hears("it", |f| f.says("hello world wide ocean"));
    // Up brings it back.
    ana.types("\x1b[A");
    ana.shows_row("the older input", |row| {
        row.starts_with("ana> hello world wide ocean")
    });
}

#[test]
fn ctrl_j_begins_a_new_line_in_the_same_message() {
    let (_server, ana, mut bob) = ana_and_bob();
    ana.types("one\ntwo\r");
    bob.hears("both lines", |f| f.says("one\ntwo"));
}

#[test]
fn tab_completes_a_name() {
    let (server, ana, mut bob) = ana_and_bob();
    let _other = Peer::join(&server, Via::Tcp, "Zebedeu");
    ana.resize(100, 24);
    ana.shows("│ Zebedeu");
    ana.types("ze\tolá\r");
    bob.hears("the whole name", |f| f.says("Zebedeu: olá"));
}

const CTRL_C: &[u8] = b"\x03";
