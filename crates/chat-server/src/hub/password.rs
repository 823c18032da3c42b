//! The password that is asked of everybody who joins, and how often an address may
//! guess it.

use std::time::Duration;

use chat_proto::now::Now;
use chat_proto::refusal::Refusal;
use tracing::warn;

use crate::hub::state::Due;
use crate::hub::state::State;
use crate::traffic::Host;
use crate::traffic::Origin;
use crate::traffic::PeerId;

/// The one place that decides whether a peer may hear and be heard at all.
pub fn is_admitted(state: &State, id: PeerId) -> bool {
    state.rules.password.is_none() || state.roster.get(id).is_some_and(|p| p.admitted)
}

/// Lets a peer in that gives the right password. Once an address has guessed too often,
/// what comes from there is not even looked at: the right one would tell itself by
/// being let in.
pub fn admit(state: &mut State, now: Now, id: PeerId, given: Option<&str>) -> Result<(), Refusal> {
    if is_admitted(state, id) {
        return Ok(());
    }
    let Some(peer) = state.roster.get_mut(id) else {
        return Ok(());
    };
    let Some(given) = given else {
        return Err(Refusal::WrongPassword { given: false });
    };
    let (origin, pace) = (peer.origin, state.rules.guesses);
    let right = state.rules.password.as_deref().unwrap_or_default();
    let is_right = same_secret(given.as_bytes(), right.as_bytes());
    let guess = state
        .addresses
        .with(now.mono, guessing(&origin), |address| {
            if is_right {
                address.guesses.has(now.mono, pace)
            } else {
                address.guesses.take_at(now.mono, pace)
            }
        });
    match guess {
        Ok(()) if is_right => {
            peer.admitted = true;
            Ok(())
        }
        Ok(()) => {
            log(state, now, &origin);
            Err(Refusal::WrongPassword { given: true })
        }
        Err(wait) => {
            log(state, now, &origin);
            Err(Refusal::RateLimited { wait, others: 0 })
        }
    }
}

/// Whether these words are the password, where one is asked. For peers that have given
/// it already: nobody else may learn it by asking.
pub fn is_right(state: &State, given: &str) -> bool {
    let right = state.rules.password.as_deref();
    right.is_some_and(|right| same_secret(given.as_bytes(), right.as_bytes()))
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

/// Compares without telling by its duration how much was right.
fn same_secret(a: &[u8], b: &[u8]) -> bool {
    let differing = a.iter().zip(b).fold(0, |sum, (a, b)| sum | (a ^ b));
    differing == 0 && a.len() == b.len()
}

/// How long the log is told nothing of further wrong passwords.
const QUIET: Duration = Duration::from_secs(10);
