//! Coming in: the first line of a plain peer, `join`, `/password`, `leave`.

use std::borrow::Cow;

use chat_proto::frame::peer::Join;
use chat_proto::frame::server::Body;
use chat_proto::frame::server::Event;
use chat_proto::frame::server::Given;
use chat_proto::hex::Proof;
use chat_proto::name::Name;
use chat_proto::name::RequestedName;
use chat_proto::now::Now;
use chat_proto::refusal::FrameFault;
use chat_proto::refusal::READABLE;
use chat_proto::refusal::Refusal;
use chat_proto::refusal::UNASKED;
use chat_proto::room::RoomName;
use chat_proto::text::quoted;

use crate::deed::What;
use crate::hub::authority;
use crate::hub::authority::Deed;
use crate::hub::challenge;
use crate::hub::challenge::Question;
use crate::hub::gate;
use crate::hub::gate::AsWhom;
use crate::hub::greet;
use crate::hub::greet::Greeting;
use crate::hub::knock;
use crate::hub::leaving;
use crate::hub::naming;
use crate::hub::password;
use crate::hub::past;
use crate::hub::proposing;
use crate::hub::resume;
use crate::hub::roster;
use crate::hub::roster::Held;
use crate::hub::roster::Peer;
use crate::hub::roster::Phase;
use crate::hub::state::State;
use crate::traffic::Dialect;
use crate::traffic::PeerId;

/// A plain peer has spoken, or only listens: it is in the lobby at once, under
/// a name of its own, and is not greeted. Where a password is asked it has to
/// give one first.
pub fn as_guest(state: &mut State, now: Now, id: PeerId) -> Result<(), Refusal> {
    let Some(peer) = state.roster.get(id) else {
        return Ok(());
    };
    if matches!(peer.phase, Phase::Nameless) && password::is_admitted(state, id) {
        if proposing::propose(state, id, || What::Guest)? {
            proposing::tell_if_apart(state, now, id, &RoomName::lobby());
            return Ok(());
        }
        let lobby = RoomName::lobby();
        gate::is_welcome(state, now, id, None)?;
        authority::may(state, id, Deed::Enter(&lobby, AsWhom::default()))?;
        let guest = state.roster.next_guest();
        state.roster.call(id, guest);
        enter_room(state, now, id, &lobby);
        past::tell_trouble(state, now, &lobby);
    }
    Ok(())
}

/// A plain peer gives the password by itself: it is in the lobby then.
pub fn by_password(state: &mut State, now: Now, id: PeerId, words: &str) -> Result<(), Refusal> {
    let note = match (&state.rules.password, password::is_admitted(state, id)) {
        (None, _) => UNASKED,
        (Some(_), true) => "you have given the password already",
        (Some(_), false) => {
            password::admit(state, now, id, Some(words))?;
            READABLE
        }
    };
    as_guest(state, now, id)?;
    let event = Event::Help(note);
    state.tell(now, id, Body::Notice { room: None, event });
    Ok(())
}

/// What a peer has shown with its `join`, beside what it is known to have shown before.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shown {
    /// Whether its key asks for the name, and if so, whether for longer than the visit.
    pub keep: Option<bool>,
    /// What the server shows in return.
    pub proof: Option<Proof>,
}

/// `join`: asks for what has to be shown first, takes the name and enters the room.
pub fn join(state: &mut State, now: Now, id: PeerId, join: &Join) -> Result<(), Refusal> {
    let Some(offer) = join.offer else {
        return enter(state, now, id, (join, Shown::default()));
    };
    if join.password.is_some() {
        password::admit(state, now, id, join.password.as_deref())?;
    }
    let name = match (&join.name, state.roster.name_of(id)) {
        (Some(Ok(name)), _) | (None, Some(name)) => Some(name.clone()),
        // What is wrong with it is told before anything is asked.
        (Some(wrong), _) => {
            naming::granted(state, now, &[id], (wrong, None))?;
            None
        }
        (None, None) => return Err(FrameFault::Missing("join", "name").into()),
    };
    let question = Question {
        offer,
        name,
        held: Held::Join(join.clone()),
        id: join.id.clone(),
    };
    match challenge::ask(state, now, id, question) {
        Ok(()) => Ok(()),
        Err(_) => enter(state, now, id, (join, Shown::default())),
    }
}

