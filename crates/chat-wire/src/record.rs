//! A recording: what one program wrote down about one run, line by line.
//!
//! The reader is tolerant. It skips what it cannot read and counts it, keeps an event
//! that it does not know (so that nothing is lost when the recording is written again),
//! and asks for no field that a picture can do without: old recordings and those of
//! other programs are read too. A `begin` in the middle of a file begins another
//! recording, so files may be joined by `cat`.

mod reading;
mod names;
pub mod event;
pub mod source;
mod fields;

use std::collections::BTreeMap;

use event::Event;
pub use reading::Line;
use source::Begin;
use source::Flow;

/// All of one run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recording {
    /// What its first line says.
    pub begin: Begin,
    /// The conversations, in the order in which they are first met.
    pub flows: Vec<Flow>,
    /// Everything that happened, in the order of the lines.
    pub entries: Vec<Entry>,
}

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Microseconds since the recording began.
    pub at: i64,
    /// Which of [`Recording::flows`]; nothing where it concerns all of them.
    pub flow: Option<usize>,
    /// What happened.
    pub event: Event,
    /// The line as it was written.
    pub line: Box<str>,
}

/// What a file holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The recordings in it.
    pub recordings: Vec<Recording>,
    /// Lines that could not be read.
    pub skipped: usize,
    /// Lines whose event is not known: kept, but not shown.
    pub unknown: usize,
}

impl Reading {
    /// Whether nothing is left that could be shown.
    pub fn is_empty(&self) -> bool {
        let known = |entry: &Entry| !matches!(entry.event, Event::Unknown(_));
        let entries = self.recordings.iter().flat_map(|one| &one.entries);
        !entries.into_iter().any(known)
    }
}

/// Reads one line by itself; nothing where it is no event.
pub fn line(bytes: &[u8]) -> Option<Line> {
    reading::line(bytes)
}

/// Reads a file. Never fails: what cannot be read is counted.
pub fn read(bytes: &[u8]) -> Reading {
    let mut reading = Reading::default();
    let mut flows = BTreeMap::new();
    let mut lines = 0;
    for line in bytes.split(|byte| *byte == b'\n') {
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        lines += 1;
        let read = (lines <= MOST_LINES).then(|| reading::line(line)).flatten();
        match read {
            Some(read) => take(&mut reading, &mut flows, read),
            None => reading.skipped += 1,
        }
    }
    reading
}

fn take(reading: &mut Reading, flows: &mut BTreeMap<String, usize>, read: Line) {
    let begins = matches!(read.event, Event::Begin(_));
    if begins || reading.recordings.is_empty() {
        flows.clear();
        reading.recordings.push(Recording::default());
    }
    reading.unknown += usize::from(matches!(read.event, Event::Unknown(_)));
    let Some(recording) = reading.recordings.last_mut() else {
        return;
    };
    let flow = read.flow.map(|id| flow_of(recording, flows, id));
    match &read.event {
        Event::Begin(begin) => recording.begin = begin.clone(),
        Event::Flow(said) => {
            if let Some(known) = flow.and_then(|at| recording.flows.get_mut(at)) {
                known.learn(said);
            }
        }
        Event::Out(_)
        | Event::In(_)
        | Event::Weather(_)
        | Event::Link(_)
        | Event::Read(_)
        | Event::Write { .. }
        | Event::Happened(_)
        | Event::Called { .. }
        | Event::Told(_)
        | Event::Aside(_)
        | Event::Unknown(_) => {}
    }
    recording.entries.push(Entry {
        at: read.at,
        flow,
        event: read.event,
        line: read.text,
    });
}

fn flow_of(recording: &mut Recording, flows: &mut BTreeMap<String, usize>, id: String) -> usize {
    if let Some(known) = flows.get(&id) {
        return *known;
    }
    let at = recording.flows.len();
    recording.flows.push(Flow::named(&id));
    flows.insert(id, at);
    at
}

/// More than the longest recording of ours has (64 MiB): what comes then is skipped.
const MOST_LINES: usize = 2_000_000;

#[cfg(test)]
mod tests;
