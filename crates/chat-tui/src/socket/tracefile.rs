//! `--trace FILE`: what link and weather did, one JSON object a line.

use std::fs::File;
use std::io;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

use chat_proto::trace::Entry;
use chat_proto::trace::Event;

/// The file, and who is on the other side.
#[derive(Debug)]
pub(crate) struct TraceFile {
    began: Instant,
    file: File,
    /// The other side, as a line names it.
    flow: String,
    /// Bytes that may still be written.
    left: usize,
}

/// Whether the file can be written, which a person wants to know before anything
/// else happens.
pub(crate) fn check(path: &Path) -> io::Result<()> {
    file(path).map(drop)
}

impl TraceFile {
    /// A later connection goes on in the same file.
    pub(crate) fn open(path: &Path, flow: String, now: Instant) -> io::Result<Self> {
        Ok(Self {
            began: now,
            file: file(path)?,
            flow,
            left: BYTES,
        })
    }

    /// One more line. What does not fit, or cannot be written, is left out: the
    /// chat goes on.
    pub(crate) fn write(&mut self, now: Instant, event: &Event) {
        let mut line = Vec::new();
        let at = now.saturating_duration_since(self.began);
        let flow = &self.flow;
        Entry { at, flow, event }.write(&mut line);
        if let Some(left) = self.left.checked_sub(line.len()) {
            self.left = left;
            let _ = self.file.write_all(&line);
        }
    }
}

fn file(path: &Path) -> io::Result<File> {
    File::options().create(true).append(true).open(path)
}

/// A lesson's worth of lines.
const BYTES: usize = 64 * 1024 * 1024;
