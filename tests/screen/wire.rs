//! The window on the wire, on a real terminal, over a network that loses much.

use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

use chat_tests::peer::Peer;
use chat_tests::server::Server;
use chat_tests::server::Start;
use chat_tests::terminal::Launch;
use chat_tests::terminal::Terminal;
use chat_tests::wire::Via;

use crate::house;
use crate::house::CLIENT;
use crate::house::joined;

const F9: &[u8] = b"\x1b[20~";
const ALT_UP: &[u8] = b"\x1b[1;3A";

fn over_udp(server: &Server, more: &[&str]) -> Launch {
    let address = server.udp()[0].to_string();
    let args = [&["--udp", &*address, "--name", "ana"], more].concat();
    Launch::new(CLIENT, &args).size(100, 40)
}

/// Says things until something had to leave twice: with so much lost, soon.
fn until_something_leaves_again(terminal: &Terminal, bob: &mut Peer) {
    let said = AtomicUsize::new(0);
    let has_left_again = || terminal.look(|screen| screen.contents().contains("msg t2 \"line"));
    while !has_left_again() {
        let line = format!("line {}", said.fetch_add(1, Ordering::SeqCst));
        terminal.says(&line);
        bob.hears("a line", |frame| frame.says(&line));
        assert!(said.load(Ordering::SeqCst) < 60, "half of all is lost");
    }
}

#[test]
fn one_sees_what_left_again_and_why_while_one_goes_on_writing() {
    let server = house::server();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let ana = joined(over_udp(&server, &["--drop", "50%", "--seed", "7"]));
    ana.key(F9);
    ana.shows_row("the head of the pane", |row| {
        row.starts_with("─ wire ─ udp")
    });
    until_something_leaves_again(&ana, &mut bob);
    ana.types("still writing");
    ana.shows_row("the input", |row| row.starts_with("ana> still writing"));
    // The whole screen, and in it only what left again.
    ana.key(F9);
    ana.shows("Enter bytes");
    ana.key(b"f");
    // Of a copy that was lost what it said is not kept: one that arrived is chosen.
    ana.types("again type:msg to:server \"line\"");
    ana.shows("filter: again type:msg to:server \"line\"");
    ana.key(b"\r");
    ana.key(ALT_UP);
    ana.shows_row("a chosen row", |row| {
        row.starts_with('>') && row.contains(" t")
    });
    ana.shows_row("why it left again", |row| {
        row.starts_with('▌') && (row.contains("leaves because") || row.contains("leaves before"))
    });
    ana.key(b"\r");
    ana.shows("what is said");
    ana.key(F9);
    ana.shows_row("the input as it was", |row| {
        row.starts_with("ana> still writing")
    });
    ana.shows_that("the window is closed", |screen| {
        !screen.contents().contains("─ wire")
    });
}

#[test]
fn what_came_before_it_was_opened_is_there_in_the_persons_language() {
    let server = house::server();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let ana = over_udp(&server, &["--lang", "pt"]).start();
    ana.shows("está em lobby");
    ana.says("antes da janela");
    bob.hears("it", |frame| frame.says("antes da janela"));
    ana.key(F9);
    ana.shows_row("the message", |row| row.contains("msg \"antes da ja"));
    ana.shows_row("its head", |row| row.starts_with("─ fio ─ udp"));
    ana.says("/wire \"antes\"");
    ana.shows("\"antes\": 2 de");
    ana.key(ALT_UP);
    ana.shows("recibo");
}

#[test]
fn without_a_screen_it_is_told_in_sentences() {
    let server = house::server();
    let ana = over_udp(&server, &["--lines"]).start();
    ana.shows("you are ana in lobby");
    ana.says("olá turma");
    ana.says("/how 1");
    ana.shows("how it got here: \"olá turma\"");
    ana.shows("transmission 1 leaves");
    ana.says("/wire type:hello");
    ana.shows("ana to server: hello");
}

#[test]
fn a_recording_is_played_and_stepped_through_without_a_network() {
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../crates/chat-tui/src/view/tests/evening.ndjson"
    );
    let mut replay = Launch::new(CLIENT, &["replay", file]).size(120, 30).start();
    replay.shows("replay of evening.ndjson");
    replay.shows("event 43 of 43 ─ stopped ×1");
    replay.shows("12 msg \"alô?\"");
    replay.key(b",");
    replay.shows("event 42 of 43");
    replay.key(b".");
    replay.shows("event 43 of 43");
    for _ in 0..4 {
        replay.key(b"]");
    }
    replay.shows("stopped ×16");
    // From the beginning, in half a second.
    replay.key(b" ");
    replay.shows("plays ×16");
    replay.shows("event 43 of 43 ─ stopped ×16");
    replay.key(b"q");
    assert!(replay.ends().success());
    replay.is_as_before();
}