/// Everything that is asked has been shown: takes the name and enters the room.
pub fn enter(
    state: &mut State,
    now: Now,
    id: PeerId,
    (join, shown): (&Join, Shown),
) -> Result<(), Refusal> {
    let plain = state.roster.get(id).is_some_and(Peer::is_plain);
    if plain {
        has_only_a_room(state, id, join)?;
    }
    password::admit(state, now, id, join.password.as_deref())?;
    if proposing::is_asked(state) {
        return propose(state, now, id, (join, shown));
    }
    let requested = join.name.as_ref().and_then(|name| name.as_ref().ok());
    gate::is_welcome(state, now, id, requested.map(Name::key))?;
    let earlier = resume::earlier(state, id, join);
    if earlier.is_some_and(|earlier| earlier.is_younger_than(id)) {
        // This join was under way for so long that another has come before it: the
        // ghost is this one.
        resume::end(state, now, id, false);
        return Ok(());
    }
    let earlier = resume::or_elsewhere(state, id, join, earlier);
    let ghost = earlier.and_then(|earlier| earlier.ghost);
    let name = taken(state, now, id, (join, ghost))?;
    let (room, rooms) = place(state, id, join);
    let is_there = rooms.contains(&room);
    if !is_there {
        let as_whom = AsWhom {
            earlier,
            name: name.as_ref(),
        };
        may_enter(state, now, id, (&room, as_whom))?;
        has_space(state, &room, if plain { 0 } else { rooms.len() })?;
    }
    if let Some(earlier) = earlier {
        resume::take_over(state, now, id, earlier, name.as_ref());
    }
    if let Some(name) = name {
        naming::rename(state, now, id, name, shown.keep);
    }
    if plain && !is_there {
        for left in &rooms {
            leaving::leave_room(state, now, id, left, Cow::Owned(format!("went to {room}")));
        }
    }
    if let Some(peer) = state.roster.get_mut(id) {
        peer.signs.wanted |= join.signs;
    }
    if !is_there {
        enter_room(state, now, id, &room);
    }
    let (given, proof) = to_be_told(state, id, (join, shown.proof));
    let greeting = Greeting {
        join,
        is_there,
        given,
        proof,
    };
    greet::greet(state, now, id, &room, &greeting);
    Ok(())
}

/// What its welcome says of a password: as it was noted, where that had to wait for others.
fn to_be_told(
    state: &mut State,
    id: PeerId,
    (join, proof): (&Join, Option<Proof>),
) -> (Given, Option<Proof>) {
    let peer = state.roster.get_mut(id);
    match peer.and_then(|peer| peer.standing.noted.take()) {
        Some(noted) => (noted.given, noted.proof),
        None => (given(state, join), proof),
    }
}

/// What only this server has to know is looked at, and the rest put into the log.
fn propose(
    state: &mut State,
    now: Now,
    id: PeerId,
    (join, shown): (&Join, Shown),
) -> Result<(), Refusal> {
    if let Some(wrong @ Err(_)) = &join.name {
        naming::granted(state, now, &[id], (wrong, None))?;
    }
    let (room, rooms) = place(state, id, join);
    if !rooms.contains(&room) {
        is_in_number(state, &room)?;
    }
    let given = given(state, join);
    let named = join.name.as_ref().and_then(|name| name.as_ref().ok());
    let named = named.or_else(|| state.roster.name_of(id)).cloned();
    let told = proposing::shown(state, now, id, (named.as_ref(), shown.keep));
    let join = Join {
        password: None,
        offer: None,
        ..join.clone()
    };
    proposing::propose(state, id, || What::Enter(Box::new(join), told))?;
    proposing::tell_if_apart(state, now, id, &room);
    if let Some(peer) = state.roster.get_mut(id) {
        let noted = peer.standing.noted.take();
        peer.standing.noted = Some(Box::new(roster::Noted {
            given,
            proof: shown.proof,
            id: noted.and_then(|noted| noted.id),
        }));
    }
    Ok(())
}

