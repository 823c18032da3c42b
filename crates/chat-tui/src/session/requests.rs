//! What the person or program asks for.

use chat_proto::frame::PeerFrame;
use chat_proto::frame::order::Act;
use chat_proto::frame::order::Order;
use chat_proto::frame::peer::Paste;
use chat_proto::frame::peer::Sign;
use chat_proto::name::Name;
use chat_proto::now::Now;
use chat_proto::paste::Code;
use chat_proto::paste::Title;
use chat_proto::room::RoomName;
use chat_proto::text::Text;

use crate::session::phase::Phase;
use crate::session::reason::Reason;
use crate::session::receipts::Fate;
use crate::session::receipts::Manner;
use crate::session::receipts::Own;
use crate::session::receipts::Recipient;
use crate::session::rooms::Membership;
use crate::session::state::State;
use crate::session::state::What;
use crate::session::traffic::House;
use crate::session::traffic::News;
use crate::session::traffic::Output;
use crate::session::traffic::QueueFull;

pub(in crate::session) fn say(
    state: &mut State,
    place: Recipient,
    (text, manner): (Text, Manner),
) -> Result<u64, QueueFull> {
    let own = Own {
        ticket: state.next_ticket(),
        id: state.next_id(),
        place,
        text,
        manner,
        fate: Fate::Fresh,
    };
    let ticket = own.ticket;
    state.receipts.push(own)?;
    Ok(ticket)
}

pub(in crate::session) fn join(
    state: &mut State,
    now: Now,
    room: &RoomName,
    password: Option<String>,
) {
    let asked_before = state.rooms.find(room).is_some();
    state.rooms.want(room.clone(), password);
    if let Some(known) = state.rooms.find_mut(room)
        && asked_before
        && known.membership == Membership::In
    {
        // Joining again makes it the room that the server takes us to mean too,
        // and asks for what was missed, which is nothing.
        known.membership = Membership::Wanted {
            not_before: Some(now.mono),
        };
    }
}

pub(in crate::session) fn leave(state: &mut State, now: Now, room: &RoomName) {
    state.rooms.drop_room(room);
    for ticket in state.receipts.drop_waiting_in(room) {
        let why = Reason::NotIn(room.clone());
        state.tell(News::Refused { ticket, why });
    }
    if matches!(state.phase, Phase::Online { .. }) {
        let room = Some(room.clone());
        state.ask(now, What::Leave, |id| PeerFrame::Leave {
            room,
            id: Some(id),
        });
    }
}

/// Without a connection the name is the one to join with.
pub(in crate::session) fn nick(state: &mut State, now: Now, name: Name) {
    state.lost_name = None;
    if matches!(state.phase, Phase::Online { .. }) {
        let offer = state.offer(&name);
        state.ask(now, What::Nick { by_person: true }, |id| PeerFrame::Nick {
            name: Ok(name),
            offer,
            id: Some(id),
        });
    } else {
        name.as_str().clone_into(&mut state.you);
        state.setup.name = name.clone();
        state.trying = name;
        state.variant = 1;
    }
}

pub(in crate::session) fn who(state: &mut State, now: Now, room: RoomName) -> bool {
    ask_who(state, now, room, false)
}

/// Something about the house is asked for.
pub(in crate::session) fn house(state: &mut State, now: Now, asked: House) -> bool {
    let online = matches!(state.phase, Phase::Online { .. });
    if online {
        let id = Some(state.next_id());
        let frame = match asked {
            House::Rooms => PeerFrame::Rooms { id },
            House::Whois(whom) => PeerFrame::Whois { whom, id },
        };
        state.send(now, frame);
    }
    online
}

pub(in crate::session) fn class(state: &mut State, now: Now, room: RoomName) -> bool {
    ask_who(state, now, room, true)
}

fn ask_who(state: &mut State, now: Now, room: RoomName, class: bool) -> bool {
    let online = matches!(state.phase, Phase::Online { .. });
    if online {
        state.ask(now, What::Who { by_person: true }, |id| PeerFrame::Who {
            room: Some(room),
            class,
            id: Some(id),
        });
    }
    online
}

/// What became of it is told to the room, or is a refusal with this mark.
pub(in crate::session) fn order(
    state: &mut State,
    now: Now,
    act: Act,
    room: Option<RoomName>,
) -> bool {
    let online = matches!(state.phase, Phase::Online { .. });
    if online {
        let id = Some(state.next_id());
        state.send(now, PeerFrame::Order(Order { act, room, id }));
    }
    online
}

pub(in crate::session) fn paste(
    state: &mut State,
    now: Now,
    room: RoomName,
    (title, code): (Title, Code),
) -> bool {
    let online = matches!(state.phase, Phase::Online { .. });
    if online {
        let (room, id) = (Some(room), Some(state.next_id()));
        let shared = Paste {
            title,
            code,
            room,
            id,
        };
        state.send(now, PeerFrame::Paste(shared));
    }
    online
}

pub(in crate::session) fn get(state: &mut State, now: Now, room: RoomName, paste: u64) -> bool {
    let online = matches!(state.phase, Phase::Online { .. });
    if online {
        let (room, id) = (Some(room), Some(state.next_id()));
        state.send(now, PeerFrame::Get { room, paste, id });
    }
    online
}

/// A sign is worth something only now: without a connection it is none.
pub(in crate::session) fn sign(state: &mut State, now: Now, sign: Sign) {
    if matches!(state.phase, Phase::Online { .. }) {
        let (sign, id) = (Some(sign), Some(state.next_id()));
        let took = None;
        state.send(now, PeerFrame::Ping { sign, took, id });
    }
}

pub(in crate::session) fn quit(state: &mut State, now: Now) {
    if matches!(state.phase, Phase::Joining { .. } | Phase::Online { .. }) {
        state.send(now, PeerFrame::Bye);
    }
    state.out.push_back(Output::Close);
    state.phase = Phase::Ended {
        why: Reason::YouLeft,
    };
}
