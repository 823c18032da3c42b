//! What is known of rows, and when.

use super::row::Leg;
use super::row::Note;
use super::row::What;
use super::*;
use crate::marks::Mark;
use crate::merge::merged;
use crate::record;

/// The ladder of one client's lines about flow 1.
fn ladder(lines: &str) -> Ladder {
    let text = format!(
        "{}\n{}\n{lines}",
        r#"{"event":"begin","program":"chat-tui","name":"ana"}"#,
        r#"{"ms":0,"flow":1,"event":"flow","transport":"udp","local":"127.0.0.1:9","peer":"127.0.0.1:1"}"#,
    );
    let reading = record::read(text.as_bytes());
    assert_eq!(reading.skipped + reading.unknown, 0, "{lines}");
    merged(&reading.recordings).ladder
}

fn out(ms: u32, x: u32, n: u32, copy: u16) -> String {
    format!(
        r#"{{"ms":{ms},"flow":1,"event":"out","x":"{x:08x}","bytes":9,"what":{{"n":{n},"try":{copy},"type":"msg"}}}}"#
    )
}

fn ack(ms: u32, what: &str) -> String {
    format!(
        r#"{{"ms":{ms},"flow":1,"event":"in","x":"000000aa","bytes":9,"what":{{"type":"ack",{what}}}}}"#
    )
}

fn weather(ms: u32, way: &str, x: u32, fate: &str) -> String {
    format!(
        r#"{{"ms":{ms},"flow":1,"event":"weather","way":"{way}","x":"{x:08x}","bytes":9,"fate":{fate},"n":1,"type":"msg"}}"#
    )
}

#[track_caller]
fn check(lines: &[String], expected: &[Mark]) -> Ladder {
    let ladder = ladder(&lines.join("\n"));
    let marks: Vec<_> = ladder.rows.iter().map(|row| row.mark).collect();
    assert_eq!(marks, expected);
    ladder
}

#[test]
fn what_nobody_answered_is_presumed_and_never_lost() {
    check(
        &[out(1, 1, 1, 1), out(2, 2, 1, 2)],
        &[Mark::Presumed, Mark::Presumed],
    );
}

