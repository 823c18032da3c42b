//! The writer's connection: turns are kept as bytes, and rows and index made of them
//! afterwards, in small steps. Each method is one transaction or none.

use std::collections::BTreeMap;

use chat_proto::frame::reference::How;
use chat_proto::room::RoomName;
use rusqlite::Connection;
use rusqlite::OptionalExtension;
use rusqlite::Transaction;
use rusqlite::params;

use crate::blob;
use crate::log::Log;
use crate::news::Kept;
use crate::redaction;
use crate::rooms::Rooms;
use crate::rooms::stored;
use crate::table::Commit;
use crate::table::begin;
use crate::table::merge;
use crate::table::meta;
use crate::table::set_meta;
use crate::terms;

/// It, and what it need not look up.
pub struct Store {
    db: Connection,
    /// The last turn in the file, in its own numbers.
    turn: i64,
    /// The last position given.
    pos: i64,
    /// Messages that are no rows yet.
    unmade: usize,
}

/// What was told and cannot be kept any more: from where to where, in each room.
pub type Holes = BTreeMap<RoomName, (u64, u64)>;

/// What was said in one turn of the owner.
#[derive(Debug)]
pub struct Turn {
    /// Its number.
    pub number: u64,
    /// What was said, in the parts that it has in the file.
    pub parts: Vec<Part>,
    /// What is to be forgotten of what was said before: where, and its number.
    pub redacted: Vec<(RoomName, u64)>,
}

/// Some messages as they lie in the file.
#[derive(Debug)]
pub struct Part {
    body: Vec<u8>,
    count: usize,
}

impl Turn {
    /// Of what was said in it, and what is to be forgotten.
    pub fn new(number: u64, rows: &[Kept], redacted: Vec<(RoomName, u64)>) -> Self {
        let part = |rows: &[Kept]| Part {
            body: blob::write(rows),
            count: rows.len(),
        };
        Self {
            number,
            parts: rows.chunks(STEP).map(part).collect(),
            redacted,
        }
    }

    /// Its bytes.
    pub fn weight(&self) -> usize {
        let said: usize = self.parts.iter().map(|part| part.body.len()).sum();
        said + self.redacted.len() * size_of::<(RoomName, u64)>()
    }

    /// What was said in it.
    pub fn rows(&self) -> impl Iterator<Item = Kept> {
        self.parts.iter().flat_map(|part| blob::read(&part.body))
    }
}

impl Store {
    /// Reads how far it is; what is no row yet is told to the rooms.
    pub fn new(db: Connection, rooms: &Rooms) -> rusqlite::Result<Self> {
        let pos = meta(&db, "pos")?.unwrap_or(0);
        let mut unmade = 0;
        let mut turn = 0;
        {
            let mut turns = db.prepare("SELECT n, body FROM turn ORDER BY n")?;
            let mut turns = turns.query([])?;
            let mut found: BTreeMap<String, (u64, u64)> = BTreeMap::new();
            while let Some(row) = turns.next()? {
                turn = row.get(0)?;
                let body = row.get_ref(1)?.as_blob().unwrap_or_default();
                unmade += blob::skim(body, |room, seq| match found.get_mut(room) {
                    Some(ends) => ends.1 = ends.1.max(seq),
                    None => drop(found.insert(room.to_owned(), (seq, seq))),
                });
            }
            let named = |(room, ends): (String, _)| Some((RoomName::parse(&room).ok()?, ends));
            for (room, (first, last)) in found.into_iter().filter_map(named) {
                rooms.said(&room, first, last);
            }
        }
        Ok(Self {
            db,
            turn,
            pos,
            unmade,
        })
    }

    /// Messages that are no rows yet.
    pub fn unmade(&self) -> usize {
        self.unmade
    }

    /// The last turn in the file.
    pub fn turn(&self) -> i64 {
        self.turn
    }

    /// The connection, for what has no place here.
    pub fn db(&mut self) -> &mut Connection {
        &mut self.db
    }

    /// Keeps turns, all or none: when this returns they survive the program's end.
    pub fn keep(
        &mut self,
        turns: &[Turn],
        holes: &Holes,
        log: Option<Log>,
    ) -> rusqlite::Result<()> {
        let mut turn = self.turn;
        let mut count = 0;
        let tx = Commit::begin(&self.db)?;
        {
            let mut insert = tx.prepare_cached("INSERT INTO turn(n, body) VALUES(?1, ?2)")?;
            for part in turns.iter().flat_map(|turn| &turn.parts) {
                turn += 1;
                count += part.count;
                insert.execute(params![turn, part.body])?;
            }
        }
        for message in turns.iter().flat_map(|turn| &turn.redacted) {
            redaction::promise(&tx, message)?;
        }
        if let Some(log) = log {
            log.store(&tx)?;
        }
        for (room, (first, last)) in holes {
            let id = room_id(&tx, room, *last)?;
            let sql = "INSERT INTO hole(room, first, last) VALUES(?1, ?2, ?3)
                       ON CONFLICT DO UPDATE SET last = max(last, excluded.last)";
            tx.execute(sql, params![id, stored(*first), stored(*last)])?;
        }
        tx.commit()?;
        self.turn = turn;
        self.unmade += count;
        Ok(())
    }

    /// Makes rows of some turns, the oldest; answers up to which turn there are rows
    /// now, nothing where there is none left.
    pub fn make(&mut self, rooms: &Rooms) -> rusqlite::Result<Option<i64>> {
        self.make_some(rooms, STEP)
    }

