//! Arriving: whether there is a place, and what becomes of whom there is none for.

use std::time::Duration;

use chat_proto::frame::ServerFrame;
use chat_proto::frame::server::Body;
use chat_proto::now::Now;
use chat_proto::refusal::Refusal;
use tracing::debug;

use crate::hub::depart;
use crate::hub::roster::Peer;
use crate::hub::roster::Phase;
use crate::hub::state::State;
use crate::traffic::Backlog;
use crate::traffic::Dialect;
use crate::traffic::Origin;
use crate::traffic::Output;
use crate::traffic::PeerId;
use crate::traffic::Transport;

/// Somebody connected, or spoke from a new UDP address.
pub fn arrived(state: &mut State, now: Now, id: PeerId, origin: Origin) {
    if let Some(shared) = &state.shared
        && !shared.is_here(id)
    {
        // It came while this server began to live anew: nobody is told of it.
        return outlived(state, now, id);
    }
    let refusal = no_place(state, now, &origin);
    // What a datagram brings tells its tongue: nobody waits there.
    let is_stream = origin.transport != Transport::Udp;
    if is_stream
        && state.roster.turned_away() >= IN_THE_DOORWAY
        && let Some(refusal) = refusal
    {
        return shut_out(state, now, id, refusal);
    }
    debug!(%origin, "arrived");
    let lease = match (&refusal, origin.transport) {
        (Some(_), _) => Some(TURNED_AWAY),
        // Looked at again then: which of the two holds is known by that time.
        (None, Transport::Udp) => {
            Some(state.rules.udp_silence.min(state.rules.udp_plain_silence) / 2)
        }
        (None, Transport::Tcp | Transport::Unix) => None,
    };
    if refusal.is_none() && state.limits(origin.host()) {
        state.addresses.enter(now.mono, origin.host());
    }
    let peer = Peer {
        phase: refusal.map_or(Phase::Nameless, Phase::TurnedAway),
        ..Peer::new(id, origin, now)
    };
    state.roster.add(id, peer);
    state.lease(id, lease.map(|lease| now.mono + lease));
}

/// Tells somebody that there is no place, in its tongue if that is known by now, and
/// closes. Whether it was one of those for whom there is none.
pub fn turn_away(state: &mut State, now: Now, id: PeerId) -> bool {
    let Some(peer) = state.roster.get_mut(id) else {
        return false;
    };
    let Phase::TurnedAway(refusal) = &peer.phase else {
        return false;
    };
    let refusal = refusal.clone();
    peer.dialect.get_or_insert(Dialect::Ascii);
    state.refuse(now, id, refusal.clone(), None);
    depart::turned_away(state, now, id, &refusal);
    true
}

/// Why there is no place, if there is none. Whoever is turned away takes none.
fn no_place(state: &mut State, now: Now, origin: &Origin) -> Option<Refusal> {
    let host = origin.host();
    let (max, each) = (state.rules.max_peers, state.rules.max_per_address);
    if state.roster.inside() >= max {
        return Some(Refusal::ServerFull(max));
    }
    if !state.limits(host) {
        return None;
    }
    let unproven = max - max / KEPT_FOR_PROVEN;
    if !origin.proven && state.roster.unproven() >= unproven {
        return Some(Refusal::UnprovenFull(unproven));
    }
    if state.addresses.connections(host) >= each {
        return Some(Refusal::AddressFull(each));
    }
    let rate = state.rules.arrivals;
    let arrives = state
        .addresses
        .with(now.mono, host, |a| a.arrivals.take(now.mono, rate));
    arrives.err().map(Refusal::AddressHasty)
}

fn outlived(state: &mut State, now: Now, peer: PeerId) {
    let words = "this server begins anew in its conversation: come again";
    let body = Body::Bye(words.to_owned());
    let frame = ServerFrame { at: now.wall, body };
    state.output.push_back(Output::Close {
        peer,
        backlog: Backlog::Drop,
        last: Some((Dialect::Ascii, frame)),
    });
}

/// Nobody waits here to learn its tongue: people read the line, and programs skip it.
fn shut_out(state: &mut State, now: Now, peer: PeerId, refusal: Refusal) {
    let body = Body::Refused { refusal, id: None };
    let frame = ServerFrame { at: now.wall, body };
    state.counts.refused += 1;
    state.output.push_back(Output::Close {
        peer,
        backlog: Backlog::Drop,
        last: Some((Dialect::Ascii, frame)),
    });
}

/// Peers beyond the limit who are let in as far as it takes to learn their
/// tongue and say so. More than these are told so at once.
pub const IN_THE_DOORWAY: usize = 256;

/// This part of all places is not given to those who have proved no address: one sender
/// can invent as many as there are on a network.
const KEPT_FOR_PROVEN: usize = 4;

/// How long that may take.
const TURNED_AWAY: Duration = Duration::from_secs(5);
