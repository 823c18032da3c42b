//! Asking about the house: which rooms there are, and who somebody is.
//!
//! Locked rooms are not told of to whoever is outside. An address is told to whoever it is
//! of, to teachers, and to anybody where it is one of a private network: in a lab it is what
//! one came to see, and everybody who listens sees it anyway.

use std::cmp::Reverse;

use chat_proto::frame::Id;
use chat_proto::frame::house::Listed;
use chat_proto::frame::house::Rooms;
use chat_proto::frame::house::Whois;
use chat_proto::frame::peer::Whom;
use chat_proto::frame::server::Body;
use chat_proto::limits::NAMES_BYTES;
use chat_proto::now::Now;
use chat_proto::refusal::Refusal;
use chat_proto::room::RoomName;
use chat_proto::text::Text;

use crate::hub::authority;
use crate::hub::authority::Deed;
use crate::hub::gate;
use crate::hub::roster::Peer;
use crate::hub::state::State;
use crate::near::is_near;
use crate::traffic::PeerId;

/// `rooms`: those in which somebody is.
pub fn rooms(state: &mut State, now: Now, id: PeerId, mark: Option<Id>) -> Result<(), Refusal> {
    authority::may(state, id, Deed::Look)?;
    let all = state.rooms.all();
    let open = all.filter(|(room, _)| is_open_to(state, id, room));
    let mut open: Vec<_> = open.map(|(room, people)| (Reverse(people), room)).collect();
    open.sort_unstable();
    let count = open.len();
    let mut bytes = 0;
    let listed = open
        .into_iter()
        .map(|(Reverse(people), room)| listed(state, room, people));
    let fits = |one: &Listed| {
        let topic = one.topic.as_ref().map_or(0, |topic| topic.as_str().len());
        bytes += one.room.as_str().len() + topic;
        bytes <= NAMES_BYTES
    };
    let rooms: Vec<_> = listed.take(LISTED).take_while(fits).collect();
    let body = Body::Rooms(Rooms {
        more: rooms.len() < count,
        rooms,
        id: mark,
    });
    state.tell(now, id, body);
    Ok(())
}

/// `whois`: one person.
pub fn whois(
    state: &mut State,
    now: Now,
    id: PeerId,
    (whom, mark): (&Whom, Option<Id>),
) -> Result<(), Refusal> {
    authority::may(state, id, Deed::Look)?;
    let other = state.roster.find(&whom.key);
    let found = other.and_then(|other| of(state, id, other));
    let found = found.ok_or_else(|| Refusal::NoSuchName(whom.shown.clone()))?;
    let body = Body::Whois(Box::new(Whois { id: mark, ..found }));
    state.tell(now, id, body);
    Ok(())
}

fn of(state: &State, asker: PeerId, other: PeerId) -> Option<Whois> {
    let peer = state.roster.get(other)?;
    let person = peer.person()?;
    let rooms = person.rooms.iter().rev();
    let rooms = rooms.filter(|room| is_open_to(state, asker, room));
    let shared = state.shared.as_ref();
    let server = shared.and_then(|shared| shared.elsewhere(other));
    Some(Whois {
        name: person.name.clone(),
        transport: peer.origin.transport.word(),
        server: server.map(str::to_owned),
        address: address(state, asker, (other, peer)),
        since: peer.since,
        rooms: rooms.take(ROOMS).map(|room| shown(state, room)).collect(),
        took: peer.took,
        framed: !peer.is_plain(),
        known: peer.standing.owns,
        away: peer.signs.away,
        teacher: gate::is_teacher(state, other),
        id: None,
    })
}

/// Where somebody speaks from, for whoever may know it.
fn address(state: &State, asker: PeerId, (other, peer): (PeerId, &Peer)) -> Option<String> {
    let address = peer.origin.address?;
    let may = asker == other || gate::is_teacher(state, asker) || is_near(address.ip());
    may.then(|| address.to_string())
}

fn is_open_to(state: &State, id: PeerId, room: &RoomName) -> bool {
    let is_locked = state.class.rooms.get(room).is_some_and(|led| led.locked);
    let person = state.roster.get(id).and_then(Peer::person);
    let is_in = || person.is_some_and(|person| person.rooms.contains(room));
    !is_locked || is_in() || gate::is_teacher(state, id)
}

fn listed(state: &State, room: &RoomName, people: usize) -> Listed {
    let book = state.ledger.get(room);
    let topic: Option<&Text> = book.and_then(|book| book.topic.as_ref());
    Listed {
        room: shown(state, room),
        people,
        topic: topic.cloned(),
    }
}

fn shown(state: &State, room: &RoomName) -> RoomName {
    let known = state.rooms.get(room).map(|room| &room.name);
    known.unwrap_or(room).clone()
}

/// Rooms in one answer: as many as anybody looks through.
const LISTED: usize = 64;

/// Rooms of one person that are told, the one last joined first.
const ROOMS: usize = 16;
