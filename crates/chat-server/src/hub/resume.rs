//! Going on: a new connection with the session of an earlier one.
//!
//! The earlier one may be long dead without anybody knowing, and its bytes may still
//! be under way. It is over at once: its name is given back, and what still arrives on
//! it is not heard, because nobody is there. In rooms to which the peer comes back,
//! nobody hears that it was gone.

use std::time::Duration;

use chat_proto::frame::ServerFrame;
use chat_proto::frame::peer::Join;
use chat_proto::frame::server::Body;
use chat_proto::frame::server::Event;
use chat_proto::name::Name;
use chat_proto::now::Now;
use chat_proto::room::RoomName;

use crate::hub::claims;
use crate::hub::cutting;
use crate::hub::due::Due;
use crate::hub::roster::Kept;
use crate::hub::roster::Peer;
use crate::hub::roster::Phase;
use crate::hub::state::State;
use crate::traffic::Backlog;
use crate::traffic::Output;
use crate::traffic::PeerId;

/// What a connection goes on with.
#[derive(Clone, Copy, Debug)]
pub struct Earlier {
    /// Which session; none where it is another one of the same key.
    pub session: Option<u64>,
    /// The connection that it has, if that is not known to be over.
    pub ghost: Option<PeerId>,
}

impl Earlier {
    /// Whether its connection came after this one.
    pub fn is_younger_than(&self, id: PeerId) -> bool {
        // Of two that came to different servers nobody knows that.
        let is_younger = |ghost: PeerId| ghost.life() == id.life() && ghost > id;
        self.session.is_some() && self.ghost.is_some_and(is_younger)
    }
}

/// The session that the first join of a connection proves to be its own.
pub fn earlier(state: &State, id: PeerId, join: &Join) -> Option<Earlier> {
    let peer = state.roster.get(id)?;
    let token = join.session?;
    let is_first = matches!(peer.phase, Phase::Nameless);
    let session = state.rules.secret.session_of(token).filter(|_| is_first)?;
    let ghost = state.roster.holder(session).filter(|ghost| *ghost != id);
    // Other servers have met nobody who has no name.
    let is_met = |ghost: &PeerId| state.roster.name_of(*ghost).is_some();
    let ghost = ghost.filter(|ghost| state.shared.is_none() || is_met(ghost));
    Some(Earlier {
        session: Some(session),
        ghost,
    })
}

/// The same, or, where that connection is gone, one of the same key that has the name
/// that is asked for: whoever has the key has come back, or sits somewhere else now.
pub fn or_elsewhere(
    state: &State,
    id: PeerId,
    join: &Join,
    earlier: Option<Earlier>,
) -> Option<Earlier> {
    if earlier.is_some_and(|earlier| earlier.ghost.is_some()) {
        return earlier;
    }
    let session = earlier.and_then(|earlier| earlier.session);
    let ghost = elsewhere(state, id, join);
    let of_key = ghost.map(|ghost| Earlier {
        session,
        ghost: Some(ghost),
    });
    of_key.or(earlier)
}

fn elsewhere(state: &State, id: PeerId, join: &Join) -> Option<PeerId> {
    let key = state.roster.get(id)?.standing.key?;
    let name = join.name.as_ref()?.as_ref().ok()?;
    let ghost = state.roster.find(name.key()).filter(|other| *other != id)?;
    let standing = &state.roster.get(ghost)?.standing;
    (standing.owns && standing.key == Some(key)).then_some(ghost)
}

