//! Reads and writes: a stream has no borders, so a row is what one call moved.

use crate::marks::Mark;
use crate::record::event::Moved;
use crate::rows::answers;
use crate::rows::party::Side;
use crate::rows::row::Chunk;
use crate::rows::row::Datagram;
use crate::rows::row::Note;
use crate::rows::row::Row;
use crate::rows::row::What;
use crate::rows::secrets;
use crate::rows::store::Ladder;
use crate::rows::store::Way;

/// The program writes.
pub(in crate::rows) fn wrote(
    ladder: &mut Ladder,
    own: Way,
    at: i64,
    (offered, moved): (usize, &Moved),
) -> usize {
    if let Some(id) = moved.payload.id.as_ref().filter(|_| own.1 == Side::Client) {
        ladder.say(own.0, id, at);
    }
    let chunk = chunk(moved, offered, moved.rest());
    let row = push(ladder, own, at, What::Write(chunk));
    secrets::wrote(ladder, own, row, moved.bytes);
    row
}

/// The program reads.
pub(in crate::rows) fn read(ladder: &mut Ladder, theirs: Way, at: i64, moved: &Moved) -> usize {
    let before = *ladder.kept(theirs);
    let kept = match (moved.lines(), before) {
        (0, Some(before)) => Some(before + moved.bytes),
        (0, None) => None,
        _ => moved.rest(),
    };
    *ladder.kept(theirs) = kept;
    // What was written in one call and read in one is one row.
    let whole = |row: &Row| match &row.what {
        What::Write(written) => row.came.is_none() && written.bytes == moved.bytes,
        What::Read(_) | What::Datagram(_) | What::Happening(_) => false,
    };
    if let Some(row) = ladder.oldest(theirs, moved.x, whole) {
        ladder.change(row, |row| {
            row.came = Some(at);
            row.is_received = true;
            row.mark = Mark::Came;
            row.learn(Note::ReadAs(moved.bytes));
        });
        secrets::read(ladder, theirs, row, moved.bytes);
        answers::said(ladder, theirs, row, &moved.payload);
        return row;
    }
    let chunk = Chunk {
        begun: before.unwrap_or(0),
        ..chunk(moved, 0, kept)
    };
    let row = push(ladder, theirs, at, What::Read(chunk));
    ladder.change(row, |row| row.is_received = true);
    secrets::read(ladder, theirs, row, moved.bytes);
    answers::said(ladder, theirs, row, &moved.payload);
    row
}

fn push(ladder: &mut Ladder, way: Way, at: i64, what: What) -> usize {
    let row = ladder.row(way, at, Datagram::default());
    let is_background = match &what {
        What::Write(chunk) | What::Read(chunk) => chunk.lines <= 1 && chunk.payload.is_background(),
        What::Datagram(_) | What::Happening(_) => false,
    };
    ladder.push(Row {
        what,
        is_background,
        ..row
    })
}

fn chunk(moved: &Moved, offered: usize, kept: Option<usize>) -> Chunk {
    Chunk {
        x: moved.x,
        bytes: moved.bytes,
        offered,
        ends: moved.ends.clone(),
        lines: moved.lines(),
        begun: 0,
        kept,
        payload: moved.payload.clone(),
        data: moved.data.clone(),
    }
}
