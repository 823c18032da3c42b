//! How an order that was carried out is told: to the rooms that it concerns, to whoever gave
//! it, and to the audit.

use std::time::Duration;

use chat_proto::frame::Id;
use chat_proto::frame::ServerFrame;
use chat_proto::frame::order::Carried;
use chat_proto::frame::order::Done;
use chat_proto::frame::order::Order;
use chat_proto::frame::server::Body;
use chat_proto::frame::server::Event;
use chat_proto::frame::words;
use chat_proto::hex::PublicKey;
use chat_proto::name::Name;
use chat_proto::name::SERVER;
use chat_proto::now::Now;
use chat_proto::refusal::Refusal;
use chat_proto::room::RoomName;
use chat_proto::text::Text;
use chat_trust::audit::Entry;
use chat_trust::audit::Person;
use chat_trust::roles::Ban;

use crate::config::Pace;
use crate::hub::addresses::Address;
use crate::hub::state::State;
use crate::traffic::Output;
use crate::traffic::PeerId;

/// Who gives an order.
#[derive(Clone, Debug)]
pub struct Giver {
    /// The peer; none where somebody sits at the server.
    pub peer: Option<PeerId>,
    /// Its name.
    pub name: Option<Name>,
    /// Its key.
    pub key: Option<PublicKey>,
    /// The order's own id.
    pub id: Option<Id>,
}

/// Who orders something, when and where.
#[derive(Clone, Copy, Debug)]
pub struct At<'a> {
    /// When.
    pub now: Now,
    /// Who.
    pub giver: &'a Giver,
    /// Where, as far as it is about a room.
    pub room: &'a RoomName,
}

/// What the audit is told beside what the room is.
#[derive(Clone, Debug, Default)]
pub struct Besides {
    /// The key of whom it concerns.
    pub key: Option<PublicKey>,
    /// What tells the text that is gone.
    pub digest: Option<String>,
}

impl Giver {
    /// A peer with a name.
    pub fn of(state: &State, id: PeerId, mark: Option<Id>) -> Result<Self, Refusal> {
        let peer = state.roster.get(id).ok_or(Refusal::NotJoined)?;
        let person = peer.person().ok_or(Refusal::NotJoined)?;
        Ok(Self {
            peer: Some(id),
            name: Some(person.name.clone()),
            key: peer.standing.key,
            id: mark,
        })
    }

    /// Whoever sits at the server.
    pub fn desk() -> Self {
        Self {
            peer: None,
            name: None,
            key: None,
            id: None,
        }
    }

    fn person(&self) -> Person {
        let name = self.name.as_ref().map_or(SERVER, Name::as_str);
        Person::new(name, self.key)
    }
}

/// The room that an order is about: the one that it names, else the one last joined. Whoever
/// is in none, or sits at the server, means the lobby.
pub fn place(state: &State, giver: &Giver, asked: Option<&RoomName>) -> Result<RoomName, Refusal> {
    let person = giver.peer.and_then(|id| state.roster.get(id)?.person());
    let last = person.and_then(|person| person.rooms.last());
    let lobby = RoomName::lobby();
    let room = asked.or(last).unwrap_or(&lobby);
    if *room != lobby && state.ledger.get(room).is_none() {
        return Err(Refusal::NoSuchRoom(room.to_string()));
    }
    Ok(room.clone())
}

