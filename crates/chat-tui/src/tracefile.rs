//! `--trace FILE`: what the link and the impairments did, one JSON object a line.
//!
//! One file for a run of the program, however many connections it has: begun anew
//! at its start, and its clock with it.

use std::fs::File;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Instant;

use chat_proto::trace::ByteBudget;
use chat_proto::trace::Event;
use chat_proto::trace::TraceLine;

/// The file. Clones write to the same one.
#[derive(Clone, Debug)]
pub struct TraceFile {
    path: PathBuf,
    begun: Arc<Mutex<Option<Begun>>>,
}

/// What was begun at the start.
#[derive(Debug)]
struct Begun {
    at: Instant,
    file: File,
    budget: ByteBudget,
}

/// The same for one connection.
#[derive(Debug)]
pub(crate) struct FlowTrace {
    file: TraceFile,
    /// The other side, as a line names it.
    flow: String,
}

impl TraceFile {
    /// Of a run in which nothing has happened.
    pub(crate) fn at(path: PathBuf) -> Self {
        Self {
            path,
            begun: Arc::default(),
        }
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Begins the file anew: whether that can be is what a person wants to know
    /// before anything else happens.
    pub(crate) fn begin(&self, now: Instant) -> io::Result<()> {
        let begun = Begun {
            at: now,
            file: File::create(&self.path)?,
            budget: ByteBudget::default(),
        };
        *self.begun.lock().unwrap_or_else(PoisonError::into_inner) = Some(begun);
        Ok(())
    }

    /// For one more connection.
    pub(crate) fn open(&self, flow: String) -> FlowTrace {
        let file = self.clone();
        FlowTrace { file, flow }
    }

    /// One more line. What does not fit, or cannot be written, is left out: the
    /// chat goes on.
    fn write(&self, now: Instant, flow: &str, event: &Event) {
        let mut begun = self.begun.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(begun) = &mut *begun {
            let mut line = Vec::new();
            let at = now.saturating_duration_since(begun.at);
            begun
                .budget
                .write(&TraceLine { at, flow, event }, &mut line);
            let _ = begun.file.write_all(&line);
        }
    }
}

impl FlowTrace {
    /// One more line.
    pub(crate) fn write(&self, now: Instant, event: &Event) {
        self.file.write(now, &self.flow, event);
    }
}
