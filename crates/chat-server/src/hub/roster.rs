//! Who is here: every peer, its name, what it may still do.

mod present;
mod peer;
mod standing;

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use chat_proto::hex::PublicKey;
use chat_proto::name::Name;
use chat_proto::name::NameKey;
use tracing::info;

use crate::traffic::PeerId;

pub use peer::Home;
pub use peer::Kept;
pub use peer::Met;
pub use peer::Peer;
pub use peer::Person;
pub use peer::Phase;
pub use present::Present;
pub use standing::Held;
pub use standing::Noted;

/// Every peer.
#[derive(Debug, Default)]
pub struct Roster {
    peers: BTreeMap<PeerId, Peer>,
    /// Who looks like this, in whichever case: the second key is the name without case,
    /// those outside ASCII first. Names that look alike may live side by side where both
    /// are plain ASCII.
    names: Names,
    /// Those among them who are only there to be told that there is no place.
    turned_away: usize,
    /// Those who are in and have not proved that their address is theirs.
    unproven: usize,
    /// Those whose connection is not here: of other servers, or over.
    outside: usize,
    /// Those who have a name.
    people: usize,
    /// Those of them who are connected here.
    people_here: usize,
    /// Whose each session is now.
    sessions: BTreeMap<u64, PeerId>,
    /// Who has shown that it has which key.
    keys: BTreeSet<(PublicKey, PeerId)>,
    last_guest: u64,
}

type Names = BTreeMap<(Box<str>, Box<str>), PeerId>;

