//! A recording for eyes that are not in the conversation: each letter of a text, a name
//! or an address is one `•`. Lengths, numbers, fingerprints and times stay, so that
//! everything that is drawn of it is still true.
//!
//! It is the lines that are masked, and then read again: so there is no picture and no
//! export that could forget it.

mod strings;

use crate::record;
use crate::record::Recording;
use strings::rewritten;

/// The same recordings, masked.
pub fn masked(recordings: &[Recording]) -> Vec<Recording> {
    let mut lines = String::new();
    for recording in recordings {
        if !recording.begin.is_said {
            // So that two recordings stay two.
            lines.push_str(NAMELESS);
        }
        for entry in &recording.entries {
            lines.push_str(&line(&entry.line));
            lines.push('\n');
        }
    }
    record::read(lines.as_bytes()).recordings
}

/// One line of a recording.
pub fn line(line: &str) -> String {
    rewritten(line, |key, literal| match key {
        "contents" => Some("\"masked\"".to_owned()),
        "local" | "peer" | "from" | "flow" => of_literal(literal, address),
        "data" => of_literal(literal, content),
        "hex" => of_literal(literal, |hex| "2a".repeat(hex.len() / 2)),
        _ if SAFE.contains(&key) => None,
        _ => of_literal(literal, letters),
    })
}

/// What a datagram, a read or a write says.
fn content(text: &str) -> String {
    let line = |line: &str| {
        if line.trim_start().starts_with('{') {
            rewritten(line, |key, literal| {
                let kept = SAFE_FIELDS.contains(&key);
                (!kept).then(|| of_literal(literal, letters)).flatten()
            })
        } else {
            letters(line)
        }
    };
    text.split_inclusive('\n').map(line).collect()
}

fn letters(text: &str) -> String {
    let masked = |c: char| if c.is_alphanumeric() { '•' } else { c };
    text.chars().map(masked).collect()
}

/// The port says which conversation it is, and nothing else.
fn address(text: &str) -> String {
    let is_port = |port: &str| port.len() <= 5 && port.bytes().all(|b| b.is_ascii_digit());
    match text.rsplit_once(':').filter(|(_, port)| is_port(port)) {
        Some((host, port)) => format!("{}:{port}", letters(host)),
        // A flow that is a number is no address.
        None if text.bytes().all(|b| b.is_ascii_digit()) => text.to_owned(),
        None => letters(text),
    }
}

/// The text that a literal is, changed.
fn of_literal(literal: &str, change: impl Fn(&str) -> String) -> Option<String> {
    let text: String = serde_json::from_str(literal).ok()?;
    serde_json::to_string(&change(&text)).ok()
}

/// Words of ours, which say nothing about anybody.
const SAFE: [&str; 24] = [
    "event",
    "x",
    "way",
    "fate",
    "why",
    "words",
    "program",
    "os",
    "rto",
    "transport",
    "type",
    "id",
    "part",
    "link",
    "by",
    "phase",
    "code",
    "writer",
    "result",
    "state",
    "timer",
    "run",
    "ms",
    "ends",
];

/// The same of a frame.
const SAFE_FIELDS: [&str; 5] = ["type", "code", "id", "part", "timestamp"];

/// A beginning for a recording that has none.
const NAMELESS: &str = "{\"event\":\"begin\"}\n";

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(before: &str, after: &str) {
        assert_eq!(line(before), after);
    }

    #[test]
    fn letters_go_and_everything_else_stays() {
        check(
            r#"{"ms":2115.0,"flow":"1","event":"out","x":"5b07aa13","bytes":101,"what":{"n":9,"type":"msg","id":"a-9"},"data":"{\"n\":9,\"type\":\"msg\",\"text\":\"olá, \\\"eu\\\"!\\n\"}"}"#,
            r#"{"ms":2115.0,"flow":"1","event":"out","x":"5b07aa13","bytes":101,"what":{"n":9,"type":"msg","id":"a-9"},"data":"{\"n\":9,\"type\":\"msg\",\"text\":\"•••, \\\"••\\\"!\\n\"}"}"#,
        );
        check(
            r#"{"event":"begin","program":"chat-tui","name":"ana-maria","contents":"yes"}"#,
            r#"{"event":"begin","program":"chat-tui","name":"•••-•••••","contents":"masked"}"#,
        );
        check(
            r#"{"event":"flow","local":"127.0.0.1:45113","peer":"[fe80::1]:1234"}"#,
            r#"{"event":"flow","local":"•••.•.•.•:45113","peer":"[••••::•]:1234"}"#,
        );
        check(
            r#"{"event":"in","data":"hi there\n"}"#,
            r#"{"event":"in","data":"•• •••••\n"}"#,
        );
        check(
            r#"{"event":"in","hex":"ff00ab"}"#,
            r#"{"event":"in","hex":"2a2a2a"}"#,
        );
        check(
            r#"{"event":"new","whom":"ana"}"#,
            r#"{"event":"new","whom":"•••"}"#,
        );
    }

    #[test]
    fn a_masked_recording_is_still_one_with_the_same_lengths() {
        let text = r#"{"ms":1,"flow":"udp 10.0.0.7:4040","event":"out","x":"5b07aa13","bytes":16,"data":"{\"text\":\"segredo\"}"}
not a line
"#;
        let read = record::read(text.as_bytes());
        let masked = masked(&read.recordings);
        let [one] = &*masked else {
            panic!("{masked:?}")
        };
        let shown = format!("{one:?}");
        assert!(
            !shown.contains("segredo") && !shown.contains("10.0.0.7"),
            "{shown}"
        );
        let record::event::Event::Out(datagram) = &one.entries[1].event else {
            panic!("{one:?}")
        };
        assert_eq!((datagram.bytes, datagram.x), (16, Some(0x5b07_aa13)));
        assert_eq!(datagram.payload.text.as_deref(), Some("•••••••"));
    }

    proptest::proptest! {
        #[test]
        fn nothing_fails_and_no_letter_is_left(text in "\\PC{0,40}") {
            let value = serde_json::json!({ "event": "in", "data": text, "name": text });
            let masked = line(&value.to_string());
            let read: serde_json::Value = serde_json::from_str(&masked).unwrap();
            let name = read["name"].as_str().unwrap();
            proptest::prop_assert!(!name.chars().any(char::is_alphanumeric));
            proptest::prop_assert_eq!(name.chars().count(), text.chars().count());
            line(&text);
        }
    }
}
