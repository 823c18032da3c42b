//! `docs/TRACE.md` defines what is so: every event has a line there, and every field of
//! these lines is named in its text.

use std::collections::BTreeSet;

use serde_json::Value;

const DOCUMENT: &str = include_str!("../../../../../docs/TRACE.md");

const EVENTS: &str = include_str!("../event.rs");

/// A line of each event, as this program writes it.
pub fn examples() -> Vec<&'static str> {
    let blocks = DOCUMENT.split("```trace\n").skip(1);
    let blocks = blocks.map(|rest| rest.split("```").next().unwrap());
    blocks.flat_map(str::lines).collect()
}

/// `AckSent` to `ack_sent`.
fn snake(name: &str) -> String {
    let letters = name.char_indices().flat_map(|(at, c)| {
        let gap = (at > 0 && c.is_uppercase()).then_some('_');
        gap.into_iter().chain(c.to_lowercase())
    });
    letters.collect()
}

#[test]
fn every_event_has_a_line_and_no_other_has() {
    let body = EVENTS.split("pub enum Event {").nth(1).unwrap();
    let body = body.split("\n}").next().unwrap();
    let names = body.lines().filter_map(|line| {
        let name = line.strip_prefix("    ")?.split(['(', ',']).next()?;
        let is_name = name.chars().next()?.is_uppercase() && name != "Unknown";
        is_name.then(|| snake(name))
    });
    let names: BTreeSet<String> = names.collect();
    let shown = examples().into_iter().map(|line| {
        let line: Value = serde_json::from_str(line).unwrap();
        line["event"].as_str().unwrap().to_owned()
    });
    assert!(names.len() > 40);
    assert_eq!(shown.collect::<BTreeSet<_>>(), names);
}

#[test]
fn every_field_is_explained() {
    let text: Vec<_> = DOCUMENT.split("```").step_by(2).collect();
    let text = text.concat();
    for line in examples() {
        let line: Value = serde_json::from_str(line).unwrap();
        for (field, value) in line.as_object().unwrap() {
            assert!(text.contains(&format!("`{field}`")), "`{field}`");
            let inner = value.as_object().filter(|_| field == "what");
            for field in inner.into_iter().flat_map(serde_json::Map::keys) {
                assert!(text.contains(&format!("`{field}`")), "`{field}`");
            }
        }
    }
}
