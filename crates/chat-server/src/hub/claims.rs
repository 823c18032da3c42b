//! Names that belong to keys: taken, left, and kept by the lines that go out.

use chat_proto::hex::PublicKey;
use chat_proto::name::Name;
use chat_proto::name::NameKey;
use chat_proto::now::Now;
use chat_proto::refusal::Refusal;
use chat_trust::claims::ClaimRequest;
use chat_trust::claims::Record;

use crate::hub::state::State;
use crate::traffic::Origin;
use crate::traffic::Output;
use crate::traffic::PeerId;

/// Why a name, or a word that imitates one, is not somebody's to take. The key is what
/// it has shown to have.
pub fn may_take(
    state: &State,
    now: Now,
    wanted: &NameKey,
    key: Option<&PublicKey>,
) -> Result<(), Refusal> {
    let claim = state.claims.against(now.wall, wanted, key);
    claim.map_or(Ok(()), |claim| {
        Err(Refusal::NameOwned {
            name: claim.name.to_string(),
            seen: if claim.here { now.wall } else { claim.seen },
        })
    })
}

/// A peer has a name that nobody else's claim stands against: it belongs to its key from
/// now on, where the key has asked for it or had it before.
pub fn take(state: &mut State, now: Now, id: PeerId, name: &Name, asked: Option<bool>) {
    let Some(peer) = state.roster.get(id) else {
        return;
    };
    let (origin, key) = (peer.origin, peer.standing.key);
    let own = state.claims.get(now.wall, name.key());
    let own = own.filter(|claim| Some(claim.key) == key);
    let keep = asked.or_else(|| own.map(|claim| claim.keep));
    let owns = match (key, keep) {
        (Some(key), Some(keep)) => {
            let wish = ClaimRequest {
                name: name.clone(),
                key,
                keep,
            };
            claim(state, now, &origin, wish)
        }
        (None, _) | (_, None) => false,
    };
    if let Some(peer) = state.roster.get_mut(id) {
        peer.standing.owns = owns;
    }
}

/// A peer goes, or has another name from now on.
pub fn left(state: &mut State, now: Now, name: &Name, owns: bool) {
    let record = if owns {
        state.claims.left(now.wall, name)
    } else {
        None
    };
    keep(state, record);
}

/// Whether the name belongs to the key now: there is a bound for each address, so that
/// nobody takes all names there are.
fn claim(state: &mut State, now: Now, origin: &Origin, wish: ClaimRequest) -> bool {
    let applying = state.shared.as_ref().and_then(|shared| shared.applying);
    let (pace, addresses) = (state.rules.claims, &mut state.addresses);
    let may_add = || {
        // Its own server has looked.
        if let Some(applying) = applying {
            return applying.may_claim;
        }
        addresses.with(now.mono, origin.host(), |address| {
            address.claims.take_at(now.mono, pace).is_ok()
        })
    };
    let taken = state.claims.take(now.wall, wish, may_add);
    keep(state, taken.records);
    taken.is_owned
}

fn keep(state: &mut State, records: impl IntoIterator<Item = Record>) {
    let lines = records
        .into_iter()
        .map(|record| Output::Record(record.line()));
    state.output.extend(lines);
}