    /// The same of more turns at once: where many wait, a row costs less in a long step.
    pub fn make_many(&mut self, rooms: &Rooms) -> rusqlite::Result<Option<i64>> {
        self.make_some(rooms, LONG_STEP)
    }

    fn make_some(&mut self, rooms: &Rooms, most: usize) -> rusqlite::Result<Option<i64>> {
        let mut pos = self.pos;
        let tx = begin(&mut self.db)?;
        let (last, rows) = oldest(&tx, most)?;
        let Some(last) = last else {
            self.unmade = 0;
            return Ok(None);
        };
        let mut made = BTreeMap::new();
        for row in &rows {
            let room = made.entry(&row.room).or_insert((0, 0));
            if room.0 == 0 {
                room.0 = match rooms.get(&row.room).id {
                    Some(id) => id,
                    None => room_id(&tx, &row.room, 0)?,
                };
            }
            pos += 1;
            insert(&tx, row, (room.0, pos))?;
            room.1 = room.1.max(row.seq);
        }
        for (id, last) in made.values() {
            let sql = "UPDATE room SET last = max(last, ?2) WHERE id = ?1";
            tx.prepare_cached(sql)?
                .execute(params![id, stored(*last)])?;
        }
        tx.prepare_cached("DELETE FROM turn WHERE n <= ?1")?
            .execute([last])?;
        set_meta(&tx, "pos", pos)?;
        let steps = i64::try_from(most / STEP).unwrap_or(1);
        merge(&tx, MERGED * steps)?;
        tx.commit()?;
        for (room, (id, last)) in made {
            rooms.made(room, id, last);
        }
        self.pos = pos;
        self.unmade = self.unmade.saturating_sub(rows.len());
        Ok(Some(last))
    }
}

/// The oldest turns with at most so many messages, or one of them, and the last one's number.
fn oldest(tx: &Transaction<'_>, most: usize) -> rusqlite::Result<(Option<i64>, Vec<Kept>)> {
    let (mut last, mut all) = (None, Vec::new());
    let mut turns = tx.prepare_cached("SELECT n, body FROM turn ORDER BY n")?;
    let mut turns = turns.query([])?;
    while let Some(row) = turns.next()? {
        let mut rows = blob::read(row.get_ref(1)?.as_blob().unwrap_or_default());
        if last.is_some() && all.len() + rows.len() > most {
            break;
        }
        last = Some(row.get(0)?);
        all.append(&mut rows);
    }
    Ok((last, all))
}

/// One message as a row and in the index. A number that is there already stays what it
/// was.
fn insert(tx: &Transaction<'_>, row: &Kept, (room, pos): (i64, i64)) -> rusqlite::Result<()> {
    let sql = "INSERT INTO msg(pos, room, seq, at, name, text, mark, session, me,
                               reply, edit, react)
               VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) ON CONFLICT DO NOTHING";
    let at = row.at.unix_ms();
    let number = |how| row.refers.and_then(|one| one.seq_if(how)).map(stored);
    let is_new = tx.prepare_cached(sql)?.execute(params![
        pos,
        room,
        stored(row.seq),
        stored(at),
        row.name.as_str(),
        row.text.as_str(),
        row.id.as_ref().map(chat_proto::frame::Id::token),
        row.session.cast_signed(),
        row.manner.bits(),
        number(How::Answers),
        number(How::Edits),
        number(How::Reacts)
    ])?;
    if is_new == 0 {
        return Ok(());
    }
    let sql = "INSERT INTO fts(rowid, text, who, room) VALUES(?1, ?2, ?3, ?4)";
    let (text, who) = (terms::of_text(row.text.as_str()), terms::of_name(&row.name));
    tx.prepare_cached(sql)?
        .execute(params![pos, text, who, terms::of_room(room)])?;
    let sql = "INSERT INTO hour(h, first, last) VALUES(?1, ?2, ?2)
               ON CONFLICT DO UPDATE SET last = excluded.last";
    tx.prepare_cached(sql)?
        .execute(params![stored(at / HOUR), pos])?;
    Ok(())
}

/// The number of a room in the file, which has it from now on.
fn room_id(tx: &Connection, room: &RoomName, last: u64) -> rusqlite::Result<i64> {
    // Spellings that are one room are one row, with the first of them.
    let sql = "SELECT id FROM room WHERE name = ?1";
    let mut id = tx
        .query_row(sql, [room.as_str()], |r| r.get(0))
        .optional()?;
    let mut known = tx.prepare_cached("SELECT id, name FROM room WHERE ?1")?;
    let mut known = known.query([id.is_none()])?;
    while let Some(row) = known.next()? {
        let name: String = row.get(1)?;
        if RoomName::parse(&name).as_ref() == Ok(room) {
            id = Some(row.get(0)?);
            break;
        }
    }
    let id = if let Some(id) = id {
        id
    } else {
        let sql = "INSERT INTO room(name, last) VALUES(?1, 0) RETURNING id";
        tx.query_row(sql, [room.as_str()], |r| r.get(0))?
    };
    let sql = "UPDATE room SET last = max(last, ?2) WHERE id = ?1";
    tx.execute(sql, params![id, stored(last)])?;
    Ok(id)
}

/// Messages of one step: what the writer does between two commits.
const STEP: usize = 64;

/// Messages of a step where many wait: some 8 ms.
const LONG_STEP: usize = 256;

/// Pages of the index that a step brings into order, for each [`STEP`] messages.
const MERGED: i64 = 16;

/// Milliseconds.
const HOUR: u64 = 3_600_000;
