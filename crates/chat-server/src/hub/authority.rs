//! Authority: who may do what. Asked before every deed that others could notice, in one
//! place, so that whoever decides more here decides it for all of them.
//!
//! Everybody may do what being in a room, or having given the password, lets one do, unless a
//! teacher has said otherwise.

use chat_proto::frame::order::Act;
use chat_proto::refusal::Refusal;
use chat_proto::room::RoomName;

use crate::hub::gate;
use crate::hub::gate::AsWhom;
use crate::hub::password;
use crate::hub::state::State;
use crate::traffic::PeerId;

/// What a peer is about to do.
#[derive(Clone, Copy, Debug)]
pub enum Deed<'a> {
    /// Say something in a room.
    Speak(&'a RoomName),
    /// Say something to one person.
    Whisper(PeerId),
    /// Enter a room.
    Enter(&'a RoomName, AsWhom<'a>),
    /// Have something done, in a room as far as it is about one.
    Order(&'a Act, &'a RoomName),
    /// Leave a room.
    Leave(&'a RoomName),
    /// Take a name.
    Take,
    /// Look who is in a room.
    Look,
    /// Read what was said in a room.
    Read(&'a RoomName),
}

/// Whether a peer may do this now.
pub fn may(state: &State, id: PeerId, deed: Deed<'_>) -> Result<(), Refusal> {
    match deed {
        Deed::Speak(room) => {
            is_in_existing(state, id, room)?;
            is_heard(state, id, room)
        }
        Deed::Leave(room) => is_in_existing(state, id, room),
        // Whoever is not there does not learn whether there is such a room.
        Deed::Read(room) => is_in(state, id, room),
        // Whoever may come in may look in first.
        Deed::Look if password::is_admitted(state, id) => Ok(()),
        Deed::Look => Err(Refusal::NotJoined),
        Deed::Enter(room, as_whom) => gate::is_open(state, id, room, as_whom),
        Deed::Whisper(other) => may_whisper(state, id, other),
        Deed::Order(act, room) => may_order(state, id, act, room),
        Deed::Take => Ok(()),
    }
}

/// Whether somebody may have something done.
fn may_order(state: &State, id: PeerId, act: &Act, room: &RoomName) -> Result<(), Refusal> {
    match act {
        Act::Claim(_) => Ok(()),
        // Of what, is decided where it is known whose it is.
        Act::Hand(_) | Act::Vote(_) | Act::Redact(_) => {
            if gate::is_teacher(state, id) {
                return Ok(());
            }
            is_in(state, id, room)
        }
        Act::Topic(_) => may_set_topic(state, id, room),
        Act::Announce(_)
        | Act::Ban { .. }
        | Act::EndPoll
        | Act::Kick(_)
        | Act::Lock(_)
        | Act::Mute { .. }
        | Act::Next
        | Act::Poll { .. }
        | Act::Quiet(_)
        | Act::Release(_)
        | Act::Teacher(..)
        | Act::Unban(_)
        | Act::Unmute(_) => {
            if gate::is_teacher(state, id) {
                return Ok(());
            }
            let words = "only the teacher may do this: whoever sits at the server reads there \
                         how to become it";
            Err(Refusal::NotAllowed(words.to_owned()))
        }
    }
}

/// Whoever may speak in a room says what it is about; where a teacher is, the teacher does.
fn may_set_topic(state: &State, id: PeerId, room: &RoomName) -> Result<(), Refusal> {
    if gate::is_teacher(state, id) {
        return Ok(());
    }
    is_in(state, id, room)?;
    is_heard(state, id, room)?;
    if let Some(there) = state.rooms.get(room)
        && there.members().any(|other| gate::is_teacher(state, other))
    {
        let words = "a teacher is here, and says what the room is about";
        return Err(Refusal::NotAllowed(words.to_owned()));
    }
    Ok(())
}

/// Whether somebody's messages are told to a room now.
fn is_heard(state: &State, id: PeerId, room: &RoomName) -> Result<(), Refusal> {
    if gate::is_teacher(state, id) {
        return Ok(());
    }
    if state.is_muted(id) {
        return Err(Refusal::NotAllowed(unheard("you are muted")));
    }
    if is_quiet(state, room) {
        let words = unheard(&format!("only the teacher speaks in {room} now"));
        return Err(Refusal::NotAllowed(words));
    }
    Ok(())
}

/// Whoever is muted, or in a room where only the teacher speaks, may write to the teacher all
/// the same, and to nobody else.
fn may_whisper(state: &State, id: PeerId, other: PeerId) -> Result<(), Refusal> {
    let person = state.roster.get(id).and_then(|peer| peer.person());
    let rooms = person.map_or(&[][..], |person| &person.rooms);
    let quiet = rooms.iter().find(|room| is_quiet(state, room));
    if gate::is_teacher(state, id) || gate::is_teacher(state, other) {
        return Ok(());
    }
    match (state.is_muted(id), quiet) {
        (true, _) => Err(Refusal::NotAllowed(unheard("you are muted"))),
        (false, Some(room)) => {
            let words = unheard(&format!("only the teacher speaks in {room} now"));
            Err(Refusal::NotAllowed(words))
        }
        (false, None) => Ok(()),
    }
}

fn is_quiet(state: &State, room: &RoomName) -> bool {
    state.class.rooms.get(room).is_some_and(|led| led.quiet)
}

fn unheard(why: &str) -> String {
    format!("{why}: this was not said; the teacher may be written to with /msg NAME TEXT")
}

fn is_in_existing(state: &State, id: PeerId, room: &RoomName) -> Result<(), Refusal> {
    if state.ledger.get(room).is_none() {
        return Err(Refusal::NoSuchRoom(room.to_string()));
    }
    is_in(state, id, room)
}

fn is_in(state: &State, id: PeerId, room: &RoomName) -> Result<(), Refusal> {
    let person = state.roster.get(id).and_then(|peer| peer.person());
    let is_in = person.is_some_and(|person| person.rooms.contains(room));
    if is_in {
        Ok(())
    } else {
        Err(Refusal::NotJoined)
    }
}