/// An order was carried out: these rooms are told, whoever gave it, and the audit.
pub fn carried(
    state: &mut State,
    at: At<'_>,
    rooms: &[RoomName],
    (done, besides): (Done, Besides),
) {
    let At { now, giver, .. } = at;
    let mut entry = entry(at, &done);
    if let (Some(who), Some(key)) = (&mut entry.who, besides.key) {
        who.key = Some(key.to_string());
    }
    entry.sha256 = besides.digest;
    state.output.push_back(Output::Audit(entry.line()));
    let carried = Carried {
        done,
        by: giver.name.clone(),
        id: None,
    };
    if giver.peer.is_none() {
        say_at_desk(state, now, &carried);
    }
    let its_own = giver
        .peer
        .filter(|id| wants_its_own(state, *id, giver, rooms));
    let here = rooms.iter().find(|room| *room == at.room);
    let here = here.or_else(|| rooms.first()).unwrap_or(at.room);
    for room in rooms {
        // Elsewhere whoever gave it hears of it as everybody does.
        let except = its_own.filter(|_| room == here);
        tell(state, now, room, (except, carried.clone()));
    }
    if let Some(id) = its_own {
        let event = Event::Order(Box::new(Carried {
            id: giver.id.clone(),
            ..carried
        }));
        let room = Some(shown(state, here));
        state.tell(now, id, Body::Notice { room, event });
    }
}

/// Somebody has voted: the audit is told that, and not how.
pub fn counted(state: &mut State, at: At<'_>) {
    let entry = Entry {
        room: Some(at.room.to_string()),
        ..Entry::new(at.now.wall, at.giver.person(), "vote")
    };
    state.output.push_back(Output::Audit(entry.line()));
}

/// Something has happened that nobody ordered just now: a room is told.
pub fn happened(state: &mut State, now: Now, room: &RoomName, done: Done) {
    let by = None;
    tell(state, now, room, (None, Carried { done, by, id: None }));
}

/// Whoever gave an order hears of it in the room, but where it has a mark, or is not there.
fn wants_its_own(state: &State, id: PeerId, giver: &Giver, rooms: &[RoomName]) -> bool {
    let person = state.roster.get(id).and_then(|peer| peer.person());
    let is_there = person.is_some_and(|p| rooms.iter().any(|room| p.rooms.contains(room)));
    giver.id.is_some() || !is_there
}

fn tell(state: &mut State, now: Now, room: &RoomName, told: (Option<PeerId>, Carried)) {
    let (except, carried) = told;
    state.tell_crowd(now, room);
    let event = Event::Order(Box::new(carried));
    let shown = Some(shown(state, room));
    state.tell_room(now, room, except, Body::Notice { room: shown, event });
}

fn shown(state: &State, room: &RoomName) -> RoomName {
    let known = state.rooms.get(room).map(|room| &room.name);
    known.unwrap_or(room).clone()
}

/// The words of a notice for whoever sits at the server.
fn say_at_desk(state: &mut State, now: Now, carried: &Carried) {
    let event = Event::Order(Box::new(carried.clone()));
    let body = Body::Notice { room: None, event };
    let frame = ServerFrame { at: now.wall, body };
    let words = words::text(&frame).into_owned();
    state.output.push_back(Output::Desk(words));
}

/// An order was refused: the audit is told, as long as there are few of them.
pub fn refused(state: &mut State, now: Now, giver: &Giver, what: (&Order, &Refusal)) {
    let (order, refusal) = what;
    if is_too_much(state, now, giver) {
        return;
    }
    let who = order.act.who();
    let entry = Entry {
        who: who.map(|who| Person::new(&who.shown, None)),
        room: order.room.as_ref().map(ToString::to_string),
        refused: Some(refusal.to_string()),
        ..Entry::new(now.wall, giver.person(), order.act.word())
    };
    state.output.push_back(Output::Audit(entry.line()));
}

/// Whether the audit was told of enough that was refused: to this one, to those of its
/// address, to all. So nobody hides in another's flood.
fn is_too_much(state: &mut State, now: Now, giver: &Giver) -> bool {
    let peer = giver.peer.and_then(|id| state.roster.get_mut(id));
    if let Some(peer) = peer {
        let own = peer.allowances.audited.take_at(now.mono, REFUSED);
        let host = peer.origin.host();
        let others = |address: &mut Address| {
            let audited = &mut address.allowances.audited;
            audited.take_at(now.mono, OF_ADDRESS)
        };
        if own.is_err() || state.addresses.with(now.mono, host, others).is_err() {
            return true;
        }
    }
    state.class.refused.take_at(now.mono, OF_ALL).is_err()
}

