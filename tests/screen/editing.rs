//! An editor of one's own: it has the terminal, and gives back a text that is not
//! sent by itself.

use std::path::Path;

use chat_tests::peer::Peer;
use chat_tests::server::Server;
use chat_tests::terminal::Terminal;
use chat_tests::wire::Via;
use rustix::process::Signal;

use crate::house;
use crate::house::client;
use crate::house::joined;

/// The two keys of a shell.
const CTRL_X_CTRL_E: &[u8] = b"\x18\x05";

fn ana_with(editor: &str) -> (Server, Terminal, Peer) {
    let server = house::server();
    let bob = Peer::join(&server, Via::Tcp, "bob");
    let launch = client(&server, "ana")
        .env("VISUAL", "")
        .env("EDITOR", editor);
    (server, joined(launch), bob)
}

/// A shell that does this with the file `$0`.
fn script(does: &str) -> String {
    format!("sh -c '{does}'")
}

#[test]
fn what_was_edited_comes_back_into_the_input_and_is_not_sent() {
    let (_server, ana, mut bob) = ana_with(&script(r#"printf ", and more\nlines\n" >> "$0""#));
    ana.types("a draft");
    ana.key(CTRL_X_CTRL_E);
    ana.shows_row("the text", |row| row == "ana> a draft, and more");
    ana.shows_row("all of it", |row| row.trim() == "lines");
    assert!(ana.is_taken(), "the screen is the client's again");
    assert_eq!(bob.messages(), [""; 0], "before Enter");
    ana.types("\r");
    bob.hears("it", |f| f.says("a draft, and more\nlines"));
}

#[test]
fn the_editor_has_the_keys_and_the_screen_and_the_conversation_goes_on() {
    let does = r#"echo READY; read line; printf "%s" "$line" > "$0""#;
    let (_server, ana, mut bob) = ana_with(&script(does));
    ana.says("/edit");
    ana.shows("READY");
    assert!(!ana.is_taken(), "the screen is the editor's");
    bob.says("meanwhile");
    ana.types("every key\n");
    ana.shows_row("what was typed there", |row| row == "ana> every key");
    ana.shows_row("what was said", |row| row.contains("bob  meanwhile"));
    ana.says("!");
    bob.hears("it", |f| f.says("every key!"));
}

#[test]
fn ctrl_c_in_the_editor_is_the_editors() {
    let does = r#"trap "printf caught > \"$0\"; exit 0" INT; echo READY; while :; do read x; done"#;
    let (_server, ana, mut bob) = ana_with(&script(does));
    ana.key(CTRL_X_CTRL_E);
    ana.shows("READY");
    ana.key(b"\x03");
    ana.shows_row("what it wrote", |row| row == "ana> caught");
    ana.types("\r");
    bob.hears("it", |f| f.says("caught"));
}

/// The handler of a signal may run late, where a machine is busy.
#[test]
fn a_ctrl_c_that_is_heard_after_the_editors_end_is_still_the_editors() {
    let (_server, mut ana, mut bob) = ana_with(&script(r#"printf ed >> "$0""#));
    ana.key(CTRL_X_CTRL_E);
    ana.shows_row("what it wrote", |row| row == "ana> ed");
    ana.signal(Signal::INT);
    bob.says("still here?");
    ana.shows("still here?");
    ana.types("\r");
    bob.hears("it", |f| f.says("ed"));
    // A key came since: this one is for the client.
    ana.signal(Signal::INT);
    assert_eq!(ana.ends().exit_code(), 0);
}

#[test]
fn nobody_else_can_read_the_file_and_it_is_gone_afterwards() {
    let does = r#"(stat -c "%a %n" "$0" || stat -f "%Lp %N" "$0") > "$0.x"; mv "$0.x" "$0""#;
    let (_server, ana, mut bob) = ana_with(&script(does));
    ana.key(CTRL_X_CTRL_E);
    ana.shows_row("the file", |row| row.starts_with("ana> 600 "));
    ana.types("\r");
    let heard = bob.hears("the file", |f| f.kind() == "msg");
    let path = heard.text().trim_start_matches("600 ").trim();
    assert!(!Path::new(path).exists(), "{path}");
}

#[test]
fn without_an_editor_one_is_told_how_to_name_one_and_keeps_the_draft() {
    for (editor, told) in [
        ("", "no editor is named"),
        ("/no/such/editor", "cannot be run"),
        ("'unbalanced", "cannot be run"),
        ("false", "ended without success"),
    ] {
        let (_server, ana, _bob) = ana_with(editor);
        ana.types("a draft");
        ana.key(CTRL_X_CTRL_E);
        ana.shows(told);
        ana.shows_row("the draft", |row| row == "ana> a draft");
        assert!(ana.is_taken(), "the screen is the client's");
    }
}

#[test]
fn leaving_after_an_editor_gives_the_terminal_back() {
    let (_server, mut ana, _bob) = ana_with(&script(r#"printf ed >> "$0""#));
    ana.types("draft");
    ana.key(CTRL_X_CTRL_E);
    // Keys that are pressed before it has ended are the editor's.
    ana.shows_row("what it wrote", |row| row == "ana> drafted");
    ana.key(b"\x15");
    ana.says("/quit");
    assert_eq!(ana.ends().exit_code(), 0);
    ana.is_as_before();
}
