//! People on other servers: met when the log tells of them, and gone with their servers.

use chat_proto::frame::server::Body;
use chat_proto::frame::server::Event;
use chat_proto::now::Now;

use crate::deed::Newcomer;
use crate::hub::depart;
use crate::hub::roster::Home;
use crate::hub::roster::Met;
use crate::hub::roster::Peer;
use crate::hub::shared::Applying;
use crate::hub::shared::Member;
use crate::hub::state::State;
use crate::replica::Birth;
use crate::traffic::Dialect;
use crate::traffic::PeerId;

/// The log tells of somebody for the first time.
pub fn meet(state: &mut State, now: Now, id: PeerId, newcomer: Newcomer) {
    if state.roster.get(id).is_some() {
        return;
    }
    let dialect = if newcomer.plain {
        Dialect::Plain
    } else {
        Dialect::Json
    };
    let peer = Peer {
        home: Home::Elsewhere,
        met: Met::Everywhere,
        dialect: Some(dialect),
        // Its own server has let it in.
        admitted: true,
        since: newcomer.since,
        ..Peer::new(id, newcomer.origin, now)
    };
    state.roster.add(id, peer);
}

/// A server begins to live: whoever was there in an earlier life of it is gone.
pub fn begins(state: &mut State, now: Now, birth: Birth) {
    let Birth {
        at: _,
        server,
        life,
        addresses,
        secret,
    } = birth;
    let Some(shared) = &mut state.shared else {
        return;
    };
    if std::mem::replace(&mut shared.is_first, false) {
        // All servers know the sessions of all.
        state.rules.secret = secret;
    }
    let before = shared.servers.insert(server, Member { life, addresses });
    if let Some(before) = before {
        end_life(state, now, before.life, "its server has started anew");
    }
}

/// A life of a server is over.
pub fn ends(state: &mut State, now: Now, server: &str, life: u64) {
    let Some(shared) = &mut state.shared else {
        return;
    };
    if shared.servers.get(server).is_some_and(|m| m.life == life) {
        shared.servers.remove(server);
    }
    end_life(state, now, life, "its server is gone");
}

/// The life that has begun is this server's own. Whoever came before that belongs to none.
pub fn begun(state: &mut State, now: Now, life: u64) {
    if let Some(shared) = &mut state.shared {
        shared.life = life;
    }
    is_being_applied(state, true);
    let all = state.roster.ids().into_iter();
    let before: Vec<_> = all.filter(|id| id.life() != life).collect();
    for id in before {
        if state.roster.get(id).is_some_and(Peer::is_here) {
            depart::outlived(state, now, id);
        }
    }
    is_being_applied(state, false);
}

/// The others are out of reach, or back: every room is told.
pub fn apart(state: &mut State, now: Now, apart: bool) {
    let Some(shared) = &mut state.shared else {
        return;
    };
    if std::mem::replace(&mut shared.reach.apart, apart) == apart {
        return;
    }
    for name in state.rooms.names() {
        let room = state.rooms.get(&name).map(|room| room.name.clone());
        let event = if apart { Event::Apart } else { Event::Together };
        state.tell_room(now, &name, None, Body::Notice { room, event });
    }
}

fn end_life(state: &mut State, now: Now, life: u64, why: &str) {
    is_being_applied(state, true);
    let all = state.roster.ids().into_iter();
    let gone: Vec<_> = all.filter(|id| id.life() == life).collect();
    for id in gone {
        if state.roster.get(id).is_some_and(Peer::is_here) {
            depart::outlived(state, now, id);
        } else {
            depart::gone_for_all(state, now, id, why);
        }
    }
    is_being_applied(state, false);
}

/// What follows from the log is not put there again.
fn is_being_applied(state: &mut State, is: bool) {
    if let Some(shared) = &mut state.shared {
        shared.applying = is.then_some(Applying::default());
    }
}