#[test]
fn an_answer_confirms_the_transmission_that_it_names_and_no_other() {
    let lines = [
        out(1, 1, 1, 1),
        out(2, 2, 1, 2),
        ack(3, r#""ack":1,"for":[1,2]"#),
    ];
    check(&lines, &[Mark::Presumed, Mark::Came, Mark::Plain]);
    let lines = [
        out(1, 1, 1, 1),
        out(2, 2, 1, 2),
        ack(3, r#""ack":1,"for":[1,2],"tries":[1,2]"#),
    ];
    check(&lines, &[Mark::Came, Mark::Came, Mark::Plain]);
    let lines = [
        out(1, 1, 1, 1),
        out(2, 2, 1, 2),
        ack(3, r#""ack":1,"for":[1,2],"tries":[2]"#),
    ];
    let ladder = check(&lines, &[Mark::Presumed, Mark::Came, Mark::Plain]);
    assert!(ladder.rows[0].notes.contains(&Note::Absent));
}

#[test]
fn an_only_transmission_is_confirmed_by_any_answer() {
    let lines = [
        out(1, 1, 4, 1),
        out(2, 2, 6, 1),
        ack(3, r#""ack":4,"got":[6]"#),
    ];
    let ladder = check(&lines, &[Mark::Came, Mark::Came, Mark::Plain]);
    assert_eq!(ladder.rows[2].notes, [Note::Overtaken { n: 5, by: 6 }]);
}

#[test]
fn what_the_weather_took_is_lost_on_either_side_of_the_socket() {
    let lines = [weather(1, "out", 1, "\"dropped\""), out(2, 2, 1, 2)];
    let ladder = check(&lines, &[Mark::Lost, Mark::Presumed]);
    let What::Datagram(lost) = &ladder.rows[0].what else {
        panic!()
    };
    assert!(!lost.is_on_wire);
    let came =
        r#"{"ms":1,"flow":1,"event":"in","x":"00000007","bytes":9,"what":{"n":1,"type":"msg"}}"#;
    let lines = [came.to_owned(), weather(1, "in", 7, "\"dropped\"")];
    let ladder = check(&lines, &[Mark::Lost]);
    let What::Datagram(lost) = &ladder.rows[0].what else {
        panic!()
    };
    assert!(lost.is_on_wire);
}

#[test]
fn a_datagram_that_others_pass_has_two_rows() {
    let delayed = r#"{"delayed":{"us":5000}}"#;
    let lines = [
        weather(1, "out", 1, delayed),
        out(2, 2, 2, 1),
        out(6, 1, 1, 1),
    ];
    let ladder = check(&lines, &[Mark::Plain, Mark::Presumed, Mark::Presumed]);
    let legs: Vec<_> = ladder.rows.iter().map(|row| row.leg).collect();
    assert_eq!(legs, [Leg::Leaves, Leg::Whole, Leg::Lands]);
    // Where nothing passed it, one.
    let lines = [weather(1, "out", 1, delayed), out(6, 1, 1, 1)];
    let ladder = check(&lines, &[Mark::Presumed]);
    assert_eq!(ladder.rows[0].leg, Leg::Whole);
}

#[test]
fn a_later_truth_changes_marks_and_never_rows() {
    let lines = [
        out(1, 1, 1, 1),
        weather(2, "out", 2, r#"{"delayed":{"us":5000}}"#),
        out(3, 3, 2, 1),
        ack(4, r#""ack":1,"for":[1,1]"#),
        out(7, 2, 1, 2),
        ack(8, r#""ack":2,"for":[2,1]"#),
        r#"{"ms":9,"flow":1,"event":"ended","why":"silence","unacked":1}"#.to_owned(),
    ];
    let whole = ladder(&lines.join("\n"));
    for length in 0..lines.len() {
        let part = ladder(&lines[..length].join("\n"));
        let same = part.rows.iter().zip(&whole.rows);
        assert!(part.rows.len() <= whole.rows.len());
        for (before, after) in same {
            assert_eq!((before.at, before.from), (after.at, after.from));
            assert_eq!(before.fingerprint(), after.fingerprint());
        }
    }
}

#[test]
fn signs_of_life_are_background_until_one_stands_in_the_way_of_a_message() {
    let ping = |ms, n, copy| out(ms, 50 + n, n, copy).replace("msg", "ping");
    let lost = weather(3, "out", 77, "\"dropped\"").replace("msg", "ping");
    let lost = lost.replace(r#""n":1"#, r#""n":2"#);
    let lines = [
        ping(1, 1, 1),
        ack(2, r#""ack":1,"for":[1,1]"#),
        lost,
        out(4, 3, 3, 1),
        ping(5, 2, 2),
        ack(6, r#""ack":3,"for":[2,2]"#),
    ];
    let ladder = ladder(&lines.join("\n"));
    let folded: Vec<_> = ladder.rows.iter().map(|row| row.is_background).collect();
    assert_eq!(folded, [true, true, false, false, false, false]);
}

#[test]
fn why_a_copy_leaves_is_told_before_or_after() {
    let sent =
        r#"{"ms":2,"flow":1,"event":"sent","n":1,"try":2,"why":"timeout","bytes":9,"wait_ms":80}"#;
    let before = [sent.to_owned(), out(2, 2, 1, 2)];
    let after = [out(2, 2, 1, 2), sent.to_owned()];
    for lines in [before, after] {
        let ladder = check(&lines, &[Mark::Presumed]);
        let why = Note::Again(record::event::Why::Timeout, Some(80_000));
        assert_eq!(ladder.rows[0].notes, [why]);
    }
}

#[test]
fn a_stranger_and_what_is_discarded_are_refused() {
    let stranger = r#"{"ms":1,"flow":1,"event":"stranger","from":"127.0.0.1:50339","x":"00000001","bytes":4,"why":"other_address"}"#;
    let foreign = r#"{"ms":2,"flow":1,"event":"discarded","why":"foreign","x":"000000aa"}"#;
    let lines = [
        stranger.to_owned(),
        ack(2, r#""ack":9"#),
        foreign.to_owned(),
    ];
    check(&lines, &[Mark::Refused, Mark::Refused]);
}

#[test]
fn what_is_kept_and_what_came_before_is_said_of_the_row_that_brought_it() {
    let came = |ms: u32, x: u32, n: u32, copy: u16| {
        out(ms, x, n, copy).replace(r#""event":"out""#, r#""event":"in""#)
    };
    let lines = [
        came(1, 1, 2, 1),
        r#"{"ms":1,"flow":1,"event":"held","n":2,"missing":1}"#.to_owned(),
        came(2, 2, 2, 2),
        r#"{"ms":2,"flow":1,"event":"duplicate","n":2,"try":2}"#.to_owned(),
    ];
    let ladder = check(&lines, &[Mark::Plain, Mark::Duplicate]);
    assert_eq!(ladder.rows[0].notes, [Note::Kept { n: 2, missing: 1 }]);
}
