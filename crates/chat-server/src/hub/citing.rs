//! To which message of a room another one refers: whether it may, and what is quoted of it.

use chat_proto::frame::reference::Citation;
use chat_proto::frame::reference::How;
use chat_proto::frame::reference::Reference;
use chat_proto::room::RoomName;

use crate::hub::book::Book;
use crate::hub::state::State;
use crate::page::Past;
use crate::traffic::PeerId;

/// What a message of this peer refers to. Nothing where no such number was given yet, or
/// where somebody would say better what somebody else has said: it is a message like any
/// other then. What was said better already is meant by its first number.
pub fn cite(state: &State, by: PeerId, room: &RoomName, refers: Reference) -> Option<Citation> {
    let book = state.ledger.get(room)?;
    let Reference { how, seq } = refers;
    let meant = book.history.get(seq).and_then(Past::edits);
    let seq = meant.unwrap_or(seq);
    let is_given = seq <= book.seq;
    let may = is_given && (how != How::Edits || may_edit(state, by, (book, seq)));
    may.then(|| quoting(state, room, Reference { how, seq }))
}

/// The same where it may: what is quoted is what this server remembers. Of a message that is
/// forgotten, or taken back, nothing is.
pub fn quoting(state: &State, room: &RoomName, of: Reference) -> Citation {
    let book = state.ledger.get(room);
    let said = book.and_then(|book| {
        let first = book.history.get(of.seq)?;
        Some(book.edits_of(of.seq).next().unwrap_or(first).quote())
    });
    Citation { of, said }
}

/// Only one's own, as long as it is remembered, and not for ever.
fn may_edit(state: &State, by: PeerId, (book, seq): (&Book, u64)) -> bool {
    let first = book.history.get(seq);
    let is_reaction = |past: &Past| {
        let of = past.cites.as_ref().map(|cites| cites.of);
        of.is_some_and(|of| of.how == How::Reacts)
    };
    first.is_some_and(|past| is_own(state, by, past) && !is_reaction(past))
        && book.edits_of(seq).take(EDITS).count() < EDITS
}

/// Whether somebody has said this: in the same session, or under the name that is theirs.
pub fn is_own(state: &State, id: PeerId, past: &Past) -> bool {
    let Some(peer) = state.roster.get(id) else {
        return false;
    };
    let is_named = || {
        let name = peer.person().map(|person| person.name.key().plain());
        peer.standing.owns && name == Some(past.name.key().plain())
    };
    past.session == state.voice(peer.session) || is_named()
}

/// So often one message is said better: whoever takes it back takes back all of these.
const EDITS: usize = 10;
