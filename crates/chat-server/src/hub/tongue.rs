//! How a peer is written to, as far as that is known: its first line tells it.

use chat_proto::now::Now;

use crate::deed::What;
use crate::hub::arrive;
use crate::hub::depart;
use crate::hub::enter;
use crate::hub::leaving;
use crate::hub::proposing;
use crate::hub::state::State;
use crate::traffic::Dialect;
use crate::traffic::PeerId;

/// A peer has told by what it says, or does not say, how to write to it.
pub fn on_dialect(state: &mut State, now: Now, id: PeerId, dialect: Dialect) {
    let Some(peer) = state.roster.get(id) else {
        return;
    };
    match (peer.dialect, dialect) {
        (None, _) => on_first_line(state, now, id, dialect),
        (Some(_), Dialect::Json) => {
            if !proposing::must(state, Some(id), || What::SpeaksJson) {
                speaks_json(state, now, id);
            }
        }
        (Some(_), Dialect::Plain | Dialect::Ascii | Dialect::Listening | Dialect::Http) => {
            state.write_as(id, dialect);
        }
    }
}

/// It was silent and taken for a plain listener, and speaks JSON after all.
pub fn speaks_json(state: &mut State, now: Now, id: PeerId) {
    let person = state.roster.get(id).and_then(|peer| peer.person());
    let rooms = person.map(|p| p.rooms.clone()).unwrap_or_default();
    for room in &rooms {
        leaving::leave_room(state, now, id, room, "speaks JSON".into());
    }
    state.roster.uncall(id);
    on_first_line(state, now, id, Dialect::Json);
}

/// Now it is known how to speak to a peer: whoever has no place is told so.
fn on_first_line(state: &mut State, now: Now, id: PeerId, dialect: Dialect) {
    let Some(peer) = state.roster.get_mut(id) else {
        return;
    };
    peer.dialect = Some(dialect);
    if peer.is_turned_away() {
        arrive::turn_away(state, now, id);
    } else if peer.is_plain()
        && let Err(refusal) = enter::as_guest(state, now, id)
    {
        state.refuse(now, id, refusal.clone(), None);
        depart::turned_away(state, now, id, &refusal);
    }
}

/// A peer is silent and counts as one who only listens.
pub fn on_listens(state: &mut State, now: Now, id: PeerId) {
    let unknown = state.roster.get(id).is_some_and(|p| p.dialect.is_none());
    if unknown && !depart::is_too_open(state, now, id, Some(Dialect::Listening)) {
        on_first_line(state, now, id, Dialect::Listening);
    }
}
