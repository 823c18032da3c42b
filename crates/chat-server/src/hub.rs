//! Who is there, what is said, in which order: the whole chat, without a socket.
//!
//! Pure. [`Hub::handle`] takes what an edge heard and the time, and cannot
//! fail: a bad input is answered with an output. After every call the driver
//! drains [`Hub::poll_output`] and sleeps until [`Hub::poll_timeout`] at most.
//! There is one hub with one owner: the order of its inputs is the order of
//! every room, and that is `seq`.

mod say;
mod ask;
mod sign;
mod depart;
mod enter;
mod state;
mod roster;
mod rooms;
mod crowd;
mod allowance;

use std::time::Duration;
use std::time::Instant;

use chat_proto::codec::Tongue;
use chat_proto::frame::Id;
use chat_proto::frame::PeerFrame;
use chat_proto::frame::peer::Heard;
use chat_proto::frame::server::Body;
use chat_proto::frame::server::Event;
use chat_proto::now::Now;
use chat_proto::rate::Rate;
use chat_proto::refusal::Refusal;
use tracing::debug;

pub use self::state::Counts;

use self::roster::Allowances;
use self::roster::Peer;
use self::roster::Phase;
use self::roster::Signs;
use self::state::Due;
use self::state::State;
use crate::config::Rules;
use crate::traffic::Backlog;
use crate::traffic::Dialect;
use crate::traffic::Input;
use crate::traffic::Lag;
use crate::traffic::Origin;
use crate::traffic::Output;
use crate::traffic::PeerId;
use crate::traffic::Transport;

/// The chat.
#[derive(Debug)]
pub struct Hub {
    state: State,
}

/// What there is at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Census {
    /// Peers, with and without a name.
    pub peers: usize,
    /// Rooms, with and without people.
    pub rooms: usize,
    /// What was counted since the start.
    pub counts: Counts,
}

impl Hub {
    /// Nobody is here yet.
    pub fn new(rules: Rules) -> Self {
        let state = State::new(rules);
        Self { state }
    }

    /// Something came from an edge.
    pub fn handle(&mut self, now: Now, input: Input) {
        let state = &mut self.state;
        match input {
            Input::Arrived { peer, origin } => on_arrived(state, now, peer, origin),
            Input::Heard {
                peer,
                tongue,
                frames,
            } => on_heard(state, now, peer, tongue, frames),
            Input::Listens(peer) => on_listens(state, now, peer),
            Input::Foreign(peer, foreign) => depart::foreign(state, now, peer, foreign),
            Input::Lags(peer, lag) => on_lags(state, now, peer, lag),
            Input::Gone(peer, why) => depart::gone(state, now, peer, &why),
        }
    }

    /// Time has passed.
    pub fn handle_timeout(&mut self, now: Now) {
        while let Some((at, _)) = self.state.due.first()
            && *at <= now.mono
        {
            if let Some((_, due)) = self.state.due.pop_first() {
                on_due(&mut self.state, now, due);
            }
        }
        self.state.rooms.forget(now.mono);
    }

    /// The server stops: everybody is told and closed.
    pub fn close(&mut self, now: Now) {
        depart::everybody(&mut self.state, now);
    }

    /// What is to be done next.
    #[must_use]
    pub fn poll_output(&mut self) -> Option<Output> {
        self.state.output.pop_front()
    }

    /// When [`Hub::handle_timeout`] is to be called, if nothing comes before.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Instant> {
        let due = self.state.due.first().map(|(at, _)| *at);
        [due, self.state.rooms.next_forgotten()]
            .into_iter()
            .flatten()
            .min()
    }

    /// What there is now.
    pub fn census(&self) -> Census {
        Census {
            peers: self.state.roster.len(),
            rooms: self.state.rooms.len(),
            counts: self.state.counts,
        }
    }
}

fn on_arrived(state: &mut State, now: Now, id: PeerId, origin: Origin) {
    let (peers, same) = (state.roster.len(), state.roster.sharing_address(&origin));
    let rules = &state.rules;
    let phase = if peers >= rules.max_peers {
        Phase::TurnedAway(Refusal::ServerFull(rules.max_peers))
    } else if same >= rules.max_per_address {
        Phase::TurnedAway(Refusal::AddressFull(rules.max_per_address))
    } else {
        Phase::Nameless
    };
    if peers >= rules.max_peers + IN_THE_DOORWAY {
        let (backlog, last) = (Backlog::Drop, None);
        let peer = id;
        state.output.push_back(Output::Close {
            peer,
            backlog,
            last,
        });
        return;
    }
    debug!(%origin, "arrived");
    let peer = Peer {
        origin,
        dialect: None,
        phase,
        admitted: false,
        heard_at: now.mono,
        asked_at: None,
        lease_ends: None,
        signs: Signs::default(),
        allowances: Allowances::default(),
    };
    state.roster.add(id, peer);
    if origin.transport == Transport::Udp {
        // Looked at again then: which of the two holds is known by that time.
        let silence = state.rules.udp_silence.min(state.rules.udp_plain_silence);
        state.lease(id, Some(now.mono + silence));
    }
}

