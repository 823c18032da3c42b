//! The picture of the README that moves is what the real program shows of a recording: talk,
//! a loss, retransmissions, and what came after them.
//!
//! `SCREENS=write` writes it anew instead of comparing it.

use std::env;
use std::fs;
use std::time::Duration;

use chat_tests::svg;
use chat_tests::svg::Ground;
use chat_tests::svg::Rows;
use chat_tests::terminal::Launch;
use chat_tests::terminal::Terminal;
use vt100::Screen;

use crate::house::CLIENT;

#[test]
fn the_picture_of_the_readme_moves_as_the_program_does() {
    let recording = format!("{DOCS}/recordings/loss.ndjson");
    let launch = Launch::new(CLIENT, &["--lang", "en", "replay", &recording]);
    let screen = launch.size(SIZE.1, SIZE.0).start();
    screen.shows(&format!("event {LAST} of {LAST}"));
    for event in (FIRST..LAST).rev() {
        screen.key(b",");
        screen.shows(&format!("event {event} of {LAST}"));
    }
    let mut frames: Vec<(Rows, u32)> = Vec::new();
    let mut read = String::new();
    for event in FIRST..=LAST {
        if event > FIRST {
            screen.key(b".");
            screen.shows(&format!("event {event} of {LAST}"));
        }
        let (rows, newest) = still(&screen);
        let is_new = newest != read && TELLS.iter().any(|word| newest.contains(word));
        frames.push((rows, if is_new { LONG } else { SHORT }));
        read = newest;
    }
    if let Some((_, tenths)) = frames.last_mut() {
        *tenths = AT_LAST;
    }
    let picture = svg::animation(&frames, SIZE, Ground::Dark);
    let file = format!("{DOCS}/pictures/loss.svg");
    if env::var("SCREENS").is_ok_and(|value| value == "write") {
        return fs::write(&file, picture).unwrap();
    }
    let known = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        picture == known,
        "{file} is not what the program shows: SCREENS=write cargo test"
    );
}

/// The screen once all of it is painted.
#[track_caller]
fn still(terminal: &Terminal) -> (Rows, String) {
    for _ in 0..CHANGES {
        let now = terminal.look(|screen| (Rows::of(screen, Ground::Dark), newest(screen)));
        if !terminal.may_show(STILL, |screen| Rows::of(screen, Ground::Dark) != now.0) {
            return now;
        }
    }
    panic!("it never stands still: {:?}", terminal.rows())
}

/// The newest row of the ladder.
fn newest(screen: &Screen) -> String {
    let rows: Vec<_> = screen.rows(0, SIZE.1).collect();
    let is_event = |row: &&String| row.contains("──") || row.contains(" ●");
    let mut ladder = rows.iter().rev().filter(|row| row.starts_with("   "));
    ladder.find(is_event).cloned().unwrap_or_default()
}

const DOCS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs");

/// Rows and columns.
const SIZE: (u16, u16) = (22, 100);

/// The events from the first message on.
const FIRST: u32 = 44;
const LAST: u32 = 76;

/// What has not changed for so long is whole; and how often it may change.
const STILL: Duration = Duration::from_millis(80);
const CHANGES: usize = 20;

/// What the newest row has where there is something to read.
const TELLS: [&str; 4] = ["no answer", "overtaken", "heard again", "said: no. 2"];

/// Tenths of a second for which a screen stands.
const SHORT: u32 = 2;
const LONG: u32 = 18;
const AT_LAST: u32 = 30;
