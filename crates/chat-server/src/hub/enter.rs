//! Coming in: the first line of a plain peer, `join`, `nick`, `leave`.

use std::borrow::Cow;

use chat_proto::frame::peer::Join;
use chat_proto::frame::server::Body;
use chat_proto::frame::server::Event;
use chat_proto::frame::server::Welcome;
use chat_proto::name::Name;
use chat_proto::name::RequestedName;
use chat_proto::now::Now;
use chat_proto::rate::Limit;
use chat_proto::refusal::FrameFault;
use chat_proto::refusal::Refusal;
use chat_proto::room::RoomName;
use chat_proto::text::quoted;

use crate::hub::history::Replay;
use crate::hub::password;
use crate::hub::resume;
use crate::hub::roster::Peer;
use crate::hub::roster::Phase;
use crate::hub::state::State;
use crate::traffic::Dialect;
use crate::traffic::PeerId;

/// A plain peer has spoken, or only listens: it is in the lobby at once, under
/// a name of its own, and is not greeted. Where a password is asked it has to
/// give one first.
pub fn as_guest(state: &mut State, now: Now, id: PeerId) {
    let Some(peer) = state.roster.get(id) else {
        return;
    };
    if matches!(peer.phase, Phase::Nameless) && password::is_admitted(state, id) {
        let guest = state.roster.next_guest();
        state.roster.call(id, guest);
        enter_room(state, now, id, &RoomName::lobby());
    }
}

/// `join`: takes the name and enters the room.
pub fn join(state: &mut State, now: Now, id: PeerId, join: &Join) -> Result<(), Refusal> {
    let plain = state.roster.get(id).is_some_and(Peer::is_plain);
    if plain {
        has_only_a_room(state, id, join)?;
    }
    password::admit(state, now, id, join.password.as_deref())?;
    let earlier = resume::earlier(state, id, join);
    if earlier.is_some_and(|earlier| earlier.is_younger_than(id)) {
        // This join was under way for so long that another has come before it: the
        // ghost is this one.
        resume::end(state, now, id);
        return Ok(());
    }
    let ghost = earlier.and_then(|earlier| earlier.ghost);
    let name = match (&join.name, state.roster.name_of(id)) {
        (Some(requested), _) => Some(granted(state, &[id, ghost.unwrap_or(id)], requested)?),
        (None, Some(_)) => None,
        (None, None) if plain => Some(state.roster.next_guest()),
        (None, None) => return Err(FrameFault::Missing("join", "name").into()),
    };
    let rooms = state
        .roster
        .get(id)
        .and_then(|p| p.person())
        .map(|p| p.rooms.as_slice());
    let rooms = rooms.unwrap_or_default().to_vec();
    let room = match (&join.room, rooms.last()) {
        (Some(room), _) => room.clone(),
        (None, Some(last)) => last.clone(),
        (None, None) => RoomName::lobby(),
    };
    let is_there = rooms.contains(&room);
    if !is_there {
        has_space(state, &room, if plain { 0 } else { rooms.len() })?;
    }
    if let Some(earlier) = earlier {
        resume::take_over(state, now, id, earlier, name.as_ref());
    }
    if let Some(name) = name {
        rename(state, now, id, name);
    }
    if plain && !is_there {
        for left in &rooms {
            leave_room(state, now, id, left, Cow::Owned(format!("went to {room}")));
        }
    }
    if join.signs
        && let Some(peer) = state.roster.get_mut(id)
    {
        peer.signs.wanted = true;
    }
    if !is_there {
        enter_room(state, now, id, &room);
    }
    greet(state, now, id, &room, (join, is_there));
    Ok(())
}

/// A JSON peer that speaks before it has joined: into the lobby.
pub fn by_speaking(
    state: &mut State,
    now: Now,
    id: PeerId,
    requested: &RequestedName,
) -> Result<(), Refusal> {
    let first = Join {
        name: Some(requested.clone()),
        ..Join::default()
    };
    join(state, now, id, &first)
}

