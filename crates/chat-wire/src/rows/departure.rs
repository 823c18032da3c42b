//! A datagram's first row: what was decided about it before, and whether anybody waits
//! for it.

use crate::rows::answers;
use crate::rows::party::Side;
use crate::rows::row::Note;
use crate::rows::row::Row;
use crate::rows::store::Ladder;

/// A datagram begins its way: at the socket, or in the impairments before it.
pub(in crate::rows) fn begin(ladder: &mut Ladder, mut row: Row) -> usize {
    let way = (row.conversation.unwrap_or_default(), row.sender);
    let payload = row.payload().cloned().unwrap_or_default();
    if let Some((n, copy)) = payload.frame()
        && let Some(sent) = ladder.decision(way, n, copy)
    {
        row.learn(Note::Again(sent.why, sent.wait));
    }
    row.is_background = answers::is_background(ladder, way, &payload);
    let (at, background) = (row.at, row.is_background);
    let number = ladder.push(row);
    if !background {
        answers::bring_forward(ladder, way, payload.n);
    }
    if let Some(n) = payload.n {
        ladder.awaited(way).insert(n);
    }
    if let Some(id) = payload.id.filter(|_| way.1 == Side::Client) {
        ladder.say(way.0, &id, at);
    }
    number
}
