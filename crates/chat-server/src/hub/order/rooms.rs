//! Orders about a room: silence, the lock, announcements, and what is taken back.

use chat_proto::frame::order::Done;
use chat_proto::name::Name;
use chat_proto::refusal::FrameFault;
use chat_proto::refusal::Refusal;
use chat_proto::text::Text;
use chat_trust::audit::digest;

use crate::hub::citing;
use crate::hub::class::Full;
use crate::hub::class::StruckPast;
use crate::hub::gate;
use crate::hub::order::telling;
use crate::hub::order::telling::At;
use crate::hub::order::telling::Besides;
use crate::hub::state::State;
use crate::page::Past;
use crate::traffic::Output;

/// `announce`: something stands above what everybody reads.
pub fn announce(state: &mut State, at: At<'_>, text: Option<Text>) {
    state.class.announcement.clone_from(&text);
    let rooms = state.rooms.names();
    let done = Done::Announced(text);
    telling::carried(state, at, &rooms, (done, Besides::default()));
}

/// `quiet`: only teachers speak.
pub fn quiet(state: &mut State, at: At<'_>, on: bool) -> Result<(), Refusal> {
    let changed = state.class.rooms.change(at.room, |led| led.quiet = on);
    changed.map_err(too_many)?;
    tell(state, at, Done::Quiet(on));
    Ok(())
}

/// `lock`: nobody new comes in.
pub fn lock(state: &mut State, at: At<'_>, on: bool) -> Result<(), Refusal> {
    let changed = state.class.rooms.change(at.room, |led| led.locked = on);
    changed.map_err(too_many)?;
    tell(state, at, Done::Locked(on));
    Ok(())
}

/// `topic`: what the room is about.
pub fn topic(state: &mut State, at: At<'_>, text: Option<Text>) -> Result<(), Refusal> {
    // It is remembered with what is said there: the lobby may have no book yet.
    if state.ledger.get(at.room).is_none() {
        return Err(Refusal::NoSuchRoom(at.room.to_string()));
    }
    state.ledger.set_topic(at.room, text.clone());
    tell(state, at, Done::Topic(text));
    Ok(())
}

/// `redact`: a message is gone, from memory at once and from the disk soon: nobody is told of
/// that before it is sure to happen. So is what was said better than it.
pub fn redact(state: &mut State, at: At<'_>, seq: Option<u64>) -> Result<(), Refusal> {
    let numbers = meant_with_edits(state, at, seq)?;
    take_all_back(state, at, &numbers);
    Ok(())
}

/// The number of the message that is meant, and those of what was said better than it.
pub fn meant_with_edits(state: &State, at: At<'_>, seq: Option<u64>) -> Result<Vec<u64>, Refusal> {
    let seq = meant(state, at, seq)?;
    let book = state.ledger.get(at.room);
    let edits = book.into_iter().flat_map(|book| book.edits_of(seq));
    let mut numbers: Vec<_> = edits.map(|edit| edit.seq).collect();
    numbers.push(seq);
    numbers.reverse();
    Ok(numbers)
}

/// These are gone, in this order.
pub fn take_all_back(state: &mut State, at: At<'_>, numbers: &[u64]) {
    let past = |seq: &u64| {
        let book = state.ledger.get(at.room)?;
        book.history
            .remembered()
            .find(|past| past.seq == *seq)
            .cloned()
    };
    let all: Vec<_> = numbers.iter().map(|seq| (*seq, past(seq))).collect();
    for one in all {
        take_back(state, at, one);
    }
}

fn take_back(state: &mut State, at: At<'_>, (seq, past): (u64, Option<Past>)) {
    let besides = Besides {
        key: None,
        digest: past.as_ref().map(|past| digest(past.text.as_str())),
    };
    if state.ledger.is_kept() {
        state.output.push_back(Output::Redact(at.room.clone(), seq));
    }
    let who = past.as_ref().map(|past| past.name.clone());
    let memory = state.rules.memory;
    let is_it = |number, _: &Name| number == seq;
    state.ledger.strike(Some(at.room), &memory, is_it);
    let pastes = &mut state.pastes;
    pastes.strike(|room, sheet| room == at.room && sheet.number == seq);
    state.class.struck.add(StruckPast {
        room: at.room.clone(),
        seq,
        said: past.map(|past| (past.name, past.session, past.id)),
    });
    telling::carried(
        state,
        at,
        std::slice::from_ref(at.room),
        (Done::Redacted { seq, who }, besides),
    );
}

/// Which message is meant. Whoever is no teacher means one of
/// their own, of the last few minutes.
fn meant(state: &State, at: At<'_>, seq: Option<u64>) -> Result<u64, Refusal> {
    let book = state.ledger.get(at.room);
    let book = book.ok_or_else(|| Refusal::NoSuchRoom(at.room.to_string()))?;
    let own = |past: &&Past| {
        let giver = at.giver.peer;
        giver.is_some_and(|id| citing::is_own(state, id, past))
    };
    let past = match seq {
        None => book.history.remembered().rev().find(own),
        Some(seq) => book.history.remembered().find(|past| past.seq == seq),
    };
    let leads = at.giver.peer.is_none_or(|id| gate::is_teacher(state, id));
    match (seq, past) {
        (None, None) => {
            let words = "you have said nothing here that can be taken back: /redact NUMBER takes \
                         back the message with this number";
            Err(Refusal::NotAllowed(words.to_owned()))
        }
        (Some(seq), None) if leads => {
            let is_said = (1..=book.seq).contains(&seq) && !state.class.struck.has(at.room, seq);
            let unknown = FrameFault::Value("seq", "the number of a message of this room");
            is_said.then_some(seq).ok_or_else(|| unknown.into())
        }
        (Some(_), None) => Err(only_ones_own()),
        (_, Some(past)) => {
            let is_fresh = at.now.wall.unix_ms().saturating_sub(past.at.unix_ms()) <= FRESH_MS;
            if leads || (own(&past) && is_fresh) {
                // All of it, not the last way in which it was said.
                let first = past.edits().and_then(|seq| book.history.get(seq));
                Ok(first.unwrap_or(past).seq)
            } else {
                Err(only_ones_own())
            }
        }
    }
}

fn tell(state: &mut State, at: At<'_>, done: Done) {
    let rooms = std::slice::from_ref(at.room);
    telling::carried(state, at, rooms, (done, Besides::default()));
}

fn only_ones_own() -> Refusal {
    let words = "you may take back your own messages, for five minutes; older ones, and those of \
                 others, only the teacher";
    Refusal::NotAllowed(words.to_owned())
}

fn too_many(_: Full) -> Refusal {
    Refusal::NotAllowed("too many rooms are led already: try again later".to_owned())
}

/// How long one may take back what one has said.
const FRESH_MS: u64 = 5 * 60 * 1000;
