//! How the lines of a recording are written and read.

mod document;

use std::time::Duration;

use proptest::prelude::*;
use serde_json::Value;

use document::examples;

use super::contents::Contents;
use super::entry::Entry;
use super::entry::Flow;
use super::event::Event;

fn read(line: &str) -> Entry {
    Entry::read(line.as_bytes()).unwrap_or_else(|error| panic!("{line}: {error}"))
}

fn written(entry: &Entry) -> String {
    let mut line = Vec::new();
    entry.write(&mut line);
    String::from_utf8(line).unwrap()
}

#[test]
fn what_is_written_is_read_and_written_the_same() {
    for example in examples() {
        let entry = read(example);
        assert!(!matches!(entry.event, Event::Unknown(_)), "{example}");
        assert_eq!(written(&entry).trim_end(), example);
        assert_eq!(read(&written(&entry)), entry);
    }
}

#[test]
fn an_event_that_nobody_knows_is_kept_as_it_is() {
    for line in [
        r#"{"ms":1.5,"flow":3,"event":"solstice","sun":"high"}"#,
        r#"{"ms":1.5,"event":"sent","n":"eighteen"}"#,
        r#"{"ms":1.5,"event":"read","x":"+1234567","bytes":3}"#,
    ] {
        let entry = read(line);
        assert!(matches!(entry.event, Event::Unknown(_)), "{entry:?}");
        let (before, after): (Value, Value) = (
            serde_json::from_str(line).unwrap(),
            serde_json::from_str(&written(&entry)).unwrap(),
        );
        assert_eq!(before, after);
    }
}

#[test]
fn what_is_no_line_of_a_recording_is_refused() {
    for line in [
        "",
        "7",
        "[]",
        "{}",
        "{\"event\":\"open\"}",
        "{\"ms\":-1,\"event\":\"open\"}",
        "{\"ms\":1e300,\"event\":\"open\"}",
        "{\"ms\":1,\"flow\":\"tcp 10.0.0.7:4040\",\"event\":\"open\"}",
        "{\"ms\":1,\"event\":\"open\"",
    ] {
        assert!(Entry::read(line.as_bytes()).is_err(), "{line}");
    }
}

#[test]
fn other_writers_are_read_too() {
    let line = r#"{"event":"out","x":"9F2C41D0","flow":"12","bytes":5,"data":"hello","ms":7}"#;
    let entry = read(line);
    assert_eq!(
        (entry.at, entry.flow),
        (Duration::from_millis(7), Some(Flow(12)))
    );
    let Event::Out(out) = entry.event else {
        panic!("{entry:?}");
    };
    assert_eq!(out.x.to_string(), "9f2c41d0");
    assert_eq!(out.contents, Some(Contents::of(b"hello")));
}

/// A line with the words of the examples and anything in their places.
fn any_line() -> impl Strategy<Value = String> {
    let example = prop::sample::select(examples());
    let word = prop::sample::select(WORDS);
    let value = prop_oneof![
        any::<u32>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<u64>()
            .prop_map(|us| Value::from(Duration::from_micros(us >> 14).as_secs_f64() * 1000.0)),
        any::<String>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        prop::collection::vec(any::<u16>(), 0..3).prop_map(Value::from),
        Just(Value::Null),
    ];
    let changes = prop::collection::vec((word, value), 0..3);
    (example, changes).prop_map(|(example, changes)| {
        let mut line: Value = serde_json::from_str(example).unwrap();
        for (word, value) in changes {
            line[word] = value;
        }
        line.to_string()
    })
}

const WORDS: &[&str] = &[
    "ms", "flow", "event", "x", "bytes", "ends", "n", "try", "wait_ms", "rtt_ms", "data", "hex",
    "why", "what", "way", "fate", "ack", "got", "for", "id", "seq", "type", "part", "more", "link",
    "peer", "text",
];

proptest! {
    #[test]
    fn whatever_was_read_is_written_so_that_it_is_read_again(line in any_line()) {
        if let Ok(entry) = Entry::read(line.as_bytes()) {
            prop_assert_eq!(read(&written(&entry)), entry, "{}", line);
        }
    }

    #[test]
    fn a_time_is_exact_to_the_microsecond(us in 0_u64..1 << 50) {
        let at = Duration::from_micros(us);
        let entry = Entry { at, flow: None, event: Event::Cookie };
        prop_assert_eq!(read(&written(&entry)), entry);
    }

    #[test]
    fn any_contents_are_written_and_read(bytes in prop::collection::vec(any::<u8>(), 0..99)) {
        let contents = Contents::of(&bytes);
        prop_assert_eq!(contents.bytes(), &*bytes);
        let written = serde_json::to_string(&contents).unwrap();
        let read: Contents = serde_json::from_str(&written).unwrap();
        prop_assert_eq!(read, contents);
    }

    #[test]
    fn any_bytes_are_read_or_left(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = Entry::read(&bytes);
    }
}
