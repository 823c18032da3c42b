//! One event into a row, or into what is learnt about one.

use chat_proto::trace;

use crate::marks::Mark;
use crate::payload::Payload;
use crate::record::event;
use crate::record::event::Arrival;
use crate::record::event::Event;
use crate::record::event::Happening;
use crate::record::event::Link;
use crate::record::event::Refused;
use crate::record::event::Sent;
use crate::rows::answers;
use crate::rows::departure::begin;
use crate::rows::party::Party;
use crate::rows::party::Place;
use crate::rows::party::Side;
use crate::rows::row::Datagram;
use crate::rows::row::Leg;
use crate::rows::row::Note;
use crate::rows::row::Row;
use crate::rows::row::What;
use crate::rows::secrets;
use crate::rows::store::Ladder;
use crate::rows::store::Way;
use crate::rows::streams;
use crate::rows::weather;

/// Takes an event.
pub(in crate::rows) fn take(
    ladder: &mut Ladder,
    place: Place,
    at: i64,
    event: &Event,
) -> Option<usize> {
    let own = match place {
        Place::In(conversation, side) => Some((conversation, side)),
        Place::At(_) => None,
    };
    match (own, event) {
        (Some(own), Event::Out(datagram)) => Some(left(ladder, own, at, datagram)),
        (Some(own), Event::In(datagram)) => Some(came(ladder, other(own), at, datagram)),
        (Some(own), Event::Weather(fate)) => {
            Some(weather::take(ladder, (own, other(own)), at, fate))
        }
        (Some(own), Event::Read(moved)) => Some(streams::read(ladder, other(own), at, moved)),
        (Some(own), Event::Write { offered, moved }) => {
            Some(streams::wrote(ladder, own, at, (*offered, moved)))
        }
        (Some(own), Event::Link(link)) => {
            decided(ladder, own, at, link);
            None
        }
        (Some(own), Event::Called { name }) => {
            called(ladder, own.0, name);
            None
        }
        (_, Event::Told(told)) => told_of(ladder, place, at, told),
        (_, Event::Happened(happening)) => {
            if matches!(happening, Happening::Missed(_)) {
                ladder.house.missed(at);
                ladder.lose_tracks();
            }
            Some(happened(ladder, place, at, happening.clone()))
        }
        // What is of no conversation has no lane to go to.
        (None, _) | (_, Event::Begin(_) | Event::Flow(_) | Event::Aside(_) | Event::Unknown(_)) => {
            None
        }
    }
}

/// What is told of a conversation beside its rows; a row where that is worth one.
fn told_of(
    ladder: &mut Ladder,
    place: Place,
    at: i64,
    told: &trace::event::Event,
) -> Option<usize> {
    let Place::In(conversation, side) = place else {
        if !ladder.turns.told(at, told) {
            ladder.house.told(at, told);
            name_lane(ladder, told);
        }
        return None;
    };
    if let trace::event::Event::Tcp(tcp) = told {
        let below = ladder.below.entry(conversation).or_default();
        let happening = below.told(at, tcp)?;
        return Some(happened(ladder, place, at, happening));
    }
    if let trace::event::Event::TlsRecord(record) = told {
        secrets::told(ladder, (conversation, side), record);
    }
    if let trace::event::Event::TlsOpen(open) = told {
        let happening = Happening::Secret(open.clone());
        return Some(happened(ladder, place, at, happening));
    }
    if let trace::event::Event::TlsFailed(failed) = told {
        let happening = Happening::NoTls(failed.why.to_string());
        return Some(happened(ladder, place, at, happening));
    }
    if let trace::event::Event::SendBuffer(outbox) = told {
        let below = ladder.below.entry(conversation).or_default();
        (below.at, below.outbox) = (at, Some(*outbox));
    }
    None
}

/// A server says who is at an address.
fn name_lane(ladder: &mut Ladder, told: &trace::event::Event) {
    if let trace::event::Event::Census(census) = told
        && let (Some(from), Some(name)) = (&census.from, &census.name)
    {
        let nameless = |party: &&mut Party| party.name.is_empty() && *party.address == **from;
        if let Some(party) = ladder.parties.iter_mut().find(nameless) {
            party.name = name.to_string();
        }
    }
}

