//! The answer to a challenge, and what has waited for it.
//!
//! First the signature: whoever has the wrong key learns nothing of the password. The
//! name is taken only when both are right.

use chat_proto::frame::Id;
use chat_proto::frame::trust::Prove;
use chat_proto::hex::Proof;
use chat_proto::hex::PublicKey;
use chat_proto::now::Now;
use chat_proto::refusal::Refusal;
use chat_trust::challenge::Challenge;
use chat_trust::challenge::Fault;

use crate::hub::depart;
use crate::hub::enter;
use crate::hub::enter::Shown;
use crate::hub::naming;
use crate::hub::password;
use crate::hub::proposing;
use crate::hub::roster::Held;
use crate::hub::state::State;
use crate::traffic::PeerId;

/// `prove`: what has waited goes on, or does not.
pub fn prove(state: &mut State, now: Now, id: PeerId, prove: &Prove) {
    let Some(peer) = state.roster.get_mut(id) else {
        return;
    };
    let challenge = match peer.standing.open.take(now.mono) {
        Ok(challenge) => challenge,
        Err(fault) => return refuse(state, now, id, (unproved(fault), prove.id.clone())),
    };
    let mark = match &challenge.held {
        Held::Join(join) => &join.id,
        Held::Nick { id, .. } => id,
    };
    let mark = mark.as_ref().or(prove.id.as_ref()).cloned();
    proposing::note(state, id, mark.as_ref());
    let done = is_shown(state, now, id, (prove, &challenge));
    let done = done.and_then(|proof| {
        let key = challenge.key;
        match challenge.held {
            Held::Join(join) => {
                let keep = join.offer.as_ref().is_none_or(|offer| offer.keep);
                let shown = Shown {
                    keep: key.map(|_| keep),
                    proof,
                };
                enter::enter(state, now, id, (&join, shown))
            }
            Held::Nick { name, keep, .. } => {
                naming::take_name(state, now, id, (&name, key.map(|_| keep)))
            }
        }
    });
    if let Err(refusal) = done {
        refuse(state, now, id, (refusal, mark));
    }
}

/// Whether everything that was asked is shown: then the server shows that it knows the
/// password too, where there is one.
fn is_shown(
    state: &mut State,
    now: Now,
    id: PeerId,
    (prove, challenge): (&Prove, &Challenge<Held>),
) -> Result<Option<Proof>, Refusal> {
    let run = state.rules.run.to_string();
    let signed = challenge.proves_name(&run, prove.sign.as_ref());
    signed.map_err(unproved)?;
    let proving = state.rules.proving.clone();
    if let Some(proving) = proving.as_ref().filter(|_| challenge.password) {
        let given = prove.password.as_ref();
        let given = given.ok_or_else(|| unproved(Fault::Missing("password")))?;
        let is_right = challenge.proves_password(&proving.key, given);
        password::guessed(state, now, id, is_right)?;
    }
    // Either it has shown the password, now or before, or its key has in this run.
    password::let_in(state, id, challenge.key);
    if let Some(key) = challenge.key {
        has(state, id, key);
    }
    Ok(proving.map(|proving| challenge.proof(&proving.key)))
}

/// It has this key: from now on, or once all servers have heard of it.
fn has(state: &mut State, id: PeerId, key: PublicKey) {
    if !proposing::is_asked(state) {
        state.roster.prove(id, key);
    } else if let Some(peer) = state.roster.get_mut(id) {
        peer.standing.proved = Some(Box::new(key));
    }
}

fn unproved(fault: Fault) -> Refusal {
    Refusal::Unproved(fault.to_string())
}

fn refuse(state: &mut State, now: Now, id: PeerId, (refusal, mark): (Refusal, Option<Id>)) {
    state.refuse(now, id, refusal.clone(), mark);
    if refusal.closes() {
        depart::turned_away(state, now, id, &refusal);
    }
}