#[test]
fn over_tcp_reads_and_writes_are_seen_and_off_is_off() {
    let server = house::server();
    let address = server.tcp()[0].to_string();
    let ana = joined(Launch::new(CLIENT, &[&address, "--name", "ana"]).size(100, 40));
    ana.says("olá");
    ana.key(F9);
    ana.shows_row("a write", |row| {
        row.contains("write ") && row.contains("msg")
    });
    ana.shows_row("a read", |row| row.contains("read "));
    // What the system does below, and what waits where.
    ana.key(F9);
    ana.key(b"6");
    if cfg!(target_os = "linux") {
        ana.shows_row("the system's state", |row| {
            row.contains("state ") && row.contains("established")
        });
        ana.shows_row("its round trip", |row| {
            row.contains("round trip") && row.contains("for a confirmation")
        });
        ana.shows("bytes that its program has not read");
    } else {
        ana.shows("This system does not tell");
    }
    ana.key(b"4");
    ana.shows_row("our queue", |row| {
        row.contains("this program") && row.contains("0 bytes")
    });
    let off = Launch::new(CLIENT, &[&address, "--name", "bob", "--wire", "off"]);
    let bob = joined(off);
    bob.key(F9);
    bob.shows("--wire off");
}

#[test]
fn all_of_it_goes_into_a_file_with_its_letters_hidden_where_they_are_on_the_screen() {
    let server = house::server();
    let address = server.tcp()[0].to_string();
    let ana = joined(Launch::new(CLIENT, &[&address, "--name", "ana"]).size(140, 40));
    ana.says("olá");
    ana.key(F9);
    ana.shows_row("a write", |row| {
        row.contains("write ") && row.contains("msg")
    });
    ana.key(F9);
    let folder = tempfile::tempdir().unwrap();
    let export = |form: &str| {
        let file = folder.path().join(format!("wire.{form}"));
        ana.key(F9);
        ana.says(&format!("/export {}", file.display()));
        ana.shows(&format!("is in {}", file.display()));
        ana.key(F9);
        ana.key(F9);
        ana.shows("Enter bytes");
        std::fs::read(&file).unwrap()
    };
    ana.key(b"*");
    ana.shows("letters hidden");
    let picture = String::from_utf8(export("svg")).unwrap();
    assert!(picture.starts_with("<svg"), "{picture}");
    assert!(
        !picture.contains("olá") && picture.contains("•••"),
        "{picture}"
    );
    ana.key(b"*");
    ana.shows_that("letters", |screen| {
        !screen.contents().contains("letters hidden")
    });
    let capture = export("pcapng");
    assert_eq!(capture[..4], [0x0a, 0x0d, 0x0d, 0x0a]);
    assert!(String::from_utf8_lossy(&capture).contains("olá"));
    // And who woke the program: a key, a moment ago.
    ana.key(b"5");
    ana.key(b"n");
    ana.shows_row("a key that woke it", |row| {
        row.contains("keyboard") && row.contains("≤")
    });
    ana.shows_row("what it drew then", |row| {
        row.contains("screen") && row.contains("≤")
    });
}

#[cfg(unix)]
#[test]
fn a_projector_shows_who_is_there_how_and_where_a_message_goes() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("observe.sock");
    let place = place.to_str().unwrap();
    let start = Start::new(house::SERVER).everywhere();
    let server = house::started(start.args(&["--observe", place]));
    let mut ana = Peer::join(&server, Via::Tcp, "ana");
    let mut bob = Peer::join(&server, Via::Unix, "bob");
    let mut projector = Launch::new(CLIENT, &["--observe", place])
        .size(120, 40)
        .start();
    // Whoever was there before is told too.
    projector.shows_row("ana", |row| row.contains("ana ") && row.contains("tcp "));
    projector.shows_row("bob", |row| row.contains("bob ") && row.contains("unix "));
    ana.says("MOON");
    bob.hears("it", |frame| frame.says("MOON"));
    projector.shows_row("where it goes", |row| {
        row.contains("#lobby 1 from ana") && row.contains("to 2")
    });
    drop(bob);
    projector.shows_row("who left", |row| row.contains("bob: "));
    projector.key(b"1");
    projector.shows_row("her lane and what she said, masked", |row| {
        row.contains("read ") && row.contains(r#""****"#)
    });
    projector.shows_that("nothing that was said", |screen| {
        !screen.contents().contains("MOON")
    });
    server.stop();
    projector.shows("the server has ended");
    projector.key(b"q");
    assert!(projector.ends().success());
    projector.is_as_before();
}

#[cfg(unix)]
#[test]
fn where_nothing_is_shown_it_is_said_what_to_start() {
    let projector = Launch::new(CLIENT, &["--observe", "/nowhere/observe.sock"]);
    let mut projector = projector.size(100, 24).start();
    assert!(!projector.ends().success());
    projector.shows("start chat-server --observe");
}
