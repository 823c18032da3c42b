//! What is in a file, and whether it is whole.

use std::collections::HashMap;
use std::fmt;
use std::path::PathBuf;

use chat_proto::room::RoomName;
use chat_proto::stamp::Stamp;
use rusqlite::Connection;

use crate::blob;
use crate::fault::Fault;
use crate::fault::OpenError;
use crate::fault::told;
use crate::lock;
use crate::log::Log;
use crate::news::Kept;
use crate::place::sibling;
use crate::rooms::number;
use crate::visit::Visit;

/// What is in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stats {
    /// The file.
    pub path: PathBuf,
    /// Its bytes, with its log.
    pub bytes: u64,
    /// Of which are free for what comes.
    pub free: u64,
    /// Whether a server has it.
    pub served: bool,
    /// The id of the numbering.
    pub log: String,
    /// Messages.
    pub messages: u64,
    /// When the first and the last of them was said.
    pub when: Option<(Stamp, Stamp)>,
    /// The rooms.
    pub rooms: Vec<OfRoom>,
}

/// What there is of a room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfRoom {
    /// Its name.
    pub name: String,
    /// Messages that are there.
    pub messages: u64,
    /// The last number given.
    pub last: u64,
    /// People who spoke there.
    pub people: u64,
}

impl Visit {
    /// What is in it.
    pub fn stats(&self) -> Result<Stats, OpenError> {
        self.collect()
            .map_err(|error| Fault::from(error).of(&self.path))
    }

    /// What is wrong with it, in words; nothing where it is whole. `OpenError` where it
    /// cannot even be read.
    pub fn check(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let mut note = |checked: rusqlite::Result<Vec<String>>| match checked {
            Ok(found) => faults.extend(found),
            Err(error) => faults.push(told(&error)),
        };
        note(quick_check(&self.db));
        note(rooms(&self.db));
        note(turns(&self.db));
        note(index(&self.db));
        faults
    }

    fn collect(&self) -> rusqlite::Result<Stats> {
        let db = self.db.unchecked_transaction()?;
        let pragma = |name: &str| -> rusqlite::Result<u64> {
            db.query_row(&format!("PRAGMA {name}"), [], |r| Ok(number(r.get(0)?)))
        };
        let size = |ending: &str| {
            let file = std::fs::metadata(sibling(&self.path, ending));
            file.map_or(0, |file| file.len())
        };
        let mut rooms = of_rooms(&db)?;
        let mut when = db.query_row("SELECT min(at), max(at) FROM msg", [], |r| {
            let ends: (Option<i64>, Option<i64>) = (r.get(0)?, r.get(1)?);
            Ok(ends.0.zip(ends.1))
        })?;
        let mut known: HashMap<RoomName, usize> = HashMap::new();
        for (at, room) in rooms.iter().enumerate() {
            known.extend(RoomName::parse(&room.name).map(|name| (name, at)));
        }
        let mut bodies = db.prepare("SELECT body FROM turn ORDER BY n")?;
        let mut bodies = bodies.query([])?;
        while let Some(body) = bodies.next()? {
            for kept in blob::read(body.get_ref(0)?.as_blob().unwrap_or_default()) {
                let at = i64::try_from(kept.at.unix_ms()).unwrap_or(i64::MAX);
                let (first, last) = when.unwrap_or((at, at));
                when = Some((first.min(at), last.max(at)));
                add(&mut rooms, &mut known, &kept);
            }
        }
        let stamp = |ms: i64| Stamp::from_unix_ms(number(ms));
        Ok(Stats {
            path: self.path.clone(),
            bytes: size("") + size("-wal"),
            free: pragma("freelist_count")? * pragma("page_size")?,
            served: lock::is_taken(&sibling(&self.path, ".lock")),
            log: Log::load(&db)?.told(),
            messages: rooms.iter().map(|room| room.messages).sum(),
            when: when.map(|(first, last)| (stamp(first), stamp(last))),
            rooms,
        })
    }
}

