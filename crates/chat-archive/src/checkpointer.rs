//! The thread that moves what was written from the log into the file, so that nobody who
//! waits for a commit waits for that too.

use std::sync::Arc;
use std::sync::Condvar;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

use rusqlite::Connection;

use crate::fault::told;
use crate::news::News;
use crate::news::Tell;

/// What wakes the thread: there is something in the log, or it is the end.
#[derive(Debug, Default)]
pub struct Bell {
    state: Mutex<Rung>,
    stir: Condvar,
}

#[derive(Debug, Default)]
struct Rung {
    written: bool,
    over: bool,
}

impl Bell {
    /// Something was written.
    pub fn ring(&self) {
        self.change(|rung| rung.written = true);
    }

    /// It is the end.
    pub fn end(&self) {
        self.change(|rung| rung.over = true);
    }

    fn change(&self, how: impl FnOnce(&mut Rung)) {
        how(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner));
        self.stir.notify_one();
    }

    /// Waits for something, then a moment for more; whether it goes on.
    fn wait(&self) -> bool {
        let rung = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let idle = |rung: &mut Rung| !rung.written && !rung.over;
        let rung = self
            .stir
            .wait_while(rung, idle)
            .unwrap_or_else(PoisonError::into_inner);
        let waited = self.stir.wait_timeout_while(rung, PAUSE, |rung| !rung.over);
        let (mut rung, _) = waited.unwrap_or_else(PoisonError::into_inner);
        rung.written = false;
        !rung.over
    }
}

/// The thread.
pub fn run(db: &Connection, bell: &Arc<Bell>, tell: &Tell) {
    let mut failing = false;
    while bell.wait() {
        let done = log_pages(db).and_then(|(pages, moved)| {
            if pages > LONG {
                // The writer waits a moment, or the log would never begin anew.
                checkpoint(db, "RESTART")
            } else if pages - moved > SOME {
                checkpoint(db, "PASSIVE")
            } else {
                Ok(())
            }
        });
        if let Err(error) = &done
            && !failing
        {
            let why = format!("the file cannot be brought up to date: {}", told(error));
            tell(News::Warning { why });
        }
        failing = done.is_err();
    }
}

/// How long the log is, and how much of it is in the file already.
fn log_pages(db: &Connection) -> rusqlite::Result<(i64, i64)> {
    db.query_row("PRAGMA wal_checkpoint(NOOP)", [], |r| {
        Ok((r.get(1)?, r.get(2)?))
    })
}

fn checkpoint(db: &Connection, mode: &str) -> rusqlite::Result<()> {
    db.query_row(&format!("PRAGMA wal_checkpoint({mode})"), [], |_| Ok(()))
}

/// What is written in this time is moved at once.
const PAUSE: Duration = Duration::from_millis(100);

/// Pages of 4 KiB: 2 MiB are moved.
const SOME: i64 = 512;

/// 16 MiB: what a start after a kill reads in 30 ms.
const LONG: i64 = 4096;