fn on_heard(state: &mut State, now: Now, id: PeerId, tongue: Tongue, frames: Vec<Heard>) {
    let Some(peer) = state.roster.get_mut(id) else {
        return;
    };
    peer.heard_at = now.mono;
    if let Some(dialect) = Dialect::after(peer.dialect, tongue) {
        on_dialect(state, now, id, dialect);
    }
    for heard in frames {
        state.counts.heard += 1;
        match heard {
            Ok(frame) => on_frame(state, now, id, frame),
            Err(spurned) => on_fault(state, now, id, spurned.refusal, spurned.id),
        }
    }
}

/// A peer has told by what it says, or does not say, how to write to it.
fn on_dialect(state: &mut State, now: Now, id: PeerId, dialect: Dialect) {
    let Some(peer) = state.roster.get(id) else {
        return;
    };
    match (peer.dialect, dialect) {
        (None, _) => on_first_line(state, now, id, dialect),
        (Some(_), Dialect::Json) => {
            // It was silent and taken for a plain listener, and speaks JSON after all.
            let rooms = peer.person().map(|p| p.rooms.clone()).unwrap_or_default();
            for room in &rooms {
                enter::leave_room(state, now, id, room, "speaks JSON".into());
            }
            state.roster.uncall(id);
            on_first_line(state, now, id, dialect);
        }
        (Some(_), Dialect::Plain | Dialect::Ascii | Dialect::Listening | Dialect::Http) => {
            state.write_as(id, dialect);
        }
    }
}

/// Now it is known how to speak to a peer: whoever has no place is told so.
fn on_first_line(state: &mut State, now: Now, id: PeerId, dialect: Dialect) {
    let Some(peer) = state.roster.get_mut(id) else {
        return;
    };
    peer.dialect = Some(dialect);
    if let Phase::TurnedAway(refusal) = &peer.phase {
        let refusal = refusal.clone();
        state.refuse(now, id, refusal.clone(), None);
        depart::turned_away(state, now, id, &refusal);
    } else if peer.is_plain() {
        enter::as_guest(state, now, id);
    }
}

fn on_listens(state: &mut State, now: Now, id: PeerId) {
    let unknown = state.roster.get(id).is_some_and(|p| p.dialect.is_none());
    if unknown {
        on_first_line(state, now, id, Dialect::Listening);
    }
}

fn on_lags(state: &mut State, now: Now, id: PeerId, lag: Lag) {
    let words = format!("you read too slowly: {lag}; the connection ends if it goes on");
    let event = Event::Lag(words);
    state.tell(now, id, Body::Notice { room: None, event });
}

fn on_frame(state: &mut State, now: Now, id: PeerId, frame: PeerFrame) {
    if state.roster.get(id).is_none() {
        return;
    }
    let mark = mark(&frame).cloned();
    if let Err(refusal) = allowed(state, now, id, &frame) {
        return on_flood(state, now, id, refusal, mark);
    }
    let done = match frame {
        PeerFrame::Bye => return depart::bye(state, now, id),
        PeerFrame::Help => {
            ask::help(state, now, id);
            Ok(())
        }
        PeerFrame::Join(join) => enter::join(state, now, id, &join),
        PeerFrame::Leave { room, .. } => enter::leave(state, now, id, room.as_ref()),
        PeerFrame::Nick { name, .. } => enter::nick(state, now, id, &name),
        PeerFrame::Ping { sign, id: mark } => {
            if let Some(sign) = sign {
                sign::sign(state, now, id, &sign);
            }
            ask::ping(state, now, id, mark);
            Ok(())
        }
        PeerFrame::Say(say) => say::say(state, now, id, say),
        PeerFrame::Who { room, id: mark } => ask::who(state, now, id, room.as_ref(), mark.as_ref()),
    };
    if let Err(refusal) = done {
        state.refuse(now, id, refusal.clone(), mark);
        if refusal.code().closes() {
            depart::turned_away(state, now, id, &refusal);
        }
    }
}

