//! One line of a recording.

use std::time::Duration;

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::de::Error;

use crate::trace::event::Event;
use crate::trace::millis;

/// What happened, when, and in which conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Since the recording began.
    #[serde(rename = "ms", with = "millis")]
    pub at: Duration,
    /// The conversation; `begin` and what concerns the whole program have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flow: Option<Flow>,
    /// What happened.
    #[serde(flatten)]
    pub event: Event,
}

/// A conversation of a recording: a small number that its `flow` event introduces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Flow(pub u32);

impl Entry {
    /// Reads a line, with or without its end.
    pub fn read(line: &[u8]) -> serde_json::Result<Self> {
        serde_json::from_slice(line)
    }

    /// Writes the line, with its end.
    pub fn write(&self, out: &mut Vec<u8>) {
        // Writing strings and numbers to memory cannot fail.
        if serde_json::to_writer(&mut *out, self).is_ok() {
            out.push(b'\n');
        }
    }
}

/// Digits in quotes are a number too.
impl<'de> Deserialize<'de> for Flow {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Number(u32),
            Text(String),
        }
        match Written::deserialize(deserializer)? {
            Written::Number(number) => Ok(Self(number)),
            Written::Text(digits) => digits.parse().map(Self).map_err(D::Error::custom),
        }
    }
}

/// How many bytes a trace file may still take.
#[derive(Clone, Copy, Debug)]
pub struct ByteBudget(usize);

impl Default for ByteBudget {
    fn default() -> Self {
        Self(BYTES)
    }
}

impl ByteBudget {
    /// Writes a line; the first one that does not fit is replaced by `full`.
    pub fn write(&mut self, entry: &Entry, out: &mut Vec<u8>) {
        let start = out.len();
        entry.write(out);
        if let Some(left) = self.0.checked_sub(out.len() - start) {
            self.0 = left;
            return;
        }
        out.truncate(start);
        if std::mem::take(&mut self.0) > 0 {
            full(entry).write(out);
        }
    }
}

fn full(entry: &Entry) -> Entry {
    Entry {
        at: entry.at,
        flow: None,
        event: Event::Full,
    }
}

/// Enough for a lesson: 64 MiB, and a last line.
const BYTES: usize = 64 * 1024 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_trace_says_so_once() {
        let entry = Entry {
            at: Duration::ZERO,
            flow: None,
            event: Event::Cookie,
        };
        let mut budget = ByteBudget(70);
        let mut out = Vec::new();
        (0..9).for_each(|_| budget.write(&entry, &mut out));
        let out = String::from_utf8(out).unwrap();
        let lines: Vec<_> = out.lines().collect();
        let event = |line: &str| line.split('"').nth(5).map(str::to_owned);
        let events: Vec<_> = lines.iter().filter_map(|line| event(line)).collect();
        assert_eq!(events, ["cookie", "cookie", "full"]);
    }
}
