//! The last resort: two wishes for the end that nobody answers end the program,
//! whatever hangs.
//!
//! A thread of its own, which needs neither the runtime of the loops nor a terminal
//! that takes bytes. A loop that hears a wish either leaves, and then a second one
//! need not wait for what it does last, or goes on and says so (`signal::answered`).
//! Until a loop listens, one signal is enough.

use std::io;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::thread;
use std::time::Duration;

use signal_hook::consts::SIGHUP;
use signal_hook::consts::SIGINT;
use signal_hook::consts::SIGQUIT;
use signal_hook::consts::SIGTERM;
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;
use signal_hook::low_level::exit;

use crate::signal;
use crate::terminal;

/// The wishes that nobody has answered, as far as anybody knows.
struct Unanswered {
    count: usize,
    /// How often an answer was given before them.
    answers: usize,
}

/// From now on it is there.
pub(crate) fn watch() -> io::Result<()> {
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP, SIGQUIT])?;
    let watcher = thread::Builder::new().name("last-resort".to_owned());
    watcher.spawn(move || {
        for came in signals.forever() {
            wished(came, signal::answers());
        }
    })?;
    Ok(())
}

/// Ctrl-c on a screen, where it is a key and no signal; so many answers had been
/// given before it was handed on. Returns when somebody has answered.
pub(crate) fn insist(answers: usize) {
    wished(SIGINT, answers);
}

fn wished(came: i32, answers: usize) {
    if signal::is_listening() {
        if one_more(answers) < ENOUGH {
            return;
        }
        if signal::is_answered_within(GRACE, answers) {
            return;
        }
    }
    terminal::wrest_back();
    // The shell is told which signal ended it.
    let _ = emulate_default_handler(came);
    exit(1);
}

/// How many wait for an answer, this one included.
fn one_more(answers: usize) -> usize {
    let mut unanswered = UNANSWERED.lock().unwrap_or_else(PoisonError::into_inner);
    if unanswered.answers != answers {
        *unanswered = Unanswered { count: 0, answers };
    }
    unanswered.count += 1;
    unanswered.count
}

static UNANSWERED: Mutex<Unanswered> = Mutex::new(Unanswered {
    count: 0,
    answers: 0,
});
/// Wishes.
const ENOUGH: usize = 2;
/// How long it is waited whether they are answered after all: a loop that lives has taken
/// leave of the server by then.
const GRACE: Duration = Duration::from_millis(500);
