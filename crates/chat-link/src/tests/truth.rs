//! What a ladder says beside what really happened: from one side alone it never says a
//! loss of what came, nor an arrival of what did not; from both sides it says all.
//!
//! The client has the weather. So what it takes of the client's own never is at its
//! socket, and what it takes of the server's comes to the socket and no further.

use std::collections::BTreeMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::Hash;
use std::hash::Hasher;
use std::time::Duration;

use chat_proto::trace::entry::Entry;
use chat_proto::trace::entry::Flow;
use chat_proto::trace::event::Event;
use chat_proto::trace::weather::Way;
use chat_wire::marks::Mark;
use chat_wire::merge::merged;
use chat_wire::record;
use chat_wire::record::Recording;
use chat_wire::rows::party::Side;
use chat_wire::rows::row::Leg;

use super::road::Flight;
use super::seeds::plan;
use super::seeds::play;
use super::seeds::seeds;
use super::shrunk::Played;

/// A line, and what comes first of those at one moment.
type Line = ((Duration, u8, usize), String);

/// Of each fingerprint of a direction: how many were lost, and how many came.
type Counts = BTreeMap<(Side, u32), (usize, usize)>;

fn fingerprint(bytes: &[u8]) -> u32 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    let [.., a, b, c, d] = hasher.finish().to_be_bytes();
    u32::from_be_bytes([a, b, c, d])
}

fn at_socket(at: Duration, event: &str, bytes: &[u8]) -> String {
    let x = fingerprint(bytes);
    let data = String::from_utf8_lossy(bytes);
    serde_json::json!({
        "ms": at.as_secs_f64() * 1000.0, "flow": 1, "event": event, "x": format!("{x:08x}"),
        "bytes": bytes.len(), "data": data,
    })
    .to_string()
}

fn taken(at: Duration, way: &str, fate: &serde_json::Value, bytes: &[u8]) -> String {
    let x = fingerprint(bytes);
    let ms = at.as_secs_f64() * 1000.0;
    let what: serde_json::Value = serde_json::from_slice(bytes).unwrap();
    serde_json::json!({
        "ms": ms, "flow": 1, "event": "weather", "way": way, "x": format!("{x:08x}"),
        "bytes": bytes.len(), "fate": fate, "n": what["n"], "try": what["try"],
        "type": what["type"],
    })
    .to_string()
}

/// What the client, and what the server, writes down of one datagram.
fn noted(number: usize, flight: &Flight, ours: &mut Vec<Line>, theirs: &mut Vec<Line>) {
    let (left, bytes) = (flight.left, &flight.bytes);
    let lost = serde_json::json!("dropped");
    match flight.way {
        Way::Out => {
            let late = serde_json::json!({ "delayed": { "us": 1 } });
            let fate = if flight.came.is_empty() { &lost } else { &late };
            ours.push(((left, 1, number), taken(left, "out", fate, bytes)));
            for (came, _) in &flight.came {
                ours.push(((*came, 0, number), at_socket(*came, "out", bytes)));
                theirs.push(((*came, 1, number), at_socket(*came, "in", bytes)));
            }
        }
        Way::In => {
            theirs.push(((left, 2, number), at_socket(left, "out", bytes)));
            ours.push(((left, 2, number), at_socket(left, "in", bytes)));
            if flight.came.is_empty() {
                ours.push(((left, 3, number), taken(left, "in", &lost, bytes)));
            }
        }
    }
}

/// What the links of both ends have told of it.
fn decided(log: &str, ours: &mut Vec<Line>, theirs: &mut Vec<Line>) {
    for (number, line) in log.lines().enumerate() {
        let entry = Entry::read(line.as_bytes()).unwrap();
        let stage = if matches!(entry.event, Event::Sent(_)) {
            1
        } else {
            4
        };
        let lines = match entry.flow {
            Some(Flow(1)) => &mut *ours,
            Some(Flow(2)) => &mut *theirs,
            _ => continue,
        };
        let mut bytes = Vec::new();
        let flow = Some(Flow(1));
        Entry {
            flow,
            ..entry.clone()
        }
        .write(&mut bytes);
        let line = String::from_utf8(bytes).unwrap();
        lines.push(((entry.at, stage, LAST + number), line.trim_end().to_owned()));
    }
}