/// Whether the peer may do this now, by its allowances.
fn allowed(state: &mut State, now: Now, id: PeerId, frame: &PeerFrame) -> Result<(), Refusal> {
    let (messages, questions) = (state.rules.messages, state.rules.questions);
    let Some(peer) = state.roster.get_mut(id) else {
        return Ok(());
    };
    let allowances = &mut peer.allowances;
    let (allowance, rate) = match frame {
        PeerFrame::Say(_) => (&mut allowances.messages, messages),
        PeerFrame::Help
        | PeerFrame::Join(_)
        | PeerFrame::Leave { .. }
        | PeerFrame::Nick { .. }
        | PeerFrame::Who { .. } => (&mut allowances.questions, questions),
        // A pong costs as little as reading the ping did.
        PeerFrame::Bye | PeerFrame::Ping { .. } => return Ok(()),
    };
    allowance
        .take(now.mono, rate)
        .map_err(|wait| Refusal::RateLimited { wait, others: 0 })
}

/// Something that is no frame.
fn on_fault(state: &mut State, now: Now, id: PeerId, refusal: Refusal, mark: Option<Id>) {
    let rate = state.rules.faults;
    let Some(peer) = state.roster.get_mut(id) else {
        return;
    };
    match peer.allowances.faults.take(now.mono, rate) {
        Ok(()) => state.refuse(now, id, refusal, mark),
        Err(wait) => {
            let refusal = Refusal::RateLimited { wait, others: 0 };
            on_flood(state, now, id, refusal, mark);
        }
    }
}

/// A refusal for being too fast: told at once, but only now and then.
fn on_flood(state: &mut State, now: Now, id: PeerId, refusal: Refusal, mark: Option<Id>) {
    let Some(peer) = state.roster.get_mut(id) else {
        return;
    };
    let allowances = &mut peer.allowances;
    // Whoever marks its messages waits for word of each.
    let marked = mark.is_some() && allowances.marked.take(now.mono, Some(MARKED)).is_ok();
    if marked {
        return state.refuse(now, id, refusal, mark);
    }
    // While others wait to be told, this one is told with them.
    if allowances.untold == 0 {
        match allowances.refusals.take(now.mono, Some(REFUSALS)) {
            Ok(()) => return state.refuse(now, id, refusal, mark),
            Err(wait) => state.due.insert((now.mono + wait, Due::Refusals(id))),
        };
    }
    allowances.untold += 1;
    state.counts.refused += 1;
}

fn on_due(state: &mut State, now: Now, due: Due) {
    match due {
        Due::Lease(id) => depart::lease(state, now, id),
        Due::Crowd(room) => {
            let due = state.rooms.get(&room).and_then(|r| r.crowd.due());
            if due.is_some_and(|at| at <= now.mono) {
                state.tell_crowd(now, &room);
            }
        }
        Due::Refusals(id) => {
            let Some(peer) = state.roster.get_mut(id) else {
                return;
            };
            let untold = std::mem::take(&mut peer.allowances.untold);
            if untold > 0 {
                // This is one of the few too: its time has come.
                let _ = peer.allowances.refusals.take(now.mono, Some(REFUSALS));
                let refusal = Refusal::RateLimited {
                    wait: Duration::ZERO,
                    others: untold,
                };
                state.tell(now, id, Body::Refused { refusal, id: None });
            }
        }
    }
}

fn mark(frame: &PeerFrame) -> Option<&Id> {
    match frame {
        PeerFrame::Bye | PeerFrame::Help => None,
        PeerFrame::Join(join) => join.id.as_ref(),
        PeerFrame::Say(say) => say.id.as_ref(),
        PeerFrame::Leave { id, .. }
        | PeerFrame::Nick { id, .. }
        | PeerFrame::Ping { id, .. }
        | PeerFrame::Who { id, .. } => id.as_ref(),
    }
}

/// Peers beyond the limit who are let in as far as it takes to learn their
/// tongue and say so. More than these are closed without a word.
const IN_THE_DOORWAY: usize = 256;

/// Refusals of marked messages that are told one by one.
const MARKED: Rate = Rate {
    burst: 100,
    per_second: 10,
};

/// Refusals of a flood that are told: the flood is not answered with another.
const REFUSALS: Rate = Rate {
    burst: 5,
    per_second: 1,
};

#[cfg(test)]
mod tests;
