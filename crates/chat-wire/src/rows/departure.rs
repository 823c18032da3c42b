//! A datagram's first row: what was decided about it before, and whether anybody waits
//! for it.

use crate::rows::answers;
use crate::rows::party::Side;
use crate::rows::row::Note;
use crate::rows::row::Row;
use crate::rows::secrets;
use crate::rows::store::Ladder;
use crate::rows::store::Way;

/// When its frame left first: of a transmission that was lost in the impairments no more
/// than its number may be known.
fn first_left(ladder: &Ladder, way: Way, row: &Row) -> i64 {
    let n = row.payload().and_then(|payload| payload.n);
    let copies = n.map(|n| ladder.copies(way, n)).unwrap_or_default();
    let first = copies.first().and_then(|at| ladder.rows.get(*at));
    first.map_or(row.at, |first| first.at)
}

/// A datagram begins its way: at the socket, or in the impairments before it.
pub(in crate::rows) fn begin(ladder: &mut Ladder, mut row: Row) -> usize {
    let way = (row.conversation.unwrap_or_default(), row.sender);
    let payload = row.payload().cloned().unwrap_or_default();
    if let Some((n, copy)) = payload.frame()
        && let Some(sent) = ladder.decision(way, n, copy)
    {
        row.learn(Note::Again(sent.why, sent.wait));
    }
    // Whatever is numbered says itself whether it is sent again.
    let just = row.at - JUST;
    let same = |before: &Row| before.at >= just && before.leg == row.leg;
    let fingerprint = row.fingerprint().filter(|_| payload.is("ack"));
    if ladder.newest(way, fingerprint, same).is_some() {
        row.learn(Note::SameAgain);
    }
    row.is_background = answers::is_background(ladder, way, &payload);
    let background = row.is_background;
    let left = first_left(ladder, way, &row);
    let number = ladder.push(row);
    secrets::sent(ladder, way, &payload);
    if !background {
        answers::bring_forward(ladder, way, payload.n);
    }
    if let Some(n) = payload.n {
        ladder.awaited(way).insert(n);
    }
    if let Some(id) = payload.id.filter(|_| way.1 == Side::Client) {
        ladder.say(way.0, &id, left);
    }
    number
}

/// Copies that are sent together come together.
const JUST: i64 = 20_000;
