//! A last word to a terminal that may take none.

use std::thread;
use std::time::Duration;

use rustix::fs::Mode;
use rustix::fs::OFlags;
use rustix::fs::open;
use rustix::termios::QueueSelector;
use rustix::termios::tcflush;

/// Tells the terminal this, without waiting for it. What it has not taken of what we
/// wrote before is thrown away, which makes room for it, and is rubbish by now.
pub(in crate::terminal) fn tell(words: &[u8]) {
    // Opened anew: that nobody waits on it is then true of us alone, and not of the
    // shell that we have our standard output from.
    let how = OFlags::WRONLY | OFlags::NONBLOCK | OFlags::NOCTTY;
    let Ok(terminal) = open("/dev/tty", how, Mode::empty()) else {
        return;
    };
    // What was cut off in the middle is no beginning of this.
    let mut rest = [CANCEL, words].concat();
    for _ in 0..TRIES {
        let _ = tcflush(&terminal, QueueSelector::OFlush);
        if let Ok(count) = rustix::io::write(&terminal, &rest) {
            rest.drain(..count);
        }
        if rest.is_empty() {
            return;
        }
        thread::sleep(PAUSE);
    }
}

/// Ends whatever sequence a terminal is in the middle of.
const CANCEL: &[u8] = b"\x18";
/// Whoever hangs in a write goes on with it where there is room, and has it first.
const TRIES: u32 = 20;
const PAUSE: Duration = Duration::from_millis(10);
