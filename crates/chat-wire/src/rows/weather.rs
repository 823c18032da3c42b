//! What the impairments do to datagrams: at the sender before the socket, at the
//! receiver behind it.

use crate::marks::Mark;
use crate::record::event::Fate;
use crate::record::event::Weather;
use crate::rows::departure::begin;
use crate::rows::row::Datagram;
use crate::rows::row::Leg;
use crate::rows::row::Note;
use crate::rows::row::Row;
use crate::rows::store::Ladder;
use crate::rows::store::Way;

/// Takes a fate, noted by whoever has the impairments.
pub(in crate::rows) fn take(
    ladder: &mut Ladder,
    (own, theirs): (Way, Way),
    at: i64,
    weather: &Weather,
) -> usize {
    let note = Note::Fate(weather.fate, weather.drew);
    if weather.inward {
        inward(ladder, theirs, (at, note), weather)
    } else {
        outward(ladder, own, (at, note), weather)
    }
}

/// It came to the socket, and goes through the impairments to the program.
fn inward(ladder: &mut Ladder, theirs: Way, (at, note): (i64, Note), weather: &Weather) -> usize {
    let fresh = |row: &Row| row.is_received && row.mark != Mark::Lost;
    let known = ladder.newest(theirs, weather.datagram.x, fresh);
    let number = known.unwrap_or_else(|| {
        let mut row = ladder.row(theirs, at, seen(weather, true));
        row.is_received = true;
        begin(ladder, row)
    });
    ladder.change(number, |row| {
        row.learn(note);
        if let Some(mark) = mark(weather.fate) {
            row.mark = mark;
        } else if row.mark == Mark::Waiting {
            row.mark = Mark::Plain;
        }
    });
    number
}

/// It is on its way to the socket.
fn outward(ladder: &mut Ladder, own: Way, (at, note): (i64, Note), weather: &Weather) -> usize {
    let waits = |row: &Row| row.leg == Leg::Leaves && row.mark == Mark::Waiting;
    let known = ladder.oldest(own, weather.datagram.x, waits);
    let number = known.unwrap_or_else(|| {
        let mut row = ladder.row(own, at, seen(weather, false));
        row.leg = Leg::Leaves;
        row.mark = Mark::Waiting;
        begin(ladder, row)
    });
    ladder.change(number, |row| {
        row.learn(note);
        if weather.fate.is_loss() {
            row.mark = Mark::Lost;
            row.leg = Leg::Whole;
        }
    });
    number
}

fn seen(weather: &Weather, is_on_wire: bool) -> Datagram {
    Datagram {
        x: weather.datagram.x,
        bytes: weather.datagram.bytes,
        payload: weather.datagram.payload.clone(),
        data: weather.datagram.data.clone(),
        is_on_wire,
    }
}

fn mark(fate: Fate) -> Option<Mark> {
    if fate.is_loss() {
        Some(Mark::Lost)
    } else if fate == Fate::Held {
        Some(Mark::Waiting)
    } else {
        None
    }
}
