//! The password that is asked of everybody who joins, and how often an address may
//! guess it.

use std::time::Duration;

use chat_proto::hex::PublicKey;
use chat_proto::now::Now;
use chat_proto::refusal::Refusal;
use chat_trust::mac::is_same;
use tracing::warn;

use crate::config::Pace;
use crate::hub::allowance::Allowance;
use crate::hub::due::Due;
use crate::hub::state::State;
use crate::traffic::Dialect;
use crate::traffic::Host;
use crate::traffic::Origin;
use crate::traffic::PeerId;

/// The one place that decides whether a peer may hear and be heard at all.
pub fn is_admitted(state: &State, id: PeerId) -> bool {
    state.rules.password.is_none() || state.roster.get(id).is_some_and(|p| p.admitted)
}

/// What is told of a refusal: to somebody who types lines, that the password comes before
/// any room.
pub fn told(state: &State, id: PeerId, refusal: Refusal) -> Refusal {
    let peer = state.roster.get(id);
    let types = peer.is_some_and(|peer| peer.dialect == Some(Dialect::Plain));
    if refusal == Refusal::NotJoined && types && !is_admitted(state, id) {
        return Refusal::PasswordFirst;
    }
    refusal
}

/// Lets a peer in that gives the right password. Once an address has guessed too often,
/// what comes from there is not even looked at: the right one would tell itself by
/// being let in.
pub fn admit(state: &mut State, now: Now, id: PeerId, given: Option<&str>) -> Result<(), Refusal> {
    if is_admitted(state, id) {
        return Ok(());
    }
    let Some(given) = given else {
        return Err(Refusal::WrongPassword { given: false });
    };
    let right = state.rules.password.as_deref().unwrap_or_default();
    let is_right = is_same(given.as_bytes(), right.as_bytes());
    guessed(state, now, id, is_right)?;
    let_in(state, id, None);
    Ok(())
}

/// The peer is in from now on, and so is whoever comes with its key in this run.
pub fn let_in(state: &mut State, id: PeerId, key: Option<PublicKey>) {
    if let Some(peer) = state.roster.get_mut(id) {
        peer.admitted = true;
    }
    if state.rules.password.is_some() && state.let_in.len() < LET_IN {
        state.let_in.extend(key);
    }
}

/// A peer has guessed, right or wrong: whether it is told which, and that it was wrong.
pub fn guessed(state: &mut State, now: Now, id: PeerId, is_right: bool) -> Result<(), Refusal> {
    let Some(origin) = state.roster.get(id).map(|peer| peer.origin) else {
        return Ok(());
    };
    let looked_at = looked_at(state, now, &origin, is_right);
    if is_right && looked_at.is_ok() {
        return Ok(());
    }
    log(state, now, &origin);
    looked_at.map_err(|wait| Refusal::RateLimited { wait, others: 0 })?;
    Err(Refusal::WrongPassword { given: true })
}

/// Whether a peer may guess at another secret, by the same bounds.
pub fn may_guess(state: &mut State, now: Now, id: PeerId) -> Result<(), Refusal> {
    let Some(origin) = state.roster.get(id).map(|peer| peer.origin) else {
        return Ok(());
    };
    let looked_at = looked_at(state, now, &origin, true);
    looked_at.map_err(|wait| Refusal::RateLimited { wait, others: 0 })
}

/// It was wrong.
pub fn has_guessed(state: &mut State, now: Now, id: PeerId) {
    if let Some(origin) = state.roster.get(id).map(|peer| peer.origin) {
        let _ = looked_at(state, now, &origin, false);
    }
}

/// Whether there may be one more guess from an address: one that has guessed wrong lately
/// has a bound of its own, and one together with all that have; one that has not is heard
/// whatever others do. A right one takes nothing away.
fn looked_at(state: &mut State, now: Now, origin: &Origin, is_right: bool) -> Result<(), Duration> {
    let (pace, together) = (state.rules.guesses, state.rules.all_guesses);
    let all = &mut state.guesses;
    state.addresses.with(now.mono, guessing(origin), |address| {
        let own = &mut address.guesses;
        own.has(now.mono, pace)?;
        if !address.guessed.is_full(now.mono) {
            all.has(now.mono, together)?;
        }
        if !is_right {
            own.take_at(now.mono, pace)?;
            all.owe(now.mono, together);
            address.guessed = Allowance::default();
            address.guessed.owe(now.mono, LATELY);
        }
        Ok(())
    })
}

/// Whether these words are the password, where one is asked. For peers that have given
/// it already: nobody else may learn it by asking.
pub fn is_right(state: &State, given: &str) -> bool {
    let right = state.rules.password.as_deref();
    right.is_some_and(|right| is_same(given.as_bytes(), right.as_bytes()))
}

/// Tells the log how many more there were.
pub fn tell_rest(state: &mut State, now: Now) {
    let gathered = &mut state.wrong_passwords;
    let count = std::mem::take(&mut gathered.untold);
    if count > 0 {
        gathered.told_at = Some(now.mono);
        warn!(count, "more wrong passwords were given");
    }
}

/// Who guesses: all of this machine's addresses are one who has many.
fn guessing(origin: &Origin) -> Host {
    let host = origin.host();
    if host.is_here() { Host::HERE } else { host }
}

/// A line at once, then one each [`QUIET`] for all of them.
fn log(state: &mut State, now: Now, origin: &Origin) {
    let gathered = &mut state.wrong_passwords;
    let quiet_until = gathered.told_at.map(|at| at + QUIET);
    match quiet_until.filter(|until| *until > now.mono) {
        None => {
            gathered.told_at = Some(now.mono);
            warn!(%origin, "a wrong password was given");
        }
        Some(until) => {
            gathered.untold += 1;
            state.due.insert((until, Due::Guesses));
        }
    }
}

/// How long the log is told nothing of further wrong passwords.
const QUIET: Duration = Duration::from_secs(10);

/// How long somebody counts as one who guesses.
const LATELY: Pace = Pace {
    burst: 1,
    each: Duration::from_secs(600),
};

/// Keys that are remembered as let in: as many as have names.
const LET_IN: usize = 20_000;
