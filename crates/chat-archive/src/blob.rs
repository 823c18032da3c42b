//! Messages as bytes: how a turn lies in the file until rows are made of it.

use chat_proto::frame::Id;
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
        for number in [row.seq, row.at.unix_ms(), row.session, u64::from(row.me)] {
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

/// What one of them weighs here, roughly.
fn weight(row: &Kept) -> usize {
    row.text.as_str().len() + AROUND
}

/// The messages again, as far as they can be read.
pub fn read(bytes: &[u8]) -> Vec<Kept> {
    let mut rows = Vec::new();
    let Some((&FORMAT, mut rest)) = bytes.split_first() else {
        return rows;
    };
    while let Some(row) = row(&mut rest) {
        rows.push(row);
    }
    rows
}

fn row(rest: &mut &[u8]) -> Option<Kept> {
    let (seq, at, session, me) = (number(rest)?, number(rest)?, number(rest)?, number(rest)?);
    let (room, name, said, mark) = (text(rest)?, text(rest)?, text(rest)?, text(rest)?);
    Some(Kept {
        room: RoomName::parse(room).ok()?,
        seq,
        at: Stamp::from_unix_ms(at),
        name: a_name(name),
        text: Text::parse(said).ok()?,
        id: Id::from_token(mark),
        session,
        me: me != 0,
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
const FORMAT: u8 = 1;

/// The numbers, the lengths, a name, a room, a mark.
const AROUND: usize = 96;

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
            any::<bool>(),
            names,
            ids,
            "\\PC{1,40}",
        )
            .prop_filter_map("a text", |(seq, session, me, name, id, text)| {
                Some(Kept {
                    room: RoomName::parse("Lab").ok()?,
                    seq,
                    at: Stamp::from_unix_ms(session),
                    name: a_name(name),
                    text: Text::parse(&text).ok()?,
                    id: id.and_then(Id::from_token),
                    session,
                    me,
                })
            })
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(rows in proptest::collection::vec(any_row(), 0..9)) {
            prop_assert_eq!(read(&write(&rows)), rows);
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
