//! The rooms of the file: their numbers there, and the last number given in each. The
//! writer adds to it, the reader looks it up.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use chat_proto::room::RoomName;
use rusqlite::Connection;

use crate::news::Kept;

/// Shared by the archive's threads.
#[derive(Debug, Default)]
pub struct Rooms(Mutex<HashMap<RoomName, Room>>);

/// One of them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Room {
    /// Its number in the file; none where no row of it was made yet.
    pub id: Option<i64>,
    /// The last number given in it.
    pub last: u64,
    /// The first message that is no row yet.
    pub unmade: Option<u64>,
}

impl Rooms {
    /// As they are in the file.
    pub fn load(db: &Connection) -> rusqlite::Result<Self> {
        let mut all = HashMap::new();
        let mut statement = db.prepare("SELECT id, name, last FROM room")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let name: String = row.get(1)?;
            if let Ok(name) = RoomName::parse(&name) {
                let room = Room {
                    id: Some(row.get(0)?),
                    last: number(row.get(2)?),
                    unmade: None,
                };
                all.insert(name, room);
            }
        }
        Ok(Self(Mutex::new(all)))
    }

    /// What is known of one.
    pub fn get(&self, name: &RoomName) -> Room {
        self.all().get(name).copied().unwrap_or_default()
    }

    /// All of them with their last numbers, in an order.
    pub fn lasts(&self) -> Vec<(RoomName, u64)> {
        let mut lasts: Vec<_> = self.all().clone().into_iter().collect();
        lasts.sort_by(|(a, _), (b, _)| a.cmp(b));
        lasts
            .into_iter()
            .map(|(name, room)| (name, room.last))
            .collect()
    }

    /// Messages were given, and are no rows yet.
    pub fn all_said(&self, rows: &[Kept]) {
        let mut all = self.all();
        // Many in a row are of one room: it is looked up once.
        for rows in rows.chunk_by(|a, b| a.room == b.room) {
            let Some(first) = rows.first() else {
                continue;
            };
            let room = all.entry(first.room.clone()).or_default();
            let last = rows.iter().map(|row| row.seq).max();
            room.last = room.last.max(last.unwrap_or(0));
            room.unmade.get_or_insert(first.seq);
        }
    }

    /// All up to this one are rows.
    pub fn made(&self, name: &RoomName, id: i64, seq: u64) {
        let mut all = self.all();
        let room = all.entry(name.clone()).or_default();
        room.id = Some(id);
        room.unmade = (seq < room.last).then_some(seq + 1);
    }

    fn all(&self) -> MutexGuard<'_, HashMap<RoomName, Room>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A number as the file has it.
pub fn stored(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A number of the file.
pub fn number(stored: i64) -> u64 {
    u64::try_from(stored).unwrap_or(0)
}
