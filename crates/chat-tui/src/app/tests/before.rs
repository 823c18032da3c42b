//! What was said before one came stands above what has happened since.

use super::*;
use crate::app::conversation::entry::Kind;

fn said(seq: u64, at: &str, history: bool) -> String {
    format!(
        r#"{{"name":"bob","timestamp":"2026-11-{at}:00.000Z","room":"lobby","seq":{seq},"history":{history},"text":"{seq}"}}"#
    )
}

const WELCOME: &str = r#"{"type":"welcome","name":"server","timestamp":"2026-11-20T16:19:00.000Z","you":"ana","room":"lobby","run":"r","seq":43,"text":"you are ana"}"#;

/// One who has just come, after a word of this program's own.
fn came() -> Evening {
    let mut evening = Evening::new();
    evening.app.hint("a word of ours");
    evening.event(Event::Net(Input::Connected("tcp".to_owned())));
    evening.hear(WELCOME);
    evening
}

/// What stands there, in order: rules as signs, texts otherwise.
fn rows(evening: &Evening) -> Vec<String> {
    let rows = evening.app.timeline().glance(evening.app.window()).rows;
    let shown = rows.iter().map(|row| match row.entry.kind {
        Kind::Before => "before".to_owned(),
        Kind::Day(_) => "day".to_owned(),
        _ => row.text.clone(),
    });
    shown.collect()
}

#[test]
fn the_replay_stands_first_under_a_rule_and_time_goes_downwards() {
    let mut evening = came();
    assert_eq!(rows(&evening), ["a word of ours", "you are ana"]);
    for (seq, at) in [(41, "19T10:00"), (42, "20T09:00"), (43, "20T10:00")] {
        evening.hear(&said(seq, at, true));
    }
    evening.hear(&said(44, "20T16:20", false));
    let first = ["before", "41", "day", "42", "43"];
    let then = ["a word of ours", "you are ana", "44"];
    assert_eq!(rows(&evening), [&first[..], &then[..]].concat());
    let before = evening.app.timeline().before();
    assert_eq!(before.older, 40);
    let (from, to) = before.days.unwrap();
    assert_eq!((from.date().2, to.date().2), (19, 20));
}

#[test]
fn who_is_told_nothing_sees_no_rule() {
    let mut evening = came();
    evening.hear(&said(44, "20T16:20", false));
    assert_eq!(rows(&evening), ["a word of ours", "you are ana", "44"]);
}

#[test]
fn what_is_repeated_after_we_came_rules_nothing_off_and_a_clear_screen_has_no_rule() {
    let mut evening = came();
    evening.hear(&said(43, "20T10:00", true));
    evening.hear(&said(44, "20T16:20", true));
    let expected = ["before", "43", "a word of ours", "you are ana", "44"];
    assert_eq!(rows(&evening), expected);
    evening.enter("/clear");
    evening.hear(&said(45, "20T16:21", false));
    assert_eq!(rows(&evening), ["45"]);
}