/// Behind all datagrams of one moment.
const LAST: usize = 1 << 32;

/// The recordings of both sides; the server's clock is ahead by so much.
pub(super) fn recordings(played: &Played, ahead: f64) -> [Recording; 2] {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    decided(&played.world.log, &mut ours, &mut theirs);
    for (number, flight) in played.world.road.flights.iter().enumerate() {
        noted(number, flight, &mut ours, &mut theirs);
    }
    let begun = |program: &str, (local, peer): (&str, &str), mut lines: Vec<Line>| {
        lines.sort();
        let mut text = format!(
            "{{\"event\":\"begin\",\"program\":\"{program}\",\"wall\":0}}\n{{\"ms\":-9e9,\"flow\":1,\"event\":\"flow\",\"transport\":\"udp\",\"local\":\"{local}\",\"peer\":\"{peer}\"}}\n"
        );
        for (_, line) in lines {
            text.push_str(&line);
            text.push('\n');
        }
        let reading = record::read(text.as_bytes());
        assert_eq!((reading.skipped, reading.unknown), (0, 0));
        reading.recordings.into_iter().next().unwrap()
    };
    let client = begun("chat-tui", ("127.0.0.1:9", "127.0.0.1:1"), ours);
    let mut server = begun("chat-server", ("127.0.0.1:1", "127.0.0.1:9"), theirs);
    for entry in &mut server.entries {
        #[expect(clippy::cast_possible_truncation, reason = "hours")]
        let ahead = (ahead * 1e6) as i64;
        entry.at += ahead;
    }
    [client, server]
}

/// What happened.
fn truth(played: &Played) -> Counts {
    let mut counts = Counts::new();
    for flight in &played.world.road.flights {
        let side = match flight.way {
            Way::Out => Side::Client,
            Way::In => Side::Server,
        };
        let count = counts
            .entry((side, fingerprint(&flight.bytes)))
            .or_default();
        count.0 += usize::from(flight.came.is_empty());
        count.1 += flight.came.len();
    }
    counts
}

/// What the ladder says happened.
fn drawn(recordings: &[Recording]) -> (Counts, usize) {
    let merged = merged(recordings);
    let mut counts = Counts::new();
    let mut open = 0;
    for row in merged
        .ladder
        .rows
        .iter()
        .filter(|row| row.leg != Leg::Leaves)
    {
        let Some(x) = row.fingerprint() else { continue };
        let count = counts.entry((row.sender, x)).or_default();
        count.0 += usize::from(row.mark == Mark::Lost);
        count.1 += usize::from(row.mark == Mark::Came);
        open += usize::from(row.mark == Mark::Presumed);
    }
    (counts, open)
}

#[test]
fn a_ladder_from_one_side_never_contradicts_what_happened() {
    for seed in seeds(200) {
        let played = play(&plan(seed, 60), seed);
        let truth = truth(&played);
        for recording in recordings(&played, 0.0) {
            for (key, (lost, came)) in drawn(&[recording]).0 {
                let (really_lost, really_came) = truth[&key];
                assert!(
                    lost <= really_lost,
                    "seed {seed}: {key:?} is said to be lost"
                );
                assert!(
                    came <= really_came,
                    "seed {seed}: {key:?} is said to have come"
                );
            }
        }
    }
}

#[test]
fn a_ladder_of_both_sides_says_all_that_happened_whatever_their_clocks() {
    for seed in seeds(200) {
        let played = play(&plan(seed, 60), seed);
        let truth = truth(&played);
        let ahead = [-3600.0, 0.0, 3600.0][usize::try_from(seed % 3).unwrap()];
        let (drawn, open) = drawn(&recordings(&played, ahead));
        for (key, (lost, _)) in &truth {
            let said = drawn.get(key).map_or(0, |count| count.0);
            assert_eq!(said, *lost, "seed {seed}: {key:?}");
        }
        // Everything that is not lost came, and both have it.
        assert_eq!(open, 0, "seed {seed}");
    }
}
