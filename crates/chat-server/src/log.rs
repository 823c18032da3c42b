//! The log: on standard error, by a thread of its own, so that a terminal or a
//! pipe that nobody reads never holds the chat up. Lines that cannot be written
//! are dropped.

use tracing::Level;
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
    tracing_subscriber::fmt()
        .with_max_level(level)
        .with_target(false)
        .with_ansi(false)
        .with_writer(writer)
        .init();
    Log { _guard: guard }
}

/// Lines that may wait to be written.
const LINES: usize = 8192;
