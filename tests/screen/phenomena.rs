//! What a lesson makes happen on the wire: each provoked with the real programs, seen in
//! the window on a terminal, and seen again in what is made of its recording, in both
//! languages, in ASCII and without colours.

use std::net::UdpSocket;
use std::path::PathBuf;
use std::time::Duration;

use chat_tests::peer::Peer;
use chat_tests::server::Server;
use chat_tests::server::Start;
use chat_tests::terminal::Launch;
use chat_tests::terminal::Terminal;
use chat_tests::wire::Via;
use vt100::Screen;

use crate::house;
use crate::house::CLIENT;
use crate::lesson::F9;
use crate::lesson::Lesson;
use crate::lesson::Look;

const ALT_W: &[u8] = b"\x1bw";
const END: &[u8] = b"\x1b[F";

fn server_with(words: &[&str]) -> Server {
    house::started(Start::new(house::SERVER).everywhere().args(words))
}

#[test]
fn one_read_is_not_one_message_and_a_frame_comes_in_parts() {
    for look in [Look::English, Look::Ascii] {
        let server = server_with(&["--slice", "1..16"]);
        let mut bob = Peer::join(&server, Via::Unix, "bob");
        let lesson = Lesson::over(&server, Via::Tcp, look, &["--slice", "1..16"]);
        lesson.says(&mut bob, "aos bocados");
        lesson.looks(b"2");
        let torn = look.of(["┅", "┅", "~"]);
        lesson.sees("a read that ends within a frame", &["read ", torn]);
        lesson.sees("a write that is a part of one", &["write ", torn]);
        let kept = [" kept", " guarda", " kept"];
        lesson.leaves_a_recording(kept, "read");
    }
}

#[test]
fn several_frames_come_in_one_read() {
    for look in [Look::WithoutColours, Look::Portuguese] {
        let server = server_with(&["--glue", "150ms"]);
        let mut bob = Peer::join(&server, Via::Unix, "bob");
        let lesson = Lesson::over(&server, Via::Tcp, look, &[]);
        for n in 1..=3 {
            bob.say(&format!("colada {n}"));
        }
        lesson.ana.shows("colada 3");
        lesson.looks(b"2");
        lesson.sees("two borders in one read", &["┫┣"]);
        let several = [": 3 frames", ": 3 mensagens", ": 3 frames"];
        lesson.leaves_a_recording(several, "read");
    }
}

#[test]
fn a_known_loss_a_retransmission_and_what_is_only_presumed() {
    for look in [Look::English, Look::Portuguese] {
        let server = server_with(&[]);
        let mut bob = Peer::join(&server, Via::Tcp, "bob");
        let lesson = Lesson::over(&server, Via::Udp, look, &["--drop", "50%", "--seed", "7"]);
        for n in 1..=6 {
            lesson.says(&mut bob, &format!("perdida {n}"));
        }
        lesson.looks(b"1");
        lesson.filters(look.of(["lost type:msg", "perdidos tipo:msg", ""]));
        lesson.sees("a loss that is known", &["✗", "msg"]);
        lesson.ana.key(b"c");
        lesson.sees("what was hidden", &["ack "]);
        lesson.filters(look.of(["again type:msg", "copias tipo:msg", ""]));
        lesson.sees("what left again", &["msg t2 "]);
        lesson.leaves_a_recording(["msg t2 ", "msg t2 ", "msg t2 "], "perdida");
    }
}

