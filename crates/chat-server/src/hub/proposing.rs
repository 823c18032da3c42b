//! Putting what somebody does into the order that several servers share.
//!
//! Everything that all of them have to agree on passes here before it is done. A server by
//! itself does it at once; with others it is done when it comes back from the log, in
//! [`crate::hub::applying`], there as everywhere.

use std::time::Duration;

use chat_proto::frame::Id;
use chat_proto::frame::PeerFrame;
use chat_proto::frame::server::Body;
use chat_proto::frame::server::Event;
use chat_proto::name::Name;
use chat_proto::now::Now;
use chat_proto::refusal::Refusal;
use chat_proto::room::RoomName;

use crate::deed::Deed;
use crate::deed::Newcomer;
use crate::deed::Shown;
use crate::deed::What;
use crate::hub::roster;
use crate::hub::roster::Met;
use crate::hub::roster::Peer;
use crate::hub::state::State;
use crate::replica::Word;
use crate::traffic::Output;
use crate::traffic::PeerId;

/// Whether what others have to agree on is to be put into the log now, and not done.
pub fn is_asked(state: &State) -> bool {
    let shared = state.shared.as_ref();
    shared.is_some_and(|shared| shared.applying.is_none() && !shared.is_over)
}

/// Puts something that a peer does into the log. False: it is to be done at once.
pub fn propose(
    state: &mut State,
    id: PeerId,
    what: impl FnOnce() -> What,
) -> Result<bool, Refusal> {
    if !is_asked(state) {
        return Ok(false);
    }
    let shared = state.shared.as_ref();
    if shared.is_some_and(|shared| shared.reach.full || !shared.is_here(id)) {
        return Err(Refusal::Apart { wait: FULL });
    }
    put(state, Some(id), what());
    Ok(true)
}

/// Whoever comes in while the others are out of reach hears why nothing happens.
pub fn tell_if_apart(state: &mut State, now: Now, id: PeerId, room: &RoomName) {
    let shared = state.shared.as_ref();
    if shared.is_some_and(|shared| shared.reach.apart) {
        let (room, event) = (Some(room.clone()), Event::Apart);
        state.tell(now, id, Body::Notice { room, event });
    }
}

/// The same for what happens whether anybody likes it or not.
pub fn must(state: &mut State, id: Option<PeerId>, what: impl FnOnce() -> What) -> bool {
    if !is_asked(state) {
        return false;
    }
    put(state, id, what());
    true
}

/// What a peer has shown for a name: told to the others with what it asks for.
pub fn shown(
    state: &mut State,
    now: Now,
    id: PeerId,
    for_name: (Option<&Name>, Option<bool>),
) -> Shown {
    let (name, keep) = for_name;
    let Some(peer) = state.roster.get(id) else {
        return Shown::default();
    };
    let (key, host) = (
        peer.standing
            .proved
            .as_deref()
            .copied()
            .or(peer.standing.key),
        peer.origin.host(),
    );
    let asks = name.filter(|_| key.is_some() && keep.is_some());
    let is_new = asks.is_some_and(|name| state.claims.get(now.wall, name.key()).is_none());
    let pace = state.rules.claims;
    let may_claim = is_new
        && state.addresses.with(now.mono, host, |address| {
            address.claims.take_at(now.mono, pace).is_ok()
        });
    Shown {
        key,
        keep,
        may_claim,
    }
}

/// By what a peer knows the answer to what it asks for now: that is no other server's affair.
pub fn note(state: &mut State, id: PeerId, mark: Option<&Id>) {
    if is_asked(state)
        && let Some(peer) = state.roster.get_mut(id)
    {
        let id = mark.cloned();
        let shown = roster::Noted {
            id,
            ..roster::Noted::default()
        };
        peer.standing.noted = Some(Box::new(shown));
    }
}

fn put(state: &mut State, id: Option<PeerId>, what: What) {
    let peer = id.and_then(|id| state.roster.get_mut(id));
    let newcomer = peer.and_then(first_heard_of);
    if let (Some(shared), Some(id)) = (&mut state.shared, id) {
        shared.line.under_way(id, is_message(&what));
    }
    let deed = Deed {
        peer: id,
        newcomer,
        what,
    };
    state.output.push_back(Output::Replicate(Word::Order(deed)));
}

/// What the others have to be told of a peer, once.
fn first_heard_of(peer: &mut Peer) -> Option<Newcomer> {
    let is_first = peer.met == Met::NotYet;
    if is_first {
        peer.met = Met::UnderWay;
    }
    is_first.then(|| Newcomer {
        origin: peer.origin,
        since: peer.since,
        plain: peer.is_plain(),
    })
}

/// Whether others of its kind may follow it before it is heard: what they mean does not
/// depend on it.
fn is_message(what: &What) -> bool {
    let What::Frame(frame) = what else {
        return false;
    };
    matches!(&**frame, PeerFrame::Say(say) if say.name.is_none())
}

/// When somebody tries again who found the way to the order full.
const FULL: Duration = Duration::from_secs(1);
