//! Leaving a room: by `leave`, and for any other reason.

use std::borrow::Cow;

use chat_proto::frame::Id;
use chat_proto::frame::PeerFrame;
use chat_proto::frame::server::Body;
use chat_proto::frame::server::Event;
use chat_proto::now::Now;
use chat_proto::refusal::Refusal;
use chat_proto::room::RoomName;

use crate::deed::What;
use crate::hub::authority;
use crate::hub::authority::Deed;
use crate::hub::proposing;
use crate::hub::roster::Phase;
use crate::hub::state::State;
use crate::traffic::PeerId;

/// `leave`: leaves the room, or the one last joined.
pub fn leave(
    state: &mut State,
    now: Now,
    id: PeerId,
    (room, mark): (Option<&RoomName>, Option<Id>),
) -> Result<(), Refusal> {
    let person = state.roster.get(id).and_then(|p| p.person());
    let person = person.ok_or(Refusal::NotJoined)?;
    let last = || person.rooms.last().ok_or(Refusal::NotJoined);
    let room = room.map_or_else(last, Ok)?.clone();
    authority::may(state, id, Deed::Leave(&room))?;
    let asked = || {
        let room = Some(room.clone());
        What::Frame(Box::new(PeerFrame::Leave { room, id: mark }))
    };
    if proposing::propose(state, id, asked)? {
        return Ok(());
    }
    let shown = state.ledger.get(&room).map(|book| book.name.clone());
    let who = state.roster.name_of(id).cloned().into_iter().collect();
    leave_room(state, now, id, &room, Cow::Borrowed(""));
    let event = Event::Leave {
        who,
        why: Cow::Borrowed(""),
    };
    // Its own copy is its receipt.
    state.tell(now, id, Body::Notice { room: shown, event });
    Ok(())
}

/// Takes a peer out of one room and tells those who stay.
pub fn leave_room(
    state: &mut State,
    now: Now,
    id: PeerId,
    room: &RoomName,
    why: Cow<'static, str>,
) {
    let Some(name) = state.roster.name_of(id).cloned() else {
        return;
    };
    let who = vec![name];
    let event = Event::Leave { who, why };
    state.leave(now, room, id);
    if let Some(peer) = state.roster.get_mut(id)
        && let Phase::Present(person) = &mut peer.phase
    {
        person.rooms.retain(|r| r != room);
    }
    state.tell_comings(now, room, id, event);
}
