//! Somebody is at a locked door: teachers who are in the room are told.

use std::time::Duration;

use chat_proto::frame::order::Carried;
use chat_proto::frame::order::Done;
use chat_proto::frame::server::Body;
use chat_proto::frame::server::Event;
use chat_proto::name::Name;
use chat_proto::now::Now;
use chat_proto::room::RoomName;

use crate::config::Pace;
use crate::hub::gate;
use crate::hub::state::State;
use crate::traffic::PeerId;

/// Under the name that it asks for, or has.
pub fn knocks(state: &mut State, now: Now, id: PeerId, (room, asked): (&RoomName, Option<&Name>)) {
    let name = asked.or_else(|| state.roster.name_of(id)).cloned();
    let Some(name) = name else {
        return;
    };
    if state.class.knocks.take_at(now.mono, KNOCKS).is_err() {
        return;
    }
    let known = state.rooms.get(room);
    let shown = known.map_or(room, |room| &room.name).clone();
    let members = known.map(|room| room.members().collect::<Vec<_>>());
    let members = members.unwrap_or_default();
    for member in members {
        if gate::is_teacher(state, member) {
            let carried = Carried {
                done: Done::Knocked(name.clone()),
                by: None,
                id: None,
            };
            let event = Event::Order(Box::new(carried));
            let room = Some(shown.clone());
            state.tell(now, member, Body::Notice { room, event });
        }
    }
}

/// A class that comes late; not whoever knocks for ever.
const KNOCKS: Pace = Pace {
    burst: 30,
    each: Duration::from_secs(2),
};
