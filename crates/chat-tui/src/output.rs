//! Standard output where no screen is drawn on it, written beside everything else: a
//! reader that has gone, a full disk or a pipe that takes nothing keeps neither the
//! sending nor the signals from going on.
//!
//! What is printed is the loops' affair. They take nothing new to print while
//! something waits here.

use std::io;
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::io::Stdout;
use tokio::time::timeout;

use crate::failure::Failure;
use crate::signal::Signals;

/// Standard output.
pub(crate) struct Output {
    stdout: Stdout,
    /// What is to be printed: no more than one read of the loop tells.
    waiting: Vec<u8>,
    /// Whether something was written that may not have left yet.
    unflushed: bool,
    state: State,
}

enum State {
    Open,
    /// Whoever read it has gone: nothing more is printed, and nobody minds.
    Closed,
    /// It cannot be written, which somebody wants to know.
    Broken(io::Error),
}

impl Output {
    pub(crate) fn new() -> Self {
        Self {
            stdout: tokio::io::stdout(),
            waiting: Vec::new(),
            unflushed: false,
            state: State::Open,
        }
    }

    /// Prints this, as soon as [`Output::write`] is waited for.
    pub(crate) fn print(&mut self, bytes: &[u8]) {
        if matches!(self.state, State::Open) {
            self.waiting.extend_from_slice(bytes);
        }
    }

    /// Whether something waits to be printed.
    pub(crate) fn is_busy(&self) -> bool {
        !self.waiting.is_empty() || self.unflushed
    }

    /// Writes some of what waits. Loses nothing if dropped while waiting.
    pub(crate) async fn write(&mut self) {
        if let Err(error) = self.step().await {
            self.waiting.clear();
            self.unflushed = false;
            self.state = if error.kind() == io::ErrorKind::BrokenPipe {
                State::Closed
            } else {
                State::Broken(error)
            };
        }
    }

    /// Writes all that waits: until a signal comes, or, where one has come already,
    /// for a moment.
    pub(crate) async fn finish(&mut self, signals: &mut Signals, stopped: bool) {
        let rest = async {
            while self.is_busy() {
                self.write().await;
            }
        };
        if stopped {
            let _ = timeout(MOMENT, rest).await;
            return;
        }
        tokio::select! {
            () = rest => {}
            () = signals.next() => {}
        }
    }

    /// Whether everything was printed that somebody wanted to read.
    pub(crate) fn verdict(self) -> Result<(), Failure> {
        match self.state {
            State::Open | State::Closed => Ok(()),
            State::Broken(error) => Err(Failure::Output(error)),
        }
    }

    async fn step(&mut self) -> io::Result<()> {
        if self.waiting.is_empty() {
            self.stdout.flush().await?;
            self.unflushed = false;
            return Ok(());
        }
        let count = self.stdout.write(&self.waiting).await?;
        self.waiting.drain(..count);
        self.unflushed = true;
        Ok(())
    }
}

/// How long a reader that takes nothing is waited for at the end.
const MOMENT: Duration = Duration::from_millis(200);
