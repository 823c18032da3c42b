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
use crate::keyboard::typed::Typed;
use crate::keyboard::typed::What;

/// The thread that reads, as the program sees it.
#[derive(Debug)]
pub(in crate::keyboard) struct Reader {
    paused: Arc<AtomicBool>,
}

impl Reader {
    pub(in crate::keyboard) fn start(
        hand_on: mpsc::Sender<Typed>,
        _asked: bool,
    ) -> io::Result<Self> {
        let paused = Arc::new(AtomicBool::new(false));
        let is_paused = Arc::clone(&paused);
        let reader = thread::Builder::new().name("keyboard".to_owned());
        reader.spawn(move || while read(&hand_on, &is_paused).is_ok() {})?;
        Ok(Self { paused })
    }

    pub(in crate::keyboard) fn ask_pause(&mut self) -> io::Result<()> {
        self.paused.store(true, Ordering::SeqCst);
        Ok(())
    }

    pub(in crate::keyboard) fn is_paused(&mut self) -> io::Result<bool> {
        thread::sleep(LOOK_UP);
        Ok(true)
    }

    pub(in crate::keyboard) fn resume(&mut self) -> io::Result<()> {
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
