//! Messages as bytes: how a turn lies in the file until rows are made of it.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use chat_proto::frame::Id;
use chat_proto::frame::manner::Manner;
use chat_proto::frame::reference::How;
use chat_proto::frame::reference::Reference;
use chat_proto::name::Name;
use chat_proto::room::RoomName;
use chat_proto::stamp::Stamp;
use chat_proto::text::Text;

use crate::news::Kept;

/// The messages as bytes, each as its parts: numbers of eight bytes, texts with their
/// length before them.
pub fn write(rows: &[Kept]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(rows.iter().map(weight).sum::<usize>() + 1);
    bytes.push(FORMAT);
    for row in rows {
        // Messages are counted from 1.
        let manner = u64::from(row.manner.bits());
        let (how, refers) = row.refers.map_or((0, 0), |one| (code(one.how), one.seq));
        for number in [row.seq, row.at.unix_ms(), row.session, manner, refers, how] {
            bytes.extend(number.to_le_bytes());
        }
        let mark = row.id.as_ref().map_or("", Id::token);
        for text in [
            row.room.as_str(),
            row.name.as_str(),
            row.text.as_str(),
            mark,
        ] {
            let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
            bytes.extend(length.to_le_bytes());
            bytes.extend(text.as_bytes());
        }
    }
    bytes
}

/// In which way a message refers to another one, as a number.
fn code(how: How) -> u64 {
    match how {
        How::Answers => 0,
        How::Edits => 1,
        How::Reacts => 2,
    }
}

/// The same, read.
fn how(code: u64) -> Option<How> {
    let all = [How::Answers, How::Edits, How::Reacts];
    all.get(usize::try_from(code).ok()?).copied()
}

/// What one of them weighs here, roughly.
fn weight(row: &Kept) -> usize {
    row.text.as_str().len() + AROUND
}

/// The messages again, as far as they can be read.
pub fn read(bytes: &[u8]) -> Vec<Kept> {
    let mut known = Known::default();
    parts(bytes).map_while(|raw| known.row(&raw)).collect()
}

/// How many messages there are, and of each where and which: all that a start needs to
/// know, without the names and texts, which take far longer.
pub fn skim<'a>(bytes: &'a [u8], mut each: impl FnMut(&'a str, u64)) -> usize {
    parts(bytes).map(|raw| each(raw.room, raw.seq)).count()
}

/// The parts of each message, as far as there are any.
fn parts(bytes: &[u8]) -> impl Iterator<Item = Raw<'_>> {
    let (format, mut rest) = match bytes.split_first() {
        Some((&format @ (FORMAT_1 | FORMAT_2 | FORMAT), rest)) => (format, rest),
        Some(_) | None => (FORMAT, &[][..]),
    };
    std::iter::from_fn(move || raw(format, &mut rest))
}

/// The parts of a message.
struct Raw<'a> {
    seq: u64,
    at: u64,
    session: u64,
    manner: u64,
    refers: u64,
    how: u64,
    room: &'a str,
    name: &'a str,
    said: &'a str,
    mark: &'a str,
}

fn raw<'a>(format: u8, rest: &mut &'a [u8]) -> Option<Raw<'a>> {
    Some(Raw {
        seq: number(rest)?,
        at: number(rest)?,
        session: number(rest)?,
        manner: number(rest)?,
        refers: if format >= FORMAT_2 { number(rest)? } else { 0 },
        how: if format >= FORMAT { number(rest)? } else { 0 },
        room: text(rest)?,
        name: text(rest)?,
        said: text(rest)?,
        mark: text(rest)?,
    })
}

/// Names and rooms that were read already: a turn has few.
#[derive(Default)]
struct Known<'a> {
    rooms: HashMap<&'a str, RoomName>,
    names: HashMap<&'a str, Name>,
}

impl<'a> Known<'a> {
    fn row(&mut self, raw: &Raw<'a>) -> Option<Kept> {
        let room = match self.rooms.entry(raw.room) {
            Entry::Occupied(known) => known.get().clone(),
            Entry::Vacant(new) => new.insert(RoomName::parse(raw.room).ok()?).clone(),
        };
        let name = self
            .names
            .entry(raw.name)
            .or_insert_with(|| a_name(raw.name));
        Some(Kept {
            room,
            seq: raw.seq,
            at: Stamp::from_unix_ms(raw.at),
            name: name.clone(),
            text: Text::parse(raw.said).ok()?,
            id: Id::from_token(raw.mark),
            session: raw.session,
            manner: Manner::from_bits(raw.manner),
            refers: refers(raw),
        })
    }
}

