//! What a member does of itself: when time has passed, and after everything else.

use std::time::Duration;
use std::time::Instant;

use super::state::Goal;
use super::state::State;
use crate::fault::Fault;
use crate::moment::Moment;
use crate::news::News;
use crate::operation;
use crate::presence::Beat;
use crate::subjects::ACK;
use crate::watch::Change;

/// Time has passed.
pub fn tick(state: &mut State, now: Moment) -> Result<(), Fault> {
    state.link.tick(now)?;
    state.follow.tick(now, state.link.out());
    beat(state, now);
    bury(state, now);
    mend(state, now)
}

/// After everything that has happened.
pub fn settle(state: &mut State, now: Moment) {
    begin(state, now);
    send(state, now);
    while let Some(ticket) = state.asks.poll(now) {
        let body = None;
        state.news.push_back(News::Answered { ticket, body });
    }
    if let Some(servers) = state.presence.poll(now) {
        state.news.push_back(News::Servers(servers));
    }
    state.watch.fly(now, state.writer.is_in_flight());
    if state.goal == Goal::Unknown {
        // Whoever connects waits for it, and hears why if it does not come to that.
        state.watch.hear(now);
    }
    match state.watch.poll(now) {
        Some(Change::Silent | Change::Stuck) => {
            state.mended = now.mono;
            let why = state.why();
            state.news.push_back(News::Apart { why });
        }
        Some(Change::Together) => state.news.push_back(News::Together),
        None => {}
    }
}

/// When [`tick`] is needed.
pub fn timeout(state: &State) -> Option<Instant> {
    let next_beat = state.beaten.map_or(state.mended, |beaten| beaten + BEAT);
    let has_room = state.link.has_room();
    let timeouts = [
        state.link.timeout(),
        state.follow.timeout(),
        state
            .writer
            .timeout()
            .filter(|_| has_room && state.follow.is_following()),
        state.watch.timeout(),
        state.asks.timeout(),
        has_room.then_some(next_beat),
    ];
    timeouts.into_iter().flatten().min()
}

/// The log is found: how far do we have to read?
fn begin(state: &mut State, now: Moment) {
    let Some(found) = state.follow.found().filter(|_| state.goal == Goal::Unknown) else {
        return;
    };
    let position = found.last;
    if state.lives.position() >= position {
        state.goal = Goal::Reached;
        state.watch.begin(now);
        state.news.push_back(News::CaughtUp { position });
    } else {
        state.goal = Goal::Ahead(position);
    }
}

fn send(state: &mut State, now: Moment) {
    if !state.follow.is_following() || !state.link.has_room() {
        return;
    }
    if let Some(payload) = state.writer.poll(now, &state.lives) {
        let (subject, reply) = (state.subjects.own_log(), state.subjects.answer(ACK, 0));
        operation::publish(state.link.out(), &subject, Some(&reply), payload.as_bytes());
    }
}

fn beat(state: &mut State, now: Moment) {
    let is_due = state.beaten.is_none_or(|beaten| now.since(beaten) >= BEAT);
    if !is_due || !state.link.has_room() {
        return;
    }
    state.beaten = Some(now.mono);
    let beat = Beat {
        server: state.subjects.server().clone(),
        life: state.writer.life(),
        position: state.lives.position(),
        people: state.people,
        sums: state.sums.clone(),
        addresses: state.addresses.clone(),
        nonce: state.writer.nonce().map(str::to_owned),
    };
    // Words and numbers: it cannot fail.
    let json = serde_json::to_string(&beat).unwrap_or_default();
    let subject = state.subjects.beats(beat.server.as_str());
    operation::publish(state.link.out(), &subject, None, json.as_bytes());
}

fn bury(state: &mut State, now: Moment) {
    let together = state.watch.together(now);
    let has_caught_up = state.goal == Goal::Reached;
    if !has_caught_up || state.is_leaving || state.writer.life().is_none() {
        return;
    }
    let own = state.subjects.server();
    for grave in state.presence.graves(own, &state.lives, together) {
        state.writer.bury(grave);
    }
}

/// What is apart and does not come back of itself: perhaps our consumer is at a node that
/// has lost the others, or our connection is.
fn mend(state: &mut State, now: Moment) -> Result<(), Fault> {
    let is_apart = state.watch.is_apart() || state.goal == Goal::Unknown;
    // Refused is who has reached a leader, or has heard that there is none.
    let is_refused = state.refused.is_some() && state.follow.is_following();
    let is_early = now.since(state.mended) < MENDING;
    if !is_apart || is_refused || is_early || !state.link.is_up() {
        return Ok(());
    }
    state.mended = now.mono;
    let why = state.why();
    if state.engines > 1 {
        return Err(Fault::NotReady(why));
    }
    if state.follow.is_following() {
        state.follow.restart(now, &why, state.link.out());
    }
    Ok(())
}

/// How often the others hear of us.
const BEAT: Duration = Duration::from_secs(1);

/// How long a way is given that does not lead on.
const MENDING: Duration = Duration::from_secs(5);
