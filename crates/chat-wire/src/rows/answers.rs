//! What an acknowledgement says about rows that are there, and which rows somebody
//! waits for.

use crate::marks::Mark;
use crate::payload::Payload;
use crate::rows::party::Side;
use crate::rows::row::Leg;
use crate::rows::row::Note;
use crate::rows::row::Row;
use crate::rows::store::Ladder;
use crate::rows::store::Way;

/// A datagram came: what it says about those that went the other way.
pub(in crate::rows) fn heard(ladder: &mut Ladder, theirs: Way, row: usize, payload: &Payload) {
    let own = (theirs.0, theirs.1.other());
    if let Some((n, copy)) = payload.answers {
        came(ladder, own, n, &[copy]);
        came(ladder, own, n, &payload.tries);
        // It lists every one that came, where a later one than the first did.
        if !payload.tries.is_empty() {
            absent(ladder, own, n, &payload.tries);
        }
    }
    if let Some(upto) = payload.ack {
        confirmed(ladder, own, upto, &payload.got);
        if let Some(by) = payload.got.first().copied() {
            let n = upto.saturating_add(1);
            ladder.learn(row, Note::Overtaken { n, by });
        }
    }
    said(ladder, theirs, row, payload);
}

/// A frame is confirmed, as the link tells.
pub(in crate::rows) fn acked(
    ladder: &mut Ladder,
    own: Way,
    n: u32,
    (tries, after): (Option<u16>, Option<i64>),
) {
    let copies = ladder.left(own, n);
    if let [only] = &*copies {
        answered(ladder, *only);
    }
    let count = u16::try_from(copies.len()).unwrap_or(u16::MAX);
    let tries = tries.unwrap_or(count);
    if let Some(last) = copies.last() {
        ladder.learn(*last, Note::Confirmed { after, tries });
    }
    ladder.awaited(own).remove(&n);
}

/// Whether nobody waits for a datagram: a sign of life, or the answer to one.
pub(in crate::rows) fn is_background(ladder: &mut Ladder, way: Way, payload: &Payload) -> bool {
    if !payload.is_background() {
        return false;
    }
    if !payload.is("ack") {
        // A sign of life that was lost in front of a message is shown, and so is its copy.
        let copies = payload.n.map(|n| ladder.copies(way, n)).unwrap_or_default();
        let shown = |at: &usize| ladder.rows.get(*at).is_some_and(|row| !row.is_background);
        return !copies.iter().any(shown);
    }
    // An answer is worth as much as what it answers.
    let other = (way.0, way.1.other());
    let named = payload.answers.map(|(n, _)| n).or(payload.ack);
    let copies = named.map(|n| ladder.copies(other, n)).unwrap_or_default();
    let newest = copies.last().and_then(|at| ladder.rows.get(*at));
    newest.is_none_or(|row| row.is_background) && payload.got.is_empty()
}

/// A frame that somebody waits for leaves: what may stand in its way is shown too.
pub(in crate::rows) fn bring_forward(ladder: &mut Ladder, way: Way, n: Option<u32>) {
    let Some(n) = n else { return };
    let before: Vec<u32> = ladder.awaited(way).range(..n).copied().collect();
    for before in before {
        for at in ladder.copies(way, before) {
            ladder.change(at, |row| {
                let lost = row.mark == Mark::Lost || row.mark == Mark::Presumed;
                row.is_background &= !lost;
            });
        }
    }
}

/// These transmissions came.
fn came(ladder: &mut Ladder, own: Way, n: u32, copies: &[u16]) {
    for at in ladder.copies(own, n) {
        let row = ladder.rows.get(at);
        let frame = row.and_then(Row::payload).and_then(Payload::frame);
        if frame.is_some_and(|(_, copy)| copies.contains(&copy)) {
            answered(ladder, at);
        }
    }
}

/// The others had not come by then.
fn absent(ladder: &mut Ladder, own: Way, n: u32, copies: &[u16]) {
    for at in ladder.copies(own, n) {
        ladder.change(at, |row| {
            let frame = row.payload().and_then(Payload::frame);
            let other = frame.is_some_and(|(_, copy)| !copies.contains(&copy));
            if other && row.mark == Mark::Presumed {
                row.learn(Note::Absent);
            }
        });
    }
}

/// Everything up to a number, and some beyond it, has come: which transmission of it is
/// known only where there was one.
fn confirmed(ladder: &mut Ladder, own: Way, upto: u32, got: &[u32]) {
    let awaited = ladder.awaited(own);
    let upto: Vec<u32> = awaited.range(..=upto).copied().collect();
    let done: Vec<u32> = upto.iter().chain(got).copied().collect();
    for n in &done {
        awaited.remove(n);
    }
    for n in done {
        if let [only] = &*ladder.left(own, n) {
            answered(ladder, *only);
        }
    }
}

/// The other side says that it came. One of several identical ones in flight may be
/// meant: the impairments double only what they note.
fn answered(ladder: &mut Ladder, at: usize) {
    ladder.change(at, |row| {
        if row.mark == Mark::Presumed && row.leg != Leg::Leaves {
            row.mark = Mark::Came;
            row.learn(Note::Arrived);
        }
    });
}

/// The server says a person's own message: that is the receipt.
pub(in crate::rows) fn said(ladder: &mut Ladder, theirs: Way, row: usize, payload: &Payload) {
    let is_message = payload.is("msg") && payload.text.is_some();
    if theirs.1 != Side::Server || !is_message {
        return;
    }
    let Some(id) = &payload.id else { return };
    let at = ladder
        .rows
        .get(row)
        .map_or(0, |row| row.came.unwrap_or(row.at));
    if let Some(left) = ladder.said_at(theirs.0, id) {
        let note = Note::Said {
            seq: payload.seq,
            room: payload.room.clone(),
            after: at.saturating_sub(left),
        };
        ladder.learn(row, note);
    }
}
