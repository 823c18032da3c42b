//! Messages that are to be forgotten: written down in the commit of a turn, so that a
//! program that is killed before it has forgotten them does so when it starts again.

use chat_proto::room::RoomName;
use rusqlite::Connection;

use crate::table::set_meta;

/// From the next commit on this message will be forgotten, whatever happens.
pub fn promise(db: &Connection, (room, seq): &(RoomName, u64)) -> rusqlite::Result<()> {
    set_meta(db, &key(room, *seq), 1)
}

/// What was promised and is not done.
pub fn promised(db: &Connection) -> rusqlite::Result<Vec<(RoomName, u64)>> {
    let mut keys = db.prepare("SELECT key FROM meta WHERE key GLOB ?1 ORDER BY rowid")?;
    let keys = keys.query_map([format!("{PREFIX}*")], |r| r.get::<_, String>(0))?;
    let keys: rusqlite::Result<Vec<String>> = keys.collect();
    Ok(keys?.iter().filter_map(|key| parse(key)).collect())
}

/// Nothing of it is left.
pub fn done(db: &Connection, room: &RoomName, seq: u64) -> rusqlite::Result<()> {
    let sql = "DELETE FROM meta WHERE key = ?1";
    db.prepare_cached(sql)?.execute([key(room, seq)])?;
    Ok(())
}

fn key(room: &RoomName, seq: u64) -> String {
    format!("{PREFIX}{seq} {room}")
}

fn parse(key: &str) -> Option<(RoomName, u64)> {
    let (seq, room) = key.strip_prefix(PREFIX)?.split_once(' ')?;
    Some((RoomName::parse(room).ok()?, seq.parse().ok()?))
}

const PREFIX: &str = "redact ";
