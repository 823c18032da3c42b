//! Whether a row fits.

use chat_proto::text::unaccented;

use crate::filter::term::Field;
use crate::filter::term::Kind;
use crate::filter::term::Test;
use crate::marks::Mark;
use crate::payload::Payload;
use crate::record::event::Happening;
use crate::record::event::Why;
use crate::rows::Ladder;
use crate::rows::row::Note;
use crate::rows::row::Row;
use crate::rows::row::What;

pub(in crate::filter) fn fits(test: &Test, ladder: &Ladder, row: &Row, since: i64) -> bool {
    match test {
        Test::Field(field, value) => has(*field, value, ladder, row),
        Test::Is(kind) => is(*kind, row),
        Test::After(us) => since >= *us,
        Test::Between(from, to) => (*from..=*to).contains(&row.at),
        Test::Text(words) => {
            let said = row.payload().and_then(|payload| payload.text.as_deref());
            said.is_some_and(|said| has_in_it(said, words))
        }
    }
}

fn has(field: Field, value: &str, ladder: &Ladder, row: &Row) -> bool {
    let payload = row.payload();
    let number = |told: Option<u64>| value.parse().is_ok_and(|value| told == Some(value));
    let word = |told: Option<&String>| told.is_some_and(|told| is_like(told, value));
    let lane = |lane: usize| {
        let party = ladder.parties.get(lane);
        party.is_some_and(|party| {
            is_like(&party.name, value)
                || party.address == value
                || party.is_server && value == "server"
        })
    };
    match field {
        Field::Seq => number(payload.and_then(|payload| payload.seq)),
        Field::N => number(payload.and_then(|payload| payload.n).map(u64::from)),
        Field::Id => word(payload.and_then(|payload| payload.id.as_ref())),
        Field::X => {
            let x = row.fingerprint().map(|x| format!("{x:08x}"));
            x.is_some_and(|x| x.starts_with(&value.to_lowercase()))
        }
        Field::Type => {
            word(payload.and_then(|payload| payload.kind.as_ref()))
                || is_tls(row) && is_like("tls", value)
        }
        Field::From => lane(row.from),
        Field::To => lane(row.to),
        Field::Peer => lane(row.from) || lane(row.to),
        Field::Flow => {
            let conversation = row.conversation.and_then(|at| ladder.conversations.get(at));
            conversation.is_some_and(|known| is_like(known.transport.as_str(), value))
        }
        Field::Room => word(payload.and_then(|payload| payload.room.as_ref())),
    }
}

/// Whether it is about secrecy, on a stream too.
fn is_tls(row: &Row) -> bool {
    let happening = matches!(
        row.what,
        What::Happening(Happening::Secret(_) | Happening::NoTls(_))
    );
    happening || row.records.is_some()
}

fn is(kind: Kind, row: &Row) -> bool {
    let noted = |fits: &dyn Fn(&Note) -> bool| row.notes.iter().any(fits);
    match kind {
        Kind::Lost => row.mark == Mark::Lost,
        Kind::Again => {
            row.is_again() || row.payload().is_some_and(|payload: &Payload| payload.again)
        }
        Kind::Duplicate => row.mark == Mark::Duplicate,
        Kind::Held => row.mark == Mark::Waiting || noted(&|note| matches!(note, Note::Kept { .. })),
        Kind::Refused => row.mark == Mark::Refused,
        Kind::Unknown => row.mark == Mark::Presumed,
        Kind::Overtaken => noted(&|note| {
            matches!(
                note,
                Note::Overtaken { .. } | Note::Again(Why::Overtaken, _)
            )
        }),
        Kind::Background => row.is_background,
        Kind::Reads => matches!(row.what, What::Read(_)),
        Kind::Writes => matches!(row.what, What::Write(_)),
    }
}

/// Whether they are the same but for accents and large letters. Every row is asked with
/// every key: plain ASCII is compared where it stands.
fn is_like(told: &str, value: &str) -> bool {
    if told.is_ascii() && value.is_ascii() {
        return told.eq_ignore_ascii_case(value);
    }
    plain(told) == plain(value)
}

fn has_in_it(said: &str, words: &str) -> bool {
    if said.is_ascii() && words.is_ascii() {
        let mut parts = said.as_bytes().windows(words.len().max(1));
        return words.is_empty() || parts.any(|part| part.eq_ignore_ascii_case(words.as_bytes()));
    }
    plain(said).contains(&plain(words))
}

fn plain(text: &str) -> String {
    unaccented(&text.to_lowercase())
}