fn other((conversation, side): Way) -> Way {
    (conversation, side.other())
}

fn decided(ladder: &mut Ladder, own: Way, at: i64, link: &Link) {
    let theirs = other(own);
    match link {
        Link::Sent(sent) => because(ladder, own, sent),
        Link::Acked { n, tries, after } => answers::acked(ladder, own, *n, (*tries, *after)),
        Link::Delivered(arrival) => {
            ladder.awaited(theirs).remove(&arrival.n);
        }
        Link::Held { arrival, missing } => {
            let (n, missing) = (arrival.n, *missing);
            if let Some(row) = arrived(ladder, theirs, arrival) {
                ladder.learn(row, Note::Kept { n, missing });
            }
        }
        Link::Duplicate(arrival) => duplicate(ladder, theirs, arrival),
        Link::Discarded(refused) => discarded(ladder, theirs, at, refused),
        Link::Stranger(refused) => stranger(ladder, own, at, refused),
    }
}

/// A datagram is given to the socket.
fn left(ladder: &mut Ladder, own: Way, at: i64, datagram: &event::Datagram) -> usize {
    let waits = |row: &Row| row.leg == Leg::Leaves && row.mark == Mark::Waiting;
    let before = ladder.oldest(own, datagram.x, waits);
    let mut row = ladder.row(own, at, at_socket(datagram));
    let frame = datagram.payload.frame();
    row.mark = match (&datagram.failed, frame) {
        (Some(_), _) => Mark::Lost,
        (None, Some(_)) => Mark::Presumed,
        (None, None) => Mark::Plain,
    };
    if let Some(why) = &datagram.failed {
        row.learn(Note::NotTaken(why.clone()));
    }
    if let Some(first) = before {
        // Where nothing passed it, its leaving and its arrival are one row.
        let passed = ladder.rows.next() > first + 1;
        if !passed {
            let mark = row.mark;
            ladder.change(first, |row| {
                row.leg = Leg::Whole;
                row.mark = mark;
                row.is_at_socket();
            });
            return first;
        }
        let leaving = ladder
            .rows
            .get(first)
            .map(|row| (row.notes.clone(), row.is_background));
        row.leg = Leg::Lands;
        (row.notes, row.is_background) = leaving.unwrap_or_default();
        ladder.change(first, |row| row.mark = Mark::Plain);
        return ladder.push(row);
    }
    begin(ladder, row)
}

/// A datagram comes from the socket.
fn came(ladder: &mut Ladder, theirs: Way, at: i64, datagram: &event::Datagram) -> usize {
    let waits = |row: &Row| !row.is_received && row.mark != Mark::Lost && row.leg != Leg::Leaves;
    let known = ladder.is_recorded(theirs);
    let known = known
        .then(|| ladder.oldest(theirs, datagram.x, waits))
        .flatten();
    let number = if let Some(number) = known {
        ladder.change(number, |row| {
            row.came = Some(at);
            row.is_received = true;
            if row.mark == Mark::Presumed {
                row.mark = Mark::Came;
            }
        });
        number
    } else {
        let mut row = ladder.row(theirs, at, at_socket(datagram));
        row.is_received = true;
        begin(ladder, row)
    };
    ladder.has_come(theirs, number);
    secrets::received(ladder, theirs, &datagram.payload);
    answers::heard(ladder, theirs, number, &datagram.payload);
    number
}

fn at_socket(datagram: &event::Datagram) -> Datagram {
    Datagram {
        x: datagram.x,
        bytes: datagram.bytes,
        payload: datagram.payload.clone(),
        data: datagram.data.clone(),
        is_on_wire: true,
    }
}

/// Why a transmission leaves, which may be told before it does, or after.
fn because(ladder: &mut Ladder, own: Way, sent: &Sent) {
    let copy = |at: &usize| {
        let row = ladder.rows.get(*at);
        let frame = row.and_then(Row::payload).and_then(Payload::frame);
        let told = row.is_some_and(|row| row.notes.iter().any(|n| matches!(n, Note::Again(..))));
        frame == Some((sent.n, sent.copy)) && !told
    };
    let copies = ladder.copies(own, sent.n);
    match copies.iter().rev().find(|at| copy(at)) {
        Some(row) => ladder.learn(*row, Note::Again(sent.why, sent.wait)),
        None => ladder.decided(own, sent.clone()),
    }
}

