//! What we show before we are let in, and what the server shows in return.
//!
//! The password never leaves us: both sides prove that they know it, we first. A server
//! that cannot is not the one that it was given for. Working the password over takes a
//! while, so somebody else does that ([`Output::Derive`]) and tells what became of it.

use chat_proto::frame::PeerFrame;
use chat_proto::frame::trust::Asked;
use chat_proto::frame::trust::Prove;
use chat_proto::hex::Hex;
use chat_proto::hex::Proof;
use chat_proto::name::Name;
use chat_proto::now::Now;
use chat_trust::password::FEWEST_ROUNDS;
use chat_trust::password::MOST_ROUNDS;
use chat_trust::password::PasswordKey;
use chat_trust::statement::Bind;
use chat_trust::statement::Meeting;
use chat_trust::statement::Side;

use crate::session::asking;
use crate::session::connection;
use crate::session::phase::Phase;
use crate::session::reason::Reason;
use crate::session::state::State;
use crate::session::traffic::Derivation;
use crate::session::traffic::Output;

/// The server wants to see something.
pub(in crate::session) fn on_challenge(state: &mut State, now: Now, asked: Asked) {
    let joins = matches!(state.phase, Phase::Joining { .. });
    let Some(offered) = state.trust.offered.clone() else {
        return;
    };
    state.trust.asked = true;
    connection::on_asked(state, now);
    let means_us = Name::parse(&asked.you).is_ok_and(|you| you.key() == offered.name.key());
    if asked.name && !means_us {
        // Signed, it could be shown to another server as ours.
        return refuse(state, joins, Reason::AsksForAnother(asked.you));
    }
    let password = state.setup.password.clone();
    let Some(password) = password.filter(|_| !asked.salt.is_empty()) else {
        if asked.password && joins {
            return asking::password(state, Reason::PasswordAsked);
        }
        if asked.password {
            return;
        }
        return prove(state, now, &asked, None);
    };
    if !(FEWEST_ROUNDS..=MOST_ROUNDS).contains(&asked.rounds) {
        return refuse(state, joins, Reason::OddRounds(asked.rounds));
    }
    let derivation = Derivation {
        password,
        salt: asked.salt.clone(),
        rounds: asked.rounds,
    };
    match &state.trust.derived {
        Some((from, key)) if *from == derivation => {
            let key = key.clone();
            prove(state, now, &asked, Some(&key));
        }
        Some(_) | None => {
            state.trust.waits = Some(asked);
            state.out.push_back(Output::Derive(derivation));
        }
    }
}

/// The password is worked over.
pub(in crate::session) fn on_derived(
    state: &mut State,
    now: Now,
    (from, key): (Derivation, PasswordKey),
) {
    let waits = state.trust.waits.take_if(|asked| {
        // Another challenge may have come meanwhile, with another salt.
        asked.salt == from.salt && asked.rounds == from.rounds
    });
    if let Some(asked) = waits {
        prove(state, now, &asked, Some(&key));
    }
    state.trust.derived = Some((from, key));
}

/// Whether the first welcome of a connection comes from a server that knows the password
/// that we have shown to know.
pub(in crate::session) fn is_the_right_one(
    state: &State,
    proof: Option<&Proof>,
) -> Result<(), Reason> {
    let derived = state.trust.derived.as_ref();
    let (Some((meeting, key)), Some((_, password))) = (&state.trust.answered, derived) else {
        return Ok(());
    };
    let knows = proof.is_some_and(|proof| {
        let given = (key.as_ref(), proof);
        password.is_proved(Side::Server, meeting, given)
    });
    knows.then_some(()).ok_or(Reason::Impostor)
}

/// The certificate of a server that has shown to know the password over it: it is the one
/// that is meant, as if its words had been compared.
pub(in crate::session) fn proved(state: &State) -> Option<Hex<32>> {
    let has_shown = state.trust.answered.is_some() && state.trust.derived.is_some();
    match state.trust.bind {
        Bind::Certificate(print) => Some(print).filter(|_| has_shown),
        Bind::Open => None,
    }
}

/// Whether a password was given that a server which lets us in has not asked for.
pub(in crate::session) fn is_unasked(state: &State) -> bool {
    state.setup.password.is_some() && !state.setup.clear_password && state.trust.answered.is_none()
}

/// Whether a server that wants a password has asked for no proof of it: it knows the
/// plain word alone.
pub(in crate::session) fn is_clear_alone(state: &State) -> bool {
    let holds_back = state.setup.password.is_some() && !state.setup.clear_password;
    holds_back && !state.trust.asked
}

fn prove(state: &mut State, now: Now, asked: &Asked, password: Option<&PasswordKey>) {
    let Some(offered) = state.trust.offered.clone() else {
        return;
    };
    let meeting = Meeting {
        client: offered.nonce,
        server: asked.nonce,
        bind: state.trust.bind,
    };
    let identity = &state.setup.identity;
    let key = identity.key.as_ref().filter(|_| asked.name);
    let proof = password.filter(|_| asked.password);
    let proof = proof.map(|password| password.proof(Side::Client, &meeting, offered.key.as_ref()));
    let frame = PeerFrame::Prove(Prove {
        sign: key.map(|key| key.sign(&meeting, &asked.run, &asked.you)),
        password: proof.map(|proof| Hex(proof.0)),
        id: None,
    });
    state.trust.answered = password.map(|_| (meeting, offered.key));
    state.send(now, frame);
}

/// What cannot be shown ends the joining; where we are in already, only the wish.
fn refuse(state: &mut State, joins: bool, why: Reason) {
    if joins {
        connection::end(state, why);
    }
}
