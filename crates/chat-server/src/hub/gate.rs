//! The door of the server and of each room: who is banned, and who finds a locked room
//! open all the same.

use chat_proto::frame::manner::Manner;
use chat_proto::frame::peer::Say;
use chat_proto::name::Name;
use chat_proto::name::NameKey;
use chat_proto::now::Now;
use chat_proto::refusal::Refusal;
use chat_proto::room::RoomName;
use chat_trust::roles::Newcomer;

use crate::hub::class::Visitor;
use crate::hub::resume::Earlier;
use crate::hub::state::State;
use crate::hub::traces;
use crate::traffic::PeerId;

/// As whom somebody comes.
#[derive(Clone, Copy, Debug, Default)]
pub struct AsWhom<'a> {
    /// The earlier connection that this one goes on with.
    pub earlier: Option<Earlier>,
    /// The name that it takes.
    pub name: Option<&'a Name>,
}

/// Whether somebody is let in at all, under the name that is asked for.
pub fn is_welcome(
    state: &State,
    now: Now,
    id: PeerId,
    name: Option<&NameKey>,
) -> Result<(), Refusal> {
    let Some(peer) = state.roster.get(id) else {
        return Ok(());
    };
    if is_teacher(state, id) {
        return Ok(());
    }
    let address = peer.origin.host().to_string();
    let who = Newcomer {
        key: peer.standing.key,
        name,
        address: Some(&address),
    };
    match state.class.roles.keeps_out(now.wall, who) {
        Some(ban) => Err(Refusal::Banned { until: ban.until }),
        None => Ok(()),
    }
}

/// Whether a room's door is open to somebody, who may go on with an earlier connection.
pub fn is_open(
    state: &State,
    id: PeerId,
    room: &RoomName,
    as_whom: AsWhom<'_>,
) -> Result<(), Refusal> {
    let is_locked = state.class.rooms.get(room).is_some_and(|led| led.locked);
    if !is_locked || is_teacher(state, id) || was_there(state, id, room, as_whom) {
        return Ok(());
    }
    let is_nowhere = state.roster.name_of(id).is_none();
    Err(Refusal::Locked {
        room: room.to_string(),
        closes: is_nowhere,
    })
}

/// Whether somebody leads.
pub fn is_teacher(state: &State, id: PeerId) -> bool {
    let key = state.roster.get(id).and_then(|peer| peer.standing.key);
    key.is_some_and(|key| state.class.roles.is_teacher(&key))
}

impl State {
    /// In which manner somebody says something.
    pub fn manner(&self, id: PeerId, say: &Say) -> Manner {
        Manner {
            does: say.me,
            leads: is_teacher(self, id),
        }
    }
}

fn was_there(state: &State, id: PeerId, room: &RoomName, as_whom: AsWhom<'_>) -> bool {
    let earlier = as_whom.earlier;
    let Some(peer) = state.roster.get(id) else {
        return false;
    };
    let ghost = earlier.and_then(|earlier| state.roster.get(earlier.ghost?));
    let rooms = ghost.and_then(|ghost| ghost.person()).map(|p| &p.rooms);
    let kept = peer.kept.as_ref().map(|kept| &kept.rooms);
    let is_there = |rooms: &Vec<RoomName>| rooms.contains(room);
    let session = earlier.and_then(|earlier| earlier.session);
    let session = session.map(Visitor::Session);
    let host = peer.origin.host();
    let name = as_whom.name.map(|name| Visitor::named(name, host));
    let mut traces = traces::of(peer).into_iter().chain(session).chain(name);
    rooms.is_some_and(is_there)
        || kept.is_some_and(is_there)
        || traces.any(|trace| state.class.visits.knows(room, &trace))
}
