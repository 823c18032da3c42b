//! The keyboard, read by a thread of its own.
//!
//! Not by the loop that serves screen and socket: when a terminal window is
//! closed, reading it gives nothing for ever, and whoever reads would never again
//! look at anything else, the signal that says so included. This thread may
//! spin then; the loop hears the signal and the program ends, thread and all.

use std::io;
use std::thread;
use std::time::Duration;

use crossterm::event;
use crossterm::event::Event;
use tokio::sync::mpsc;

/// What is typed, as it comes.
#[derive(Debug)]
pub(crate) struct Keyboard {
    typed: mpsc::Receiver<Event>,
}

impl Keyboard {
    /// Begins to read, in a window that was of this size a moment ago.
    pub(crate) fn listen(size: (u16, u16)) -> io::Result<Self> {
        let (hand_on, typed) = mpsc::channel(BURST);
        let reader = thread::Builder::new().name("keyboard".to_owned());
        reader.spawn(move || {
            let pulled = pulled(size).into_iter();
            let next = || event::read().ok();
            let mut all = pulled.chain(std::iter::from_fn(next));
            all.try_for_each(|event| hand_on.blocking_send(event))
        })?;
        Ok(Self { typed })
    }

    /// Every key that is there, at least one; nothing when the terminal is gone.
    pub(crate) async fn burst(&mut self) -> Option<Vec<Event>> {
        let mut burst = Vec::new();
        let count = self.typed.recv_many(&mut burst, BURST).await;
        (count > 0).then_some(burst)
    }
}

/// Another size, where the window was pulled before anybody listened for that.
fn pulled(size: (u16, u16)) -> Option<Event> {
    // The first look at the keyboard begins to listen.
    let _ = event::poll(Duration::ZERO);
    let (width, height) = crossterm::terminal::size().ok()?;
    (size != (width, height)).then_some(Event::Resize(width, height))
}

/// Keys that are taken before a frame is painted, and that may wait for it: a
/// paste without brackets is longer, and waits in the terminal.
const BURST: usize = 512;
