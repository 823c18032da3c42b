//! The signals that end the program, those of a shell that stops its job, and the one
//! that the window has another size.
//!
//! And how often a loop has heard a wish for the end and goes on all the same:
//! whoever hangs does not, and is ended by the last resort.

use std::io;
use std::sync::Condvar;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
#[cfg(unix)]
use std::sync::atomic::AtomicBool;
#[cfg(unix)]
use std::sync::atomic::Ordering;
#[cfg(unix)]
use std::time::Duration;

/// A wish for the end was heard, and it goes on all the same.
pub(crate) fn answered() {
    *lock() += 1;
    ANSWERED.notify_all();
}

/// How often that was so.
#[cfg(unix)]
pub(crate) fn answers() -> usize {
    *lock()
}

/// Waits for one more than so many, for this long; whether it came.
#[cfg(unix)]
pub(crate) fn is_answered_within(patience: Duration, answers: usize) -> bool {
    let none_more = |given: &mut usize| *given == answers;
    let waited = ANSWERED.wait_timeout_while(lock(), patience, none_more);
    let (given, _) = waited.unwrap_or_else(PoisonError::into_inner);
    *given != answers
}

/// Held for no longer than it takes to count: who hangs does not have it.
fn lock() -> MutexGuard<'static, usize> {
    ANSWERS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether anybody listens yet who could answer.
#[cfg(unix)]
pub(crate) fn is_listening() -> bool {
    LISTENING.load(Ordering::SeqCst)
}

/// A turn of a loop is over. Without this, whoever sends without pause would keep the
/// runtime from ever looking at signals, clock and keys: what is ready at once costs
/// it nothing, and it looks at them only when there is nothing to do.
pub(crate) async fn look_up() {
    tokio::task::yield_now().await;
}

static ANSWERS: Mutex<usize> = Mutex::new(0);
static ANSWERED: Condvar = Condvar::new();
#[cfg(unix)]
static LISTENING: AtomicBool = AtomicBool::new(false);

/// What a signal asks for.
pub(crate) enum StopRequest {
    /// The end.
    Stop,
    /// The end, if it is meant: Ctrl-c.
    Interrupt,
}

/// SIGTERM, SIGHUP, SIGQUIT, and SIGINT from elsewhere (on the screen, Ctrl-c is a key).
#[cfg(unix)]
pub(crate) struct Signals {
    term: tokio::signal::unix::Signal,
    hangup: tokio::signal::unix::Signal,
    quit: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    pub(crate) fn new() -> io::Result<Self> {
        use tokio::signal::unix::SignalKind;
        use tokio::signal::unix::signal;
        let signals = Self {
            term: signal(SignalKind::terminate())?,
            hangup: signal(SignalKind::hangup())?,
            quit: signal(SignalKind::quit())?,
            interrupt: signal(SignalKind::interrupt())?,
        };
        LISTENING.store(true, Ordering::SeqCst);
        Ok(signals)
    }

    /// Comes back when one of them came.
    pub(crate) async fn next(&mut self) {
        let _ = self.stop_request().await;
    }

    /// Which of them came.
    pub(crate) async fn stop_request(&mut self) -> StopRequest {
        tokio::select! {
            _ = self.term.recv() => StopRequest::Stop,
            _ = self.hangup.recv() => StopRequest::Stop,
            _ = self.quit.recv() => StopRequest::Stop,
            _ = self.interrupt.recv() => StopRequest::Interrupt,
        }
    }
}

/// What is heard where there are no such signals.
#[cfg(not(unix))]
pub(crate) struct Signals(chat_net::closing::Closing);

#[cfg(not(unix))]
impl Signals {
    pub(crate) fn new() -> io::Result<Self> {
        chat_net::closing::Closing::listen().map(Self)
    }

    /// Comes back when one of them came.
    pub(crate) async fn next(&mut self) {
        let _ = self.0.next().await;
    }

    /// Which of them came.
    pub(crate) async fn stop_request(&mut self) -> StopRequest {
        use chat_net::closing::Asked;
        match self.0.next().await {
            Asked::Interrupt => StopRequest::Interrupt,
            Asked::Stop => StopRequest::Stop,
        }
    }
}

/// What a shell does with its jobs. Only a screen has to know: everything else
/// stops and goes on unasked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(unix), allow(dead_code, reason = "no shell stops its jobs there"))]
pub(crate) enum Job {
    /// To stop: SIGTSTP.
    Stop,
    /// To go on, after it was stopped: SIGCONT.
    GoOn,
}

/// The signals of a job.
#[cfg(unix)]
pub(crate) struct Jobs {
    stop: tokio::signal::unix::Signal,
    go_on: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Jobs {
    pub(crate) fn new() -> io::Result<Self> {
        use rustix::process::Signal;
        use tokio::signal::unix::SignalKind;
        use tokio::signal::unix::signal;
        let listen = |number: Signal| signal(SignalKind::from_raw(number.as_raw()));
        Ok(Self {
            stop: listen(Signal::TSTP)?,
            go_on: listen(Signal::CONT)?,
        })
    }

    /// Comes back when one of them came.
    pub(crate) async fn next(&mut self) -> Job {
        tokio::select! {
            _ = self.stop.recv() => Job::Stop,
            _ = self.go_on.recv() => Job::GoOn,
        }
    }

    /// Asks the whole job to stop, as the terminal itself would: we hear it too.
    pub(crate) fn stop() {
        let _ = rustix::process::kill_current_process_group(rustix::process::Signal::TSTP);
    }
}

/// No shell stops its jobs here.
#[cfg(not(unix))]
pub(crate) struct Jobs;

#[cfg(not(unix))]
impl Jobs {
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self)
    }

    /// Never comes back.
    pub(crate) async fn next(&mut self) -> Job {
        std::future::pending().await
    }

    /// Nobody would bring it back.
    pub(crate) fn stop() {}
}

/// SIGWINCH. Elsewhere the keyboard tells it.
#[cfg(unix)]
pub(crate) struct Resizes(tokio::signal::unix::Signal);

#[cfg(unix)]
impl Resizes {
    pub(crate) fn new() -> io::Result<Self> {
        use tokio::signal::unix::SignalKind;
        tokio::signal::unix::signal(SignalKind::window_change()).map(Self)
    }

    /// Comes back when the window has another size.
    pub(crate) async fn next(&mut self) {
        self.0.recv().await;
    }
}

#[cfg(not(unix))]
pub(crate) struct Resizes;

#[cfg(not(unix))]
impl Resizes {
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self)
    }

    /// Never comes back.
    pub(crate) async fn next(&mut self) {
        std::future::pending().await
    }
}
