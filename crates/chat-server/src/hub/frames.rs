//! What a peer's frame asks for is done, or refused.

use chat_proto::frame::PeerFrame;
use chat_proto::now::Now;

use crate::hub::ask;
use crate::hub::ask::Asked;
use crate::hub::depart;
use crate::hub::enter;
use crate::hub::flood;
use crate::hub::house;
use crate::hub::leaving;
use crate::hub::naming;
use crate::hub::order;
use crate::hub::password;
use crate::hub::past;
use crate::hub::paste;
use crate::hub::prove;
use crate::hub::say;
use crate::hub::sign;
use crate::hub::state::State;
use crate::traffic::PeerId;

/// A frame comes that nobody has looked at: whether it may, and whether it has to wait.
pub fn on_frame(state: &mut State, now: Now, id: PeerId, frame: PeerFrame) {
    if let Err(refusal) = flood::allowed(state, now, id, &frame) {
        let mark = frame.id().cloned();
        return flood::refuse(state, now, id, refusal, mark);
    }
    if !past::waits(state, now, id, &frame) {
        carry_out(state, now, id, frame);
    }
}

/// It may: what it asks for is done.
pub fn carry_out(state: &mut State, now: Now, id: PeerId, frame: PeerFrame) {
    let mark = frame.id().cloned();
    let done = match frame {
        PeerFrame::Bye => return depart::bye(state, now, id),
        PeerFrame::Help => return ask::help(state, now, id),
        PeerFrame::History(asked) => past::history(state, now, id, &asked),
        PeerFrame::Search(asked) => past::search(state, now, id, &asked),
        PeerFrame::Join(join) => enter::join(state, now, id, &join),
        PeerFrame::Leave { room, .. } => {
            leaving::leave(state, now, id, (room.as_ref(), mark.clone()))
        }
        PeerFrame::Nick {
            name,
            offer,
            id: mark,
        } => naming::nick(state, now, id, (name, offer, mark)),
        PeerFrame::Order(order) => order::order(state, now, id, &order),
        PeerFrame::Paste(shared) => paste::paste(state, now, id, shared),
        PeerFrame::Get { room, paste, .. } => {
            paste::get(state, now, id, (room.as_ref(), paste, mark.clone()))
        }
        PeerFrame::Password(words) => enter::by_password(state, now, id, &words),
        PeerFrame::Prove(prove) => return prove::prove(state, now, id, &prove),
        PeerFrame::Ping {
            sign,
            took,
            id: mark,
        } => {
            if let Some(sign) = sign {
                sign::sign(state, now, id, &sign);
            }
            ask::ping(state, now, id, (took, mark));
            Ok(())
        }
        PeerFrame::Rooms { .. } => house::rooms(state, now, id, mark.clone()),
        PeerFrame::Whois { whom, .. } => house::whois(state, now, id, (&whom, mark.clone())),
        PeerFrame::Say(say) => say::say(state, now, id, say),
        PeerFrame::Who {
            room,
            class,
            id: mark,
        } => {
            let asked = Asked {
                room: room.as_ref(),
                class,
                id: mark.as_ref(),
            };
            ask::who(state, now, id, asked)
        }
    };
    if let Err(refusal) = done {
        let refusal = password::told(state, id, refusal);
        if refusal.is_for_a_while() {
            // As many as there are messages: told as those of a flood are.
            return flood::refuse(state, now, id, refusal, mark);
        }
        state.refuse(now, id, refusal.clone(), mark);
        if refusal.closes() {
            depart::turned_away(state, now, id, &refusal);
        }
    }
}