impl Roster {
    /// Everybody who is connected here.
    pub fn present(&self) -> impl Iterator<Item = Present<'_>> {
        let here = self.peers.iter().filter(|(_, peer)| peer.is_here());
        here.map(|(id, peer)| Present {
            peer: *id,
            origin: peer.origin,
            dialect: peer.dialect,
            name: peer.person().map(|person| person.name.as_str()),
            rooms: peer.person().map_or(0, |person| person.rooms.len()),
            heard_at: peer.heard_at,
            took: peer.took,
        })
    }

    /// Somebody new.
    pub fn add(&mut self, id: PeerId, peer: Peer) {
        self.turned_away += usize::from(peer.is_turned_away());
        self.unproven += usize::from(peer.is_here() && peer.is_unproven());
        self.outside += usize::from(!peer.is_here());
        self.sessions.entry(peer.session).or_insert(id);
        self.peers.insert(id, peer);
    }

    /// The connection of a peer is over, and the others have not heard of it yet.
    pub fn left(&mut self, id: PeerId) {
        if let Some(peer) = self.peers.get_mut(&id).filter(|peer| peer.is_here()) {
            self.unproven -= usize::from(peer.is_unproven());
            self.outside += 1;
            self.people_here -= usize::from(peer.person().is_some());
            peer.home = Home::Left;
        }
    }

    /// A peer goes on with the session of an earlier connection.
    pub fn resume(&mut self, id: PeerId, session: u64) {
        if let Some(peer) = self.peers.get_mut(&id) {
            let own = std::mem::replace(&mut peer.session, session);
            self.sessions.remove(&own);
            self.sessions.insert(session, id);
        }
    }

    /// A peer has shown that it has a key.
    pub fn prove(&mut self, id: PeerId, key: PublicKey) {
        if let Some(peer) = self.peers.get_mut(&id) {
            let before = peer.standing.key.replace(key);
            before.map(|before| self.keys.remove(&(before, id)));
            self.keys.insert((key, id));
        }
    }

    /// Who else is here with the key of a peer, by name: a few of them.
    pub fn also(&self, id: PeerId) -> Vec<Name> {
        let key = self.peers.get(&id).and_then(|peer| peer.standing.key);
        let all = key.into_iter().flat_map(|key| {
            let from = (key, PeerId(0));
            let all = self.keys.range(from..);
            all.take_while(move |(other, _)| *other == key)
        });
        let others = all.filter(|(_, other)| *other != id).take(ALSO);
        let names = others.filter_map(|(_, other)| self.name_of(*other));
        names.cloned().collect()
    }

    /// Whose connection a session has now, if it has any.
    pub fn holder(&self, session: u64) -> Option<PeerId> {
        self.sessions.get(&session).copied()
    }

    /// These have their sessions, and nobody else has any.
    pub fn hold(&mut self, holders: impl IntoIterator<Item = (u64, PeerId)>) {
        self.sessions = holders.into_iter().collect();
    }

    /// How many names were given to those who had none.
    pub fn guests(&self) -> u64 {
        self.last_guest
    }

    /// So many were given already.
    pub fn guests_before(&mut self, count: u64) {
        self.last_guest = count;
    }

    /// Somebody gone.
    pub fn remove(&mut self, id: PeerId) -> Option<Peer> {
        let peer = self.peers.remove(&id)?;
        self.turned_away -= usize::from(peer.is_turned_away());
        self.unproven -= usize::from(peer.is_here() && peer.is_unproven());
        self.outside -= usize::from(!peer.is_here());
        if let Some(person) = peer.person() {
            forget(&mut self.names, &person.name);
            self.people -= 1;
            self.people_here -= usize::from(peer.is_here());
        }
        if self.holder(peer.session) == Some(id) {
            self.sessions.remove(&peer.session);
        }
        if let Some(key) = peer.standing.key {
            self.keys.remove(&(key, id));
        }
        Some(peer)
    }

    /// The peer, if it is here.
    pub fn get(&self, id: PeerId) -> Option<&Peer> {
        self.peers.get(&id)
    }

    /// The peer, if it is here.
    pub fn get_mut(&mut self, id: PeerId) -> Option<&mut Peer> {
        self.peers.get_mut(&id)
    }

    /// Everybody.
    pub fn ids(&self) -> Vec<PeerId> {
        self.peers.keys().copied().collect()
    }

    /// How many peers are connected here.
    pub fn len(&self) -> usize {
        self.peers.len() - self.outside
    }

    /// How many have a name, wherever they are.
    pub fn people(&self) -> usize {
        self.people
    }

    /// How many people are connected here.
    pub fn people_here(&self) -> usize {
        self.people_here
    }

    /// How many of them are in.
    pub fn inside(&self) -> usize {
        self.peers.len() - self.turned_away - self.outside
    }

    /// How many of them may have invented their addresses.
    pub fn unproven(&self) -> usize {
        self.unproven
    }

    /// How many are only there to be told that there is no place.
    pub fn turned_away(&self) -> usize {
        self.turned_away
    }

    /// Somebody else who has the name, or could be taken for it.
    pub fn clash(&self, key: &NameKey, but: &[PeerId]) -> Option<PeerId> {
        let named = |id: PeerId| self.name_of(id).is_some_and(|n| n.key().clashes(key));
        self.alike(key).find(|id| !but.contains(id) && named(*id))
    }

    /// Who might clash with a name. Those who look alike in plain ASCII live side by side,
    /// and may be many: of an ASCII name they are not looked at one by one.
    fn alike(&self, key: &NameKey) -> impl Iterator<Item = PeerId> {
        let all_foreign = key.plain().is_ascii();
        let alike = key.looks().flat_map(move |look| {
            let from = (Box::from(look), Box::from(""));
            let all = self.names.range(from..);
            all.take_while(move |((other, plain), _)| {
                **other == *look && (!all_foreign || plain.starts_with(FOREIGN))
            })
        });
        self.find(key).into_iter().chain(alike.map(|(_, id)| *id))
    }

    /// Who has exactly this name, but for case.
    pub fn find(&self, key: &NameKey) -> Option<PeerId> {
        let look = keys(key).next()?;
        self.names.get(&look).copied()
    }

    /// The name that a peer has.
    pub fn name_of(&self, id: PeerId) -> Option<&Name> {
        Some(&self.peers.get(&id)?.person()?.name)
    }

    /// Gives a peer a name, its first or another.
    pub fn call(&mut self, id: PeerId, name: Name) {
        let Some(peer) = self.peers.get_mut(&id) else {
            return;
        };
        let rooms = match &mut peer.phase {
            Phase::Present(person) => {
                forget(&mut self.names, &person.name);
                std::mem::take(&mut person.rooms)
            }
            Phase::Nameless | Phase::TurnedAway(_) => {
                self.people += 1;
                self.people_here += usize::from(peer.home == Home::Here);
                Vec::new()
            }
        };
        if peer.is_here() {
            info!(%name, origin = %peer.origin, "is here");
        }
        self.names.extend(keys(name.key()).map(|key| (key, id)));
        peer.phase = Phase::Present(Person { name, rooms });
    }

    /// Takes a peer's name away: it was given to a listener who speaks after all.
    pub fn uncall(&mut self, id: PeerId) {
        if let Some(peer) = self.peers.get_mut(&id)
            && let Phase::Present(person) = &peer.phase
        {
            forget(&mut self.names, &person.name);
            self.people -= 1;
            self.people_here -= usize::from(peer.is_here());
            peer.phase = Phase::Nameless;
        }
    }

    /// A name for somebody who has none, never given twice in a run.
    pub fn next_guest(&mut self) -> Name {
        self.last_guest += 1;
        Name::guest(self.last_guest)
    }
}

/// A cloned machine may be a whole lab: it is enough to know that it is one.
const ALSO: usize = 8;

fn forget(names: &mut Names, name: &Name) {
    for key in keys(name.key()) {
        names.remove(&key);
    }
}

/// Under what somebody is found; the first is the same in every case.
fn keys(key: &NameKey) -> impl Iterator<Item = (Box<str>, Box<str>)> {
    let plain = key.plain();
    key.looks().map(move |look| {
        let plain = if plain.is_ascii() {
            plain.into()
        } else {
            format!("{FOREIGN}{plain}").into()
        };
        (look.into(), plain)
    })
}

/// Before names outside ASCII: among those that look alike they are the first.
const FOREIGN: char = '\0';

#[cfg(test)]
mod tests;
