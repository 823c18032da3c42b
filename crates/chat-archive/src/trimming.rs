//! What is older, or more, than is to be kept goes in small steps.

use std::time::Duration;
use std::time::Instant;

use rusqlite::Connection;
use rusqlite::OptionalExtension;
use rusqlite::params;

use crate::clock;
use crate::rooms::stored;
use crate::settings::Keep;
use crate::table::begin;
use crate::table::erase;
use crate::table::merge;
use crate::table::positions;

/// When the next step is due.
pub struct Trimming {
    keep: Keep,
    next: Option<Instant>,
    /// Messages that have gone since there was last nothing to trim.
    gone: usize,
}

impl Trimming {
    /// A first step is due at once.
    pub fn new(keep: Keep) -> Self {
        let next = (keep != Keep::Forever).then(clock::now);
        Self {
            keep,
            next,
            gone: 0,
        }
    }

    /// How long nothing has to be done; nothing where nothing has.
    pub fn due(&self, now: Instant) -> Option<Duration> {
        self.next.map(|next| next.saturating_duration_since(now))
    }

    /// There are new rows: of some room there may be too many.
    pub fn made(&mut self) {
        if let Keep::Messages(_) = self.keep {
            let soon = clock::now() + SOON;
            self.next = Some(self.next.map_or(soon, |next| next.min(soon)));
        }
    }

    /// A step, where one is due; how many have gone in all, when the last of them has.
    pub fn step(&mut self, db: &mut Connection, now: Instant) -> rusqlite::Result<Option<usize>> {
        if self.next.is_none_or(|next| now < next) {
            return Ok(None);
        }
        let (found, rest) = match self.keep {
            Keep::Forever => (Vec::new(), None),
            Keep::Messages(most) => (surplus(db, most)?, None),
            Keep::For(long) => {
                let long = u64::try_from(long.as_millis()).unwrap_or(u64::MAX);
                let oldest = clock::wall_ms().saturating_sub(long);
                (older(db, oldest)?, Some(LATER))
            }
        };
        if found.is_empty() {
            self.next = rest.map(|rest| now + rest);
            let gone = std::mem::take(&mut self.gone);
            return Ok((gone > 0).then_some(gone));
        }
        let tx = begin(db)?;
        erase(&tx, &found)?;
        merge(&tx, MERGED)?;
        tx.commit()?;
        self.gone += found.len();
        Ok(None)
    }
}

/// Messages of rooms that have more.
fn surplus(db: &Connection, most: u64) -> rusqlite::Result<Vec<i64>> {
    let sql = "SELECT id, last FROM room WHERE EXISTS
               (SELECT 1 FROM msg WHERE room = id AND seq <= last - ?1) LIMIT 1";
    let room: Option<(i64, i64)> = db
        .prepare_cached(sql)?
        .query_row([stored(most)], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    let Some((room, last)) = room else {
        return Ok(Vec::new());
    };
    let sql = "SELECT pos FROM msg WHERE room = ?1 AND seq <= ?2 ORDER BY seq LIMIT ?3";
    positions(
        db,
        sql,
        params![room, last.saturating_sub(stored(most)), STEP],
    )
}

/// Messages from before a moment. Hours say where they are, so nothing is searched that
/// is younger; an hour that is over goes with its last message.
fn older(db: &mut Connection, oldest: u64) -> rusqlite::Result<Vec<i64>> {
    let hour = stored(oldest / HOUR);
    let sql = "SELECT max(last) FROM hour WHERE h <= ?1";
    let bound: Option<i64> = db.query_row(sql, [hour], |r| r.get(0))?;
    let Some(bound) = bound else {
        return Ok(Vec::new());
    };
    let sql = "SELECT pos FROM msg WHERE pos <= ?1 AND at < ?2 ORDER BY pos LIMIT ?3";
    let found = positions(db, sql, params![bound, stored(oldest), STEP])?;
    if found.is_empty() {
        db.execute("DELETE FROM hour WHERE h < ?1", [hour])?;
    }
    Ok(found)
}

/// Messages of a step.
const STEP: i64 = 100;

/// Pages of the index that a step brings into order.
const MERGED: i64 = 8;

/// How often what is too old is looked for.
const LATER: Duration = Duration::from_secs(60);

/// How soon after new rows what is too much is looked for: not at each of them.
const SOON: Duration = Duration::from_secs(2);

const HOUR: u64 = 3_600_000;
