//! Connections to the file, and what each of them may do.

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::OpenFlags;

use crate::fault::Fault;
use crate::settings::Durable;

/// The one connection that writes.
pub fn writer(path: &Path, durable: Durable) -> Result<Connection, Fault> {
    let db = open(path, PATIENCE)?;
    db.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA cache_size = -4000; PRAGMA secure_delete = ON",
    )?;
    let synchronous = match durable {
        Durable::Process => "NORMAL",
        Durable::Full => "FULL",
    };
    db.pragma_update(None, "synchronous", synchronous)?;
    db.pragma_update(None, "journal_size_limit", LONGEST_LOG)?;
    // Every statement of the writer stays prepared.
    db.set_prepared_statement_cache_capacity(64);
    Ok(db)
}

/// One that moves what is written from the log into the file. The writer waits for it no
/// longer than its patience.
pub fn checkpointer(path: &Path) -> Result<Connection, Fault> {
    let db = open(path, Duration::from_millis(50))?;
    db.execute_batch("PRAGMA synchronous = NORMAL; PRAGMA cache_size = -200")?;
    Ok(db)
}

/// One that only reads.
pub fn reader(path: &Path) -> Result<Connection, Fault> {
    let db = open(path, PATIENCE)?;
    db.execute_batch("PRAGMA query_only = ON; PRAGMA cache_size = -2000")?;
    Ok(db)
}

/// One that reads all of it, into another file: no query alone, though nothing is changed here.
pub fn copier(path: &Path) -> Result<Connection, Fault> {
    let db = open(path, PATIENCE)?;
    db.execute_batch("PRAGMA cache_size = -2000")?;
    Ok(db)
}

fn open(path: &Path, patience: Duration) -> Result<Connection, Fault> {
    // WAL-reset bug of 3.7.0 to 3.51.2: one that writes, one that checkpoints.
    if rusqlite::version_number() < LEAST_VERSION {
        let version = rusqlite::version();
        return Err(Fault::Other(format!("SQLite {version} is too old")));
    }
    // Neither made here, which would give others rights, nor read as an address, which
    // an absolute path cannot be taken for.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags)?;
    db.busy_timeout(patience)?;
    db.execute_batch(
        "PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0;
         PRAGMA wal_autocheckpoint = 0; PRAGMA foreign_keys = OFF",
    )?;
    Ok(db)
}

/// 3.51.3.
const LEAST_VERSION: i32 = 3_051_003;

/// How long one waits for another: nobody has the file for so long.
pub const PATIENCE: Duration = Duration::from_secs(5);

/// What stays of the log once it was moved: the next start reads it.
const LONGEST_LOG: i64 = 16 << 20;
