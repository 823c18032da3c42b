//! Who is there, what is said, in which order: the whole chat, without a socket.
//!
//! Pure. [`Hub::handle`] takes what an edge heard and the time, and cannot
//! fail: a bad input is answered with an output. After every call the driver
//! drains [`Hub::poll_output`] and sleeps until [`Hub::poll_timeout`] at most.
//! There is one hub with one owner: the order of its inputs is the order of
//! every room, and that is `seq`.

mod replicating;
mod applying;
mod snapshot;
mod elsewhere;
mod facts;
mod frames;
mod order;
mod paste;
mod say;
mod ask;
mod house;
mod sign;
mod afar;
mod tongue;
mod arrive;
mod prove;
mod depart;
mod enter;
mod leaving;
mod greet;
mod knock;
mod citing;
mod past;
mod forgetting;
mod quoting;
mod flood;
mod naming;
mod proposing;
mod authority;
mod gate;
mod resume;
mod cutting;
mod challenge;
mod password;
mod claims;
mod comings;
mod state;
mod shared;
mod whispers;
mod line;
mod marks;
mod due;
mod traces;
mod roster;
mod class;
mod pastes;
mod directs;
mod rooms;
mod ledger;
mod book;
mod history;
mod questions;
mod parked;
mod crowd;
mod addresses;
mod allowance;
mod heard;

use std::time::Instant;

use chat_archive::Opened;
use chat_proto::codec::Tongue;
use chat_proto::frame::server::Body;
use chat_proto::frame::server::Event;
use chat_proto::frame::server::LogId;
use chat_proto::now::Now;
use chat_trust::claims::Loaded;

pub use self::roster::Present;
pub use self::snapshot::Snapshot;
pub use self::state::Census;
pub use self::state::Counts;

use self::due::Due;
use self::heard::Next;
use self::heard::Pending;
use self::ledger::Ledger;
use self::replicating::Logged;
use self::replicating::ends_later;
use self::shared::Shared;
use self::state::State;
use crate::config::Rules;
use crate::deed::What;
use crate::traffic::Dialect;
use crate::traffic::Input;
use crate::traffic::Lag;
use crate::traffic::Output;
use crate::traffic::Parting;
use crate::traffic::PeerId;

/// The chat.
#[derive(Debug)]
pub struct Hub {
    state: State,
    /// What was heard and not looked at yet.
    heard: Pending,
    /// Until when what was due has not been looked at yet.
    passed: Option<Now>,
    /// What the log of several servers has told and is not done yet.
    logged: Logged,
}

impl Hub {
    /// Nobody is here yet.
    pub fn new(rules: Rules) -> Self {
        Self {
            state: State::new(rules),
            heard: Pending::default(),
            passed: None,
            logged: Logged::default(),
        }
    }

    /// Nobody is here yet, and other servers share the conversation that has this log. What
    /// an earlier run of this server has kept of each room is not kept again.
    pub fn sharing(rules: Rules, server: String, log: &str, kept: &Opened) -> Self {
        let mut hub = Self::new(rules);
        hub.state.ledger = Ledger::shared(LogId::new(log));
        let kept = kept.rooms.iter().cloned().collect();
        hub.state.shared = Some(Box::new(Shared::new(server, kept)));
        hub
    }

    /// The same, going on from a place of the log: nothing where that does not come out as it
    /// was written down.
    #[must_use]
    pub fn going_on(mut self, now: Now, snapshot: &Snapshot) -> Option<Self> {
        snapshot::restore(&mut self.state, now, snapshot)?;
        Some(self)
    }

    /// Nobody is here yet, but there is an archive with what was said before.
    pub fn with_archive(rules: Rules, opened: &Opened) -> Self {
        let mut hub = Self::new(rules);
        hub.state.ledger = Ledger::restored(opened);
        hub
    }