/// `nick`: takes another name.
pub fn nick(
    state: &mut State,
    now: Now,
    id: PeerId,
    requested: &RequestedName,
) -> Result<(), Refusal> {
    if state.roster.name_of(id).is_none() {
        return Err(Refusal::NotJoined);
    }
    let name = granted(state, &[id], requested)?;
    if state.roster.name_of(id) == Some(&name) {
        // It has it already: nobody else is told, and it is not left without answer.
        let (room, who) = (None, name.clone());
        let event = Event::Rename { who, now: name };
        state.tell(now, id, Body::Notice { room, event });
        return Ok(());
    }
    rename(state, now, id, name);
    Ok(())
}

/// `leave`: leaves the room, or the one last joined.
pub fn leave(
    state: &mut State,
    now: Now,
    id: PeerId,
    room: Option<&RoomName>,
) -> Result<(), Refusal> {
    let person = state.roster.get(id).and_then(|p| p.person());
    let person = person.ok_or(Refusal::NotJoined)?;
    let room = match room {
        Some(room) if person.rooms.contains(room) => room.clone(),
        Some(room) if state.ledger.get(room).is_none() => {
            return Err(Refusal::NoSuchRoom(room.to_string()));
        }
        Some(_) => return Err(Refusal::NotJoined),
        None => person.rooms.last().ok_or(Refusal::NotJoined)?.clone(),
    };
    let shown = state.ledger.get(&room).map(|book| book.name.clone());
    let who = state.roster.name_of(id).cloned().into_iter().collect();
    leave_room(state, now, id, &room, Cow::Borrowed(""));
    let event = Event::Leave {
        who,
        why: Cow::Borrowed(""),
    };
    // Its own copy is its receipt.
    state.tell(now, id, Body::Notice { room: shown, event });
    Ok(())
}

/// Takes a peer out of one room and tells those who stay.
pub fn leave_room(
    state: &mut State,
    now: Now,
    id: PeerId,
    room: &RoomName,
    why: Cow<'static, str>,
) {
    let Some(name) = state.roster.name_of(id).cloned() else {
        return;
    };
    let who = vec![name];
    let event = Event::Leave { who, why };
    state.leave(now, room, id);
    if let Some(peer) = state.roster.get_mut(id)
        && let Phase::Present(person) = &mut peer.phase
    {
        person.rooms.retain(|r| r != room);
    }
    state.tell_comings(now, room, id, event);
}

/// What a plain peer types behind a room is the password, where one is asked of it.
/// Elsewhere it is not passed over: it may have been meant as part of the room's name.
fn has_only_a_room(state: &State, id: PeerId, join: &Join) -> Result<(), Refusal> {
    let (Some(room), Some(words)) = (&join.room, &join.password) else {
        return Ok(());
    };
    if !password::is_admitted(state, id) || password::is_right(state, words) {
        return Ok(());
    }
    Err(Refusal::RoomWords {
        all: quoted(&format!("{room} {words}")),
        first: room.to_string(),
        asked: state.rules.password.is_some(),
    })
}

/// The name that a peer wants, if it may have it. Whoever imitates somebody
/// present hears that the name is taken; anything else wrong with it comes after.
fn granted(state: &State, own: &[PeerId], requested: &RequestedName) -> Result<Name, Refusal> {
    let key = match requested {
        Ok(name) => name.key(),
        Err(bad) => &bad.key,
    };
    if let Some(other) = state.roster.clash(key, own) {
        let taken = state.roster.name_of(other).map(ToString::to_string);
        return Err(Refusal::NameTaken(taken.unwrap_or_default()));
    }
    match requested {
        Ok(name) => Ok(name.clone()),
        Err(bad) => Err(bad.fault.into()),
    }
}

fn has_space(state: &State, room: &RoomName, has: usize) -> Result<(), Refusal> {
    let rules = &state.rules;
    if has >= rules.rooms_per_peer {
        return Err(Refusal::RoomsFull(format!(
            "you are in {has} rooms and may be in {}: leave one first",
            rules.rooms_per_peer
        )));
    }
    if state.ledger.get(room).is_none() && state.ledger.len() >= rules.rooms {
        return Err(Refusal::RoomsFull(format!(
            "the server has {} rooms, as many as it may: join one that exists",
            rules.rooms
        )));
    }
    Ok(())
}

