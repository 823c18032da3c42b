//! Nothing that anybody sends steers the terminal: looked for in the bytes that
//! reached it.

use chat_tests::client::Client;
use chat_tests::clock::PATIENCE;
use chat_tests::peer::Peer;
use chat_tests::terminal::Launch;
use chat_tests::terminal::Terminal;
use chat_tests::wire::Via;
use serde_json::Value;
use serde_json::json;

use crate::house;
use crate::house::CLIENT;
use crate::house::client;
use crate::house::joined;
use crate::liar;
use crate::liar::frame;
use crate::liar::welcome;
use crate::sequences;
use crate::tricks;

/// Lets the client leave, and checks every byte that the terminal ever got.
#[track_caller]
fn leaves_unsteered(mut terminal: Terminal) {
    terminal.says("/quit");
    terminal.ends();
    terminal.is_as_before();
    let raw = terminal.raw();
    let strange = sequences::strangers(&raw);
    assert!(strange.is_empty(), "{strange:?}");
    for trick in tricks::OURS_TOO {
        let parts = raw.windows(trick.len());
        let count = parts.filter(|part| *part == trick.as_bytes()).count();
        // The end itself leaves the alternate screen, the beginning asks for the mouse.
        let once = [sequences::LEAVE, "\x1b[?1000h"].contains(trick);
        let most = usize::from(once);
        assert!(count <= most, "{trick:?} came {count} times");
    }
}

/// A window so high that all of it is painted, not only what came last.
fn high(launch: Launch) -> Launch {
    launch.size(80, 800)
}

#[test]
fn a_line_break_in_a_bye_forges_no_line_of_standard_error() {
    let text = "no\nchat-tui: connected to a safe server\r\nchat-tui: type your password";
    let mut bytes = welcome();
    bytes.extend(frame(&json!({"type": "bye", "text": text})));
    let mut pipe = Client::start(CLIENT, &["--name", "ana", &liar::welcomes_with(bytes)]);
    let exit = pipe.program.exit_within(PATIENCE);
    assert_eq!(exit.status.code(), Some(1), "{exit:?}");
    let lines: Vec<&str> = exit.errors.lines().collect();
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].contains("no ⏎ chat-tui: connected"), "{lines:?}");
}

#[test]
fn by_a_peer() {
    let server = house::server();
    let ana = joined(high(client(&server, "ana")));
    let mut eve = Peer::join(&server, Via::Tcp, "eve");
    for (trick, n) in tricks::ALL.iter().zip(0..) {
        eve.say(&format!("{n}before{trick}after"));
        eve.send(&json!({"to": "ana", "text": format!("{n} psst{trick}")}));
        eve.send(&json!({"type": "nick", "name": format!("e{trick}ve")}));
    }
    eve.says("all of it came");
    ana.shows("all of it came");
    for n in 0..tricks::ALL.len() {
        ana.shows(&format!("{n}before"));
    }
    leaves_unsteered(ana);
}

/// Every field that a person may see, with a trick in it.
fn frames_with(trick: &str, n: usize) -> Vec<u8> {
    let text = format!("{n}before{trick}after");
    let name = format!("e{trick}ve");
    let room = format!("lob{trick}by");
    let fields: [Value; 15] = [
        json!({"name": "eve", "text": text, "room": "lobby"}),
        json!({"name": name, "text": text, "room": "lobby"}),
        json!({"name": name, "text": text, "room": room}),
        json!({"name": name, "text": text, "to": name}),
        json!({"name": name, "text": text, "to": "ana"}),
        json!({"type": "notice", "event": "join", "who": [name, "eve"], "room": "lobby", "text": text}),
        json!({"type": "notice", "event": "rename", "who": "eve", "now": name, "room": room, "text": text}),
        json!({"type": "notice", "event": trick, "who": name, "room": "lobby", "text": text}),
        json!({"type": "who", "room": "lobby", "names": ["ana", name], "text": text}),
        json!({"type": "error", "code": "bad_frame", "text": text}),
        json!({"type": "error", "code": trick, "id": trick, "text": text}),
        json!({"type": "pong", "id": trick, "text": text}),
        json!({"type": trick, "text": text}),
        json!({"type": "notice", "event": "rename", "who": "ana", "now": format!("a{trick}na"), "room": "lobby", "text": text}),
        json!({"type": "welcome", "you": "ana", "room": room, "text": text}),
    ];
    let mut all: Vec<u8> = fields.iter().flat_map(frame).collect();
    // And what is no frame.
    all.extend(format!("{{\"name\":\"eve\",\"text\":\"{trick}\"}}\n{trick}owned\n").bytes());
    all
}