    /// The same, and these names belong to somebody already, and this was decided.
    #[must_use]
    pub fn knowing(mut self, known: Loaded) -> Self {
        self.state.claims = known.claims;
        self.state.class.roles = known.roles;
        self
    }

    /// With what one becomes the teacher, where nobody is: drawn once.
    pub fn claim_words(&mut self) -> Option<String> {
        if !self.state.class.roles.has_teacher() {
            self.state.draw_words();
        }
        self.state.class.words.get().map(str::to_owned)
    }

    /// Something came from an edge.
    pub fn handle(&mut self, now: Now, input: Input) {
        let state = &mut self.state;
        match input {
            Input::Arrived { peer, origin } => arrive::arrived(state, now, peer, origin),
            Input::Heard {
                peer,
                tongue,
                frames,
            } => {
                if depart::is_too_open(state, now, peer, Dialect::after(None, tongue)) {
                    return;
                }
                on_spoke(state, now, peer, tongue);
                self.heard.add(now, peer, frames);
            }
            Input::Secret(peer, certificate) => {
                if let Some(peer) = state.roster.get_mut(peer) {
                    peer.standing.secret = Some(certificate);
                }
            }
            Input::Listens(peer) => tongue::on_listens(state, now, peer),
            Input::Foreign(peer, foreign) => depart::foreign(state, now, peer, foreign),
            Input::Lags(peer, lag) => on_lags(state, now, peer, lag),
            Input::Gone(peer, why) if ends_later(state, peer, &why) => {}
            Input::Gone(peer, why) => depart::gone(state, now, peer, &why),
            Input::Answered(ticket, answer) => past::answered(state, now, ticket, answer),
            Input::Behind(behind) => state.ledger.behind = behind,
            Input::Unkept(log) => past::unkept(state, now, &log),
            Input::Kept(log) => past::kept_again(state, now, &log),
            Input::Forgotten(what) => forgetting::forgotten(state, &what),
            Input::Desk(asked) => order::from_desk(state, now, asked),
            Input::Replica(news) => self.logged.add(state, now, news),
        }
    }

    /// Time has passed.
    pub fn handle_timeout(&mut self, now: Now) {
        self.passed = Some(now);
    }

    /// The server stops: everybody is told and closed.
    pub fn close(&mut self, now: Now) {
        let words = "the server is closing: it was stopped by whoever runs it";
        depart::everybody(&mut self.state, now, words);
    }

    /// The server cannot go on: everybody is told and closed.
    pub fn fail(&mut self, now: Now) {
        let words = "the server has failed: a mistake of its own; come back when it runs again";
        depart::everybody(&mut self.state, now, words);
    }

    /// What is to be done next. What was heard is looked at frame by frame, and what
    /// was due one by one, whenever nothing is left to be done: so that what waits
    /// here is never more than one of them leads to.
    #[must_use]
    pub fn poll_output(&mut self) -> Option<Output> {
        loop {
            let next = self.state.output.pop_front();
            let is_any = next.is_some();
            let ours = next.filter(|output| self.logged.is_for_us(&self.state, output));
            if ours.is_some() {
                return ours;
            }
            if !is_any && !self.goes_on() {
                return None;
            }
        }
    }

    /// Looks at the next thing, if there is one.
    fn goes_on(&mut self) -> bool {
        let state = &mut self.state;
        if self.logged.goes_on(state) {
            return true;
        }
        for (now, peer, frames) in state.questions.freed().into_iter().rev() {
            self.heard.resume((now, peer), frames, true);
        }
        for (now, peer, frames, has_waited) in self.logged.freed(state) {
            self.heard.resume((now, peer), frames, has_waited);
        }
        if let Some(next) = self.heard.next() {
            on_heard(state, next);
            return true;
        }
        if let Some((now, peer)) = self.logged.ended(state) {
            depart::gone(state, now, peer, &Parting::Ended);
            return true;
        }
        let Some(now) = self.passed else {
            return false;
        };
        match state.due.first() {
            Some((at, _)) if *at <= now.mono => {
                if let Some((_, due)) = state.due.pop_first() {
                    on_due(state, now, due);
                }
            }
            Some(_) | None => {
                state.ledger.forget(now.mono);
                self.passed = None;
            }
        }
        true
    }

