//! Waiting for keys where a terminal cannot be waited for together with anything
//! else: the thread looks up now and then.

use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;

use crossterm::event;
use tokio::sync::mpsc;

use crate::clock;
use crate::keyboard::Typed;
use crate::keyboard::What;

/// The thread that reads, as the program sees it.
#[derive(Debug)]
pub(super) struct Reader {
    paused: Arc<AtomicBool>,
}

impl Reader {
    pub(super) fn start(hand_on: mpsc::Sender<Typed>, _asked: bool) -> io::Result<Self> {
        let paused = Arc::new(AtomicBool::new(false));
        let is_paused = Arc::clone(&paused);
        let reader = thread::Builder::new().name("keyboard".to_owned());
        reader.spawn(move || while read(&hand_on, &is_paused).is_ok() {})?;
        Ok(Self { paused })
    }

    pub(super) fn pause(&mut self) -> io::Result<()> {
        self.paused.store(true, Ordering::SeqCst);
        thread::sleep(LOOK_UP);
        Ok(())
    }

    pub(super) fn resume(&mut self) -> io::Result<()> {
        self.paused.store(false, Ordering::SeqCst);
        Ok(())
    }
}

fn read(hand_on: &mpsc::Sender<Typed>, is_paused: &AtomicBool) -> io::Result<()> {
    if is_paused.load(Ordering::SeqCst) {
        thread::sleep(LOOK_UP);
        return Ok(());
    }
    if !event::poll(LOOK_UP)? {
        return Ok(());
    }
    let mut together = false;
    while event::poll(Duration::ZERO)? {
        let typed = Typed {
            at: clock::now().mono,
            together,
            what: What::Event(event::read()?),
        };
        together = true;
        let told = hand_on.blocking_send(typed);
        told.map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))?;
    }
    Ok(())
}

/// How often it looks up.
const LOOK_UP: Duration = Duration::from_millis(200);
