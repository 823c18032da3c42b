//! Reading what was said before, while more comes.

use chat_tests::peer::Peer;
use chat_tests::server::Server;
use chat_tests::terminal::Terminal;
use chat_tests::wire::Via;

use crate::house;
use crate::house::joins;

/// The rows of the history, without those around it and who is here.
fn history(terminal: &Terminal) -> Vec<String> {
    let rows = terminal.rows();
    let inner = &rows[1..rows.len() - 2];
    let said = |row: &String| row.split('│').next().unwrap().trim_end().to_owned();
    inner.iter().map(said).collect()
}

/// What one reads, and what is live below it.
fn halves(terminal: &Terminal) -> (Vec<String>, Vec<String>) {
    let mut rows = history(terminal);
    let marker = rows.iter().position(|row| row.starts_with("······"));
    let live = rows.split_off(marker.expect("a marker") + 1);
    rows.pop();
    (rows, live)
}

/// What was said on a row.
fn line_of(row: &str) -> String {
    let at = row.find("line").expect("a line");
    row.split_at(at).1.to_owned()
}

/// Ana looks at a room in which bob has said a hundred lines.
fn a_hundred_lines() -> (Server, Terminal, Peer) {
    let server = house::server();
    let ana = joins(&server, "ana");
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    for n in 0..100 {
        bob.say(&format!("line {n}"));
    }
    ana.shows("line 99");
    (server, ana, bob)
}

#[test]
fn what_one_reads_stays_in_place_while_more_arrive_and_esc_goes_to_the_newest() {
    let (_server, ana, mut bob) = a_hundred_lines();
    ana.key(PAGE_UP);
    ana.shows("older");
    ana.key(PAGE_UP);
    ana.key(PAGE_UP);
    ana.shows("line 45");
    let (before, live) = halves(&ana);
    assert!(!before.iter().any(|row| row.ends_with("line 99")));
    assert_eq!(live.len(), 5, "the newest rows are live");
    for n in 100..110 {
        bob.says(&format!("line {n}"));
    }
    ana.shows("10 new below");
    let (after, live) = halves(&ana);
    assert_eq!(after, before, "it stays in place");
    let newest: Vec<_> = (105..110).map(|n| format!("line {n}")).collect();
    let ends = |(row, line): (&String, &String)| row.ends_with(line);
    assert!(live.iter().zip(&newest).all(ends), "{live:#?}");
    for (columns, rows) in [(100, 30), (60, 12), (80, 24)] {
        ana.resize(columns, rows);
        ana.shows_row("the newest", |row| row.contains("line 109"));
        ana.shows_row("the same at the top", |row| {
            row.contains(&line_of(&before[0]))
        });
    }
    assert_eq!(halves(&ana).0, before, "and after any size");
    // One's own message goes to the newest too, so it is not sent here.
    ana.key(b"\x1b");
    ana.shows("line 109");
    ana.shows_that("no word about what is below", |screen| {
        let shown = screen.contents();
        !shown.contains("below") && !shown.contains("older")
    });
}

#[test]
fn the_oldest_and_the_newest_are_one_key_away() {
    let (_server, ana, _bob) = a_hundred_lines();
    ana.types("\x1b[1;5H");
    ana.shows_row("the oldest line", |row| row.contains("bob  line 0"));
    ana.types("\x1b[1;5F");
    ana.shows("line 99");
}

#[test]
fn saying_something_goes_to_the_newest() {
    let (_server, ana, mut bob) = a_hundred_lines();
    ana.key(PAGE_UP);
    ana.shows("older");
    ana.says("back here");
    bob.hears("it", |f| f.says("back here"));
    ana.shows_row("it", |row| row.contains("ana  back here"));
    assert!(history(&ana).iter().any(|row| row.ends_with("line 99")));
}

const PAGE_UP: &[u8] = b"\x1b[5~";
