//! What the keys of real terminals do: the bytes that xterm, tmux and the Linux
//! console send for them, and those of the extended protocol.

use chat_tests::peer::Peer;
use chat_tests::terminal::Terminal;
use chat_tests::wire::Via;

use crate::house;
use crate::house::joins;

/// With the cursor before `two`, then the key, then `|` where the cursor is.
const EDITING: [(&str, &str, &str); 45] = [
    ("Left", "\x1b[D", "one| two three"),
    ("Left of an application", "\x1bOD", "one| two three"),
    ("Ctrl-b", "\x02", "one| two three"),
    ("Ctrl-b, extended", "\x1b[98;5u", "one| two three"),
    ("Right", "\x1b[C", "one t|wo three"),
    ("Right of an application", "\x1bOC", "one t|wo three"),
    ("Ctrl-Left", "\x1b[1;5D", "|one two three"),
    // Along the conversations, of which there is one.
    ("Alt-Left", "\x1b[1;3D", "one |two three"),
    ("Alt-b", "\x1bb", "|one two three"),
    ("Alt-b, extended", "\x1b[98;3u", "|one two three"),
    ("Ctrl-Right", "\x1b[1;5C", "one two| three"),
    ("Alt-Right", "\x1b[1;3C", "one |two three"),
    ("Alt-f", "\x1bf", "one two| three"),
    ("Home of xterm", "\x1b[H", "|one two three"),
    ("Home of an application", "\x1bOH", "|one two three"),
    ("Home of tmux and the console", "\x1b[1~", "|one two three"),
    ("Home of rxvt", "\x1b[7~", "|one two three"),
    ("Ctrl-a", "\x01", "|one two three"),
    ("End of xterm", "\x1b[F", "one two three|"),
    ("End of an application", "\x1bOF", "one two three|"),
    ("End of tmux and the console", "\x1b[4~", "one two three|"),
    ("End of rxvt", "\x1b[8~", "one two three|"),
    ("Ctrl-e", "\x05", "one two three|"),
    ("Backspace", "\x7f", "one|two three"),
    ("Backspace of old terminals", "\x08", "one|two three"),
    ("Backspace, extended", "\x1b[127u", "one|two three"),
    ("Delete", "\x1b[3~", "one |wo three"),
    ("Ctrl-d", "\x04", "one |wo three"),
    ("Ctrl-w", "\x17", "|two three"),
    ("Alt-Backspace", "\x1b\x7f", "|two three"),
    ("Ctrl-Backspace, extended", "\x1b[127;5u", "|two three"),
    ("Alt-d", "\x1bd", "one | three"),
    ("Alt-Delete", "\x1b[3;3~", "one | three"),
    ("Ctrl-Delete", "\x1b[3;5~", "one | three"),
    ("Ctrl-u", "\x15", "|two three"),
    ("Ctrl-u, extended", "\x1b[117;5u", "|two three"),
    ("Ctrl-k", "\x0b", "one |"),
    ("Ctrl-k and Ctrl-y", "\x0b\x19", "one two three|"),
    ("Ctrl-k and Ctrl-_", "\x0b\x1f", "one |two three"),
    (
        "Ctrl-k and Ctrl-_, extended",
        "\x0b\x1b[95;5u",
        "one |two three",
    ),
    ("a letter, extended", "\x1b[120u", "one x|two three"),
    (
        "a letter let go, extended",
        "\x1b[120;1:3u",
        "one |two three",
    ),
    ("a letter of two bytes", "é", "one é|two three"),
    ("a key that does nothing", "\x1b[24~", "one |two three"),
    (
        "a sequence nobody knows",
        "\x1b[99;99;99z",
        "one |two three",
    ),
];

#[test]
fn every_key_edits_as_it_says_whatever_terminal_it_is() {
    let server = house::server();
    let ana = joins(&server, "ana");
    for (n, (name, bytes, expected)) in EDITING.into_iter().enumerate() {
        // Another mark each time: what the key before has left is not taken for it.
        let mark = format!("|{n}|");
        ana.types("\x05\x15one two three\x1bb\x1bb");
        ana.types(bytes);
        ana.types(&mark);
        let expected = format!("ana> {}", expected.replace('|', &mark));
        ana.shows_row(&format!("{name}: {expected}"), |row| row == expected);
    }
}

#[test]
fn every_key_for_a_new_line_makes_one_and_none_sends() {
    let server = house::server();
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let ana = joins(&server, "ana");
    for (name, bytes) in [
        ("Alt-Enter", "\x1b\r"),
        ("Ctrl-j", "\n"),
        ("Ctrl-j, extended", "\x1b[106;5u"),
        ("Alt-Enter, extended", "\x1b[13;3u"),
        ("Shift-Enter, extended", "\x1b[13;2u"),
    ] {
        ana.types("one");
        ana.types(bytes);
        ana.types("two");
        ana.shows_row(name, |row| row.trim() == "two");
        ana.types("\r");
        bob.hears(name, |f| f.says("one\ntwo"));
    }
}

fn shows_title(ana: &Terminal, title: &str) {
    ana.shows_row(title, |row| row.trim_start().starts_with(title));
}

#[test]
fn keys_beside_the_letters_are_known_in_all_their_forms() {
    let server = house::server();
    let ana = joins(&server, "ana");
    for (name, bytes) in [
        ("F1 of xterm and tmux", "\x1bOP"),
        ("F1 of the console", "\x1b[[A"),
        ("F1 of rxvt", "\x1b[11~"),
        ("F1, extended", "\x1b[P"),
    ] {
        ana.types(bytes);
        ana.shows_row(name, |row| row.trim() == "Commands");
        ana.key(b"\x1b");
        shows_title(&ana, "#lobby");
    }
    // Esc of the extended protocol.
    ana.types("\x1bOP");
    ana.shows("Commands");
    ana.types("\x1b[27u");
    shows_title(&ana, "#lobby");
}

#[test]
fn a_terminal_that_tells_keys_apart_is_asked_to_and_told_to_stop() {
    let server = house::server();
    let mut ana = joins(&server, "ana");
    let raw = |ana: &Terminal| String::from_utf8_lossy(&ana.raw()).into_owned();
    assert!(raw(&ana).starts_with("\x1b[?u"), "it is asked first of all");
    assert!(!raw(&ana).contains("\x1b[>1u"), "nobody has answered");
    ana.types("\x1b[?0u");
    // Two ways that are one on other terminals.
    ana.types("one\x1b[13;2utwo");
    ana.shows_row("the second line", |row| row.trim() == "two");
    assert!(raw(&ana).contains("\x1b[>1u"), "it may tell them apart");
    ana.key(b"\x03");
    ana.says("/quit");
    assert_eq!(ana.ends().exit_code(), 0);
    let last = raw(&ana);
    assert!(last.rfind("\x1b[<1u") > last.rfind("\x1b[>1u"), "and stops");
    ana.is_as_before();
}
