//! The answer to a join: what holds there, and what was said before.

use chat_proto::frame::order::Carried;
use chat_proto::frame::order::Done;
use chat_proto::frame::peer::Join;
use chat_proto::frame::server::Body;
use chat_proto::frame::server::Event;
use chat_proto::frame::server::Given;
use chat_proto::frame::server::Holds;
use chat_proto::frame::server::Welcome;
use chat_proto::hex::Proof;
use chat_proto::now::Now;
use chat_proto::rate::Limit;
use chat_proto::room::RoomName;

use crate::hub::gate;
use crate::hub::history::Replay;
use crate::hub::past;
use crate::hub::roster::Peer;
use crate::hub::roster::Phase;
use crate::hub::state::State;
use crate::traffic::PeerId;

/// What an answer to a join is made of, beside who and where.
pub struct Greeting<'a> {
    /// The join.
    pub join: &'a Join,
    /// Whether the peer was in the room before.
    pub is_there: bool,
    /// What there is to say about a password that came in clear.
    pub given: Given,
    /// What the server shows in return for one that was proved.
    pub proof: Option<Proof>,
}

/// The answer to a join, and what was said before, for whoever was not there already.
/// The room becomes the one last joined.
pub fn greet(state: &mut State, now: Now, id: PeerId, room: &RoomName, greeting: &Greeting<'_>) {
    let Greeting { join, is_there, .. } = *greeting;
    if !state.roster.get(id).is_some_and(Peer::is_here) {
        // Its own server greets it.
        return comes_last(state, id, room);
    }
    let (replay, missed) = if is_there {
        Default::default()
    } else {
        replay(state, id, room, join)
    };
    let Some(book) = state.ledger.get(room) else {
        return;
    };
    let (shown, seq, people) = (book.name.clone(), book.seq, state.rooms.people(room));
    let also = state.roster.also(id);
    let holds = holds(state, id, room);
    let shared = state.shared.as_ref();
    let cluster = shared.map(|shared| shared.told()).unwrap_or_default();
    let Some(peer) = state.roster.get_mut(id) else {
        return;
    };
    let Phase::Present(person) = &mut peer.phase else {
        return;
    };
    last_of(&mut person.rooms, room);
    let welcome = Welcome {
        you: person.name.clone(),
        room: shown,
        run: state.rules.run,
        log: state.ledger.log().clone(),
        session: Some(state.rules.secret.token(peer.session)),
        seq,
        replay: replay.count,
        missed,
        people,
        rate_limit: Limit(state.rules.messages),
        given: greeting.given,
        proof: greeting.proof,
        known: peer.standing.owns,
        also,
        holds,
        cluster,
        id: join.id.clone(),
    };
    state.tell(now, id, Body::Welcome(welcome));
    let comes_back = join.since.is_some() && is_counted_here(state, join);
    state.replay(now, id, replay, comes_back);
    past::tell_trouble(state, now, room);
    if !is_there {
        tell_poll(state, now, id, room);
    }
}

/// The room is the one last joined.
fn comes_last(state: &mut State, id: PeerId, room: &RoomName) {
    if let Some(peer) = state.roster.get_mut(id)
        && let Phase::Present(person) = &mut peer.phase
    {
        last_of(&mut person.rooms, room);
    }
}

fn last_of(rooms: &mut Vec<RoomName>, room: &RoomName) {
    rooms.retain(|other| other != room);
    rooms.push(room.clone());
}

/// Whoever comes in is asked too, and told how many have voted.
fn tell_poll(state: &mut State, now: Now, id: PeerId, room: &RoomName) {
    let led = state.class.rooms.get(room);
    let Some(open) = led.and_then(|led| led.poll.as_ref()) else {
        return;
    };
    let (poll, votes, counts) = (open.poll.clone(), open.votes(), open.counts());
    tell_done(state, now, id, (room, Done::Poll(poll)));
    if votes > 0 {
        // Which answers they are, is for teachers while it lasts.
        let is_teacher = gate::is_teacher(state, id);
        let counts = Some(counts).filter(|_| is_teacher).unwrap_or_default();
        tell_done(state, now, id, (room, Done::Votes { votes, counts }));
    }
}

fn tell_done(state: &mut State, now: Now, id: PeerId, (room, done): (&RoomName, Done)) {
    let carried = Carried {
        done,
        by: None,
        id: None,
    };
    let event = Event::Order(Box::new(carried));
    let room = Some(room.clone());
    state.tell(now, id, Body::Notice { room, event });
}

/// What teachers have set. People who read lines are told of it when it is said, and not
/// by their first line.
fn holds(state: &State, id: PeerId, room: &RoomName) -> Holds {
    let class = &state.class;
    let led = class.rooms.get(room);
    let is_plain = state.roster.get(id).is_some_and(Peer::is_plain);
    Holds {
        announcement: class.announcement.clone().filter(|_| !is_plain),
        topic: state.ledger.get(room).and_then(|book| book.topic.clone()),
        teacher: gate::is_teacher(state, id),
        quiet: led.is_some_and(|led| led.quiet),
        locked: led.is_some_and(|led| led.locked),
        muted: state.is_muted(id),
    }
}

/// The newest that was said before the peer came, or since it left, and how many before
/// those it has missed. What another numbering has counted says nothing of this one.
fn replay(state: &State, id: PeerId, room: &RoomName, join: &Join) -> (Replay, u64) {
    let Some(book) = state.ledger.get(room) else {
        return Default::default();
    };
    let since = join.since.filter(|_| is_counted_here(state, join));
    let memory = &state.rules.memory;
    let is_plain = state.roster.get(id).is_some_and(Peer::is_plain);
    let most = if is_plain {
        memory.replayed_plain
    } else {
        memory.replayed
    };
    let replay = book.history.replay(since, most);
    // Whoever comes back to another numbering has missed all of this one.
    let came_back = join.since.map(|_| since.unwrap_or(0));
    let unheard = came_back.map_or(0, |since| book.seq.saturating_sub(since));
    let missed = unheard.saturating_sub(replay.count as u64);
    (replay, missed)
}

/// Whether the number that a peer comes back with is of our numbering.
fn is_counted_here(state: &State, join: &Join) -> bool {
    match (&join.log, &join.run) {
        (Some(log), _) => state.ledger.goes_on_from(log),
        (None, Some(run)) => *run == state.rules.run.to_string(),
        (None, None) => true,
    }
}