/// The peer goes on with its session, under this name. Rooms of the earlier connection
/// are kept for it for a moment.
pub fn take_over(state: &mut State, now: Now, id: PeerId, earlier: Earlier, name: Option<&Name>) {
    let ghost = earlier.ghost.and_then(|ghost| {
        // A server that stood still hears late of a connection that was given up since: of two
        // servers nobody knows who came last. Whoever is still there comes back and has it.
        let session = state.roster.get(ghost).map(|peer| peer.session);
        let may_be_later = ghost.life() != id.life() && earlier.session == session;
        end(state, now, ghost, may_be_later)
    });
    if let Some(session) = earlier.session {
        state.roster.resume(id, session);
    }
    let Some(ghost) = ghost else {
        return;
    };
    let has_shown = state
        .roster
        .get(id)
        .is_some_and(|p| p.standing.key.is_some());
    if let Some(key) = ghost.standing.key.filter(|_| !has_shown) {
        state.roster.prove(id, key);
    }
    let Phase::Present(person) = ghost.phase else {
        return;
    };
    let mut rooms = person.rooms;
    rooms.extend(ghost.kept.into_iter().flat_map(|kept| kept.rooms));
    if name != Some(&person.name) {
        for room in &rooms {
            tell_of_leaving(state, now, room, (id, &person.name));
        }
        return;
    }
    let until = now.mono + KEPT;
    if let Some(peer) = state.roster.get_mut(id) {
        // What others believe of it.
        peer.signs.away = ghost.signs.away;
        peer.kept = Some(Kept { rooms, until });
        if peer.is_here() {
            state.due.insert((until, Due::Kept(id)));
        }
    }
}

/// Whether a room was kept for a peer that enters it: then nobody heard that it was gone.
pub fn comes_back(state: &mut State, now: Now, id: PeerId, room: &RoomName) -> bool {
    let kept = state.roster.get_mut(id).and_then(|p| p.kept.as_mut());
    let Some(kept) = kept else {
        return false;
    };
    let before = kept.rooms.len();
    kept.rooms.retain(|kept| kept != room);
    let (is_kept, is_last) = (kept.rooms.len() < before, kept.rooms.is_empty());
    if is_last {
        let_go(state, now, id);
    }
    is_kept
}

/// The rooms to which a peer has not come back are told that it is gone.
pub fn let_go(state: &mut State, now: Now, id: PeerId) {
    let Some(peer) = state.roster.get_mut(id) else {
        return;
    };
    let Some(kept) = peer.kept.take() else {
        return;
    };
    let name = peer.person().map(|person| person.name.clone());
    state.due.remove(&(kept.until, Due::Kept(id)));
    let Some(name) = name else {
        return;
    };
    for room in &kept.rooms {
        tell_of_leaving(state, now, room, (id, &name));
    }
}

/// Ends a connection whose session has another: no room is told, nor what was kept for it.
/// Whether it may come back is told to it.
pub fn end(state: &mut State, now: Now, id: PeerId, returns: bool) -> Option<Peer> {
    let rooms = state.roster.get(id)?.person().map(|p| p.rooms.clone());
    for room in &rooms.unwrap_or_default() {
        state.leave(now, room, id);
    }
    let is_here = state.roster.get(id).is_some_and(Peer::is_here);
    if is_here {
        cutting::cut_off(
            state,
            now,
            id,
            "its session goes on over another connection",
        );
    }
    let peer = state.roster.remove(id)?;
    if let Some(person) = peer.person() {
        claims::left(state, now, &person.name, peer.standing.owns);
    }
    if let Some(kept) = &peer.kept {
        state.due.remove(&(kept.until, Due::Kept(id)));
    }
    if !is_here {
        return Some(peer);
    }
    let bye = "you came back over another connection: you go on there".to_owned();
    let body = if returns {
        Body::Bye(bye)
    } else {
        Body::Dismissal(bye)
    };
    let frame = ServerFrame { at: now.wall, body };
    state.output.push_back(Output::Close {
        peer: id,
        // Nobody reads it there, and what was missed is told again.
        backlog: Backlog::Drop,
        last: peer.dialect.map(|dialect| (dialect, frame)),
    });
    Some(peer)
}

/// Whoever goes on with the session stands for the one that is gone.
fn tell_of_leaving(state: &mut State, now: Now, room: &RoomName, (id, name): (PeerId, &Name)) {
    let event = Event::Leave {
        who: vec![name.clone()],
        why: "connection lost".into(),
    };
    state.tell_comings(now, room, id, event);
}

/// How long rooms wait for somebody who comes back: a client enters all of its rooms at
/// once, and the way there may be slow.
const KEPT: Duration = Duration::from_secs(5);
