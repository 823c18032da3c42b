//! What becomes due: sending the next message, asking whether the other side lives,
//! trying again.

use std::time::Duration;
use std::time::Instant;

use chat_proto::frame::PeerFrame;
use chat_proto::frame::peer::Join;
use chat_proto::frame::peer::Say;
use chat_proto::now::Now;

use crate::session::connection;
use crate::session::on_past;
use crate::session::phase::Phase;
use crate::session::phase::Pulse;
use crate::session::reason::Reason;
use crate::session::receipts::Recipient;
use crate::session::rooms::Membership;
use crate::session::state::State;
use crate::session::traffic::News;

/// Asks whether the other side lives.
pub(in crate::session) fn ping(state: &mut State, now: Now) {
    let id = state.next_id();
    if let Phase::Online { pulse, .. } = &mut state.phase {
        pulse.on_ping(now.mono, id.clone());
        // A teacher sees how far everybody is.
        let took = pulse.round_trip;
        state.send(
            now,
            PeerFrame::Ping {
                sign: None,
                took,
                id: Some(id),
            },
        );
    }
}

/// Whether a person releases each datagram from now on. What waits for a
/// receipt waits anew once nobody does.
pub(in crate::session) fn set_manual_delivery(state: &mut State, now: Now, manual_delivery: bool) {
    state.manual_delivery = manual_delivery;
    state.receipts.wait_anew(now.mono);
    let patience = connection::welcome(state);
    match &mut state.phase {
        Phase::Joining { give_up, again, .. } => {
            *give_up = now.mono + patience;
            *again = state.loses.then(|| now.mono + connection::JOIN_AGAIN);
        }
        Phase::Waiting { .. }
        | Phase::Connecting
        | Phase::Online { .. }
        | Phase::Asking { .. }
        | Phase::Ended { .. } => {}
    }
}

/// What has become due.
pub(in crate::session) fn on_timeout(state: &mut State, now: Now) {
    match &state.phase {
        Phase::Waiting { until, .. } if *until <= now.mono => connection::connect(state, now),
        Phase::Joining { .. } | Phase::Online { .. } if state.manual_delivery => {}
        Phase::Joining {
            address, give_up, ..
        } if *give_up <= now.mono => {
            let why = Reason::NoWelcome(address.clone());
            connection::on_lost(state, now, why);
        }
        Phase::Joining {
            again: Some(again), ..
        } if *again <= now.mono => {
            connection::send_first_join(state, now);
        }
        Phase::Online { pulse, .. } if dead_at(state, pulse).is_some_and(|at| at <= now.mono) => {
            let silent = now.mono.duration_since(pulse.heard).as_secs();
            connection::on_lost(state, now, Reason::Silent(silent));
        }
        Phase::Online { pulse, .. } if ping_at(state, pulse).is_some_and(|at| at <= now.mono) => {
            ping(state, now);
        }
        Phase::Waiting { .. }
        | Phase::Joining { .. }
        | Phase::Online { .. }
        | Phase::Connecting
        | Phase::Asking { .. }
        | Phase::Ended { .. } => {}
    }
    expire(state, now);
}

/// Whatever can be done now: rooms to enter, the next message to send.
pub(in crate::session) fn settle(state: &mut State, now: Now) {
    if !matches!(state.phase, Phase::Online { .. }) {
        return;
    }
    enter_rooms(state, now);
    send_next(state, now);
    on_past::ask_next(state, now);
}

/// When something becomes due.
pub(in crate::session) fn next_deadline(state: &State) -> Option<Instant> {
    match &state.phase {
        Phase::Waiting { until, .. } => Some(*until),
        Phase::Joining { .. } if state.manual_delivery => None,
        Phase::Joining { give_up, again, .. } => {
            Some(again.map_or(*give_up, |again| again.min(*give_up)))
        }
        Phase::Online { pulse, .. } => {
            let rooms = state
                .rooms
                .iter()
                .filter_map(|room| match &room.membership {
                    Membership::Wanted { not_before } => *not_before,
                    Membership::CatchingUp { until, .. } => Some(*until),
                    Membership::Asked { .. } | Membership::In => None,
                });
            let held = state.pace.held_until();
            let next = held.filter(|_| state.receipts.next().is_some());
            let alive = ping_at(state, pulse).filter(|_| !state.manual_delivery);
            let dead = dead_at(state, pulse).filter(|_| !state.manual_delivery);
            rooms
                .chain(on_past::deadline(state))
                .chain(next)
                .chain(unconfirmed_at(state))
                .chain(dead)
                .chain(alive)
                .min()
        }
        Phase::Connecting | Phase::Asking { .. } | Phase::Ended { .. } => None,
    }
}

/// When the other side counts as dead: over a link, for the same reason, not
/// before the link itself has found it so; sooner where others are in reach.
fn dead_at(state: &State, pulse: &Pulse) -> Option<Instant> {
    let asked = pulse.asked_at()?;
    let among = state.servers.silence(state.link.is_some());
    let alone = match state.link {
        Some(_) => Some(asked + connection::welcome(state)),
        None => pulse.dead_at(),
    };
    let among = among.map(|silence| asked + silence);
    alone.into_iter().chain(among).min()
}