/// One more in a room, which may be a new one.
fn add(rooms: &mut Vec<OfRoom>, known: &mut HashMap<RoomName, usize>, said: &Kept) {
    let at = *known.entry(said.room.clone()).or_insert_with(|| {
        rooms.push(OfRoom {
            name: said.room.as_str().to_owned(),
            messages: 0,
            last: 0,
            people: 1,
        });
        rooms.len() - 1
    });
    if let Some(room) = rooms.get_mut(at) {
        room.messages += 1;
        room.last = room.last.max(said.seq);
    }
}

fn of_rooms(db: &Connection) -> rusqlite::Result<Vec<OfRoom>> {
    let sql = "SELECT room.name, room.last, count(pos), count(DISTINCT msg.name)
               FROM room LEFT JOIN msg ON msg.room = room.id GROUP BY room.id ORDER BY room.name";
    let mut statement = db.prepare(sql)?;
    let rooms = statement.query_map([], |r| {
        Ok(OfRoom {
            name: r.get(0)?,
            last: number(r.get(1)?),
            messages: number(r.get(2)?),
            people: number(r.get(3)?),
        })
    })?;
    rooms.collect()
}

/// What the database finds wrong with its own pages, the index's included.
fn quick_check(db: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut statement = db.prepare("PRAGMA quick_check(20)")?;
    let lines = statement.query_map([], |r| r.get::<_, String>(0))?;
    let lines: rusqlite::Result<Vec<String>> = lines.collect();
    Ok(lines?.into_iter().filter(|line| line != "ok").collect())
}

/// Whether each room can be read to its end, and has no number beyond its last.
fn rooms(db: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut faults = Vec::new();
    let mut rooms = db.prepare("SELECT id, name, last FROM room ORDER BY name")?;
    let mut rooms = rooms.query([])?;
    while let Some(room) = rooms.next()? {
        let (id, name, last): (i64, String, i64) = (room.get(0)?, room.get(1)?, room.get(2)?);
        let sql = "SELECT max(seq), sum(length(text) + length(name)) FROM msg WHERE room = ?1";
        let read = db.query_row(sql, [id], |r| r.get::<_, Option<i64>>(0));
        match read {
            Ok(highest) if highest.is_some_and(|highest| highest > last) => {
                faults.push(format!(
                    "room {name}: its last number is said to be {last}, and is not"
                ));
            }
            Ok(_) => {}
            Err(error) => faults.push(format!("room {name} cannot be read: {}", told(&error))),
        }
    }
    Ok(faults)
}

/// Whether what is no row yet can be read.
fn turns(db: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut faults = Vec::new();
    let mut turns = db.prepare("SELECT n, body FROM turn ORDER BY n")?;
    let mut turns = turns.query([])?;
    while let Some(turn) = turns.next()? {
        let (n, body) = (turn.get::<_, i64>(0)?, turn.get_ref(1)?);
        let body = body.as_blob().unwrap_or_default();
        let rows = blob::read(body);
        if blob::write(&rows) != body {
            faults.push(format!(
                "turn {n} cannot be read: {} messages of it can",
                rows.len()
            ));
        }
    }
    Ok(faults)
}

/// Whether every row is in the index, and nothing else is.
fn index(db: &Connection) -> rusqlite::Result<Vec<String>> {
    let count = |sql: &str| db.query_row(sql, [], |r| r.get::<_, i64>(0));
    let rows = count("SELECT count(*) FROM msg")?;
    let known = count("SELECT count(*) FROM fts_docsize")?;
    let words = || format!("the index knows {known} messages, and there are {rows}");
    Ok((rows != known).then(words).into_iter().collect())
}

impl fmt::Display for Stats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let served = if self.served {
            ", which a server has"
        } else {
            ""
        };
        writeln!(f, "archive   {}{served}", self.path.display())?;
        writeln!(
            f,
            "size      {} KiB, {} KiB of it free",
            self.bytes / 1024,
            self.free / 1024
        )?;
        writeln!(f, "log       {}", self.log)?;
        writeln!(f, "messages  {}", self.messages)?;
        if let Some((first, last)) = self.when {
            writeln!(f, "from      {first}\nto        {last}")?;
        }
        for room in &self.rooms {
            let (name, messages, last) = (&room.name, room.messages, room.last);
            writeln!(
                f,
                "#{name}  {messages} messages, the last is {last}, {} people",
                room.people
            )?;
        }
        Ok(())
    }
}