#[test]
fn a_wait_that_grows_and_is_short_again_once_somebody_is_heard() {
    let server = server_with(&[]);
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let lesson = Lesson::over(&server, Via::Udp, Look::Ascii, &[]);
    lesson.ana.says("/weather blackout 200ms+900ms");
    lesson.ana.shows("blackout 200ms+900ms");
    // Until one of them leaves in the dark.
    let mut said = 0;
    lesson.ana.key(F9);
    while !lesson
        .ana
        .look(|screen| screen.contents().contains("msg t3 "))
    {
        said += 1;
        assert!(said < 10_000, "the dark comes");
        lesson.says(&mut bob, &format!("apagada {said}"));
    }
    lesson.ana.key(F9);
    lesson.ana.key(F9);
    lesson.looks(b"1");
    // The newest message that left at least twice, and its waits.
    lesson.filters("again type:msg to:server");
    lesson.ana.key(b"\x1b[A");
    lesson.sees("one that left again", &[">", "msg t"]);
    lesson.ana.key(b"3");
    lesson.sees("its own waits", &["this program", "["]);
    lesson.sees("the textbook's", &["textbook", "["]);
    let calm = [
        "heard again: the wait is",
        "ouve-se outra vez: a espera é agora",
        "heard again: the wait is",
    ];
    lesson.leaves_a_recording(calm, "apagada");
}

#[test]
fn a_duplicate_is_known_as_one() {
    for look in [Look::English, Look::Ascii] {
        let server = server_with(&["--dup", "100%"]);
        let mut bob = Peer::join(&server, Via::Tcp, "bob");
        let lesson = Lesson::over(&server, Via::Udp, look, &[]);
        lesson.says(&mut bob, "em dobro");
        lesson.looks(b"1");
        lesson.filters("dup type:msg");
        lesson.sees("the second one", &[look.of(["≡", "≡", "="]), "msg"]);
        lesson.leaves_a_recording(["≡", "≡", "| ="], "em dobro");
    }
}

#[test]
fn what_comes_before_its_turn_is_kept_back_until_the_missing_one_has_come() {
    for look in [Look::Portuguese, Look::WithoutColours] {
        let server = server_with(&[]);
        let mut bob = Peer::join(&server, Via::Tcp, "bob");
        let lesson = Lesson::over(&server, Via::Udp, look, &[]);
        lesson.looks(b"1");
        lesson.filters(look.of(["type:msg", "tipo:msg", ""]));
        // Messages alone are held, and the clock of the link stands still.
        lesson.ana.key(b"h");
        lesson.sees(
            "that the clock stands",
            &[look.of(["clock", "relógio", ""])],
        );
        lesson.ana.key(b"\x1b");
        lesson
            .ana
            .shows_row("the input", |row| row.starts_with("ana>"));
        for text in ["um", "dois", "tres"] {
            lesson.ana.says(text);
            lesson.sees("that it waits", &["msg n ", &format!(": {text}")]);
        }
        lesson.ana.key(ALT_W);
        lesson.ana.key(END);
        lesson.sees("what is chosen", &["> [", ": tres", "p "]);
        // The third comes first, the second is lost, and its turn comes with a timer.
        lesson.ana.key(b"p");
        lesson.sees("the one above", &["> [", ": dois"]);
        lesson.ana.key(b"k");
        lesson.sees("the first", &["> [", ": um"]);
        lesson.ana.key(b"h");
        for text in ["um", "dois", "tres"] {
            bob.hears("them in order", |frame| frame.says(text));
        }
        lesson.ana.key(b"1");
        lesson.ana.key(b"c");
        let missing = look.of(["was overtaken by", "ultrapassada pela", ""]);
        lesson.sees("what its answer tells", &[missing]);
        lesson.leaves_a_recording(["overtaken", "ultrapassada", "overtaken"], "tres");
    }
}

#[test]
fn a_server_that_dies_and_comes_back() {
    let mut server = house::mortal();
    let address = server.tcp()[0];
    let lesson = Lesson::over(&server, Via::Tcp, Look::English, &[]);
    lesson.ana.says("antes");
    lesson.ana.shows_row("that it was said", |row| {
        row.contains("ana  antes") && !row.contains('…')
    });
    server.program.kill();
    lesson.ana.shows_row("that nobody is there", |row| {
        row.starts_with(" not connected")
    });
    let server = house::server_at(address);
    lesson.ana.shows_row("that she is back", |row| {
        row.starts_with(" #") && row.contains(" here  ")
    });
    lesson.looks(b"1");
    lesson.sees("the end", &["● closed: "]);
    lesson.ana.shows_that("two connections", |screen| {
        screen.contents().matches("● connected").count() == 2
    });
    lesson.leaves_a_recording(["closed: ", "fechado: ", "closed: "], "closed");
    server.stop();
}