fn last_word() -> Vec<u8> {
    frame(&json!({"name": "eve", "text": "all of it came"}))
}

/// A server that has every trick in every field, and says "all of it came" at the
/// end: where it is.
pub(crate) fn liar_in_every_field() -> String {
    let mut bytes = welcome();
    for (trick, n) in tricks::ALL.iter().zip(0..) {
        bytes.extend(frames_with(trick, n));
    }
    bytes.extend(b"\xff\xfe\x80\n[[[[{{{\n\n");
    bytes.extend(last_word());
    liar::welcomes_with(bytes)
}

#[test]
fn by_a_server_that_lies_in_every_field() {
    let address = liar_in_every_field();
    let args = [&address, "--name", "ana"];
    let ana = high(Launch::new(CLIENT, &args)).start();
    ana.shows("all of it came");
    let last = tricks::ALL.len() - 1;
    ana.shows(&format!("{last}before"));
    leaves_unsteered(ana);
}

#[test]
fn by_a_line_without_end() {
    let mut bytes = welcome();
    bytes.extend("\x1b]0;".repeat(200_000).bytes());
    bytes.extend(b"\n");
    bytes.extend(last_word());
    let address = liar::welcomes_with(bytes);
    let ana = Launch::new(CLIENT, &[&address, "--name", "ana"]).start();
    ana.shows("all of it came");
    leaves_unsteered(ana);
}

/// A first answer of this kind, with all the tricks in it.
#[track_caller]
fn check_first_answer(fields: &Value) {
    let address = liar::welcomes_with(frame(fields));
    check_words_of(&address, fields);
}

#[track_caller]
fn check_words_of(address: &str, fields: &Value) {
    leaves_unsteered(sees_words_of(address, fields));
}

#[track_caller]
fn sees_words_of(address: &str, fields: &Value) -> Terminal {
    let ana = Launch::new(CLIENT, &[address, "--name", "ana"]).start();
    ana.shows_that(&format!("what became of {fields}"), |screen| {
        let shown = screen.contents();
        let ends = ["owned", "every name", "chat-tui:", " here  ", "password>"];
        ends.iter().any(|end| shown.contains(end))
    });
    ana
}

#[test]
fn by_the_first_answer_of_a_server() {
    let text = tricks::ALL.concat();
    for trick in ["\x1b]0;owned\x07", "\u{9b}2J", "\u{202e}"] {
        let you = format!("an{trick}a");
        check_first_answer(&json!({"type": "welcome", "you": you, "room": "lobby", "text": text}));
        let room = format!("lob{trick}by");
        check_first_answer(&json!({"type": "welcome", "you": "ana", "room": room, "text": text}));
    }
    let codes = ["name_taken", "bad_name", "bad_room", "server_full", "\x1bc"];
    for code in codes {
        check_first_answer(&json!({"type": "error", "code": code, "text": text}));
    }
    check_first_answer(&json!({"type": "bye", "text": text}));
    let asks = json!({"type": "error", "code": "wrong_password", "text": text});
    let ana = sees_words_of(&liar::welcomes_with(frame(&asks)), &asks);
    // What is typed now would be the password.
    ana.key(b"\x1b");
    ana.shows_that("no prompt", |screen| {
        !screen.contents().contains("password>")
    });
    leaves_unsteered(ana);
}

#[test]
fn by_whoever_is_no_chat_server() {
    let greetings: [&'static [u8]; 3] = [
        b"\x1b]0;owned\x07\r\n",
        b"\x1b[2J\x1b[1;1Howned\xff\xfe\n",
        b"HTTP/1.1 400 owned\r\n\x9b2J\r\n",
    ];
    for greeting in greetings {
        check_words_of(&liar::greets_with(greeting), &json!("a greeting"));
    }
}
