//! Pages of a room, and hits, out of the rows.

use std::collections::HashMap;

use chat_proto::frame::Id;
use chat_proto::frame::manner::Manner;
use chat_proto::frame::reference::How;
use chat_proto::frame::reference::Reference;
use chat_proto::name::Name;
use chat_proto::room::RoomName;
use chat_proto::stamp::Stamp;
use chat_proto::text::Text;
use rusqlite::Connection;
use rusqlite::ErrorCode;
use rusqlite::Row;
use rusqlite::ToSql;
use rusqlite::params;

use crate::blob;
use crate::news::Kept;
use crate::news::Query;
use crate::news::Where;
use crate::rooms::number;
use crate::rooms::stored;
use crate::terms;

/// Some rows, and whether there are others beyond.
pub type Part = (Vec<Kept>, bool);

/// A page of the room with this number in the file.
pub fn page(
    db: &Connection,
    (room, id): (&RoomName, i64),
    place: Where,
    limit: usize,
) -> rusqlite::Result<Part> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX - 1);
    let below = |seq: i64, limit: i64| -> rusqlite::Result<Part> {
        let sql = format!("{ROWS} WHERE room = ?1 AND seq < ?2 ORDER BY seq DESC LIMIT ?3");
        let mut part = rows(db, &sql, (room, id), (seq, limit))?;
        part.0.reverse();
        Ok(part)
    };
    let from = |seq: i64, limit: i64| {
        let sql = format!("{ROWS} WHERE room = ?1 AND seq >= ?2 ORDER BY seq LIMIT ?3");
        rows(db, &sql, (room, id), (seq, limit))
    };
    match place {
        Where::Newest => below(i64::MAX, limit),
        Where::Before(seq) => below(stored(seq), limit),
        Where::After(seq) => from(stored(seq).saturating_add(1), limit),
        Where::Around(seq) => {
            let (mut all, _) = below(stored(seq), limit / 2)?;
            let (later, more) = from(stored(seq), limit - limit / 2)?;
            all.extend(later);
            Ok((all, more))
        }
    }
}

/// The rows of a statement that asks for one more than `limit`.
fn rows(
    db: &Connection,
    sql: &str,
    (room, id): (&RoomName, i64),
    (seq, limit): (i64, i64),
) -> rusqlite::Result<Part> {
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(params![id, seq, limit + 1])?;
    let mut found = Reading::default();
    let mut count = 0;
    while let Some(row) = rows.next()? {
        count += 1;
        if count > limit {
            return Ok((found.rows, true));
        }
        found.read(row, room)?;
    }
    Ok((found.rows, false))
}

/// Shows every row, as long as it is wanted: those of a room, or all, not earlier than
/// this, in the order in which they were said.
pub fn each(
    db: &Connection,
    only: Option<i64>,
    since: i64,
    show: &mut dyn FnMut(&Kept) -> bool,
) -> rusqlite::Result<()> {
    let (place, order) = match only {
        Some(_) => ("room = ?1", "seq"),
        None => ("?1 IS NULL", "pos"),
    };
    let names = db
        .prepare("SELECT id, name FROM room")?
        .query_map([], |r| {
            let name: String = r.get(1)?;
            Ok((r.get(0)?, RoomName::parse(&name).ok()))
        })?
        .collect::<rusqlite::Result<HashMap<i64, Option<RoomName>>>>()?;
    // A file that no server of today has opened yet has no such columns.
    let has = |column| {
        db.prepare(&format!("SELECT {column} FROM msg LIMIT 0"))
            .is_ok()
    };
    let columns = match (has("react"), has("reply")) {
        (true, _) => ROWS,
        (false, true) => ROWS_2,
        (false, false) => ROWS_1,
    };
    let sql = format!("{columns} WHERE {place} AND at >= ?2 ORDER BY {order}");
    let mut statement = db.prepare(&sql)?;
    let mut rows = statement.query(params![only, since])?;
    let mut reading = Reading::default();
    while let Some(row) = rows.next()? {
        if let Some(Some(room)) = names.get(&row.get(0)?) {
            reading.read(row, room)?;
        }
        if !reading.rows.drain(..).all(|row| show(&row)) {
            return Ok(());
        }
    }
    Ok(())
}

/// Hits, the newest first. A search that is interrupted has found what it has.
///
/// The index merges the lists of many rooms for every hit, which costs more than all the
/// rest where a word is rare. So its first hits are looked for wherever they are, and
/// only what lies beyond them in these rooms alone.
pub fn search(db: &Connection, query: &Query, rooms: &[(RoomName, i64)]) -> rusqlite::Result<Part> {
    let ids: Vec<i64> = rooms.iter().map(|(_, id)| *id).collect();
    let Some(question) = terms::question(&query.text, query.from.as_ref(), &ids) else {
        return Ok((Vec::new(), false));
    };
    let (first, last) = hours(db, query)?;
    let mut search = Search {
        names: rooms.iter().map(|(name, id)| (*id, name)).collect(),
        query,
        found: Reading::default(),
        first,
        last,
    };
    let mut ended = Ended::Enough;
    if ids.len() > 1 {
        ended = search.look(db, &question.anywhere, LOOKED_AT_ANYWHERE)?;
    }
    if matches!(ended, Ended::Enough) {
        ended = search.look(db, &question.in_rooms(), usize::MAX)?;
    }
    Ok((search.found.rows, !matches!(ended, Ended::NoMore)))
}

