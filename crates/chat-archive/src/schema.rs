//! What is in the file, and how an older one becomes one of today. What stands here is a
//! promise to whoever reads the file: `docs/ARCHIVE.md` describes it.

use std::path::Path;

use rusqlite::Connection;
use rusqlite::TransactionBehavior;

use crate::fault::Fault;

/// Ours: `chat`.
pub const APPLICATION: i32 = 0x6368_6174;

/// Each step makes the file of one version into the next.
pub type Steps = [&'static str];

/// All of them: the version of today is their number.
pub const STEPS: &Steps = &[VERSION_1, VERSION_2, VERSION_3];

/// Makes an empty file an archive and an older one an archive of today; anything else is
/// refused.
pub fn prepare(db: &mut Connection, path: &Path, steps: &Steps) -> Result<(), Fault> {
    let (application, version) = marks(db)?;
    let newest = steps.len();
    let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |r| r.get(0))?;
    let version = match (application, tables) {
        (0, 0) => 0,
        (APPLICATION, _) => usize::try_from(version).unwrap_or(usize::MAX),
        _ => return Err(Fault::Foreign),
    };
    if version > newest {
        return Err(Fault::Newer(version));
    }
    if (1..newest).contains(&version) {
        spare(db, path, version);
    }
    for (at, step) in steps.iter().enumerate().skip(version) {
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        tx.execute_batch(step)?;
        tx.pragma_update(None, "application_id", APPLICATION)?;
        tx.pragma_update(
            None,
            "user_version",
            i64::try_from(at + 1).unwrap_or(i64::MAX),
        )?;
        tx.commit()?;
    }
    Ok(())
}

/// Whether a file is an archive that this program can read.
pub fn recognise(db: &Connection) -> Result<(), Fault> {
    let (application, version) = marks(db)?;
    let version = usize::try_from(version).unwrap_or(usize::MAX);
    match application {
        APPLICATION if version > STEPS.len() => Err(Fault::Newer(version)),
        APPLICATION => Ok(()),
        _ => Err(Fault::Foreign),
    }
}

fn marks(db: &Connection) -> rusqlite::Result<(i32, i64)> {
    let application = db.query_row("PRAGMA application_id", [], |r| r.get(0))?;
    let version = db.query_row("PRAGMA user_version", [], |r| r.get(0))?;
    Ok((application, version))
}

/// A copy as it was, where there is room for one: a step that fails takes itself back, a
/// copy helps whoever wants the older program again.
fn spare(db: &Connection, path: &Path, version: usize) {
    let mut copy = path.as_os_str().to_owned();
    copy.push(format!(".v{version}"));
    if Path::new(&copy).exists() {
        return;
    }
    if db
        .execute("VACUUM INTO ?1", [copy.to_string_lossy()])
        .is_err()
    {
        // Half a copy is none.
        let _ = std::fs::remove_file(&copy);
    } else {
        crate::privacy::to_owner(Path::new(&copy));
    }
}

const VERSION_1: &str = "
CREATE TABLE meta(key TEXT PRIMARY KEY, value ANY) STRICT;
CREATE TABLE turn(n INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
CREATE TABLE room(
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, last INTEGER NOT NULL) STRICT;
CREATE TABLE msg(
    pos INTEGER PRIMARY KEY, room INTEGER NOT NULL, seq INTEGER NOT NULL,
    at INTEGER NOT NULL, name TEXT NOT NULL, text TEXT NOT NULL,
    mark TEXT, session INTEGER NOT NULL, me INTEGER NOT NULL) STRICT;
CREATE UNIQUE INDEX msg_seq ON msg(room, seq);
CREATE TABLE hour(h INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL) STRICT;
CREATE TABLE hole(
    room INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
    PRIMARY KEY(room, first)) STRICT;
CREATE VIRTUAL TABLE fts USING fts5(text, who, room,
    content='', contentless_delete=1, detail=column, prefix='1 2 3', tokenize='ascii');
INSERT INTO fts(fts, rank) VALUES('automerge', 0);
INSERT INTO fts(fts, rank) VALUES('secure-delete', 1);
";

/// What a message answers.
const VERSION_2: &str = "ALTER TABLE msg ADD COLUMN reply INTEGER";

/// What it says better, or is a sign about.
const VERSION_3: &str = "ALTER TABLE msg ADD COLUMN edit INTEGER;
ALTER TABLE msg ADD COLUMN react INTEGER;
CREATE INDEX msg_edit ON msg(room, edit) WHERE edit IS NOT NULL;";

#[cfg(test)]
mod tests;
