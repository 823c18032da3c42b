//! What several modules do with the tables.

use std::ops::Deref;

use rusqlite::Connection;
use rusqlite::OptionalExtension;
use rusqlite::Transaction;
use rusqlite::TransactionBehavior;
use rusqlite::params;

/// A transaction that has the right to write from its beginning.
pub fn begin(db: &mut Connection) -> rusqlite::Result<Transaction<'_>> {
    db.transaction_with_behavior(TransactionBehavior::Immediate)
}

/// The same where it is done all the time: its statements stay prepared. Dropped, it
/// takes back what it did.
pub struct Commit<'a> {
    db: &'a Connection,
    open: bool,
}

impl<'a> Commit<'a> {
    /// With the right to write from its beginning.
    pub fn begin(db: &'a Connection) -> rusqlite::Result<Self> {
        db.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        Ok(Self { db, open: true })
    }

    /// It is done; or nothing of it is.
    pub fn commit(mut self) -> rusqlite::Result<()> {
        self.db.prepare_cached("COMMIT")?.execute([])?;
        self.open = false;
        Ok(())
    }
}

impl Deref for Commit<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.db
    }
}

impl Drop for Commit<'_> {
    fn drop(&mut self) {
        // A full disk has taken it back already.
        if self.open && !self.db.is_autocommit() {
            let _ = self.db.execute_batch("ROLLBACK");
        }
    }
}

/// Brings the index a little more into order.
pub fn merge(db: &Connection, pages: i64) -> rusqlite::Result<()> {
    let sql = "INSERT INTO fts(fts, rank) VALUES('merge', ?1)";
    db.prepare_cached(sql)?.execute([pages])?;
    Ok(())
}

/// Takes messages out of the rows and of the index.
pub fn erase(tx: &Transaction<'_>, positions: &[i64]) -> rusqlite::Result<()> {
    let mut of_index = tx.prepare_cached("DELETE FROM fts WHERE rowid = ?1")?;
    let mut of_rows = tx.prepare_cached("DELETE FROM msg WHERE pos = ?1")?;
    for pos in positions {
        of_index.execute([pos])?;
        of_rows.execute([pos])?;
    }
    Ok(())
}

/// A number that the file knows by name.
pub fn meta(db: &Connection, key: &str) -> rusqlite::Result<Option<i64>> {
    let sql = "SELECT value FROM meta WHERE key = ?1";
    let value = db.prepare_cached(sql)?.query_row([key], |r| r.get(0));
    value.optional()
}

/// Gives it.
pub fn set_meta(db: &Connection, key: &str, value: i64) -> rusqlite::Result<()> {
    let sql = "INSERT INTO meta(key, value) VALUES(?1, ?2)
               ON CONFLICT DO UPDATE SET value = excluded.value";
    db.prepare_cached(sql)?.execute(params![key, value])?;
    Ok(())
}

/// The numbers that a question finds, as many as a step takes.
pub fn positions(
    db: &Connection,
    sql: &str,
    values: impl rusqlite::Params,
) -> rusqlite::Result<Vec<i64>> {
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map(values, |r| r.get(0))?;
    rows.collect()
}
