//! What anybody may do in a class: raise a hand, and vote; and what a teacher does about it.

use std::time::Duration;

use chat_proto::frame::order::Carried;
use chat_proto::frame::order::Done;
use chat_proto::frame::order::Poll;
use chat_proto::frame::server::Body;
use chat_proto::frame::server::Event;
use chat_proto::now::Now;
use chat_proto::refusal::Refusal;
use chat_proto::room::RoomName;
use chat_proto::text::Text;

use crate::hub::class::Full;
use crate::hub::class::OpenPoll;
use crate::hub::due::Due;
use crate::hub::gate;
use crate::hub::order::telling;
use crate::hub::order::telling::At;
use crate::hub::order::telling::Besides;
use crate::hub::roster::Peer;
use crate::hub::state::State;
use crate::traffic::PeerId;

/// `hand`: somebody wants to say something. Who has done so already is told so by the list.
pub fn hand(state: &mut State, at: At<'_>, up: bool) -> Result<(), Refusal> {
    let (Some(peer), Some(name)) = (peer(state, at), at.giver.name.clone()) else {
        return Err(no_peer());
    };
    let session = peer.session;
    let changed = state.class.rooms.change(at.room, |led| {
        if up {
            led.raise(session)
        } else {
            Ok(led.lower(session))
        }
    });
    match changed.and_then(|changed| changed) {
        Ok(true) => tell(state, at, Done::Hand(name, up)),
        Ok(false) => {
            let words = if up {
                "your hand is up already: /hand down takes it down"
            } else {
                "your hand is not up"
            };
            return Err(Refusal::NotAllowed(words.to_owned()));
        }
        Err(Full) => {
            let words = "too many hands are up: wait until some are down".to_owned();
            return Err(Refusal::NotAllowed(words));
        }
    }
    Ok(())
}

/// `next`: the first hand is called, and down.
pub fn next(state: &mut State, at: At<'_>) -> Result<(), Refusal> {
    while let Some(session) = first_hand(state, at.room) {
        state.class.rooms.left(at.room, session);
        let who = state.roster.holder(session);
        let who = who.and_then(|id| state.roster.name_of(id)).cloned();
        if let Some(who) = who {
            tell(state, at, Done::Next(who));
            return Ok(());
        }
    }
    Err(Refusal::NotAllowed("no hand is up".to_owned()))
}

/// `poll`: a question to everybody. An open one is over then.
pub fn poll(
    state: &mut State,
    at: At<'_>,
    question: &Text,
    options: &[Text],
) -> Result<(), Refusal> {
    let _ = end_poll(state, at);
    let poll = Poll {
        question: question.clone(),
        options: options.to_vec(),
    };
    let open = OpenPoll::new(poll.clone());
    let opened = state
        .class
        .rooms
        .change(at.room, |led| led.poll = Some(open));
    opened.map_err(|_| {
        let words = "too many rooms are led already: try again later".to_owned();
        Refusal::NotAllowed(words)
    })?;
    tell(state, at, Done::Poll(poll));
    Ok(())
}

/// The question is over, and everybody is told how many answered what.
pub fn end_poll(state: &mut State, at: At<'_>) -> Result<(), Refusal> {
    let ended = state.class.rooms.change(at.room, |led| led.poll.take());
    let Ok(Some(open)) = ended else {
        return Err(no_poll());
    };
    if let Some(told_at) = open.told_at {
        state.due.remove(&(told_at, Due::Votes(at.room.clone())));
    }
    let counts = open.counts();
    tell(state, at, Done::PollEnded(open.poll, counts));
    Ok(())
}

/// `vote`: told to the voter alone; the room is told how many there are, now and then.
pub fn vote(state: &mut State, at: At<'_>, option: usize) -> Result<(), Refusal> {
    let Some(voter) = peer(state, at).map(|peer| (peer.standing.key, peer.session)) else {
        return Err(no_peer());
    };
    let now = at.now;
    let voted = state.class.rooms.change(at.room, |led| {
        let open = led.poll.as_mut()?;
        let text = open.poll.options.get(option.checked_sub(1)?).cloned();
        let Some(text) = text else {
            return Some(Err(open.poll.options.len()));
        };
        if open.vote(voter, option).is_err() {
            return None;
        }
        let at = open.last_told.map_or(now.mono, |last| last + EACH_SECOND);
        let is_new = open.told_at.is_none();
        open.told_at.get_or_insert(at.max(now.mono));
        Some(Ok((text, is_new.then_some(at.max(now.mono)))))
    });
    let (text, due) = match voted {
        Ok(Some(Ok(voted))) => voted,
        Ok(Some(Err(most))) => {
            let words = format!("there are {most} answers: /vote 1 to /vote {most}");
            return Err(Refusal::NotAllowed(words));
        }
        Ok(None) | Err(Full) => return Err(no_poll()),
    };
    state
        .due
        .extend(due.map(|due| (due, Due::Votes(at.room.clone()))));
    telling::counted(state, at);
    if let Some(id) = at.giver.peer {
        let carried = Carried {
            done: Done::Voted(option, text),
            by: at.giver.name.clone(),
            id: at.giver.id.clone(),
        };
        let event = Event::Order(Box::new(carried));
        let room = Some(at.room.clone());
        state.tell(now, id, Body::Notice { room, event });
    }
    Ok(())
}

/// How many have voted: to teachers also how, so that they see when to go on.
pub fn tell_votes(state: &mut State, now: Now, room: &RoomName) {
    let told = state.class.rooms.change(room, |led| {
        let open = led.poll.as_mut()?;
        open.told_at = None;
        open.last_told = Some(now.mono);
        Some((open.votes(), open.counts()))
    });
    let Ok(Some((votes, counts))) = told else {
        return;
    };
    let members = state.rooms.get(room).map(|room| room.members().collect());
    let members: Vec<PeerId> = members.unwrap_or_default();
    for id in members {
        if gate::is_teacher(state, id) {
            let counts = counts.clone();
            let carried = Carried {
                done: Done::Votes { votes, counts },
                by: None,
                id: None,
            };
            let event = Event::Order(Box::new(carried));
            let room = Some(room.clone());
            state.tell(now, id, Body::Notice { room, event });
        }
    }
    let counts = Vec::new();
    telling::happened(state, now, room, Done::Votes { votes, counts });
}

fn peer<'a>(state: &'a State, at: At<'_>) -> Option<&'a Peer> {
    state.roster.get(at.giver.peer?)
}

fn first_hand(state: &State, room: &RoomName) -> Option<u64> {
    state.class.rooms.get(room)?.hands().first().copied()
}

fn tell(state: &mut State, at: At<'_>, done: Done) {
    let rooms = std::slice::from_ref(at.room);
    telling::carried(state, at, rooms, (done, Besides::default()));
}

fn no_poll() -> Refusal {
    Refusal::NotAllowed("nothing is asked in this room now".to_owned())
}

fn no_peer() -> Refusal {
    Refusal::NotAllowed("this is for people in a room: join one with chat-tui".to_owned())
}

/// How often a room is told how many have voted, however many do.
const EACH_SECOND: Duration = Duration::from_secs(1);
