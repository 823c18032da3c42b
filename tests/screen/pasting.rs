//! Pastes, with the marks that terminals put around them and without: whatever is
//! in them, they send nothing and command nothing by themselves.

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

fn lines(count: usize) -> String {
    let lines: Vec<_> = (1..=count).map(|n| format!("line {n}\r")).collect();
    lines.concat()
}

fn bracketed(text: &str) -> String {
    format!("\x1b[200~{text}\x1b[201~")
}

#[track_caller]
fn hears_lines(bob: &mut Peer, count: usize) {
    let heard = bob.hears("the paste", |f| f.kind() == "msg");
    let text = lines(count).replace('\r', "\n");
    assert_eq!(heard.text().trim_end(), text.trim_end());
    assert_eq!(bob.messages(), [""; 0], "nothing after it");
}

#[test]
fn a_long_paste_is_told_in_one_line_and_enter_sends_it_as_one_message() {
    let (_server, ana, mut bob) = ana_and_bob();
    ana.types(&bracketed(&lines(12)));
    ana.shows("12 lines, 87 bytes: Enter sends it as one message, Esc drops it");
    assert_eq!(bob.messages(), [""; 0], "before Enter");
    ana.types("\r");
    hears_lines(&mut bob, 12);
}

/// As a slow line brings them, which were pressed one by one.
#[test]
fn lines_that_come_at_once_say_that_they_are_not_sent_and_how_they_are() {
    let (_server, ana, mut bob) = ana_and_bob();
    ana.types("word\rword\r");
    ana.shows("2 lines came all at once, not sent: Enter sends them as one message");
    assert_eq!(bob.messages(), [""; 0], "before Enter");
    ana.types("\r");
    let heard = bob.hears("it", |f| f.kind() == "msg");
    assert_eq!(heard.text(), "word\nword", "no blank line behind it");
}

#[test]
fn esc_drops_a_long_paste() {
    let (_server, ana, mut bob) = ana_and_bob();
    ana.types(&bracketed(&lines(12)));
    ana.shows("12 lines");
    ana.key(b"\x1b");
    ana.shows("dropped");
    ana.shows_row("an empty input", |row| row == "ana>");
    ana.says("after");
    assert_eq!(bob.hears("it", |f| f.kind() == "msg").text(), "after");
}

#[test]
fn a_burst_of_lines_without_marks_sends_nothing_until_enter_is_pressed() {
    let (_server, ana, mut bob) = ana_and_bob();
    ana.types("one\rtwo\rthree\r");
    ana.shows_row("the last line in the input", |row| row.trim() == "three");
    assert_eq!(bob.messages(), [""; 0], "before Enter");
    ana.types("\r");
    let heard = bob.hears("the burst", |f| f.kind() == "msg");
    assert_eq!(heard.text().trim_end(), "one\ntwo\nthree");
    assert_eq!(bob.messages(), [""; 0], "nothing after it");
}

#[test]
fn a_long_burst_is_told_in_one_line() {
    let (_server, ana, mut bob) = ana_and_bob();
    ana.types(&lines(12));
    ana.shows("12 lines, 87 bytes");
    ana.types("\r");
    hears_lines(&mut bob, 12);
}

#[test]
fn commands_in_a_burst_are_not_obeyed() {
    let (_server, ana, mut bob) = ana_and_bob();
    ana.types("/quit\r/quit\r\x04\x03\x03");
    ana.shows_row("its last line in the input", |row| row.trim() == "/quit");
    ana.types("\r");
    bob.hears("it as text", |f| f.text().trim_end() == "/quit\n/quit");
}

#[test]
fn enter_right_behind_a_paste_is_not_lost() {
    let (_server, ana, mut bob) = ana_and_bob();
    ana.types(&format!("{}\r", bracketed("one\rtwo")));
    bob.hears("the paste", |f| f.says("one\ntwo"));
    ana.says("three");
    bob.hears("what was typed", |f| f.says("three"));
}

#[test]
fn a_paste_with_the_mark_of_its_end_in_it_does_no_harm() {
    let (_server, ana, mut bob) = ana_and_bob();
    for evil in [
        "one\x1b[201~two\r/quit\r",
        "one\x1b[201~\r/quit\r",
        "one\x1b[201~/quit\r\x04",
    ] {
        ana.types(&bracketed(evil));
        ana.shows_row("the first words in the input", |row| row.contains("one"));
        ana.shows_row("and the last", |row| row.contains("/quit"));
        assert_eq!(bob.messages(), [""; 0], "before Enter");
        ana.key(b"\x03");
        ana.shows_row("an empty input", |row| row == "ana>");
    }
    ana.types("alive");
    ana.shows_row("that it answers", |row| row == "ana> alive");
    ana.types("\r");
    assert_eq!(bob.hears("it", |f| f.kind() == "msg").text(), "alive");
}

#[test]
fn a_megabyte_is_refused_whole_and_told_and_the_client_answers() {
    let (_server, ana, mut bob) = ana_and_bob();
    ana.types("draft");
    ana.types(&bracketed(&"word of 16 bytes".repeat(1 << 16)));
    ana.shows("the paste was not taken: 1048576 bytes");
    ana.types(" kept");
    ana.shows_row("the draft", |row| row == "ana> draft kept");
    ana.types("\r");
    assert_eq!(bob.hears("it", |f| f.kind() == "msg").text(), "draft kept");
}

#[test]
fn a_megabyte_without_marks_is_bounded_and_told_and_the_client_answers() {
    let (_server, ana, mut bob) = ana_and_bob();
    ana.types(&"a line of words\r".repeat(1 << 16));
    ana.shows("the paste was not taken: 1048561 bytes");
    ana.shows_row("its first line", |row| row.starts_with("ana> a line"));
    assert_eq!(bob.messages(), [""; 0], "before Enter");
    ana.key(b"\x03");
    ana.shows_row("an empty input", |row| row == "ana>");
    ana.types("alive");
    ana.shows_row("that it answers", |row| row == "ana> alive");
    ana.types("\r");
    assert_eq!(bob.hears("it", |f| f.kind() == "msg").text(), "alive");
}