fn refers(raw: &Raw<'_>) -> Option<Reference> {
    let how = how(raw.how)?;
    (raw.refers > 0).then_some(Reference {
        how,
        seq: raw.refers,
    })
}

/// A name as it was kept. What somebody wrote into the file with another program may be
/// no name at all.
pub fn a_name(raw: &str) -> Name {
    Name::of_anybody(raw).unwrap_or_else(|_| Name::guest(0))
}

fn number(rest: &mut &[u8]) -> Option<u64> {
    let (number, after) = rest.split_first_chunk()?;
    *rest = after;
    Some(u64::from_le_bytes(*number))
}

fn text<'a>(rest: &mut &'a [u8]) -> Option<&'a str> {
    let (length, after) = rest.split_first_chunk()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    let (text, after) = after.split_at_checked(length)?;
    *rest = after;
    std::str::from_utf8(text).ok()
}

/// The first byte of each.
const FORMAT: u8 = 3;

/// The same of a server that knew answers alone.
const FORMAT_2: u8 = 2;

/// The same of one that knew nothing of them either.
const FORMAT_1: u8 = 1;

/// The numbers, the lengths, a name, a room, a mark.
const AROUND: usize = 112;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_row() -> impl Strategy<Value = Kept> {
        let names = prop_oneof![Just("ana"), Just("guest-7"), Just("zé")];
        let ids = proptest::option::of(prop_oneof![Just("7"), Just("\"a\\n\""), Just("-3")]);
        (
            any::<u64>(),
            any::<u64>(),
            0..4_u64,
            names,
            ids,
            ("\\PC{1,40}", proptest::option::of((0..3_u64, 1..=u64::MAX))),
        )
            .prop_filter_map(
                "a text",
                |(seq, session, bits, name, id, (text, refers))| {
                    let reference = |(code, seq)| {
                        Some(Reference {
                            how: how(code)?,
                            seq,
                        })
                    };
                    Some(Kept {
                        room: RoomName::parse("Lab").ok()?,
                        seq,
                        at: Stamp::from_unix_ms(session),
                        name: a_name(name),
                        text: Text::parse(&text).ok()?,
                        id: id.and_then(Id::from_token),
                        session,
                        manner: Manner::from_bits(bits),
                        refers: refers.and_then(reference),
                    })
                },
            )
    }

    #[test]
    fn what_an_older_server_has_left_is_read() {
        let (how, seq) = (How::Answers, 3);
        for (format, refers) in [(1, None), (2, Some(Reference { how, seq }))] {
            let mut bytes = vec![format];
            let numbers = [7_u64, 1_790_000_000_000, 5, 1].into_iter();
            for number in numbers.chain(refers.map(|one| one.seq)) {
                bytes.extend(number.to_le_bytes());
            }
            for text in ["Lab", "ana", "waves", "\"a\""] {
                bytes.extend(u32::try_from(text.len()).unwrap().to_le_bytes());
                bytes.extend(text.as_bytes());
            }
            let rows = read(&bytes);
            let row = rows.first().unwrap();
            assert_eq!(
                (row.seq, row.session, row.manner.bits(), row.refers),
                (7, 5, 1, refers)
            );
            assert_eq!((row.name.as_str(), row.text.as_str()), ("ana", "waves"));
            assert_eq!(skim(&bytes, |_, _| {}), 1);
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(rows in proptest::collection::vec(any_row(), 0..9)) {
            prop_assert_eq!(read(&write(&rows)), rows);
        }

        #[test]
        fn a_start_finds_the_same_without_reading_all(rows in proptest::collection::vec(any_row(), 0..9)) {
            let bytes = write(&rows);
            let mut found = Vec::new();
            let count = skim(&bytes, |room, seq| found.push((room.to_owned(), seq)));
            let whole = rows.iter().map(|row| (row.room.as_str().to_owned(), row.seq));
            prop_assert_eq!(count, rows.len());
            prop_assert_eq!(found, whole.collect::<Vec<_>>());
        }

        #[test]
        fn no_bytes_make_reading_panic(bytes in any::<Vec<u8>>()) {
            let _ = read(&bytes);
        }

        #[test]
        fn what_is_cut_off_leaves_the_rest(rows in proptest::collection::vec(any_row(), 1..5), cut in 1_usize..30) {
            let bytes = write(&rows);
            let whole = read(&bytes[..bytes.len() - cut.min(bytes.len())]);
            prop_assert!(rows.starts_with(&whole) && whole.len() < rows.len());
        }
    }
}