#[test]
fn whoever_forges_is_refused_by_a_client_that_hears_everybody() {
    for look in [Look::Portuguese, Look::Ascii] {
        let server = server_with(&[]);
        let mut bob = Peer::join(&server, Via::Tcp, "bob");
        let lesson = Lesson::over(&server, Via::Udp, look, &["--open-ear"]);
        lesson.says(&mut bob, "ouvida");
        lesson.looks(b"1");
        lesson.sees("her lane", &[" ana :"]);
        let port = lesson.ana.look(|screen| {
            let contents = screen.contents();
            let (_, after) = contents.split_once(" ana :").unwrap();
            let digits = after.split(|c: char| !c.is_ascii_digit()).next();
            digits.unwrap().parse::<u16>().unwrap()
        });
        let forger = UdpSocket::bind("127.0.0.1:0").unwrap();
        forger.send_to(b"FAKE", ("127.0.0.1", port)).unwrap();
        let from = format!(":{}", forger.local_addr().unwrap().port());
        lesson.sees("what was forged", &["!", &from]);
        // The conversation goes on.
        lesson.ana.key(F9);
        lesson.says(&mut bob, "e outra vez");
        lesson.looks(b"1");
        let refused = [
            "refused: other address",
            "recusada: other address",
            "refused: other address",
        ];
        lesson.leaves_a_recording(refused, "ouvida");
    }
}

/// What a server shows of itself.
fn observed() -> (Server, Terminal, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let place: PathBuf = folder.path().join("observe.sock");
    let place = place.to_str().unwrap();
    let server = server_with(&["--observe", place]);
    let projector = Launch::new(CLIENT, &["--observe", place]).size(120, 40);
    (server, projector.start(), folder)
}

#[test]
fn whoever_forges_is_refused_and_seen() {
    let (server, projector, _folder) = observed();
    let _bob = Peer::join(&server, Via::Tcp, "bob");
    projector.shows_row("bob", |row| row.contains("bob ") && row.contains("tcp"));
    let forger = UdpSocket::bind("127.0.0.1:0").unwrap();
    let fake = br#"{"link":"3681260b13be54b9","n":7,"type":"msg","text":"FAKE"}"#;
    forger.send_to(fake, server.udp()[0]).unwrap();
    let port = forger.local_addr().unwrap().port().to_string();
    projector.shows_row("who knocked", |row| {
        row.contains(&port) && row.contains("refused")
    });
}

#[test]
fn whoever_reads_nothing_has_a_queue_and_is_closed_while_nobody_waits() {
    let (server, projector, _folder) = observed();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let slow = Peer::join(&server, Via::Tcp, "lenta");
    projector.shows_row("lenta", |row| row.contains("lenta "));
    // Some of it waits here once the systems on the way are full, and more of it is her
    // end.
    let text = "x".repeat(4000);
    let has = |screen: &Screen, wanted: &[&str]| {
        let mut rows = screen.rows(0, 120);
        rows.any(|row| wanted.iter().all(|part| row.contains(part)))
    };
    let mut said = 0;
    // A server tells four times a second what waits.
    while !projector.may_show(TOLD, |screen| has(screen, &[" lenta ", "█"])) {
        (0..5).for_each(|_| drop(bob.says(&text)));
        said += 5;
        assert!(said < 5000, "the queue has a bound");
    }
    // Far more than the bound. A projector that missed her end is told of it by who is
    // told of no more.
    (0..400).for_each(|_| drop(bob.says(&text)));
    projector.shows_row("her end", |row| row.contains("lenta: "));
    drop(slow);
}

/// Longer than a server takes to tell what waits.
const TOLD: Duration = Duration::from_millis(300);
