//! What the operator does with a file from outside, also while a server has it: this
//! opens it, and passes on what is to be forgotten.

use std::path::Path;
use std::path::PathBuf;
use std::sync::mpsc::channel;
use std::sync::mpsc::sync_channel;
use std::time::Duration;

use chat_proto::name::BadName;
use chat_proto::name::Name;
use chat_proto::room::RoomName;
use rusqlite::Connection;
use rusqlite::params;

use crate::archive::Archive;
use crate::blob;
use crate::connection;
use crate::desk;
use crate::fault::Fault;
use crate::fault::OpenError;
use crate::lock;
use crate::news::Forget;
use crate::news::Kept;
use crate::place;
use crate::place::sibling;
use crate::rooms::stored;
use crate::schema;
use crate::settings::Conversation;
use crate::settings::Durable;
use crate::settings::Keep;
use crate::settings::Settings;
use crate::terms;

/// A file, open for whoever only reads.
pub struct Visit {
    pub(crate) path: PathBuf,
    pub(crate) db: Connection,
}

impl Visit {
    /// Opens a file that is there.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        open(path).map_err(|fault| fault.of(path))
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How many messages would be forgotten.
    pub fn count(&self, what: &Forget) -> Result<u64, OpenError> {
        let fault = |error: rusqlite::Error| Fault::from(error).of(&self.path);
        // All of one moment: a server makes rows meanwhile.
        let moment = self.db.unchecked_transaction().map_err(fault)?;
        let made = count(&moment, what).map_err(fault)?;
        let unmade = unmade(&moment).map_err(fault)?;
        let unmade = unmade.iter().filter(|row| is_meant(row, what)).count();
        Ok(u64::try_from(made).unwrap_or(0) + u64::try_from(unmade).unwrap_or(0))
    }
}

/// What somebody means who wants a name forgotten: also a guest's, which nobody chooses.
pub fn everything_of(name: &str) -> Result<Forget, BadName> {
    Name::of_anybody(name).map(Forget::Name)
}

/// Has something forgotten, by the server that has the file or here; how many messages
/// it was.
pub fn forget(path: &Path, what: &Forget) -> Result<u64, OpenError> {
    let visited = open(path).map_err(|fault| fault.of(path))?.path;
    if lock::is_taken(&sibling(&visited, ".lock")) {
        let asked = desk::ask(&sibling(&visited, ".desk"), what);
        return asked.map_err(|why| Fault::Other(why).of(path));
    }
    let settings = Settings {
        path: path.to_owned(),
        durable: Durable::Full,
        keep: Keep::Forever,
        conversation: Conversation::Any,
    };
    let (tell, _news) = channel();
    let (_, archive) = Archive::open(&settings, Box::new(move |news| drop(tell.send(news))))?;
    let (done, is_done) = sync_channel(1);
    let asked = archive.forget_and_tell(what.clone(), done);
    let count = asked.ok().and_then(|()| is_done.recv().ok());
    archive.close(PATIENCE);
    match count {
        Some(Ok(count)) => Ok(count),
        Some(Err(why)) => Err(Fault::Other(why).of(path)),
        None => Err(Fault::Other("it ended before it was done".to_owned()).of(path)),
    }
}

fn open(path: &Path) -> Result<Visit, Fault> {
    if !path.exists() {
        return Err(Fault::Missing);
    }
    let path = place::settle(path)?;
    let db = connection::reader(&path)?;
    schema::recognise(&db)?;
    Ok(Visit { path, db })
}

fn count(db: &Connection, what: &Forget) -> rusqlite::Result<i64> {
    match what {
        Forget::Room(room) => {
            let sql = "SELECT count(*) FROM msg WHERE room = ?1";
            db.query_row(sql, [room_id(db, room)?], |r| r.get(0))
        }
        Forget::Name(name) => {
            let sql = "SELECT count(*) FROM fts WHERE fts MATCH ?1";
            let asked = format!("who : \"{}\"", terms::of_name(name));
            db.query_row(sql, [asked], |r| r.get(0))
        }
        Forget::Message(room, seq) => {
            let sql = "SELECT count(*) FROM msg WHERE room = ?1 AND seq = ?2";
            let values = params![room_id(db, room)?, stored(*seq)];
            db.query_row(sql, values, |r| r.get(0))
        }
    }
}

fn is_meant(row: &Kept, what: &Forget) -> bool {
    match what {
        Forget::Room(room) => row.room == *room,
        Forget::Name(name) => row.name.key() == name.key(),
        Forget::Message(room, seq) => row.room == *room && row.seq == *seq,
    }
}

/// What is no row yet.
pub(crate) fn unmade(db: &Connection) -> rusqlite::Result<Vec<Kept>> {
    let mut turns = db.prepare("SELECT body FROM turn ORDER BY n")?;
    let mut turns = turns.query([])?;
    let mut rows = Vec::new();
    while let Some(turn) = turns.next()? {
        rows.extend(blob::read(turn.get_ref(0)?.as_blob().unwrap_or_default()));
    }
    Ok(rows)
}

/// The number of a room in the file, however it is spelt.
pub(crate) fn room_id(db: &Connection, room: &RoomName) -> rusqlite::Result<Option<i64>> {
    let mut rooms = db.prepare("SELECT id, name FROM room")?;
    let is_it = |(_, name): &(i64, String)| RoomName::parse(name).as_ref() == Ok(room);
    let mut rooms = rooms.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
    let found = rooms.find(|pair| pair.as_ref().map_or(true, is_it));
    Ok(found.transpose()?.map(|(id, _)| id))
}

/// How long the end may take once all is forgotten.
const PATIENCE: Duration = Duration::from_secs(10);