/// Gives the name, and tells every room where the old one was known.
fn rename(state: &mut State, now: Now, id: PeerId, name: Name) {
    let old = state.roster.name_of(id).cloned();
    if old.as_ref() == Some(&name) {
        return;
    }
    if old.is_some() {
        // Those who believe that it is still there would not know whom this is about.
        resume::let_go(state, now, id);
    }
    state.roster.call(id, name.clone());
    let Some(who) = old else {
        return;
    };
    let rooms = state.roster.get(id).and_then(|p| p.person());
    let rooms = rooms.map(|p| p.rooms.clone()).unwrap_or_default();
    for room in &rooms {
        let (who, now_called) = (who.clone(), name.clone());
        let event = Event::Rename {
            who,
            now: now_called,
        };
        state.tell_comings(now, room, id, event);
    }
    if rooms.is_empty() {
        let event = Event::Rename { who, now: name };
        state.tell(now, id, Body::Notice { room: None, event });
    }
}

fn enter_room(state: &mut State, now: Now, id: PeerId, room: &RoomName) {
    let Some(peer) = state.roster.get_mut(id) else {
        return;
    };
    let Phase::Present(person) = &mut peer.phase else {
        return;
    };
    person.rooms.push(room.clone());
    let who = vec![person.name.clone()];
    let dialect = peer.dialect.unwrap_or(Dialect::Ascii);
    let shown = state.ledger.open(room).name.clone();
    state.rooms.enter(shown, id, dialect);
    if !resume::comes_back(state, now, id, room) {
        state.tell_comings(now, room, id, Event::Join(who));
    }
}

/// The answer to a join, and what was said before, for whoever was not there already.
/// The room becomes the one last joined.
fn greet(
    state: &mut State,
    now: Now,
    id: PeerId,
    room: &RoomName,
    (join, is_there): (&Join, bool),
) {
    let (replay, missed) = if is_there {
        Default::default()
    } else {
        replay(state, room, join)
    };
    let Some(book) = state.ledger.get(room) else {
        return;
    };
    let (shown, seq, people) = (book.name.clone(), book.seq, state.rooms.people(room));
    let Some(peer) = state.roster.get_mut(id) else {
        return;
    };
    let Phase::Present(person) = &mut peer.phase else {
        return;
    };
    person.rooms.retain(|r| r != room);
    person.rooms.push(room.clone());
    let welcome = Welcome {
        you: person.name.clone(),
        room: shown,
        run: state.rules.run,
        session: Some(state.rules.secret.token(peer.session)),
        seq,
        replay: replay.count,
        missed,
        people,
        rate_limit: Limit(state.rules.messages),
        unasked: join.password.is_some() && state.rules.password.is_none(),
        id: join.id.clone(),
    };
    state.tell(now, id, Body::Welcome(welcome));
    state.replay(now, id, replay);
}

/// What was said before the peer came, or since it left, and how many of those that it
/// missed are not kept. A plain peer that only speaks is never told; whoever joins a room
/// by name is. What another run has counted says nothing of what was said in this one.
fn replay(state: &State, room: &RoomName, join: &Join) -> (Replay, u64) {
    let Some(book) = state.ledger.get(room) else {
        return Default::default();
    };
    let run = state.rules.run.to_string();
    let counted_here = join.run.as_ref().is_none_or(|theirs| *theirs == run);
    let since = join.since.filter(|_| counted_here);
    let replay = book.history.replay(since, state.rules.memory.replayed);
    // Whoever comes back after another run has missed all of this one.
    let came_back = join.since.map(|_| since.unwrap_or(0));
    let unheard = came_back.map_or(0, |since| book.seq.saturating_sub(since));
    let missed = unheard.saturating_sub(replay.count as u64);
    (replay, missed)
}
