//! `--trace FILE`: what was read and written, and what the link and the impairments did, one JSON object a line.
//!
//! A task of its own writes; what comes faster than a disk takes it is left out
//! rather than waited for.

use std::fs::OpenOptions;
use std::io::Write;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Instant;

use chat_proto::trace::entry::ByteBudget;
use chat_proto::trace::entry::TraceLine;
use chat_proto::trace::event::Event;
use tracing_appender::non_blocking;
use tracing_appender::non_blocking::NonBlocking;
use tracing_appender::non_blocking::WorkerGuard;

use crate::failure::Failure;

/// The file. Clones write to the same one.
#[derive(Clone, Debug)]
pub struct TraceFile {
    began: Instant,
    writer: Arc<Mutex<(NonBlocking, ByteBudget)>>,
    /// Writes the rest when the last clone goes.
    _guard: Arc<WorkerGuard>,
}

/// The same for one connection on a stream.
#[derive(Debug)]
pub struct StreamTrace {
    /// The file.
    pub trace: TraceFile,
    /// The connection, as a line names it.
    pub flow: String,
}

impl StreamTrace {
    /// One more line.
    pub fn write(&self, now: Instant, event: &Event) {
        self.trace.write_of(now, &self.flow, event);
    }
}

impl TraceFile {
    /// Begins a new file.
    pub fn create(began: Instant, path: &Path) -> Result<Self, Failure> {
        let mut how = OpenOptions::new();
        how.write(true).create(true).truncate(true);
        // Only its owner reads who talked with whom.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut how, 0o600);
        let file = how.open(path).map_err(|source| Failure::Trace {
            path: path.to_owned(),
            source,
        })?;
        let (writer, guard) = non_blocking(file);
        Ok(Self {
            began,
            writer: Arc::new(Mutex::new((writer, ByteBudget::default()))),
            _guard: Arc::new(guard),
        })
    }

    /// One more line.
    pub fn write(&self, now: Instant, with: &SocketAddr, event: &Event) {
        self.write_of(now, &with.to_string(), event);
    }

    /// The same, of whatever the line names.
    pub fn write_of(&self, now: Instant, flow: &str, event: &Event) {
        let at = now.saturating_duration_since(self.began);
        let mut line = Vec::new();
        let mut locked = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let (writer, budget) = &mut *locked;
        budget.write(&TraceLine { at, flow, event }, &mut line);
        // What does not fit is left out.
        let _ = writer.write(&line);
    }
}
