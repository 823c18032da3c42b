//! Asking: who is here, are you there, what may I type.

use std::collections::BTreeMap;
use std::time::Duration;

use chat_proto::frame::Id;
use chat_proto::frame::server::Body;
use chat_proto::frame::server::Event;
use chat_proto::frame::server::Member;
use chat_proto::frame::server::Roll;
use chat_proto::limits::NAMES_BYTES;
use chat_proto::name::Name;
use chat_proto::now::Now;
use chat_proto::plain::hear::HELP;
use chat_proto::refusal::Refusal;
use chat_proto::room::RoomName;
use chat_proto::stamp::Stamp;

use crate::hub::authority;
use crate::hub::authority::Deed;
use crate::hub::class::Led;
use crate::hub::gate;
use crate::hub::roster::Peer;
use crate::hub::state::State;
use crate::traffic::PeerId;

/// Who is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// In which room.
    pub room: Option<&'a RoomName>,
    /// Whether what only a teacher is told is wanted too.
    pub class: bool,
    /// The question's mark.
    pub id: Option<&'a Id>,
}

/// `who`: the people of a room, in as many frames as it takes.
pub fn who(state: &mut State, now: Now, id: PeerId, asked: Asked<'_>) -> Result<(), Refusal> {
    let room = asked.room;
    let person = state.roster.get(id).and_then(|p| p.person());
    let room = match (room, person.and_then(|p| p.rooms.last())) {
        (Some(room), _) => room.clone(),
        (None, Some(last)) => last.clone(),
        (None, None) => return Err(Refusal::NotJoined),
    };
    authority::may(state, id, Deed::Look)?;
    let book = state.ledger.get(&room);
    let book = book.ok_or_else(|| Refusal::NoSuchRoom(room.to_string()))?;
    let shown = book.name.clone();
    let known = state.rooms.get_mut(&room);
    let members: Vec<_> = known.map_or_else(Vec::new, |known| {
        // Who is on the list now is told of when it goes, however soon.
        known.crowd.is_seen();
        known.members().collect()
    });
    let class = asked.class && gate::is_teacher(state, id);
    let is_somebody = |id: &PeerId| state.roster.name_of(*id).is_some();
    let members: Vec<PeerId> = members.into_iter().filter(is_somebody).collect();
    let mut pages = in_pages(state, members, class).into_iter().peekable();
    let mut hands = hands(state, &room);
    let mut bans = if class { bans(state, now) } else { Vec::new() };
    while let Some(members) = pages.next() {
        let names = members.iter().filter_map(|id| state.roster.name_of(*id));
        let names = names.cloned().collect();
        let roll = Roll {
            // In their order, which pages do not have.
            hands: std::mem::take(&mut hands),
            bans: std::mem::take(&mut bans),
            ..roll(state, &members, class)
        };
        let body = Body::Who {
            room: shown.clone(),
            names,
            roll,
            more: pages.peek().is_some(),
            id: asked.id.cloned(),
        };
        state.tell(now, id, body);
    }
    Ok(())
}

/// `ping`: answered whatever the peer is.
pub fn ping(state: &mut State, now: Now, id: PeerId, (took, mark): (Option<Duration>, Option<Id>)) {
    if let Some(peer) = state.roster.get_mut(id)
        && let Some(took) = took
    {
        peer.took = Some(took.min(LONGEST));
    }
    state.tell(now, id, Body::Pong(mark));
}

/// `/help`: a line each.
pub fn help(state: &mut State, now: Now, id: PeerId) {
    for line in HELP {
        let event = Event::Help(line);
        state.tell(now, id, Body::Notice { room: None, event });
    }
}

/// Whose hands are up, in order: as many names as one frame holds.
fn hands(state: &State, room: &RoomName) -> Vec<Name> {
    let hands = state.class.rooms.get(room).map_or(&[][..], Led::hands);
    let holders = hands.iter().filter_map(|hand| state.roster.holder(*hand));
    let names = holders.filter_map(|id| state.roster.name_of(id));
    let mut bytes = 0;
    let fits = |name: &&Name| {
        bytes += name.as_str().len();
        bytes <= NAMES_BYTES
    };
    names.take_while(fits).cloned().collect()
}

/// Who is kept out: as many as one frame holds.
fn bans(state: &State, now: Now) -> Vec<(Name, Option<Stamp>)> {
    let all = state.class.roles.bans(now.wall).take(BANS);
    all.map(|ban| (ban.name.clone(), ban.until)).collect()
}

/// What is to be said of these.
fn roll(state: &State, members: &[PeerId], class: bool) -> Roll {
    let those = |is: &dyn Fn(PeerId, &Peer) -> bool| -> Vec<Name> {
        let peers = members
            .iter()
            .filter_map(|id| Some((*id, state.roster.get(*id)?)));
        let peers = peers.filter(|(id, peer)| is(*id, peer));
        let names = peers.filter_map(|(_, peer)| Some(peer.person()?.name.clone()));
        names.collect()
    };
    let asked = members.iter().filter(|_| class);
    Roll {
        away: those(&|_, peer| peer.signs.away),
        known: those(&|_, peer| peer.standing.owns),
        teachers: those(&|id, _| gate::is_teacher(state, id)),
        muted: those(&|id, _| state.is_muted(id)),
        hands: Vec::new(),
        bans: Vec::new(),
        servers: servers(state, members),
        class: asked.filter_map(|id| member(state, *id)).collect(),
    }
}

/// Who of these is on other servers, and on which.
fn servers(state: &State, members: &[PeerId]) -> Vec<(String, Vec<Name>)> {
    let Some(shared) = &state.shared else {
        return Vec::new();
    };
    let mut servers: BTreeMap<&str, Vec<Name>> = BTreeMap::new();
    for id in members {
        if let (Some(server), Some(name)) = (shared.elsewhere(*id), state.roster.name_of(*id)) {
            servers.entry(server).or_default().push(name.clone());
        }
    }
    let servers = servers.into_iter();
    servers
        .map(|(server, names)| (server.to_owned(), names))
        .collect()
}

fn member(state: &State, id: PeerId) -> Option<Member> {
    let peer = state.roster.get(id)?;
    let person = peer.person()?;
    Some(Member {
        name: person.name.clone(),
        transport: peer.origin.transport.word(),
        rooms: person.rooms.iter().rev().take(ROOMS).cloned().collect(),
        took: peer.took,
    })
}

/// At least one page, none with more than [`NAMES_BYTES`] of names, or [`ROWS`] people of whom
/// much is told.
fn in_pages(state: &State, members: Vec<PeerId>, class: bool) -> Vec<Vec<PeerId>> {
    let mut pages = vec![Vec::new()];
    let mut bytes = 0;
    for id in members {
        let length = state
            .roster
            .name_of(id)
            .map_or(0, |name| name.as_str().len());
        bytes += length;
        let is_full = class && pages.last().is_some_and(|page| page.len() >= ROWS);
        if bytes > NAMES_BYTES || is_full {
            bytes = length;
            pages.push(Vec::new());
        }
        if let Some(page) = pages.last_mut() {
            page.push(id);
        }
    }
    pages
}

/// People in one frame of whom a teacher is told more.
const ROWS: usize = 64;

/// Bans that a teacher is told of. Whoever sits at the server sees all.
const BANS: usize = 128;

/// Rooms of each of them that are told, the one last joined first.
const ROOMS: usize = 4;

/// A round trip that takes longer is none.
const LONGEST: Duration = Duration::from_secs(3600);
