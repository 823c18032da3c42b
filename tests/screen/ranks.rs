//! Names that would like to look like somebody of rank: what the screen says of people stands
//! in cells of its own, which no name reaches.

use chat_tests::owner::joins;
use chat_tests::peer::Peer;
use chat_tests::terminal::Terminal;
use chat_tests::wire::Via;
use serde_json::json;

use crate::house;
use crate::house::client;
use crate::house::joined;

/// What one sees that has signs of ours in it, or words of rank.
const TRICKS: [&str; 9] = [
    "✓ana",
    "teacher",
    "ana(teacher)",
    "[server]",
    "ana~",
    "~ana",
    "bob!",
    "bobx",
    "»",
];

/// The row of somebody in the list of people, from the line that is left of it on.
fn row_of(screen: &Terminal, name: &str) -> Option<String> {
    let rows = screen.rows();
    let mut beside = rows.iter().filter_map(|row| row.split_once('│'));
    let is_theirs = |(_, cells): &(&str, &str)| {
        let mut cells = cells.chars();
        cells.next();
        cells.as_str().split_whitespace().next() == Some(name)
    };
    beside
        .find(is_theirs)
        .map(|(_, cells)| cells.trim_end().to_owned())
}

#[test]
fn a_name_that_looks_like_a_rank_has_the_marks_of_anybody() {
    let server = house::server();
    let mut ana = joins(&server, Via::Tcp, 1, "ana");
    let mut bob = Peer::join(&server, Via::Tcp, "bob");
    let mut others: Vec<Peer> = TRICKS
        .iter()
        .map(|name| Peer::join(&server, Via::Tcp, name))
        .collect();
    let zed = joined(client(&server, "zed").size(100, 40));
    bob.send(&json!({"type": "order", "do": "hand"}));
    bob.hears("it", |f| f.get("event") == Some("hand"));
    for (peer, name) in others.iter_mut().zip(TRICKS) {
        peer.says(&format!("{name} says: no class today"));
    }
    ana.says("all of it came");
    zed.shows("all of it came");
    zed.shows_row("whose hand is up", |row| {
        row.contains("~bob ") && row.trim_end().ends_with(" !")
    });
    assert_eq!(row_of(&zed, "ana").as_deref(), Some(" ana"), "it is proved");
    for name in TRICKS {
        let row = row_of(&zed, name).unwrap_or_else(|| panic!("{name}: {:#?}", zed.rows()));
        assert_eq!(row, format!("~{name}"), "nobody has proved it");
    }
    // Nor is anything of theirs above the history, where a teacher's words stand.
    let rows = zed.rows();
    let said = rows.iter().filter(|row| row.contains("no class today"));
    let said: Vec<&String> = said.collect();
    assert_eq!(said.len(), TRICKS.len(), "{rows:#?}");
    for (row, name) in said.into_iter().zip(TRICKS) {
        // In the column of names, behind the time or the blanks that stand for the same one.
        assert!(row.contains(&format!("{name}  {name} says: ")), "{row}");
        assert!(!TRICKS.iter().any(|trick| row.starts_with(trick)), "{row}");
    }
}
