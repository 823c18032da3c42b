//! A room lets us in, for the first time on this connection or once more: what it can
//! tell of what we missed.

use std::time::Duration;

use chat_proto::frame::Incoming;
use chat_proto::frame::PeerFrame;
use chat_proto::frame::incoming::Kind;
use chat_proto::now::Now;
use chat_proto::room::RoomName;

use crate::session::connection;
use crate::session::on_past;
use crate::session::past::Past;
use crate::session::phase::Phase;
use crate::session::rooms::Heard;
use crate::session::rooms::Membership;
use crate::session::rooms::Room;
use crate::session::state::State;
use crate::session::state::What;
use crate::session::traffic::News;
use crate::session::traffic::Output;
use crate::session::trust;
use crate::session::upkeep;

pub(in crate::session) fn on_welcome(state: &mut State, now: Now, frame: Incoming) {
    let Kind::Welcome {
        you,
        session,
        rate_limit,
        ..
    } = &frame.kind
    else {
        return;
    };
    let first = matches!(state.phase, Phase::Joining { .. });
    if !first && !matches!(state.phase, Phase::Online { .. }) {
        return;
    }
    if first && !is_met(state, now, &frame) {
        return;
    }
    let moved = moved(state, &frame);
    state.you.clone_from(you);
    state.session = *session;
    connection::on_joined(state, now);
    if first {
        // Where frames get lost, so do receipts, and nobody knows what is used up.
        state.pace.on_welcome(rate_limit.filter(|_| !state.loses));
        // Tells the round trip.
        upkeep::ping(state, now);
    }
    enter(state, now, frame);
    if let Some(moved) = moved.filter(|_| first) {
        state.tell(moved);
    }
}

/// Which servers there are; where we have come to, if it is another one than before.
fn moved(state: &mut State, frame: &Incoming) -> Option<News> {
    let Kind::Welcome { cluster, .. } = &frame.kind else {
        return None;
    };
    let is_another = state.servers.on_welcome(cluster);
    let Phase::Joining { address, .. } = &state.phase else {
        return None;
    };
    let (server, address) = (cluster.server.clone(), address.clone());
    is_another.then_some(News::Moved { server, address })
}

/// The room that a welcome names is ours, unless it is another numbering than we know.
fn enter(state: &mut State, now: Now, frame: Incoming) {
    let Kind::Welcome {
        room,
        run,
        log,
        seq,
        replay,
        missed,
        ..
    } = &frame.kind
    else {
        return;
    };
    let since = state.rooms.by_word(room).and_then(|r| r.heard.since());
    let another_run = is_another_numbering(state, run.as_ref(), log.as_ref());
    let unknown = state.receipts.unknown().is_some();
    let catches_up = on_past::catches_up(state);
    let Some(known) = state.rooms.by_word(room) else {
        return state.tell(News::Joined(frame));
    };
    if matches!(
        known.membership,
        Membership::In | Membership::CatchingUp { .. }
    ) {
        // The answer to a join that was sent twice.
        return;
    }
    let name = known.name.clone();
    // All that the server has, and what it has not.
    let first_told = seq.map(|seq| seq.saturating_sub(replay.unwrap_or(0)));
    let tells_all = replay.is_some() || *seq == Some(0);
    if another_run && since.is_some() && !tells_all {
        return enter_anew(state, now, name);
    }
    let Some(known) = state.rooms.find_mut(&name) else {
        return;
    };
    known.membership = entered(known, now, seq.filter(|_| unknown));
    let fetched = since.filter(|_| catches_up && !another_run);
    let newest = seq.unwrap_or(0);
    known
        .past
        .on_welcome(now.mono, newest, replay.unwrap_or(0), fetched);
    if *missed > 0 {
        known.heard.lose(first_told.unwrap_or(0));
    }
    if state.setup.roster {
        ask_who(state, now, name.clone());
    }
    let (room, count) = (name, *missed);
    state.tell(News::Joined(frame));
    if count > 0 && fetched.is_none() {
        state.tell(News::Gap { room, count });
    }
}

/// Who it is that lets us in: left where it only says that it is the one we mean.
fn is_met(state: &mut State, now: Now, frame: &Incoming) -> bool {
    let Kind::Welcome {
        unasked,
        proof,
        also,
        ..
    } = &frame.kind
    else {
        return false;
    };
    if let Err(why) = trust::is_the_right_one(state, proof.as_ref()) {
        state.send(now, PeerFrame::Bye);
        connection::end(state, why);
        return false;
    }
    if let Some(print) = trust::proved(state) {
        state.out.push_back(Output::Trust(print));
    }
    if *unasked || trust::is_unasked(state) {
        state.tell(News::Unasked);
    }
    if !also.is_empty() {
        state.tell(News::Also(also.clone()));
    }
    true
}

/// Another run of the server counts from one again, unless it goes on with the numbering
/// of an earlier one.
fn is_another_numbering(state: &mut State, run: Option<&String>, log: Option<&String>) -> bool {
    let goes_on = log.is_some() && state.log.as_ref() == log;
    let another = state.run.is_some() && state.run.as_ref() != run && !goes_on;
    state.run = run.cloned();
    state.log = log.cloned();
    if another {
        state.rooms.on_new_run();
        if state.setup.catches_up {
            state.tell(News::Renumbered);
        }
    }
    another
}

/// A server that does not know whose number our `since` was: what it replayed, if
/// anything, was not what we missed. Asked again without it, and from outside: whoever
/// is in a room is told nothing older.
fn enter_anew(state: &mut State, now: Now, name: RoomName) {
    if let Some(room) = state.rooms.find_mut(&name) {
        room.membership = Membership::Wanted { not_before: None };
        room.heard = Heard::nothing();
        room.past = Past::default();
    }
    state.ask(now, What::Leave, |id| PeerFrame::Leave {
        room: Some(name),
        id: Some(id),
    });
}

/// Whether a replay that ends with this message is to be heard before we speak.
fn entered(room: &Room, now: Now, last: Option<u64>) -> Membership {
    match last.filter(|last| room.heard.since().unwrap_or(0) < *last) {
        Some(last) => Membership::CatchingUp {
            last,
            until: now.mono + CATCH_UP,
        },
        None => Membership::In,
    }
}

fn ask_who(state: &mut State, now: Now, room: RoomName) {
    state.ask(now, What::Who { by_person: false }, |id| PeerFrame::Who {
        room: Some(room),
        class: false,
        id: Some(id),
    });
}

/// A replay that has not come by then does not come.
const CATCH_UP: Duration = Duration::from_secs(2);
