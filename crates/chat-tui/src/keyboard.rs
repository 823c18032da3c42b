//! The keyboard, read by a thread of its own.
//!
//! Not by the loop that serves screen and socket: when a terminal window is
//! closed, reading it gives nothing for ever, and whoever reads would never again
//! look at anything else, the signal that says so included. This thread ends then.
//!
//! It can be told to leave the terminal to another program, and sees whether the
//! terminal answers what it was asked at the start.

#[cfg(unix)]
mod unix;
#[cfg(not(unix))]
mod other;
#[cfg(unix)]
mod answer;
#[cfg(unix)]
mod stdin;
mod burst;
mod typed;

use std::io;

use tokio::sync::mpsc;

#[cfg(not(unix))]
use other::Reader;
pub(crate) use typed::Typed;
pub(crate) use typed::What;
#[cfg(unix)]
use unix::Reader;

/// What is typed, as it comes.
#[derive(Debug)]
pub(crate) struct Keyboard {
    typed: mpsc::Receiver<Typed>,
    reader: Reader,
}

impl Keyboard {
    /// Begins to read; first the answer of a terminal that was asked.
    pub(crate) fn listen(asked: bool) -> io::Result<Self> {
        let (hand_on, typed) = mpsc::channel(BURST);
        let reader = Reader::start(hand_on, asked)?;
        Ok(Self { typed, reader })
    }

    /// Every key that is there, at least one; nothing when the terminal is gone.
    pub(crate) async fn burst(&mut self) -> Option<Vec<Typed>> {
        let mut burst = Vec::new();
        let count = self.typed.recv_many(&mut burst, BURST).await;
        (count > 0).then_some(burst)
    }

    /// Whether everything that was read has been taken.
    pub(crate) fn is_idle(&self) -> bool {
        self.typed.is_empty()
    }

    /// Reads nothing from now on: another program has the terminal.
    pub(crate) fn pause(&mut self) -> io::Result<()> {
        self.reader.ask_pause()?;
        // It may wait with a key in its hand.
        while !self.reader.is_paused()? {
            while self.typed.try_recv().is_ok() {}
        }
        Ok(())
    }

    /// Reads again. What the other program left unread is nobody's.
    pub(crate) fn resume(&mut self) -> io::Result<()> {
        while self.typed.try_recv().is_ok() {}
        self.reader.resume()
    }
}

/// Keys that are taken before a frame is painted, and that may wait for it: a
/// paste without brackets is longer, and waits in the terminal.
const BURST: usize = 512;
