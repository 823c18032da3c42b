//! Reading what was said before, while more comes.

use chat_tests::peer::Peer;
use chat_tests::wire::Via;

use crate::house;
use crate::house::joins;
use crate::terminal::Terminal;

/// The rows of the history, without those around it and who is here.
fn history(terminal: &Terminal) -> Vec<String> {
    let rows = terminal.rows();
    let inner = &rows[1..rows.len() - 2];
    let said = |row: &String| row.split('│').next().unwrap().trim_end().to_owned();
    inner.iter().map(said).collect()
}

#[test]
fn what_one_reads_stays_in_place_while_more_arrive_and_esc_goes_to_the_newest() {
    let server = house::server();
    let ana = joins(&server, "ana");
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    for n in 0..100 {
        bob.say(&format!("line {n}"));
    }
    ana.shows("line 99");
    ana.key(PAGE_UP);
    ana.shows("older");
    ana.key(PAGE_UP);
    ana.shows("line 50");
    let before = history(&ana);
    assert!(!before.iter().any(|row| row.ends_with("line 99")));
    for n in 100..110 {
        bob.says(&format!("line {n}"));
    }
    ana.shows("10 new below");
    assert_eq!(history(&ana), before, "it stays in place");
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
    let server = house::server();
    let ana = joins(&server, "ana");
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    for n in 0..100 {
        bob.say(&format!("line {n}"));
    }
    ana.shows("line 99");
    ana.types("\x1b[1;5H");
    ana.shows_row("the oldest line", |row| row.contains("bob  line 0"));
    ana.types("\x1b[1;5F");
    ana.shows("line 99");
}

#[test]
fn saying_something_goes_to_the_newest() {
    let server = house::server();
    let ana = joins(&server, "ana");
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    for n in 0..100 {
        bob.say(&format!("line {n}"));
    }
    ana.shows("line 99");
    ana.key(PAGE_UP);
    ana.shows("older");
    ana.says("back here");
    bob.hears("it", |f| f.says("back here"));
    ana.shows_row("it", |row| row.contains("ana  back here"));
    assert!(history(&ana).iter().any(|row| row.ends_with("line 99")));
}

const PAGE_UP: &[u8] = b"\x1b[5~";
