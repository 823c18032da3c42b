//! A connection is over: what only its own server knows of it is forgotten. What becomes of
//! the person is for all servers, where there are several.

use chat_proto::now::Now;
use tracing::debug;
use tracing::info;

use crate::hub::state::State;
use crate::traffic::PeerId;

/// Nothing more is told to a peer, nor heard of it.
pub fn cut_off(state: &mut State, now: Now, id: PeerId, why: &str) {
    let Some(peer) = state.roster.get(id) else {
        return;
    };
    let (origin, person) = (peer.origin, peer.person());
    let rooms = person.map(|p| p.rooms.clone()).unwrap_or_default();
    let name = person.map(|p| p.name.to_string()).unwrap_or_default();
    let (is_known, is_counted) = (person.is_some(), !peer.is_turned_away());
    if is_known {
        info!(%name, %origin, %why, "left");
    } else {
        // Whoever wants to fill the log has no name.
        debug!(%origin, %why, "left without a name");
    }
    state.roster.left(id);
    for room in &rooms {
        if let Some(room) = state.rooms.get_mut(room) {
            room.set_dialect(id, None);
        }
    }
    state.lease(id, None);
    state.questions.forget(id);
    if let Some(shared) = &mut state.shared {
        shared.line.forget(id);
    }
    if is_counted && state.limits(origin.host()) {
        state.addresses.leave(now.mono, origin.host());
    }
}