/// So many hits are looked at in all rooms before these rooms alone are asked: some
/// milliseconds.
const LOOKED_AT_ANYWHERE: usize = 1_000;

/// One search, as far as it has come.
struct Search<'a> {
    query: &'a Query,
    names: HashMap<i64, &'a RoomName>,
    found: Reading,
    first: i64,
    /// The next hit lies here or before.
    last: i64,
}

/// Why a look at the index has ended.
enum Ended {
    NoMore,
    /// All that is wanted was found, or there was no more time.
    Full,
    /// As many hits were looked at as were allowed.
    Enough,
}

impl Search<'_> {
    fn look(&mut self, db: &Connection, question: &str, most: usize) -> rusqlite::Result<Ended> {
        let sql = format!(
            "{HITS} WHERE fts MATCH ?1 AND fts.rowid BETWEEN ?2 AND ?3
             AND at BETWEEN ?4 AND ?5 AND seq < ?6 ORDER BY fts.rowid DESC"
        );
        let query = self.query;
        let since = query.since.map_or(0, |at| stored(at.unix_ms()));
        let until = query.until.map_or(i64::MAX, |at| stored(at.unix_ms()));
        let before = query.before.map_or(i64::MAX, stored);
        let values: [&dyn ToSql; 6] = [&question, &self.first, &self.last, &since, &until, &before];
        let mut statement = db.prepare_cached(&sql)?;
        let mut hits = statement.query(values)?;
        for _ in 0..most {
            let row = match hits.next() {
                Ok(Some(row)) => row,
                Ok(None) => return Ok(Ended::NoMore),
                Err(error) if is_interrupted(&error) => return Ok(Ended::Full),
                Err(error) => return Err(error),
            };
            if self.found.rows.len() >= query.limit {
                return Ok(Ended::Full);
            }
            if let Some(room) = self.names.get(&row.get(0)?) {
                self.found.read(row, room)?;
            }
            self.last = row.get::<_, i64>(11)? - 1;
        }
        Ok(Ended::Enough)
    }
}

/// Where the hours are that a search wants: nothing outside is looked at.
fn hours(db: &Connection, query: &Query) -> rusqlite::Result<(i64, i64)> {
    let hour = |at: Stamp| stored(at.unix_ms() / 3_600_000);
    let one = |sql: &str, hour: i64| -> rusqlite::Result<Option<i64>> {
        db.prepare_cached(sql)?.query_row([hour], |r| r.get(0))
    };
    let first = match query.since {
        None => Some(0),
        Some(at) => one("SELECT min(first) FROM hour WHERE h >= ?1", hour(at))?,
    };
    let last = match query.until {
        None => Some(i64::MAX),
        Some(at) => one("SELECT max(last) FROM hour WHERE h <= ?1", hour(at))?,
    };
    Ok((first.unwrap_or(i64::MAX), last.unwrap_or(0)))
}

fn is_interrupted(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::OperationInterrupted)
}

/// Rows, with the names that were read already: a page has few.
#[derive(Default)]
struct Reading {
    rows: Vec<Kept>,
    names: HashMap<String, Name>,
}

impl Reading {
    /// Adds a row. One that another program has made unreadable is left out.
    fn read(&mut self, row: &Row<'_>, room: &RoomName) -> rusqlite::Result<()> {
        let Ok(text) = Text::parse(row.get_ref(4)?.as_str()?) else {
            return Ok(());
        };
        let name = row.get_ref(3)?.as_str()?;
        let name = if let Some(known) = self.names.get(name) {
            known.clone()
        } else {
            let parsed = blob::a_name(name);
            self.names.insert(name.to_owned(), parsed.clone());
            parsed
        };
        let session: i64 = row.get(6)?;
        self.rows.push(Kept {
            room: room.clone(),
            seq: number(row.get(1)?),
            at: Stamp::from_unix_ms(number(row.get(2)?)),
            name,
            text,
            id: row.get_ref(5)?.as_str_or_null()?.and_then(Id::from_token),
            session: session.cast_unsigned(),
            manner: Manner::from_bits(number(row.get(7)?)),
            refers: refers(row)?,
        });
        Ok(())
    }
}

/// Which message it refers to. What somebody wrote into the file with another program may
/// name several.
fn refers(row: &Row<'_>) -> rusqlite::Result<Option<Reference>> {
    for (column, how) in [(9, How::Edits), (10, How::Reacts), (8, How::Answers)] {
        let seq = row.get::<_, Option<i64>>(column)?.map(number);
        if let Some(seq) = seq.filter(|seq| *seq > 0) {
            return Ok(Some(Reference { how, seq }));
        }
    }
    Ok(None)
}

const ROWS: &str =
    "SELECT room, seq, at, name, text, mark, session, me, reply, edit, react FROM msg";

/// The same of a file of version 2.
const ROWS_2: &str =
    "SELECT room, seq, at, name, text, mark, session, me, reply, NULL, NULL FROM msg";

/// And of version 1.
const ROWS_1: &str =
    "SELECT room, seq, at, name, text, mark, session, me, NULL, NULL, NULL FROM msg";

const HITS: &str =
    "SELECT msg.room, seq, at, name, msg.text, mark, session, me, reply, edit, react, pos
                    FROM fts CROSS JOIN msg ON pos = fts.rowid";