fn entry(at: At<'_>, done: &Done) -> Entry {
    let text = |text: &Option<Text>| text.as_ref().map(|text| text.as_str().to_owned());
    let seconds = |time: &Option<Duration>| time.map(|time| time.as_secs());
    let mut entry = Entry {
        who: done.who().map(|who| Person::new(who.as_str(), None)),
        room: Some(at.room.to_string()),
        ended: done.ends(),
        ..Entry::new(at.now.wall, at.giver.person(), done.word())
    };
    match done {
        Done::Announced(words) | Done::Topic(words) => entry.text = text(words),
        Done::Banned { why, time, .. } => {
            entry.text = text(why);
            entry.seconds = seconds(time);
        }
        Done::Kicked { why, .. } => entry.text = text(why),
        Done::Muted { time, .. } => entry.seconds = seconds(time),
        Done::Poll(poll) | Done::PollEnded(poll, _) => {
            entry.text = Some(poll.question.as_str().to_owned());
        }
        Done::Redacted { seq, .. } => entry.seq = Some(*seq),
        Done::Claimed(_)
        | Done::Hand(..)
        | Done::Knocked(_)
        | Done::Locked(_)
        | Done::Next(_)
        | Done::Quiet(_)
        | Done::Released(_)
        | Done::Teacher(..)
        | Done::Unbanned(_)
        | Done::Unmuted(_)
        | Done::Votes { .. }
        | Done::Voted(..) => {}
    }
    entry
}

/// The words with which one becomes the teacher, for whoever sits at the server.
pub fn words(state: &mut State) {
    if let Some(words) = state.class.words.get() {
        let line = format!("to be the teacher, type in chat-tui: /claim {words}");
        state.output.push_back(Output::Desk(line));
    }
}

/// Who is here, for whoever sits at the server: a line each.
pub fn class(state: &mut State, now: Now) {
    let mut lines = Vec::new();
    for id in state.roster.ids() {
        let Some((peer, person)) = state.roster.get(id).and_then(|p| Some((p, p.person()?))) else {
            continue;
        };
        let transport = peer.origin.transport.word();
        let rooms: Vec<_> = person.rooms.iter().map(RoomName::as_str).collect();
        let muted = if state.is_muted(id) { "  muted" } else { "" };
        let took = peer.took.map(|took| format!("  {} ms", took.as_millis()));
        lines.push(format!(
            "{}  {transport}  {}{}{muted}",
            person.name,
            rooms.join(" "),
            took.unwrap_or_default()
        ));
    }
    if lines.is_empty() {
        lines.push("nobody is here".to_owned());
    }
    lines.extend(banned(state, now));
    let lines = lines.into_iter().map(Output::Desk);
    state.output.extend(lines);
}

/// Who is kept out, for whoever sits at the server: a line each.
pub fn bans(state: &mut State, now: Now) {
    let mut lines = banned(state, now);
    if lines.is_empty() {
        lines.push("nobody is banned".to_owned());
    }
    let lines = lines.into_iter().map(Output::Desk);
    state.output.extend(lines);
}

fn banned(state: &State, now: Now) -> Vec<String> {
    let line = |ban: &Ban| {
        let until = ban.until.map(|until| format!(" until {until}"));
        format!("banned: {}{}", ban.name, until.unwrap_or_default())
    };
    state.class.roles.bans(now.wall).map(line).collect()
}

/// Refused orders that the audit is told of: whoever sends many does not wash out the rest.
const REFUSED: Pace = Pace {
    burst: 10,
    each: Duration::from_secs(10),
};

/// The same of all from one address.
const OF_ADDRESS: Pace = Pace {
    burst: 100,
    each: Duration::from_secs(2),
};

/// The same of everybody: what the file grows by.
const OF_ALL: Pace = Pace {
    burst: 500,
    each: Duration::from_secs(1),
};
