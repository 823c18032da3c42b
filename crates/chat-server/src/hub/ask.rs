//! Asking: who is here, are you there, what may I type.

use chat_proto::frame::Id;
use chat_proto::frame::server::Body;
use chat_proto::frame::server::Event;
use chat_proto::limits::NAMES_BYTES;
use chat_proto::name::Name;
use chat_proto::now::Now;
use chat_proto::plain::hear::HELP;
use chat_proto::refusal::Refusal;
use chat_proto::room::RoomName;

use crate::hub::authority;
use crate::hub::authority::Deed;
use crate::hub::state::State;
use crate::traffic::PeerId;

/// `who`: the people of a room, in as many frames as it takes.
pub fn who(
    state: &mut State,
    now: Now,
    id: PeerId,
    room: Option<&RoomName>,
    question: Option<&Id>,
) -> Result<(), Refusal> {
    let person = state.roster.get(id).and_then(|p| p.person());
    let room = match (room, person.and_then(|p| p.rooms.last())) {
        (Some(room), _) => room.clone(),
        (None, Some(last)) => last.clone(),
        (None, None) => return Err(Refusal::NotJoined),
    };
    authority::may(state, id, Deed::Look)?;
    let book = state.ledger.get(&room);
    let book = book.ok_or_else(|| Refusal::NoSuchRoom(room.to_string()))?;
    let shown = book.name.clone();
    let known = state.rooms.get_mut(&room);
    let members: Vec<_> = known.map_or_else(Vec::new, |known| {
        // Who is on the list now is told of when it goes, however soon.
        known.crowd.is_seen();
        known.members().collect()
    });
    let members = members.into_iter();
    let present = members.filter_map(|member| state.roster.get(member));
    let present = present.filter_map(|peer| {
        let marks = (peer.signs.away, peer.standing.owns);
        Some((peer.person()?.name.clone(), marks))
    });
    let (names, marks): (Vec<_>, Vec<_>) = present.unzip();
    let mut marks = marks.into_iter();
    let mut pages = in_pages(names).into_iter().peekable();
    while let Some(names) = pages.next() {
        let of_page: Vec<_> = names.iter().zip(&mut marks).collect();
        let those = |is: fn(&(bool, bool)) -> bool| {
            let those = of_page.iter().filter(|(_, marks)| is(marks));
            those.map(|(name, _)| (*name).clone()).collect()
        };
        let (away, known) = (those(|marks| marks.0), those(|marks| marks.1));
        let body = Body::Who {
            room: shown.clone(),
            away,
            known,
            names,
            more: pages.peek().is_some(),
            id: question.cloned(),
        };
        state.tell(now, id, body);
    }
    Ok(())
}

/// `ping`: answered whatever the peer is.
pub fn ping(state: &mut State, now: Now, id: PeerId, mark: Option<Id>) {
    state.tell(now, id, Body::Pong(mark));
}

/// `/help`: a line each.
pub fn help(state: &mut State, now: Now, id: PeerId) {
    for line in HELP {
        let event = Event::Help(line);
        state.tell(now, id, Body::Notice { room: None, event });
    }
}

/// At least one page, none with more than [`NAMES_BYTES`] of names.
fn in_pages(names: Vec<Name>) -> Vec<Vec<Name>> {
    let mut pages = vec![Vec::new()];
    let mut bytes = 0;
    for name in names {
        bytes += name.as_str().len();
        if bytes > NAMES_BYTES {
            bytes = name.as_str().len();
            pages.push(Vec::new());
        }
        if let Some(page) = pages.last_mut() {
            page.push(name);
        }
    }
    pages
}