/// A message without a receipt is a reason to ask soon: once. A question that a
/// link carries does not get lost: there is never a second one under way.
fn ping_at(state: &State, pulse: &Pulse) -> Option<Instant> {
    if state.link.is_some() && pulse.asked_at().is_some() {
        return None;
    }
    let ask_at = match pulse.asked_at() {
        None if state.servers.are_several() => pulse.ask_at().min(pulse.heard + QUIET_AMONG),
        None | Some(_) => pulse.ask_at(),
    };
    let asked = pulse.ping.as_ref().map(|(_, asked)| *asked);
    let unsure = |at: &Instant| asked.is_none_or(|asked| asked < *at);
    Some(match state.receipts.oldest().filter(unsure) {
        Some(at) if !state.loses => ask_at.min(at + RECEIPT),
        Some(_) | None => ask_at,
    })
}

/// When the receipt of the oldest one under way is not waited for any longer.
fn unconfirmed_at(state: &State) -> Option<Instant> {
    let waits = state.loses && !state.manual_delivery;
    state
        .receipts
        .oldest()
        .filter(|_| waits)
        .map(|at| at + UNCONFIRMED)
}

fn expire(state: &mut State, now: Now) {
    state.pace.on_timeout(now.mono);
    on_past::on_timeout(state, now);
    for room in state.rooms.iter_mut() {
        if matches!(room.membership, Membership::CatchingUp { until, .. } if until <= now.mono) {
            room.membership = Membership::In;
        }
    }
    if unconfirmed_at(state).is_some_and(|at| at <= now.mono)
        && let Some(ticket) = state.receipts.give_up_oldest()
    {
        state.tell(News::Unconfirmed { ticket });
    }
}

fn enter_rooms(state: &mut State, now: Now) {
    let due = |membership: &Membership| match membership {
        Membership::Wanted { not_before } => not_before.is_none_or(|at| at <= now.mono),
        Membership::Asked { .. } | Membership::CatchingUp { .. } | Membership::In => false,
    };
    let wanted: Vec<_> = state
        .rooms
        .iter()
        .filter(|r| due(&r.membership))
        .map(|r| r.name.clone())
        .collect();
    let clear = state.setup.clear_password;
    for name in wanted {
        let id = state.next_id();
        let Some(room) = state.rooms.find_mut(&name) else {
            continue;
        };
        room.membership = Membership::Asked { id: id.clone() };
        let since = room.heard.since();
        let join = Join {
            name: None,
            session: None,
            password: room.password.clone().filter(|_| clear),
            since,
            log: since.and_then(|_| state.log.clone()),
            run: since.and_then(|_| state.run.clone()),
            room: Some(name),
            signs: state.setup.roster,
            id: Some(id),
            ..Join::default()
        };
        state.send(now, PeerFrame::Join(join));
    }
}

/// Sends the messages whose turn it is, as many as can be said now.
fn send_next(state: &mut State, now: Now) {
    // Whoever decides about datagrams by hand wants to see several at once.
    let wished = if state.manual_delivery {
        state.setup.under_way.max(BY_HAND)
    } else {
        state.setup.under_way
    };
    let most = state.pace.most(wished);
    while let Some(own) = state.receipts.next() {
        let under_way = state.receipts.under_way();
        if under_way >= most || state.pace.not_before(now.mono).is_some() {
            return;
        }
        let (room, to) = match &own.place {
            Recipient::Direct(whom) => (None, Some(whom.clone())),
            Recipient::Room(name) => match state.rooms.find(name).map(|room| &room.membership) {
                Some(Membership::In) => (Some(name.clone()), None),
                Some(
                    Membership::Wanted { .. }
                    | Membership::Asked { .. }
                    | Membership::CatchingUp { .. },
                ) => {
                    return;
                }
                None => {
                    let why = Reason::NotIn(name.clone());
                    let (ticket, id) = (own.ticket, own.id.clone());
                    state.receipts.settle(&id);
                    state.tell(News::Refused { ticket, why });
                    continue;
                }
            },
        };
        let say = Say {
            text: own.text.clone(),
            name: None,
            room,
            to,
            id: Some(own.id.clone()),
            again: own.is_unknown(),
            me: own.manner.does,
            refers: own.manner.refers,
        };
        state.receipts.on_sent(now.mono, &state.you);
        state.pace.on_sent(now.mono, under_way + 1);
        state.send(now, PeerFrame::Say(say));
    }
}

/// The textbook's exercise: send five, lose the first, see what is sent again.
const BY_HAND: usize = 8;
/// Silence that is worth a question where others are in reach.
const QUIET_AMONG: Duration = Duration::from_secs(5);
/// A receipt that takes longer is asked after.
const RECEIPT: Duration = Duration::from_secs(1);
/// Over datagrams, a receipt that has not come by then is not waited for.
const UNCONFIRMED: Duration = Duration::from_secs(5);
