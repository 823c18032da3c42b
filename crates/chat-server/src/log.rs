//! The log: on standard error, by a thread of its own, so that a terminal or a
//! pipe that nobody reads never holds the chat up. Lines that cannot be written
//! are dropped. What the operator is told while the server runs goes the same way.

use std::io::Write;
use std::sync::OnceLock;

use tracing::Level;
use tracing_appender::non_blocking::NonBlocking;
use tracing_appender::non_blocking::NonBlockingBuilder;
use tracing_appender::non_blocking::WorkerGuard;

/// Everything is written when this is dropped.
#[derive(Debug)]
#[must_use]
pub struct Log {
    _guard: WorkerGuard,
}

/// How much is logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loudness {
    /// Warnings.
    Quiet,
    /// Who comes and goes.
    Usual,
    /// Everything, and a line of figures each minute.
    Verbose,
}

/// Starts the log.
pub fn start(loudness: Loudness) -> Log {
    let (writer, guard) = NonBlockingBuilder::default()
        .buffered_lines_limit(LINES)
        .finish(std::io::stderr());
    let level = match loudness {
        Loudness::Quiet => Level::WARN,
        Loudness::Usual => Level::INFO,
        Loudness::Verbose => Level::DEBUG,
    };
    // Like the log itself it is started once.
    let _ = WRITER.set(writer.clone());
    tracing_subscriber::fmt()
        .with_max_level(level)
        .with_target(false)
        .with_ansi(false)
        .with_writer(writer)
        .init();
    Log { _guard: guard }
}

/// Tells the operator a line, as it stands. A server inside another program has
/// neither log nor operator.
pub fn tell(words: &str) {
    if let Some(mut writer) = WRITER.get().cloned() {
        // It never fails: what there is no room for is dropped.
        let _ = writer.write_all(format!("{words}\n").as_bytes());
    }
}

/// Where the log is written, from its start on.
static WRITER: OnceLock<NonBlocking> = OnceLock::new();

/// Lines that may wait to be written.
const LINES: usize = 8192;