/// The row of what came.
fn arrived(ladder: &Ladder, theirs: Way, arrival: &Arrival) -> Option<usize> {
    let received = |row: &Row| row.is_received;
    let by_print = ladder.newest(theirs, arrival.x, received);
    let by_number = || {
        let copies = ladder.copies(theirs, arrival.n);
        let fits = |at: &&usize| {
            let row = ladder.rows.get(**at).filter(|row| row.is_received);
            let frame = row.and_then(Row::payload).and_then(Payload::frame);
            frame.is_some_and(|(_, copy)| arrival.copy.is_none_or(|said| said == copy))
        };
        copies.iter().rev().find(fits).copied()
    };
    by_print.or_else(by_number)
}

fn duplicate(ladder: &mut Ladder, theirs: Way, arrival: &Arrival) {
    if let Some(row) = arrived(ladder, theirs, arrival) {
        let (n, copy) = (arrival.n, arrival.copy.unwrap_or(1));
        ladder.change(row, |row| {
            row.mark = Mark::Duplicate;
            row.learn(Note::CameBefore { n, copy });
        });
    }
}

fn discarded(ladder: &mut Ladder, theirs: Way, at: i64, refused: &Refused) {
    let received = |row: &Row| row.is_received && row.mark != Mark::Refused;
    let known = ladder.newest(theirs, refused.x, received);
    let last = || ladder.last_came(theirs).filter(|_| refused.x.is_none());
    let number = known.or_else(last);
    let number = number.unwrap_or_else(|| unseen(ladder, theirs, at, (refused, true)));
    refuse(ladder, number, refused);
}

/// A row for a datagram of which nothing else is told.
fn unseen(
    ladder: &mut Ladder,
    theirs: Way,
    at: i64,
    (refused, is_on_wire): (&Refused, bool),
) -> usize {
    let datagram = Datagram {
        x: refused.x,
        bytes: refused.bytes.unwrap_or_default(),
        is_on_wire,
        ..Datagram::default()
    };
    let mut row = ladder.row(theirs, at, datagram);
    row.is_received = true;
    ladder.push(row)
}

/// Somebody else knocks.
fn stranger(ladder: &mut Ladder, own: Way, at: i64, refused: &Refused) {
    let theirs = (own.0, own.1.other());
    let received = |row: &Row| row.is_received && row.mark != Mark::Refused;
    let known = ladder.newest(theirs, refused.x, received);
    let number = known.unwrap_or_else(|| unseen(ladder, theirs, at, (refused, false)));
    refuse(ladder, number, refused);
    ladder.house.knocked(at, refused);
}

fn refuse(ladder: &mut Ladder, number: usize, refused: &Refused) {
    let note = Note::Refused {
        why: refused.why.clone(),
        from: refused.from.clone(),
    };
    ladder.change(number, |row| {
        row.mark = Mark::Refused;
        row.is_background = false;
        row.learn(note);
    });
}

/// How the client of a conversation is called.
fn called(ladder: &mut Ladder, conversation: usize, name: &str) {
    let lane = ladder
        .conversations
        .get(conversation)
        .map(|known| known.client);
    if let Some(party) = lane.and_then(|lane| ladder.parties.get_mut(lane))
        && party.name.is_empty()
    {
        name.clone_into(&mut party.name);
    }
}

fn happened(ladder: &mut Ladder, place: Place, at: i64, happening: Happening) -> usize {
    let (conversation, lane, sender) = match place {
        Place::In(conversation, side) => {
            let known = ladder.conversations.get(conversation);
            (
                Some(conversation),
                known.map_or(0, |known| known.lane(side)),
                side,
            )
        }
        Place::At(lane) => (None, lane, Side::Client),
    };
    ladder.push(Row {
        at,
        came: None,
        conversation,
        from: lane,
        to: lane,
        sender,
        what: What::Happening(happening),
        mark: Mark::Plain,
        leg: Leg::Whole,
        notes: Vec::new(),
        records: None,
        is_background: false,
        is_received: false,
    })
}
