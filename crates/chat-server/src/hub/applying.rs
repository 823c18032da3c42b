//! Doing what the log says: the same on every server, whoever has put it there.
//!
//! Nothing of this machine gets in: no clock but the one of whoever did it, no limit of an
//! address, nothing that only its own server knows of a peer. What is refused here is
//! refused everywhere, and its own server tells it.

use chat_proto::frame::Id;
use chat_proto::frame::PeerFrame;
use chat_proto::now::Now;
use chat_proto::refusal::Refusal;
use chat_proto::stamp::Stamp;

use crate::deed::Deed;
use crate::deed::Shown;
use crate::deed::What;
use crate::hub::depart;
use crate::hub::elsewhere;
use crate::hub::enter;
use crate::hub::flood;
use crate::hub::leaving;
use crate::hub::naming;
use crate::hub::order;
use crate::hub::paste;
use crate::hub::resume;
use crate::hub::roster::Met;
use crate::hub::say;
use crate::hub::shared::Applying;
use crate::hub::state::State;
use crate::hub::tongue;
use crate::traffic::Output;
use crate::traffic::PeerId;

/// Does what the log says was done, in a life of a server, at a time by its clock.
pub fn apply(state: &mut State, now: Now, (life, at): (u64, Stamp), deed: Deed) {
    let Some(shared) = &mut state.shared else {
        return;
    };
    let here = life == shared.life;
    let may_claim = match &deed.what {
        What::Enter(_, shown) | What::Nick(_, shown) => shown.may_claim,
        What::Guest
        | What::SpeaksJson
        | What::Frame(_)
        | What::Redact(..)
        | What::Appointed(_)
        | What::LetGo
        | What::Gone(_)
        | What::Desk(_)
        | What::MuteOver(_)
        | What::Unknown => false,
    };
    shared.applying = Some(Applying { here, may_claim });
    let now = Now { wall: at, ..now };
    let peer = deed.peer;
    match (peer, deed.newcomer) {
        // Nobody speaks for the people of another server.
        (Some(id), _) if id.life() != life => {}
        (Some(id), newcomer) => {
            if let Some(newcomer) = newcomer.filter(|_| !here) {
                elsewhere::meet(state, now, id, newcomer);
            }
            if let Some(peer) = state.roster.get_mut(id) {
                peer.met = Met::Everywhere;
                of_peer(state, now, id, deed.what);
            }
        }
        (None, _) => of_server(state, now, deed.what),
    }
    if let Some(shared) = &mut state.shared {
        shared.applying = None;
        if let Some(id) = peer.filter(|_| here) {
            shared.line.applied(id);
        }
    }
}

fn of_peer(state: &mut State, now: Now, id: PeerId, what: What) {
    let is_guest = what == What::Guest;
    let (done, mark) = match what {
        What::Guest => (enter::as_guest(state, now, id), None),
        What::SpeaksJson => {
            tongue::speaks_json(state, now, id);
            (Ok(()), None)
        }
        What::Enter(join, shown) => {
            proves(state, id, &shown);
            let keep = shown.keep;
            let shown = enter::Shown { keep, proof: None };
            let done = enter::enter(state, now, id, (&join, shown));
            (done, join.id)
        }
        What::Nick(name, shown) => {
            proves(state, id, &shown);
            let done = naming::take_name(state, now, id, (&name, shown.keep));
            (done, None)
        }
        What::Frame(frame) => {
            let mark = frame.id().cloned();
            (of_frame(state, now, id, *frame), mark)
        }
        What::Redact(order, numbers) => {
            let mark = order.id.clone();
            (
                order::redact(state, now, Some(id), (&order, &numbers)),
                mark,
            )
        }
        What::Appointed(room) => (order::appointed(state, now, id, &room), None),
        What::LetGo => {
            resume::let_go(state, now, id);
            (Ok(()), None)
        }
        What::Gone(why) => {
            depart::gone_for_all(state, now, id, &why);
            (Ok(()), None)
        }
        What::Desk(_) | What::MuteOver(_) | What::Unknown => (Ok(()), None),
    };
    if let Err(refusal) = done {
        refused(state, now, id, (refusal.clone(), mark));
        if refusal.closes() || is_guest {
            depart::turned_away(state, now, id, &refusal);
        }
    }
}

/// What a server does by itself.
fn of_server(state: &mut State, now: Now, what: What) {
    match what {
        What::Desk(order) => order::of_desk(state, now, &order),
        What::Redact(order, numbers) => {
            if let Err(refusal) = order::redact(state, now, None, (&order, &numbers)) {
                state.output.push_back(Output::Desk(refusal.to_string()));
            }
        }
        What::MuteOver(number) => order::mute_is_over(state, now, number),
        What::Guest
        | What::SpeaksJson
        | What::Enter(..)
        | What::Nick(..)
        | What::Frame(_)
        | What::Appointed(_)
        | What::LetGo
        | What::Gone(_)
        | What::Unknown => {}
    }
}

fn of_frame(state: &mut State, now: Now, id: PeerId, frame: PeerFrame) -> Result<(), Refusal> {
    match frame {
        PeerFrame::Leave { room, id: mark } => {
            leaving::leave(state, now, id, (room.as_ref(), mark))
        }
        PeerFrame::Say(said) if said.to.is_none() => say::say(state, now, id, said),
        PeerFrame::Paste(shared) => paste::paste(state, now, id, shared),
        PeerFrame::Order(ordered) => order::order(state, now, id, &ordered),
        // Nothing else is put into the log.
        PeerFrame::Say(_)
        | PeerFrame::Bye
        | PeerFrame::Get { .. }
        | PeerFrame::Help
        | PeerFrame::History(_)
        | PeerFrame::Join(_)
        | PeerFrame::Nick { .. }
        | PeerFrame::Password(_)
        | PeerFrame::Ping { .. }
        | PeerFrame::Prove(_)
        | PeerFrame::Search(_)
        | PeerFrame::Rooms { .. }
        | PeerFrame::Who { .. }
        | PeerFrame::Whois { .. } => Ok(()),
    }
}

/// All servers have heard by now which key it has.
fn proves(state: &mut State, id: PeerId, shown: &Shown) {
    if let Some(key) = shown.key {
        state.roster.prove(id, key);
    }
}

/// What every server refuses is told to the peer where it is.
fn refused(state: &mut State, now: Now, id: PeerId, (refusal, mark): (Refusal, Option<Id>)) {
    let peer = state.roster.get_mut(id).filter(|peer| peer.is_here());
    let Some(peer) = peer else {
        return;
    };
    let kept = peer.standing.noted.take();
    let mark = mark.or_else(|| kept.and_then(|kept| kept.id));
    if refusal.is_for_a_while() {
        flood::refuse(state, now, id, refusal, mark);
    } else {
        state.refuse(now, id, refusal, mark);
    }
}
