//! Orders: what a teacher does, and what anybody in a class may do.
//!
//! Whether somebody may is decided by [`crate::hub::authority`], when it is carried out and
//! not when it came. Every order that is carried out is told and written down in one place,
//! [`telling`].

mod people;
mod rooms;
mod voices;
mod telling;

use chat_proto::frame::PeerFrame;
use chat_proto::frame::order::Act;
use chat_proto::frame::order::Order;
use chat_proto::now::Now;
use chat_proto::refusal::Refusal;
use chat_proto::room::RoomName;

use self::telling::At;
use self::telling::Giver;
use crate::deed::What;
use crate::hub::authority;
use crate::hub::authority::Deed;
use crate::hub::proposing;
use crate::hub::state::State;
use crate::traffic::DeskOrder;
use crate::traffic::Output;
use crate::traffic::PeerId;

/// A peer gives an order.
pub fn order(state: &mut State, now: Now, id: PeerId, order: &Order) -> Result<(), Refusal> {
    let giver = Giver::of(state, id, order.id.clone())?;
    let done = if proposing::is_asked(state) {
        propose(state, now, &giver, order)
    } else {
        carry_out(state, now, &giver, order)
    };
    if let Err(refusal) = &done {
        telling::refused(state, now, &giver, (order, refusal));
    }
    done
}

/// Whoever sits at the server does.
pub fn from_desk(state: &mut State, now: Now, asked: DeskOrder) {
    match asked {
        DeskOrder::Order(order) if proposing::is_asked(state) => {
            if let Err(refusal) = propose(state, now, &Giver::desk(), &order) {
                state.output.push_back(Output::Desk(refusal.to_string()));
            }
        }
        DeskOrder::Order(order) => of_desk(state, now, &order),
        DeskOrder::Class => telling::class(state, now),
        DeskOrder::Bans => telling::bans(state, now),
        DeskOrder::Words => {
            state.draw_words();
            telling::words(state);
        }
    }
}

/// What whoever sits at a server wants is done.
pub fn of_desk(state: &mut State, now: Now, order: &Order) {
    if let Err(refusal) = carry_out(state, now, &Giver::desk(), order) {
        state.output.push_back(Output::Desk(refusal.to_string()));
    }
}

/// What was to end by itself does.
pub fn mute_is_over(state: &mut State, now: Now, number: u64) {
    if !proposing::must(state, None, || What::MuteOver(number)) {
        people::mute_is_over(state, now, number);
    }
}

/// These messages are taken back, as was decided where they are remembered.
pub fn redact(
    state: &mut State,
    now: Now,
    id: Option<PeerId>,
    (order, numbers): (&Order, &[u64]),
) -> Result<(), Refusal> {
    let giver = match id {
        Some(id) => Giver::of(state, id, order.id.clone())?,
        None => Giver::desk(),
    };
    let room = &telling::place(state, &giver, order.room.as_ref())?;
    let giver = &giver;
    rooms::take_all_back(state, At { now, giver, room }, numbers);
    Ok(())
}

/// Somebody has said the words that make a teacher.
pub fn appointed(state: &mut State, now: Now, id: PeerId, room: &RoomName) -> Result<(), Refusal> {
    let peer = state.roster.get_mut(id);
    let noted = peer.and_then(|peer| peer.standing.noted.take());
    let giver = &Giver::of(state, id, noted.and_then(|noted| noted.id))?;
    people::appointed(state, At { now, giver, room })
}

/// What only this server knows is looked at, and the rest put into the log.
fn propose(state: &mut State, now: Now, giver: &Giver, order: &Order) -> Result<(), Refusal> {
    let room = telling::place(state, giver, order.room.as_ref());
    let what = match &order.act {
        Act::Claim(_) => {
            if let Some(id) = giver.peer {
                proposing::note(state, id, order.id.as_ref());
            }
            return carry_out(state, now, giver, order);
        }
        Act::Redact(seq) => {
            let room = room?;
            if let Some(id) = giver.peer {
                authority::may(state, id, Deed::Order(&order.act, &room))?;
            }
            let at = At {
                now,
                giver,
                room: &room,
            };
            let numbers = rooms::meant_with_edits(state, at, *seq)?;
            let room = Some(room);
            let order = Order {
                room,
                ..order.clone()
            };
            What::Redact(Box::new(order), numbers)
        }
        Act::Announce(_)
        | Act::Ban { .. }
        | Act::EndPoll
        | Act::Hand(_)
        | Act::Kick(_)
        | Act::Lock(_)
        | Act::Mute { .. }
        | Act::Next
        | Act::Poll { .. }
        | Act::Quiet(_)
        | Act::Release(_)
        | Act::Teacher(..)
        | Act::Topic(_)
        | Act::Unban(_)
        | Act::Unmute(_)
        | Act::Vote(_) => match giver.peer {
            Some(_) => What::Frame(Box::new(PeerFrame::Order(order.clone()))),
            None => What::Desk(Box::new(order.clone())),
        },
    };
    match giver.peer {
        Some(id) => drop(proposing::propose(state, id, || what)?),
        None => drop(proposing::must(state, None, || what)),
    }
    Ok(())
}

/// The time has come to tell how many have voted.
pub fn tell_votes(state: &mut State, now: Now, room: &RoomName) {
    voices::tell_votes(state, now, room);
}

fn carry_out(state: &mut State, now: Now, giver: &Giver, order: &Order) -> Result<(), Refusal> {
    let room = telling::place(state, giver, order.room.as_ref());
    if let Some(id) = giver.peer {
        let room = room.as_ref().map_err(Clone::clone)?;
        authority::may(state, id, Deed::Order(&order.act, room))?;
    }
    let room = room?;
    let at = At {
        now,
        giver,
        room: &room,
    };
    match &order.act {
        Act::Announce(text) => {
            rooms::announce(state, at, text.clone());
            Ok(())
        }
        Act::Quiet(on) => rooms::quiet(state, at, *on),
        Act::Lock(on) => rooms::lock(state, at, *on),
        Act::Redact(seq) => rooms::redact(state, at, *seq),
        Act::Topic(text) => rooms::topic(state, at, text.clone()),
        Act::Claim(words) => people::claim(state, at, words),
        Act::Mute { who, time } => people::mute(state, at, who, *time),
        Act::Unmute(who) => people::unmute(state, at, who),
        Act::Kick(removal) => people::kick(state, at, removal),
        Act::Ban { removal, address } => people::ban(state, at, removal, *address),
        Act::Unban(who) => people::unban(state, at, who),
        Act::Release(who) => people::release(state, at, who),
        Act::Teacher(who, on) => people::teacher(state, at, who, *on),
        Act::Hand(on) => voices::hand(state, at, *on),
        Act::Next => voices::next(state, at),
        Act::Poll { question, options } => voices::poll(state, at, question, options),
        Act::EndPoll => voices::end_poll(state, at),
        Act::Vote(option) => voices::vote(state, at, *option),
    }
}
