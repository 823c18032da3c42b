//! The keyboard, read by a thread of its own.
//!
//! Not by the loop that serves screen and socket: when a terminal window is
//! closed, reading it gives nothing for ever, and whoever reads would never again
//! look at anything else, the signal that says so included. This thread may
//! spin then; the loop hears the signal and the program ends, thread and all.

use std::io;
use std::thread;
use std::time::Instant;

use crossterm::event;
use crossterm::event::Event;
use tokio::sync::mpsc;

use crate::clock;

/// What is typed, as it comes.
#[derive(Debug)]
pub(crate) struct Keyboard {
    typed: mpsc::Receiver<(Instant, Event)>,
}

impl Keyboard {
    /// Begins to read.
    pub(crate) fn listen() -> io::Result<Self> {
        let (hand_on, typed) = mpsc::channel(BURST);
        let reader = thread::Builder::new().name("keyboard".to_owned());
        reader.spawn(move || {
            let next = || event::read().ok().map(|event| (clock::now().mono, event));
            std::iter::from_fn(next).try_for_each(|event| hand_on.blocking_send(event))
        })?;
        Ok(Self { typed })
    }

    /// Every key that is there, at least one, and its moment; nothing when the terminal is gone.
    pub(crate) async fn burst(&mut self) -> Option<Vec<(Instant, Event)>> {
        let mut burst = Vec::new();
        let count = self.typed.recv_many(&mut burst, BURST).await;
        (count > 0).then_some(burst)
    }
}

/// Keys that are taken before a frame is painted, and that may wait for it: a
/// paste without brackets is longer, and waits in the terminal.
const BURST: usize = 512;
