//! Saying: in a room or to one person, and the sender's own copy, which is its
//! receipt.

use chat_proto::frame::peer::Say;
use chat_proto::frame::peer::Whom;
use chat_proto::frame::server::Body;
use chat_proto::frame::server::Destination;
use chat_proto::frame::server::Said;
use chat_proto::name::Name;
use chat_proto::now::Now;
use chat_proto::refusal::Refusal;
use chat_proto::room::RoomName;
use chat_proto::stamp::Stamp;

use crate::hub::enter;
use crate::hub::rooms::Past;
use crate::hub::sign;
use crate::hub::state::State;
use crate::traffic::PeerId;

/// `msg`: said in the room, or to the one peer named by `to`.
pub fn say(state: &mut State, now: Now, id: PeerId, say: Say) -> Result<(), Refusal> {
    if state.roster.name_of(id).is_none() {
        let nameless = || {
            if enter::is_admitted(state, id) {
                Refusal::NotJoined
            } else {
                Refusal::PasswordFirst
            }
        };
        let requested = say.name.as_ref().ok_or_else(nameless)?;
        enter::by_speaking(state, now, id, requested)?;
    }
    sign::spoke(state, id);
    let person = state.roster.get(id).and_then(|p| p.person());
    let person = person.ok_or(Refusal::NotJoined)?;
    let last = person.rooms.last().ok_or(Refusal::NotJoined)?;
    if let Some(whom) = &say.to {
        let name = person.name.clone();
        return to_one(state, now, (id, name), whom, &say);
    }
    let room = say.room.as_ref().unwrap_or(last);
    if state.rooms.get(room).is_none() {
        return Err(Refusal::NoSuchRoom(room.to_string()));
    }
    if !person.rooms.contains(room) {
        return Err(Refusal::NotJoined);
    }
    let (room, name) = (room.clone(), person.name.clone());
    to_room(state, now, (id, name), &room, say);
    Ok(())
}

fn to_one(
    state: &mut State,
    now: Now,
    (id, name): (PeerId, Name),
    whom: &Whom,
    say: &Say,
) -> Result<(), Refusal> {
    let other = state.roster.find(&whom.key);
    let found = other.and_then(|other| Some((other, state.roster.name_of(other)?.clone())));
    let (other, to) = found.ok_or_else(|| Refusal::NoSuchName(whom.shown.clone()))?;
    state.counts.said += 1;
    let said = Said {
        name,
        text: say.text.clone(),
        place: Destination::Direct { to },
        id: None,
        history: false,
        me: say.me,
    };
    if other != id {
        state.tell(now, other, Body::Said(said.clone()));
    }
    let id_of_say = say.id.clone();
    let own = Said {
        id: id_of_say,
        ..said
    };
    state.tell(now, id, Body::Said(own));
    Ok(())
}

fn to_room(state: &mut State, now: Now, (id, name): (PeerId, Name), room: &RoomName, say: Say) {
    if say.again
        && let Some(receipt) = receipt(state, &name, room, &say)
    {
        let (wall, said) = receipt;
        state.tell(Now { wall, ..now }, id, Body::Said(said));
        return;
    }
    state.tell_crowd(now, room);
    let memory = state.rules.memory;
    let Some(known) = state.rooms.get_mut(room) else {
        return;
    };
    known.seq += 1;
    let (seq, shown) = (known.seq, known.name.clone());
    let past = Past {
        seq,
        at: now.wall,
        name: name.clone(),
        text: say.text.clone(),
        id: say.id.clone(),
        me: say.me,
    };
    known.remember(past, &memory);
    state.counts.said += 1;
    let said = Said {
        name,
        text: say.text,
        place: Destination::Room { room: shown, seq },
        id: None,
        history: false,
        me: say.me,
    };
    // With an id the sender's copy differs; without one it is everybody's.
    let except = say.id.is_some().then_some(id);
    let own = say.id.map(|mark| Said {
        id: Some(mark),
        ..said.clone()
    });
    state.tell_room(now, room, except, Body::Said(said));
    if let Some(own) = own {
        state.tell(now, id, Body::Said(own));
    }
}

/// The sender does not know whether this was said. If the room remembers it, it
/// gets its receipt as it was.
fn receipt(state: &State, name: &Name, room: &RoomName, say: &Say) -> Option<(Stamp, Said)> {
    let known = state.rooms.get(room)?;
    let past = known.find(name, say.id.as_ref()?)?.clone();
    let said = Said {
        name: past.name,
        text: past.text,
        place: Destination::Room {
            room: known.name.clone(),
            seq: past.seq,
        },
        id: past.id,
        history: false,
        me: past.me,
    };
    Some((past.at, said))
}
