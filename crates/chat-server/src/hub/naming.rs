//! Names: who may have one, `nick`, and telling everybody who is called what.

use chat_proto::frame::Id;
use chat_proto::frame::server::Body;
use chat_proto::frame::server::Event;
use chat_proto::frame::trust::Offer;
use chat_proto::hex::PublicKey;
use chat_proto::name::Name;
use chat_proto::name::RequestedName;
use chat_proto::now::Now;
use chat_proto::refusal::Refusal;

use crate::deed::What;
use crate::hub::authority;
use crate::hub::authority::Deed;
use crate::hub::challenge;
use crate::hub::challenge::Question;
use crate::hub::claims;
use crate::hub::proposing;
use crate::hub::resume;
use crate::hub::roster::Held;
use crate::hub::state::State;
use crate::traffic::PeerId;

/// `nick`: asks for what has to be shown first, and takes another name.
pub fn nick(
    state: &mut State,
    now: Now,
    id: PeerId,
    (name, offer, mark): (RequestedName, Option<Offer>, Option<Id>),
) -> Result<(), Refusal> {
    if state.roster.name_of(id).is_none() {
        return Err(Refusal::NotJoined);
    }
    let wanted = name.as_ref().ok().cloned();
    proposing::note(state, id, mark.as_ref());
    let (Some(wanted), Some(offer)) = (wanted, offer) else {
        return take_name(state, now, id, (&name, None));
    };
    let keep = offer.keep;
    let id_of_answer = mark.clone();
    let question = Question {
        offer,
        name: Some(wanted),
        held: Held::Nick {
            name: name.clone(),
            keep,
            id: mark,
        },
        id: id_of_answer,
    };
    match challenge::ask(state, now, id, question) {
        Ok(()) => Ok(()),
        Err(_) => take_name(state, now, id, (&name, None)),
    }
}

/// Takes another name; the second is whether its key asks for it, and if so, whether for
/// longer than the visit.
pub fn take_name(
    state: &mut State,
    now: Now,
    id: PeerId,
    (requested, keep): (&RequestedName, Option<bool>),
) -> Result<(), Refusal> {
    if let Ok(name) = requested
        && proposing::is_asked(state)
    {
        let shown = proposing::shown(state, now, id, (Some(name), keep));
        proposing::propose(state, id, || What::Nick(requested.clone(), shown))?;
        return Ok(());
    }
    let key = state.roster.get(id).and_then(|peer| peer.standing.key);
    let name = granted(state, now, &[id], (requested, key))?;
    let has_it = state.roster.name_of(id) == Some(&name);
    rename(state, now, id, name.clone(), keep);
    if has_it {
        // It has it already: nobody else is told, and it is not left without answer.
        let (room, who) = (None, name.clone());
        let event = Event::Rename { who, now: name };
        state.tell(now, id, Body::Notice { room, event });
    }
    Ok(())
}

/// The name that a peer wants, if it may have it. Whoever imitates somebody who is here,
/// or whose key has the name, hears that the name is taken; anything else wrong with it
/// comes after.
pub fn granted(
    state: &State,
    now: Now,
    own: &[PeerId],
    (requested, key): (&RequestedName, Option<PublicKey>),
) -> Result<Name, Refusal> {
    let wanted = match requested {
        Ok(name) => name.key(),
        Err(bad) => &bad.key,
    };
    if let Some(id) = own.first() {
        authority::may(state, *id, Deed::Take)?;
    }
    claims::may_take(state, now, wanted, key.as_ref())?;
    if let Some(other) = state.roster.clash(wanted, own) {
        let taken = state.roster.name_of(other).map(ToString::to_string);
        return Err(Refusal::NameTaken(taken.unwrap_or_default()));
    }
    match requested {
        Ok(name) => Ok(name.clone()),
        Err(bad) => Err(bad.fault.into()),
    }
}

/// Gives the name, and tells every room where the old one was known. It belongs to the
/// peer's key from now on where that asks for it, and if so, whether for longer than the
/// visit; or where it did before.
pub fn rename(state: &mut State, now: Now, id: PeerId, name: Name, keep: Option<bool>) {
    let old = state.roster.name_of(id).cloned();
    if old.as_ref() == Some(&name) {
        return claims::take(state, now, id, &name, keep);
    }
    if old.is_some() {
        // Those who believe that it is still there would not know whom this is about.
        resume::let_go(state, now, id);
    }
    let owns = state.roster.get(id).is_some_and(|peer| peer.standing.owns);
    if let Some(old) = &old {
        claims::left(state, now, old, owns);
    }
    state.roster.call(id, name.clone());
    if let Some(peer) = state.roster.get(id) {
        state.class.mutes.renamed(peer.session, &name);
    }
    claims::take(state, now, id, &name, keep);
    let Some(who) = old else {
        return;
    };
    let rooms = state.roster.get(id).and_then(|p| p.person());
    let rooms = rooms.map(|p| p.rooms.clone()).unwrap_or_default();
    for room in &rooms {
        let (who, now_called) = (who.clone(), name.clone());
        let event = Event::Rename {
            who,
            now: now_called,
        };
        state.tell_comings(now, room, id, event);
    }
    if rooms.is_empty() {
        let event = Event::Rename { who, now: name };
        state.tell(now, id, Body::Notice { room: None, event });
    }
}