    /// When [`Hub::handle_timeout`] is to be called, if nothing comes before.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Instant> {
        let due = self.state.due.first().map(|(at, _)| *at);
        [due, self.state.ledger.next_forgotten()]
            .into_iter()
            .flatten()
            .min()
    }

    /// How many people are here, on all servers that share the conversation.
    pub fn people(&self) -> usize {
        self.state.roster.people()
    }

    /// How many people are connected to this server.
    pub fn people_here(&self) -> usize {
        self.state.roster.people_here()
    }

    /// Everybody who is here, for whoever watches.
    pub fn present(&self) -> impl Iterator<Item = Present<'_>> {
        self.state.roster.present()
    }

    /// What stands for all that every server that shares the conversation has to have at this
    /// place of its log.
    pub fn digest(&self) -> String {
        facts::digest(&self.state)
    }

    /// All that the log has made of it, for going on from here.
    pub fn snapshot(&self) -> Option<Snapshot> {
        snapshot::take(&self.state)
    }

    /// What there is now.
    pub fn census(&self) -> Census {
        self.state.census()
    }
}

/// A peer speaks, in the tongue that its first line has told.
fn on_spoke(state: &mut State, now: Now, id: PeerId, tongue: Tongue) {
    let Some(peer) = state.roster.get_mut(id) else {
        return;
    };
    peer.heard_at = now.mono;
    if let Some(dialect) = Dialect::after(peer.dialect, tongue) {
        tongue::on_dialect(state, now, id, dialect);
    }
}

fn on_heard(state: &mut State, next: Next) {
    let Next {
        now,
        peer: id,
        heard,
        has_waited,
    } = next;
    if state.roster.get(id).is_none() {
        return;
    }
    if let Ok(frame) = &heard
        && has_waited
    {
        // It was counted before.
        return frames::carry_out(state, now, id, frame.clone());
    }
    let heard = if has_waited {
        Some(heard)
    } else {
        replicating::wait_in_line(state, now, id, heard)
    };
    let heard = heard.and_then(|heard| past::wait_in_line(state, now, id, heard));
    let Some(heard) = heard else {
        return;
    };
    state.counts.heard += 1;
    match heard {
        Ok(frame) => frames::on_frame(state, now, id, frame),
        Err(spurned) => flood::fault(state, now, id, spurned.refusal, spurned.id),
    }
}

fn on_lags(state: &mut State, now: Now, id: PeerId, lag: Lag) {
    let words = format!("you read too slowly: {lag}; the connection ends if it goes on");
    let event = Event::Lag(words);
    state.tell(now, id, Body::Notice { room: None, event });
}

fn on_due(state: &mut State, now: Now, due: Due) {
    match due {
        Due::Lease(id) => {
            if !arrive::turn_away(state, now, id) {
                depart::lease(state, now, id);
            }
        }
        Due::Crowd(room) => {
            let due = state.rooms.get(&room).and_then(|r| r.crowd.due());
            if due.is_some_and(|at| at <= now.mono) {
                state.tell_crowd(now, &room);
            }
        }
        Due::Kept(id) => {
            if !proposing::must(state, Some(id), || What::LetGo) {
                resume::let_go(state, now, id);
            }
        }
        Due::Refusals(id) => flood::tell_rest(state, now, id),
        Due::Guesses => password::tell_rest(state, now),
        Due::Answer(ticket) => past::overdue(state, now, ticket),
        Due::Mute(number) => order::mute_is_over(state, now, number),
        Due::Votes(room) => order::tell_votes(state, now, &room),
    }
}

#[cfg(test)]
mod tests;
