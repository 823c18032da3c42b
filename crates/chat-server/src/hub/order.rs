//! Orders: what a teacher does, and what anybody in a class may do.
//!
//! Whether somebody may is decided by [`crate::hub::authority`], when it is carried out and
//! not when it came. Every order that is carried out is told and written down in one place,
//! [`telling`].

mod people;
mod rooms;
mod voices;
mod telling;

use chat_proto::frame::order::Act;
use chat_proto::frame::order::Order;
use chat_proto::now::Now;
use chat_proto::refusal::Refusal;
use chat_proto::room::RoomName;

use self::telling::At;
use self::telling::Giver;
use crate::hub::authority;
use crate::hub::authority::Deed;
use crate::hub::state::State;
use crate::traffic::DeskOrder;
use crate::traffic::Output;
use crate::traffic::PeerId;

/// A peer gives an order.
pub fn order(state: &mut State, now: Now, id: PeerId, order: &Order) -> Result<(), Refusal> {
    let giver = Giver::of(state, id, order.id.clone())?;
    let done = carry_out(state, now, &giver, order);
    if let Err(refusal) = &done {
        telling::refused(state, now, &giver, (order, refusal));
    }
    done
}

/// Whoever sits at the server does.
pub fn from_desk(state: &mut State, now: Now, asked: DeskOrder) {
    match asked {
        DeskOrder::Order(order) => {
            if let Err(refusal) = carry_out(state, now, &Giver::desk(), &order) {
                state.output.push_back(Output::Desk(refusal.to_string()));
            }
        }
        DeskOrder::Class => telling::class(state, now),
        DeskOrder::Bans => telling::bans(state, now),
        DeskOrder::Words => {
            state.draw_words();
            telling::words(state);
        }
    }
}

/// What was to end by itself does.
pub fn mute_is_over(state: &mut State, now: Now, number: u64) {
    people::mute_is_over(state, now, number);
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
