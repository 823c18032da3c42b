//! Several recordings as one.

use super::clocks::Sureness;
use super::*;
use crate::marks::Mark;
use crate::record;

const WALL: i64 = 1_795_910_667_000_000;

fn begin(program: &str, name: &str, wall: i64) -> String {
    format!(
        r#"{{"ms":0,"event":"begin","version":1,"program":"{program}","name":"{name}","wall":{wall}}}"#
    )
}

fn flow(local: &str, peer: &str, more: &str) -> String {
    format!(
        r#"{{"ms":0,"flow":1,"event":"flow","transport":"udp","local":"{local}","peer":"{peer}"{more}}}"#
    )
}

fn at_socket(ms: f64, event: &str, x: u32) -> String {
    format!(
        r#"{{"ms":{ms},"flow":1,"event":"{event}","x":"{x:08x}","bytes":9,"what":{{"n":{x},"type":"msg"}}}}"#
    )
}

fn recordings(files: &[Vec<String>]) -> Vec<Recording> {
    let lines: Vec<_> = files.iter().flatten().cloned().collect();
    let reading = record::read(lines.join("\n").as_bytes());
    assert_eq!(
        (reading.skipped, reading.recordings.len()),
        (0, files.len())
    );
    reading.recordings
}

/// A client and a server whose clock is ahead by so much; each way takes 0.1 and 0.3 ms
/// at least.
fn both(ahead: f64, more: &str) -> Vec<Recording> {
    let server = vec![
        begin("chat-server 0.1.0", "", WALL),
        flow("0.0.0.0:1234", "127.0.0.1:9", more),
        at_socket(ahead + 1.1, "in", 1),
        at_socket(ahead + 2.0, "out", 2),
        at_socket(ahead + 9.4, "in", 5),
    ];
    let client = vec![
        begin("chat-tui 0.1.0", "ana", WALL),
        flow("127.0.0.1:9", "127.0.0.1:1234", more),
        at_socket(1.0, "out", 1),
        at_socket(2.3, "in", 2),
        at_socket(4.0, "out", 3),
        at_socket(9.0, "out", 5),
    ];
    recordings(&[client, server])
}

#[test]
fn clocks_an_hour_apart_are_reconciled_and_their_error_is_told() {
    for hour in [-3_600_000.0, 0.0, 3_600_000.0] {
        let recordings = both(hour, "");
        let merged = merged(&recordings);
        assert_eq!(merged.reference, 1);
        assert_eq!(merged.clocks[1].sureness, Sureness::Reference);
        // Half of 0.1 + 0.3 ms; the offset is off by half their difference.
        assert_eq!(merged.clocks[0].sureness, Sureness::Within(200));
        #[expect(clippy::cast_possible_truncation, reason = "an hour")]
        let hour = (hour * 1000.0) as i64;
        assert_eq!(merged.clocks[0].offset(), hour - 100);
    }
}

#[test]
fn what_left_and_came_is_one_row_and_what_did_not_come_stays_open() {
    let merged = merged(&both(7.0, ""));
    let rows = &merged.ladder.rows;
    let marks: Vec<_> = rows.iter().map(|row| row.mark).collect();
    assert_eq!(marks, [Mark::Came, Mark::Came, Mark::Presumed, Mark::Came]);
    assert!(
        rows.iter()
            .all(|row| row.came.is_none_or(|came| came >= row.at))
    );
    // Two lanes, not four.
    assert_eq!(merged.ladder.conversations.len(), 1);
    let lanes: Vec<_> = rows.iter().flat_map(|row| [row.from, row.to]).collect();
    assert!(lanes.iter().all(|lane| *lane < 2), "{lanes:?}");
}

#[test]
fn nothing_comes_before_it_left_whatever_the_clocks_say() {
    // One way only, and a clock that is behind: the arrival reads earlier.
    let server = vec![
        begin("chat-server", "", WALL),
        flow("0.0.0.0:1234", "127.0.0.1:9", ""),
        at_socket(1.0, "in", 1),
        at_socket(3.0, "in", 2),
    ];
    let client = vec![
        begin("chat-tui", "ana", WALL),
        flow("127.0.0.1:9", "127.0.0.1:1234", ""),
        at_socket(500.0, "out", 1),
        at_socket(501.0, "out", 2),
    ];
    let merged = merged(&recordings(&[server, client]));
    assert_eq!(merged.clocks[1].sureness, Sureness::OneWay);
    let rows = &merged.ladder.rows;
    assert_eq!(rows.len(), 2);
    assert!(rows.iter().all(|row| row.came >= Some(row.at)));
}

