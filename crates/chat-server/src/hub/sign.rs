//! Signs: who is writing, who is away. Told only to those who asked for them when
//! they joined, never kept, and dropped without a word where they are too many:
//! a sign is worth less than any message.

use chat_proto::frame::peer::Sign;
use chat_proto::frame::peer::Toward;
use chat_proto::frame::server::Body;
use chat_proto::frame::server::Event;
use chat_proto::name::Name;
use chat_proto::now::Now;
use chat_proto::rate::Rate;
use chat_proto::room::RoomName;

use crate::hub::afar;
use crate::hub::state::State;
use crate::traffic::PeerId;

/// A peer lets others know. Nobody is refused: the ping is answered whatever
/// became of its sign.
pub fn sign(state: &mut State, now: Now, id: PeerId, sign: &Sign) {
    let Some(person) = state.roster.get(id).and_then(|p| p.person()) else {
        return;
    };
    let (name, rooms) = (person.name.clone(), person.rooms.clone());
    if state.spend(now, id, |a| &mut a.signs, Some(SIGNS)).is_err() {
        return;
    }
    afar::tell_sign(state, id, sign);
    pass_on(state, now, (id, name, &rooms), sign);
}

/// Somebody on another server lets others know.
pub fn from_afar(state: &mut State, now: Now, id: PeerId, sign: &Sign) {
    let Some(peer) = state.roster.get(id).filter(|peer| !peer.is_here()) else {
        return;
    };
    if let Some(person) = peer.person() {
        let (name, rooms) = (person.name.clone(), person.rooms.clone());
        pass_on(state, now, (id, name, &rooms), sign);
    }
}

fn pass_on(
    state: &mut State,
    now: Now,
    (id, name, rooms): (PeerId, Name, &[RoomName]),
    sign: &Sign,
) {
    match sign {
        Sign::Away(away) => on_away(state, now, id, (name, rooms), *away),
        Sign::Typing(Toward::Person(whom)) => {
            let other = state.roster.find(&whom.key).filter(|other| *other != id);
            if let Some(other) = other {
                let event = Event::Typing(name);
                tell(state, now, other, None, event);
            }
        }
        Sign::Typing(Toward::Room(room)) => {
            let room = room.as_ref().or_else(|| rooms.last());
            if let Some(room) = room.filter(|room| rooms.contains(room)) {
                tell_room(state, now, id, room, &Event::Typing(name));
            }
        }
    }
}

/// Whoever speaks is not away, and nobody needs to be told.
pub fn spoke(state: &mut State, id: PeerId) {
    if let Some(peer) = state.roster.get_mut(id) {
        peer.signs.away = false;
    }
}

fn on_away(
    state: &mut State,
    now: Now,
    id: PeerId,
    (name, rooms): (Name, &[RoomName]),
    away: bool,
) {
    let Some(peer) = state.roster.get_mut(id) else {
        return;
    };
    if std::mem::replace(&mut peer.signs.away, away) == away {
        return;
    }
    let event = if away {
        Event::Away(name)
    } else {
        Event::Back(name)
    };
    for room in rooms {
        tell_room(state, now, id, room, &event);
    }
}

fn tell_room(state: &mut State, now: Now, but: PeerId, room: &RoomName, event: &Event) {
    let Some(known) = state.rooms.get(room) else {
        return;
    };
    if known.members().len() > SIGNED {
        return;
    }
    let (shown, members): (_, Vec<_>) = (known.name.clone(), known.members().collect());
    for member in members.into_iter().filter(|member| *member != but) {
        tell(state, now, member, Some(shown.clone()), event.clone());
    }
}

fn tell(state: &mut State, now: Now, peer: PeerId, room: Option<RoomName>, event: Event) {
    let wanted = state.roster.get(peer).is_some_and(|peer| peer.signs.wanted);
    if wanted {
        state.tell(now, peer, Body::Notice { room, event });
    }
}

/// How often one peer's signs are passed on.
const SIGNS: Rate = Rate {
    burst: 4,
    per_second: 1,
};

/// Rooms with more people than this have no signs: they would cost the square of
/// the crowd, and nobody reads that forty people are typing.
const SIGNED: usize = 64;
