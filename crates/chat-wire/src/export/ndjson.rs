//! The lines again: what could be read, as it was written. Recordings stand one behind
//! the other, each with its beginning, so that whoever reads the file draws the same
//! ladder.

use crate::record::Recording;

/// All lines that could be read.
pub fn ndjson(recordings: &[Recording]) -> String {
    let mut out = String::new();
    for recording in recordings {
        if !recording.begin.is_said && recordings.len() > 1 {
            out.push_str(NAMELESS);
        }
        for entry in &recording.entries {
            out.push_str(&entry.line);
            out.push('\n');
        }
    }
    out
}

/// A beginning for one of several that has none.
const NAMELESS: &str = "{\"event\":\"begin\"}\n";