#[test]
fn a_link_joins_what_addresses_do_not() {
    let link = r#","link":"a1b2c3d4""#;
    let mut recordings = both(0.0, link);
    recordings[1].flows[0].peer = Some("10.9.8.7:9".to_owned());
    assert_eq!(merged(&recordings).ladder.conversations.len(), 1);
    // And the bytes join what nothing else does.
    recordings[0].flows[0].link = None;
    assert_eq!(merged(&recordings).ladder.conversations.len(), 1);
}

#[test]
fn strangers_stay_strangers() {
    let server = vec![
        begin("chat-server", "", WALL),
        flow("0.0.0.0:1234", "127.0.0.1:9", ""),
        at_socket(1.0, "in", 1),
    ];
    let client = vec![
        begin("chat-tui", "ana", WALL + 5),
        flow("127.0.0.1:10", "127.0.0.1:1235", ""),
        at_socket(1.0, "out", 2),
    ];
    let merged = merged(&recordings(&[server, client]));
    assert_eq!(merged.ladder.conversations.len(), 2);
    assert_eq!(merged.clocks[1].sureness, Sureness::Wall);
    assert_eq!(merged.clocks[1].offset(), 5);
}

#[test]
fn a_clock_that_runs_too_fast_is_followed() {
    // 50 ppm: 3 ms in a minute.
    let drift = |ms: f64| ms * 1.000_05;
    let mut server = vec![
        begin("chat-server", "", WALL),
        flow("[::]:1", "127.0.0.1:9", ""),
    ];
    let mut client = vec![
        begin("chat-tui", "ana", WALL),
        flow("127.0.0.1:9", "[::1]:1", ""),
    ];
    for second in 0..120_u32 {
        let ms = f64::from(second) * 1000.0;
        let (ping, answer) = (2 * second + 1, 2 * second + 2);
        client.push(at_socket(ms, "out", ping));
        server.push(at_socket(drift(ms + 0.1), "in", ping));
        server.push(at_socket(drift(ms + 0.2), "out", answer));
        client.push(at_socket(ms + 0.3, "in", answer));
    }
    let merged = merged(&recordings(&[client, server]));
    for row in &merged.ladder.rows {
        let took = row.came.unwrap() - row.at;
        assert!((0..2_000).contains(&took), "{took}");
    }
}

#[test]
fn a_stream_is_joined_whatever_its_reads_are() {
    let stream = |line: String| line.replace("udp", "tcp");
    let client = vec![
        begin("chat-tui", "ana", WALL),
        stream(flow("127.0.0.1:9", "127.0.0.1:1234", "")),
        r#"{"ms":1,"flow":1,"event":"write","offered":70,"x":"00000001","bytes":70,"ends":[70]}"#
            .to_owned(),
        r#"{"ms":2,"flow":1,"event":"write","offered":30,"x":"00000002","bytes":30,"ends":[30]}"#
            .to_owned(),
    ];
    let server = vec![
        begin("chat-server", "", WALL),
        stream(flow("127.0.0.1:1234", "127.0.0.1:9", "")),
        r#"{"ms":1.5,"flow":1,"event":"read","x":"00000001","bytes":70,"ends":[70]}"#.to_owned(),
        r#"{"ms":2.5,"flow":1,"event":"read","x":"00000003","bytes":10,"ends":[]}"#.to_owned(),
        r#"{"ms":2.6,"flow":1,"event":"read","x":"00000004","bytes":20,"ends":[20]}"#.to_owned(),
    ];
    let merged = merged(&recordings(&[client, server]));
    let marks: Vec<_> = merged.ladder.rows.iter().map(|row| row.mark).collect();
    // The first was read in one; the second was written, and read in two.
    assert_eq!(marks, [Mark::Came, Mark::Plain, Mark::Plain, Mark::Plain]);
}