/// The room that a `join` means, and those where its peer is.
fn place(state: &State, id: PeerId, join: &Join) -> (RoomName, Vec<RoomName>) {
    let person = state.roster.get(id).and_then(|peer| peer.person());
    let rooms = person.map(|person| person.rooms.clone());
    let rooms = rooms.unwrap_or_default();
    let room = join.room.as_ref().or_else(|| rooms.last());
    (room.cloned().unwrap_or_else(RoomName::lobby), rooms)
}

/// Whether a room is open to somebody; where it is locked, teachers hear the knock.
fn may_enter(
    state: &mut State,
    now: Now,
    id: PeerId,
    (room, as_whom): (&RoomName, AsWhom<'_>),
) -> Result<(), Refusal> {
    let may = authority::may(state, id, Deed::Enter(room, as_whom));
    if may.is_err() {
        knock::knocks(state, now, id, (room, as_whom.name));
    }
    may
}

/// The name that a `join` takes, if it takes one.
fn taken(
    state: &mut State,
    now: Now,
    id: PeerId,
    (join, ghost): (&Join, Option<PeerId>),
) -> Result<Option<Name>, Refusal> {
    let plain = state.roster.get(id).is_some_and(Peer::is_plain);
    let own = [id, ghost.unwrap_or(id)];
    match (&join.name, state.roster.name_of(id)) {
        (Some(requested), _) => {
            let key = |own: &PeerId| state.roster.get(*own)?.standing.key;
            let key = own.iter().find_map(key);
            naming::granted(state, now, &own, (requested, key)).map(Some)
        }
        (None, Some(_)) => Ok(None),
        (None, None) if plain => Ok(Some(state.roster.next_guest())),
        (None, None) => Err(FrameFault::Missing("join", "name").into()),
    }
}

/// What there is to say about the password of a `join`.
fn given(state: &State, join: &Join) -> Given {
    match (&join.password, &state.rules.password) {
        (None, _) => Given::Not,
        (Some(_), None) => Given::Unasked,
        (Some(_), Some(_)) => Given::Readable,
    }
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

fn has_space(state: &State, room: &RoomName, has: usize) -> Result<(), Refusal> {
    let rules = &state.rules;
    if has >= rules.rooms_per_peer {
        return Err(Refusal::RoomsFull(format!(
            "you are in {has} rooms and may be in {}: leave one first",
            rules.rooms_per_peer
        )));
    }
    // How many there are is each server's own affair: it was looked at before.
    if state.shared.is_some() {
        return Ok(());
    }
    is_in_number(state, room)
}

fn is_in_number(state: &State, room: &RoomName) -> Result<(), Refusal> {
    let full = |most: usize| {
        Refusal::RoomsFull(format!(
            "the server has {most} rooms, as many as it may: join one that exists"
        ))
    };
    let most = state.rules.rooms;
    state.ledger.has_space(room, most).map_err(full)
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
    let dialect = peer.is_here().then_some(dialect);
    let book = state.ledger.open(room);
    let shown = book.name.clone();
    if book.seq == 0 {
        // Its numbers begin anew, and the code of before had them.
        state.pastes.forget_room(room);
    }
    state.rooms.enter(shown, id, dialect);
    if !resume::comes_back(state, now, id, room) {
        state.tell_comings(now, room, id, Event::Join(who));
    }
}
