//! The thread that moves what was written from the log into the file, so that nobody who
//! waits for a commit waits for that too.

use std::sync::Arc;
use std::sync::Condvar;
use std::sync::Mutex;
use std::sync::MutexGuard;
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
    log: Option<Log>,
}

impl Bell {
    /// Something was written: told once, not at every commit of a busy room.
    pub fn ring(&self) {
        let known = std::mem::replace(&mut self.rung().written, true);
        if !known {
            self.stir.notify_one();
        }
    }

    /// Whether nothing more may be written: the log would grow without end.
    pub fn is_stuck(&self) -> bool {
        self.rung().log == Some(Log::Stuck)
    }

    /// Whether whoever writes is to move the last of the log.
    pub fn is_long(&self) -> bool {
        matches!(self.rung().log, Some(Log::Long | Log::Loud))
    }

    /// How it is with the log from now on.
    pub fn set_log(&self, log: Log) {
        self.rung().log = Some(log);
    }

    /// It is the end.
    pub fn end(&self) {
        self.rung().over = true;
        self.stir.notify_one();
    }

    fn rung(&self) -> MutexGuard<'_, Rung> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for something, then a moment for more; whether it goes on.
    fn wait(&self) -> bool {
        let rung = self.rung();
        // While nothing may be written, nobody rings.
        let idle = |rung: &mut Rung| !rung.written && !rung.over && rung.log != Some(Log::Stuck);
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
    let mut told_of = None;
    while bell.wait() {
        let log = look(db, LIMITS);
        let trouble = log.trouble();
        bell.set_log(log);
        if let Some(why) = trouble.clone().filter(|_| told_of.is_none()) {
            tell(News::Warning { why });
        }
        told_of = trouble;
    }
}

/// From when on something is done about the log, in pages of 4 KiB.
#[derive(Clone, Copy)]
struct Limits {
    /// So many are moved.
    some: i64,
    /// With so many it is begun anew.
    long: i64,
    /// With so many the operator is told that it is not.
    loud: i64,
    /// With so many nothing more is written.
    most: i64,
}

/// How it is with the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Log {
    /// As it should be.
    Short,
    /// It is to be begun anew: whoever writes moves the last of it, since what is written
    /// meanwhile is never moved by another.
    Long,
    /// It should have been: somebody reads the file without end.
    Loud,
    /// The same, and it is as long as it may be.
    Stuck,
    /// It cannot be moved into the file.
    Failing(String),
}

impl Log {
    /// What the operator is told.
    fn trouble(&self) -> Option<String> {
        match self {
            Self::Short | Self::Long => None,
            Self::Loud | Self::Stuck => Some(
                "its log (-wal) grows, because another program reads the file without end: \
                 an export that waits, or sqlite3 in a transaction"
                    .to_owned(),
            ),
            Self::Failing(why) => Some(format!("the file cannot be brought up to date: {why}")),
        }
    }
}

/// Moves what is to be moved.
fn look(db: &Connection, limits: Limits) -> Log {
    let moved = log_pages(db).and_then(|(pages, moved)| {
        if pages - moved <= limits.some {
            return Ok((pages, moved));
        }
        advance(db)?;
        log_pages(db)
    });
    match moved {
        Ok((pages, _)) if pages <= limits.long => Log::Short,
        // Where all of it is moved, the next who writes begins anew.
        Ok((pages, moved)) if pages - moved <= limits.some => Log::Long,
        Ok((pages, _)) if pages > limits.most => Log::Stuck,
        Ok((pages, _)) if pages > limits.loud => Log::Loud,
        Ok(_) => Log::Long,
        Err(error) => Log::Failing(told(&error)),
    }
}

/// How long the log is, and how much of it is in the file already.
fn log_pages(db: &Connection) -> rusqlite::Result<(i64, i64)> {
    db.query_row("PRAGMA wal_checkpoint(NOOP)", [], |r| {
        Ok((r.get(1)?, r.get(2)?))
    })
}

/// Moves as much of the log into the file as can be moved without waiting for anybody.
pub fn advance(db: &Connection) -> rusqlite::Result<()> {
    db.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))
}

/// What is written in this time is moved at once.
const PAUSE: Duration = Duration::from_millis(100);

/// 4 MiB are moved. 16 MiB is what a start after a kill reads in 30 ms. 1 GiB is what a
/// room that talks as fast as it can writes in a minute: the disk is needed for more.
const LIMITS: Limits = Limits {
    some: 1024,
    long: 4096,
    loud: 16 * 1024,
    most: 256 * 1024,
};

#[cfg(test)]
mod tests {
    use super::*;

    const FEW: Limits = Limits {
        some: 2,
        long: 10,
        loud: 20,
        most: 40,
    };

    #[test]
    fn a_log_that_somebody_pins_is_told_of_and_then_refused_and_goes_on_after_that() {
        let folder = tempfile::tempdir().unwrap();
        let open = || Connection::open(folder.path().join("a")).unwrap();
        let writer = open();
        writer
            .execute_batch(
                "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE t(x)",
            )
            .unwrap();
        let fill = |times: u32| {
            for _ in 0..times {
                writer
                    .execute("INSERT INTO t VALUES(zeroblob(5000))", [])
                    .unwrap();
            }
        };
        let (db, reader) = (open(), open());
        fill(20);
        assert_eq!(look(&db, FEW), Log::Long);
        fill(1);
        assert!(log_pages(&db).unwrap().0 < FEW.long, "it began anew");
        reader
            .execute_batch("BEGIN; SELECT count(*) FROM t")
            .unwrap();
        fill(8);
        assert_eq!(look(&db, FEW), Log::Loud);
        fill(20);
        assert_eq!(look(&db, FEW), Log::Stuck);
        reader.execute_batch("COMMIT").unwrap();
        assert_eq!(look(&db, FEW), Log::Long);
        fill(1);
        assert_eq!(look(&db, FEW), Log::Short);
    }
}
