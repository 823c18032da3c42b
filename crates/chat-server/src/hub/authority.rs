//! Authority: who may do what. Asked before every deed that others could notice, in one
//! place, so that whoever decides more here decides it for all of them.
//!
//! Today everybody may do everything that being in a room, or having given the password,
//! lets one do.

use chat_proto::refusal::Refusal;
use chat_proto::room::RoomName;

use crate::hub::password;
use crate::hub::state::State;
use crate::traffic::PeerId;

/// What a peer is about to do.
#[derive(Clone, Copy, Debug)]
pub enum Deed<'a> {
    /// Say something in a room.
    Speak(&'a RoomName),
    /// Say something to one person.
    Whisper,
    /// Enter a room.
    Enter,
    /// Leave a room.
    Leave(&'a RoomName),
    /// Take a name.
    Take,
    /// Look who is in a room.
    Look,
    /// Read what was said in a room.
    Read(&'a RoomName),
}

/// Whether a peer may do this now.
pub fn may(state: &State, id: PeerId, deed: Deed<'_>) -> Result<(), Refusal> {
    match deed {
        Deed::Speak(room) | Deed::Leave(room) => {
            if state.ledger.get(room).is_none() {
                return Err(Refusal::NoSuchRoom(room.to_string()));
            }
            is_in(state, id, room)
        }
        // Whoever is not there does not learn whether there is such a room.
        Deed::Read(room) => is_in(state, id, room),
        // Whoever may come in may look in first.
        Deed::Look if password::is_admitted(state, id) => Ok(()),
        Deed::Look => Err(Refusal::NotJoined),
        Deed::Enter | Deed::Take | Deed::Whisper => Ok(()),
    }
}

fn is_in(state: &State, id: PeerId, room: &RoomName) -> Result<(), Refusal> {
    let person = state.roster.get(id).and_then(|peer| peer.person());
    let is_in = person.is_some_and(|person| person.rooms.contains(room));
    if is_in {
        Ok(())
    } else {
        Err(Refusal::NotJoined)
    }
}
