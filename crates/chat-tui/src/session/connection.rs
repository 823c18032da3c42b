//! Connections that come and go: to which server, joining there, trying again.

use std::time::Duration;
use std::time::Instant;

use chat_proto::frame::PeerFrame;
use chat_proto::frame::peer::Join;
use chat_proto::now::Now;

use crate::session::phase::Phase;
use crate::session::phase::Pulse;
use crate::session::reason::Reason;
use crate::session::rooms::Membership;
use crate::session::state::State;
use crate::session::traffic::News;
use crate::session::traffic::Output;

/// Asks for a connection.
pub(in crate::session) fn connect(state: &mut State, _now: Now) {
    state.phase = Phase::Connecting;
    let target = state.servers.target(state.manual_delivery);
    state.out.push_back(Output::Connect(target));
    state.tell(News::Connecting);
}

pub(in crate::session) fn on_connected(state: &mut State, now: Now, address: String) {
    if !matches!(state.phase, Phase::Connecting) {
        return;
    }
    state.phase = Phase::Joining {
        address,
        give_up: now.mono + turn(state),
        again: None,
    };
    state.trust.on_connected();
    send_first_join(state, now);
}

/// The connection is gone, or was not made.
pub(in crate::session) fn on_lost(state: &mut State, now: Now, why: Reason) {
    let was_in = match &state.phase {
        Phase::Waiting { .. } | Phase::Asking { .. } | Phase::Ended { .. } => return,
        Phase::Online { since, .. } if now.mono.duration_since(*since) >= HELD => {
            state.backoff.reset();
            true
        }
        Phase::Online { .. } => true,
        Phase::Connecting | Phase::Joining { .. } => false,
    };
    state.receipts.on_lost();
    state.rooms.on_lost();
    state.asked.clear();
    state.out.push_back(Output::Close);
    if was_in {
        state.servers.on_lost();
    } else if state.servers.on_failed(&why) {
        return connect(state, now);
    }
    let why = state.servers.fault(why);
    let wait = state.backoff.next_wait();
    state.phase = Phase::Waiting {
        until: now.mono + wait,
        why: why.clone(),
    };
    state.tell(News::Lost { why, wait });
}

/// Something came that is no frame: before the welcome, whoever speaks there
/// is no chat server; later, one line is not worth the connection.
pub(in crate::session) fn on_garbage(state: &mut State, now: Now) {
    if let Phase::Joining { address, .. } = &state.phase {
        let why = Reason::NotAChat(address.clone());
        if state.servers.are_several() {
            return on_lost(state, now, why);
        }
        end(state, why);
    }
}

/// It is over.
pub(in crate::session) fn end(state: &mut State, why: Reason) {
    state.out.push_back(Output::Close);
    state.phase = Phase::Ended { why: why.clone() };
    state.tell(News::Ended(why));
}

/// The first room is entered: from here on, whatever people say.
pub(in crate::session) fn on_joined(state: &mut State, now: Now) {
    let phase = std::mem::replace(&mut state.phase, Phase::Connecting);
    state.phase = match phase {
        Phase::Joining { address, .. } => Phase::Online {
            address,
            since: now.mono,
            pulse: Pulse::new(now.mono, state.setup.datagrams),
        },
        Phase::Online { .. }
        | Phase::Waiting { .. }
        | Phase::Connecting
        | Phase::Asking { .. }
        | Phase::Ended { .. } => phase,
    };
}

/// The join that carries the name: for the current room.
pub(in crate::session) fn send_first_join(state: &mut State, now: Now) {
    let id = state.next_id();
    state.rooms.want_one(&state.setup.room);
    let (room, since) = match state.rooms.iter_mut().last() {
        Some(room) => {
            room.membership = Membership::Asked { id: id.clone() };
            (room.name.clone(), room.heard.since())
        }
        None => (state.setup.room.clone(), None),
    };
    if let Phase::Joining { again, .. } = &mut state.phase {
        *again = state.loses.then(|| now.mono + JOIN_AGAIN);
    }
    let join = Join {
        // The name is ours, and not our ghost's.
        session: state.session,
        name: Some(Ok(state.trying.clone())),
        room: Some(room),
        since,
        log: since.and_then(|_| state.log.clone()),
        run: since.and_then(|_| state.run.clone()),
        signs: state.setup.roster,
        id: Some(id),
        ..Join::default()
    };
    let join = state.with_offer(join);
    state.send(now, PeerFrame::Join(join));
}

/// The server asked us to wait with the first join.
pub(in crate::session) fn join_again_at(state: &mut State, at: Instant) {
    let patience = welcome(state);
    if let Phase::Joining { again, give_up, .. } = &mut state.phase {
        *again = Some(at);
        *give_up = (*give_up).max(at + patience);
    }
}

/// Whoever asks us something first is there: its welcome may take as long as any.
pub(in crate::session) fn on_asked(state: &mut State, now: Now) {
    let patience = welcome(state);
    if let Phase::Joining { give_up, .. } = &mut state.phase {
        *give_up = (*give_up).max(now.mono + patience);
    }
}

/// How long a server that we have a connection to may take for its first word: not long,
/// while there are others.
fn turn(state: &State) -> Duration {
    let welcome = welcome(state);
    let short = state.servers.patience();
    short.map_or(welcome, |short| welcome.min(short.max(TURN)))
}

/// How long a welcome may take. Over a link the join is confirmed or under way, and
/// the link itself ends where nothing is heard: beyond that, only a server that
/// hears and never answers is given up.
pub(in crate::session) fn welcome(state: &State) -> Duration {
    let welcome = state.setup.welcome;
    state.link.map_or(welcome, |patience| patience + welcome)
}

/// Over datagrams the join may be lost; joining twice does no harm.
pub(in crate::session) const JOIN_AGAIN: Duration = Duration::from_secs(1);
/// A server may have to look on its disk before it lets us in.
const TURN: Duration = Duration::from_secs(2);
/// A connection that held so long is not part of a series of failures.
const HELD: Duration = Duration::from_secs(5);
