//! The mouse, as a terminal tells of it (SGR).

use chat_tests::glass;
use chat_tests::peer::Peer;
use chat_tests::terminal::Terminal;
use chat_tests::wire::Via;

use crate::house;
use crate::house::client;
use crate::house::joined;

/// Where these words begin, in columns and rows from 1.
fn place_of(terminal: &Terminal, words: &str) -> (usize, usize) {
    let rows = terminal.look(glass::rows);
    let row = rows.iter().position(|row| row.contains(words)).unwrap();
    let before = rows[row].split(words).next().unwrap();
    (before.chars().count() + 1, row + 1)
}

fn click(terminal: &Terminal, words: &str) {
    let (column, row) = place_of(terminal, words);
    terminal.types(&format!("\x1b[<0;{column};{row}M\x1b[<0;{column};{row}m"));
}

#[test]
fn the_wheel_scrolls_and_recalls_no_input_and_a_click_goes_where_it_is() {
    let server = house::server();
    let ana = joined(client(&server, "ana").size(120, 24));
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    for n in 0..60 {
        bob.says(&format!("number {n}"));
    }
    ana.shows("number 59");
    ana.types("mine\r");
    ana.shows_row("what is said", |row| row.contains("ana  mine"));
    for _ in 0..10 {
        ana.types("\x1b[<64;40;10M");
    }
    ana.shows("number 15 ");
    ana.shows_row("an empty input", |row| row.trim_end() == "ana>");
    // The marker above the newest rows.
    ana.shows("older");
    click(&ana, "older");
    ana.shows("number 45");
    let (column, row) = place_of(&ana, "│ bob");
    ana.types(&format!("\x1b[<0;{};{row}M", column + 3));
    ana.shows_row("the name", |row| row.starts_with("ana> bob:"));
}

#[test]
fn a_click_on_what_is_answered_leads_there() {
    let server = house::server();
    let ana = joined(client(&server, "ana").size(120, 24));
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    for n in 1..=60 {
        bob.says(&format!("number {n}"));
    }
    bob.send(&serde_json::json!({"text": "that one", "reply": 3}));
    ana.shows("that one");
    click(&ana, "↳ bob: number 3");
    ana.shows_row("what it answers", |row| row.contains("  number 3 "));
}

#[test]
fn with_mouse_off_the_terminal_is_asked_for_nothing() {
    let server = house::server();
    let on = joined(client(&server, "ana"));
    let asked = |one: &Terminal| String::from_utf8_lossy(&one.raw()).contains(MOUSE);
    assert!(asked(&on));
    let off = joined(client(&server, "bob").arg("--mouse=off"));
    assert!(!asked(&off));
}

const MOUSE: &str = "\x1b[?1000h\x1b[?1006h";
