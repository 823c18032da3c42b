//! Waiting for keys where a terminal cannot be waited for together with anything
//! else: the thread looks up now and then.

use std::io;
use std::sync::Arc;
use std::sync::Condvar;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::thread;
use std::time::Duration;

use crossterm::event;
use tokio::sync::mpsc;

use crate::clock;
use crate::keyboard::burst;
use crate::keyboard::typed::Typed;
use crate::keyboard::typed::What;

/// The thread that reads, as the program sees it.
#[derive(Debug)]
pub(in crate::keyboard) struct Reader {
    desk: Arc<Desk>,
}

/// What the thread does, and who waits for another answer.
#[derive(Debug)]
struct Desk {
    doing: Mutex<Doing>,
    changed: Condvar,
}

/// What the thread does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Doing {
    Reads,
    /// It reads, and is asked not to.
    Asked,
    Paused,
    /// The terminal is gone, or the program.
    Ended,
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "the reader that waits for a file descriptor can fail"
)]
impl Reader {
    pub(in crate::keyboard) fn start(
        hand_on: mpsc::Sender<Typed>,
        _asked: bool,
    ) -> io::Result<Self> {
        let desk = Arc::new(Desk {
            doing: Mutex::new(Doing::Reads),
            changed: Condvar::new(),
        });
        let at_desk = Arc::clone(&desk);
        let reader = thread::Builder::new().name("keyboard".to_owned());
        reader.spawn(move || {
            while read(&hand_on, &at_desk).is_ok() {}
            at_desk.turn(Doing::Ended);
        })?;
        Ok(Self { desk })
    }

    pub(in crate::keyboard) fn ask_pause(&mut self) -> io::Result<()> {
        self.desk.turn(Doing::Asked);
        Ok(())
    }

    /// Waits until it looks up; not for ever, since it may wait for somebody to take
    /// a key out of its hand.
    pub(in crate::keyboard) fn is_paused(&mut self) -> io::Result<bool> {
        let wait = self
            .desk
            .changed
            .wait_timeout_while(self.desk.doing(), LOOK_UP, |doing| {
                matches!(doing, Doing::Reads | Doing::Asked)
            });
        let (doing, _) = wait.unwrap_or_else(PoisonError::into_inner);
        Ok(matches!(*doing, Doing::Paused | Doing::Ended))
    }

    pub(in crate::keyboard) fn resume(&mut self) -> io::Result<()> {
        self.desk.turn(Doing::Reads);
        Ok(())
    }
}

impl Desk {
    fn doing(&self) -> MutexGuard<'_, Doing> {
        self.doing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whoever has ended does nothing else.
    fn turn(&self, to: Doing) {
        let mut doing = self.doing();
        if *doing != Doing::Ended {
            *doing = to;
        }
        drop(doing);
        self.changed.notify_all();
    }

    /// Where the thread is asked to pause, it does, until it is to read again.
    fn pause_where_asked(&self) {
        let mut doing = self.doing();
        if *doing != Doing::Asked {
            return;
        }
        *doing = Doing::Paused;
        self.changed.notify_all();
        let paused = |doing: &mut Doing| *doing == Doing::Paused;
        drop(self.changed.wait_while(doing, paused));
    }
}

fn read(hand_on: &mpsc::Sender<Typed>, desk: &Desk) -> io::Result<()> {
    desk.pause_where_asked();
    if !event::poll(LOOK_UP)? {
        return Ok(());
    }
    let ask = || {
        let is_there = event::poll(Duration::ZERO)?;
        is_there.then(event::read).transpose()
    };
    burst::hand_on(ask, |event, together| {
        let typed = Typed {
            at: clock::now().mono,
            together,
            what: What::Event(event),
        };
        let told = hand_on.blocking_send(typed);
        told.map_err(|_| io::ErrorKind::BrokenPipe.into())
    })
}

/// How often it looks up.
const LOOK_UP: Duration = Duration::from_millis(200);
