//! TLS, in rows: which records lie in what was written, read or carried by a link, and the
//! moment from which on all is secret.

use chat_proto::trace::tls;
use chat_proto::trace::weather;

use crate::payload::Payload;
use crate::rows::party::Side;
use crate::rows::records::Ended;
use crate::rows::records::Records;
use crate::rows::row::Row;
use crate::rows::store::Ladder;
use crate::rows::store::Way;
use crate::rows::track::Found;
use crate::rows::track::Spot;

/// A side tells of a record.
pub(in crate::rows) fn told(ladder: &mut Ladder, own: Way, record: &tls::Record) {
    match record.way {
        weather::Way::Out => ladder.track(own, own.1).made(record),
        weather::Way::In => {
            let theirs = (own.0, own.1.other());
            let found = ladder.track(theirs, own.1).heard(record);
            show(ladder, (theirs, own.1), found);
        }
    }
}

/// A stream's bytes leave, with this row.
pub(in crate::rows) fn wrote(ladder: &mut Ladder, own: Way, row: usize, bytes: usize) {
    let track = ladder.track(own, own.1);
    let found = track.left(track.number(), Spot::Row(row), bytes);
    show(ladder, (own, own.1), found);
}

/// A stream's bytes have come, in this row.
pub(in crate::rows) fn read(ladder: &mut Ladder, theirs: Way, row: usize, bytes: usize) {
    let track = ladder.track(theirs, theirs.1.other());
    track.came(track.number(), Spot::Row(row), bytes);
}

/// A datagram leaves.
pub(in crate::rows) fn sent(ladder: &mut Ladder, own: Way, payload: &Payload) {
    if let (Some(n), Some(bytes)) = (payload.n, payload.tls) {
        let track = ladder.track(own, own.1);
        let found = track.left(u64::from(n), Spot::Frame(n), bytes);
        show(ladder, (own, own.1), found);
    }
}

/// A datagram has come.
pub(in crate::rows) fn received(ladder: &mut Ladder, theirs: Way, payload: &Payload) {
    if let (Some(n), Some(bytes)) = (payload.n, payload.tls) {
        let track = ladder.track(theirs, theirs.1.other());
        track.came(u64::from(n), Spot::Frame(n), bytes);
    }
}

/// Writes what was found into its rows.
fn show(ladder: &mut Ladder, (way, told_by): (Way, Side), found: Vec<Found>) {
    for found in found {
        let (Found::Ends(spot, ..) | Found::GoesOn(spot, _)) = &found;
        let rows = match *spot {
            Spot::Row(row) => vec![row],
            Spot::Frame(n) => ladder.copies(way, n),
        };
        for row in rows {
            ladder.change(row, |row| learn(row, told_by, &found));
        }
    }
}

fn learn(row: &mut Row, told_by: Side, found: &Found) {
    let fresh = || Box::new(Records::by(told_by));
    let records = row.records.get_or_insert_with(fresh);
    if records.told_by != told_by {
        return;
    }
    match found {
        Found::Ends(_, record, at) => records.push(Ended {
            record: record.clone(),
            at: *at,
        }),
        Found::GoesOn(_, bytes) => records.open = Some(*bytes),
    }
}
