//! Forgetting for good, in small steps: out of the rows, out of the index, and out of
//! the pages where they stood.

use std::sync::mpsc::SyncSender;
use std::time::Duration;
use std::time::Instant;

use chat_proto::name::Name;
use chat_proto::room::RoomName;
use rusqlite::Connection;
use rusqlite::params;

use crate::clock;
use crate::connection;
use crate::news::Forget;
use crate::redaction;
use crate::rooms::Rooms;
use crate::rooms::stored;
use crate::table::begin;
use crate::table::erase;
use crate::table::merge;
use crate::table::meta;
use crate::table::positions;
use crate::terms;

/// One thing that is being forgotten.
pub struct Forgetting {
    what: Forget,
    done: Option<SyncSender<Result<u64, String>>>,
    /// What is said later stays.
    until: Option<i64>,
    count: u64,
    /// Whether the file knows of it, until it is done.
    promised: bool,
    stage: Stage,
}

#[derive(Clone, Copy)]
enum Stage {
    Rows,
    /// The index is brought into order until nothing of what is gone is left in it.
    Index {
        begun: bool,
    },
    /// The log has the old pages too: it is emptied, as soon as nobody reads in it.
    Log {
        again: Instant,
        tries: u32,
    },
}

impl Forgetting {
    /// Begins with the next step.
    pub fn new(what: Forget, done: Option<SyncSender<Result<u64, String>>>) -> Self {
        Self {
            what,
            done,
            until: None,
            count: 0,
            promised: false,
            stage: Stage::Rows,
        }
    }

    /// A message that the file says is to be forgotten.
    pub fn promised(room: RoomName, seq: u64) -> Self {
        Self {
            promised: true,
            ..Self::new(Forget::Message(room, seq), None)
        }
    }

    /// When there is something to do, where that is not at once.
    pub fn due(&self) -> Option<Instant> {
        match self.stage {
            Stage::Rows | Stage::Index { .. } => None,
            Stage::Log { again, .. } => Some(again),
        }
    }

    /// A step; whether it was the last.
    pub fn step(&mut self, db: &mut Connection, rooms: &Rooms) -> rusqlite::Result<bool> {
        let until = match self.until {
            Some(until) => until,
            None => meta(db, "pos")?.unwrap_or(0),
        };
        self.until = Some(until);
        match self.stage {
            Stage::Rows => self.rows(db, (rooms, until)),
            Stage::Index { begun } => self.index(db, begun),
            Stage::Log { tries, .. } => self.log(db, tries),
        }
    }

    /// What is forgotten.
    pub fn what(&self) -> Forget {
        self.what.clone()
    }

    /// Tells whoever waits.
    pub fn done(self) {
        if let Some(done) = self.done {
            let _ = done.try_send(Ok(self.count));
        }
    }

    fn rows(
        &mut self,
        db: &mut Connection,
        (rooms, until): (&Rooms, i64),
    ) -> rusqlite::Result<bool> {
        let tx = begin(db)?;
        let found = match &self.what {
            Forget::Room(room) => of_room(&tx, rooms.get(room).id, until)?,
            Forget::Name(name) => of_name(&tx, name, until)?,
            Forget::Message(room, seq) => of_message(&tx, rooms.get(room).id, *seq)?,
        };
        erase(&tx, &found)?;
        tx.commit()?;
        self.count += u64::try_from(found.len()).unwrap_or(0);
        if found.is_empty() || matches!(self.what, Forget::Message(..)) {
            if self.count == 0 && !self.promised {
                return Ok(true);
            }
            self.stage = Stage::Index { begun: false };
        }
        Ok(false)
    }

    fn index(&mut self, db: &mut Connection, begun: bool) -> rusqlite::Result<bool> {
        let before = db.total_changes();
        // A negative number begins to merge all into one, a positive one goes on.
        merge(db, if begun { PAGES } else { -PAGES })?;
        self.stage = Stage::Index { begun: true };
        if begun && db.total_changes() - before < 2 {
            return self.log(db, 0);
        }
        Ok(false)
    }

    /// The promise is kept once nothing is left in the log either: whoever is killed before,
    /// or has somebody who reads without end, does it again at the next start.
    fn log(&mut self, db: &mut Connection, tries: u32) -> rusqlite::Result<bool> {
        if !truncate(db)? {
            let again = clock::now() + READING;
            self.stage = Stage::Log {
                again,
                tries: tries + 1,
            };
            return Ok(tries >= TRIES);
        }
        if let (true, Forget::Message(room, seq)) = (self.promised, &self.what) {
            redaction::done(db, room, *seq)?;
        }
        Ok(true)
    }
}

/// Moves all of the log into the file and empties it; not while somebody reads in it, or
/// moves it too. Nobody is waited for: what people say is.
fn truncate(db: &Connection) -> rusqlite::Result<bool> {
    db.busy_timeout(Duration::ZERO)?;
    let busy = |row: &rusqlite::Row<'_>| row.get::<_, i64>(0);
    let busy = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], busy);
    db.busy_timeout(connection::PATIENCE)?;
    busy.map(|busy| busy == 0)
}

fn of_room(db: &Connection, room: Option<i64>, until: i64) -> rusqlite::Result<Vec<i64>> {
    let sql = "SELECT pos FROM msg WHERE room = ?1 AND pos <= ?2 LIMIT ?3";
    positions(db, sql, params![room, until, STEP])
}

fn of_name(db: &Connection, name: &Name, until: i64) -> rusqlite::Result<Vec<i64>> {
    let sql = "SELECT rowid FROM fts WHERE fts MATCH ?1 AND rowid <= ?2 LIMIT ?3";
    let asked = format!("who : \"{}\"", terms::of_name(name));
    positions(db, sql, params![asked, until, STEP])
}

fn of_message(db: &Connection, room: Option<i64>, seq: u64) -> rusqlite::Result<Vec<i64>> {
    // And whatever says it better.
    let sql = "SELECT pos FROM msg WHERE room = ?1 AND seq = ?2
               UNION SELECT pos FROM msg WHERE room = ?1 AND edit = ?2";
    positions(db, sql, params![room, stored(seq)])
}

/// Messages of a step.
const STEP: i64 = 100;

/// How often it is tried to empty the log: for a few seconds.
const TRIES: u32 = 50;

/// How long somebody reads who reads a page.
const READING: Duration = Duration::from_millis(100);

/// Pages of the index in a step.
const PAGES: i64 = 200;
