//! `talk`: Lab 07-01 in turn, Lab 07-02 both at once.

use std::io::Read;
use std::io::Write;
use std::net::TcpListener;
use std::net::TcpStream;
use std::time::Duration;

use socket2::SockRef;

use crate::program::PATIENCE;
use crate::program::lesson;
use crate::program::nobodys_port;
use crate::program::python;
use crate::program::run;

/// A line as `talk` sends it: `2026-11-20 14:03:07 ana: olá`.
#[track_caller]
fn check_message(line: &str, author: &str, text: &str) {
    let shape: String = line
        .chars()
        .take(20)
        .map(|c| if c.is_ascii_digit() { '0' } else { c })
        .collect();
    assert_eq!(shape, "0000-00-00 00:00:00 ", "{line}");
    assert!(line.ends_with(&format!(" {author}: {text}")), "{line}");
}

#[test]
fn date_author_and_text_are_one_send() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    let mut ana = lesson("talk", &["127.0.0.1", &port, "ana"]);
    let (mut stream, _) = listener.accept().unwrap();
    ana.types("olá\n");
    let mut buffer = [0; 4096];
    let size = stream.read(&mut buffer).unwrap();
    check_message(std::str::from_utf8(&buffer[..size]).unwrap(), "ana", "olá");
    stream.write_all(b"exit").unwrap();
    ana.ends().check(0, "the other side said exit");
}

#[test]
fn two_speak_in_turn_until_one_says_exit() {
    let mut rui = lesson("talk", &["--listen", "0", "rui"]);
    let port = rui.port().to_string();
    let mut ana = lesson("talk", &["127.0.0.1", &port, "ana"]);
    // Rui is quick, and must wait for his turn.
    rui.types("an answer\n");
    rui.shows("is here");
    ana.types("a question\n");
    check_message(&rui.shows("ana:"), "ana", "a question");
    check_message(&ana.shows("rui:"), "rui", "an answer");
    ana.types("exit\n");
    assert_eq!(ana.ends().code, Some(0));
    rui.ends().check(0, "the other side said exit");
}

#[test]
fn with_async_nobody_waits_for_a_turn() {
    let mut rui = lesson("talk", &["--listen", "0", "rui", "--async"]);
    let port = rui.port().to_string();
    let mut ana = lesson("talk", &["127.0.0.1", &port, "ana", "--async"]);
    rui.types("first\n");
    check_message(&ana.shows("rui:"), "rui", "first");
    rui.types("second\n");
    check_message(&ana.shows("rui:"), "rui", "second");
    ana.types("third\n");
    check_message(&rui.shows("ana:"), "ana", "third");
    // The end of the keyboard is an exit too, and glued to what was said it
    // still ends both.
    ana.types("bye\n");
    assert_eq!(ana.ends().code, Some(0));
    let ended = rui.ends();
    assert_eq!(ended.code, Some(0), "{ended:?}");
}

#[test]
fn who_is_killed_shows_as_the_end_and_the_listener_waits_for_the_next_call() {
    let mut rui = lesson("talk", &["--listen", "0", "rui"]);
    let port = rui.port().to_string();
    let ana = lesson("talk", &["127.0.0.1", &port, "ana"]);
    rui.shows("is here");
    ana.signal("KILL");
    rui.shows("cut off: unexpected end of file; waiting for the next call");
    let mut ana = lesson("talk", &["127.0.0.1", &port, "ana"]);
    ana.types("exit\n");
    rui.shows("the other side said exit");
}

#[test]
fn a_reset_is_told_as_one() {
    let mut rui = lesson("talk", &["--listen", "0", "rui"]);
    let stream = TcpStream::connect(("127.0.0.1", rui.port())).unwrap();
    rui.shows("is here");
    // Closing with no time to linger sends a reset instead of an end.
    SockRef::from(&stream)
        .set_linger(Some(Duration::ZERO))
        .unwrap();
    drop(stream);
    rui.shows("cut off: Connection reset by peer");
}

#[test]
fn who_was_cut_off_looks_the_name_up_again_and_calls_again() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let mut ana = lesson("talk", &["localhost", &port.to_string(), "ana"]);
    let (stream, _) = listener.accept().unwrap();
    ana.types("lost\n");
    stream.peek(&mut [0; 1]).unwrap();
    drop(stream);
    let first = ana.shows("attempt 1: localhost is [");
    assert!(first.contains(&format!("127.0.0.1:{port}")), "{first}");
    ana.shows("cut off: ");
    ana.shows("attempt 2: localhost is [");
    let (mut stream, _) = listener.accept().unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    ana.types("here again\n");
    let mut buffer = [0; 100];
    let size = stream.read(&mut buffer).unwrap();
    check_message(
        std::str::from_utf8(&buffer[..size]).unwrap(),
        "ana",
        "here again",
    );
    stream.write_all(b"exit").unwrap();
    assert_eq!(ana.ends().code, Some(0));
}

#[test]
fn the_fifth_attempt_is_the_last() {
    let port = nobodys_port().to_string();
    let ended = run("talk", &["127.0.0.1", &port], "");
    ended.check(1, "attempt 5");
    ended.check(1, "Connection refused");
    assert!(!ended.shown.iter().any(|line| line.contains("attempt 6")));
}

#[test]
fn talk_pairs_with_python_both_ways() {
    let Some(mut rui) = python("talk", &["server", "rui"]) else {
        return;
    };
    rui.types("an answer\n");
    let port = rui.port().to_string();
    let mut ana = lesson("talk", &["127.0.0.1", &port, "ana"]);
    ana.types("olá\n");
    check_message(&rui.shows("ana:"), "ana", "olá");
    check_message(&ana.shows("rui:"), "rui", "an answer");
    ana.types("exit\n");
    assert_eq!(ana.ends().code, Some(0));
    rui.ends().check(0, "exit");

    let mut rui = lesson("talk", &["--listen", "0", "rui"]);
    let port = rui.port().to_string();
    let Some(mut ana) = python("talk", &["client", &port, "ana"]) else {
        return;
    };
    ana.types("a question\n");
    check_message(&rui.shows("ana:"), "ana", "a question");
    rui.types("olá\n");
    check_message(&ana.shows("rui:"), "rui", "olá");
    assert_eq!(ana.ends().code, Some(0));
    rui.ends().check(0, "the other side said exit");
}
