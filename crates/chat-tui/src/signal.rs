//! The signals that end the program.

use std::io;

/// What a signal asks for.
pub(crate) enum Wish {
    /// The end.
    Stop,
    /// The end, if it is meant: Ctrl-c.
    Interrupt,
}

/// SIGTERM, SIGHUP, and SIGINT from elsewhere (on the screen, Ctrl-c is a key).
#[cfg(unix)]
pub(crate) struct Signals {
    term: tokio::signal::unix::Signal,
    hangup: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    pub(crate) fn new() -> io::Result<Self> {
        use tokio::signal::unix::SignalKind;
        use tokio::signal::unix::signal;
        Ok(Self {
            term: signal(SignalKind::terminate())?,
            hangup: signal(SignalKind::hangup())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    /// Comes back when one of them came.
    pub(crate) async fn next(&mut self) {
        let _ = self.wish().await;
    }

    /// Which of them came.
    pub(crate) async fn wish(&mut self) -> Wish {
        tokio::select! {
            _ = self.term.recv() => Wish::Stop,
            _ = self.hangup.recv() => Wish::Stop,
            _ = self.interrupt.recv() => Wish::Interrupt,
        }
    }
}

/// Ctrl-c.
#[cfg(not(unix))]
pub(crate) struct Signals;

#[cfg(not(unix))]
impl Signals {
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self)
    }

    /// Comes back when it was pressed.
    pub(crate) async fn next(&mut self) {
        let _ = self.wish().await;
    }

    /// The same, as a wish.
    pub(crate) async fn wish(&mut self) -> Wish {
        let _ = tokio::signal::ctrl_c().await;
        Wish::Interrupt
    }
}
