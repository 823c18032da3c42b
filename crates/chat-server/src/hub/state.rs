//! Everything the hub knows, and how it speaks: the floor on which its rooms
//! stand.

use std::collections::BTreeSet;
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Instant;

use chat_proto::frame::Id;
use chat_proto::frame::ServerFrame;
use chat_proto::frame::server::Body;
use chat_proto::frame::server::Event;
use chat_proto::now::Now;
use chat_proto::refusal::Refusal;
use chat_proto::room::RoomName;

use crate::config::Rules;
use crate::hub::rooms::Rooms;
use crate::hub::roster::Roster;
use crate::traffic::Audience;
use crate::traffic::Dialect;
use crate::traffic::Output;
use crate::traffic::PeerId;

/// Everything the hub knows.
#[derive(Debug)]
pub struct State {
    /// What the operator decided.
    pub rules: Rules,
    /// Who is here.
    pub roster: Roster,
    /// Where they are, and what was said there.
    pub rooms: Rooms,
    /// What the driver has to do.
    pub output: VecDeque<Output>,
    /// What has to be looked at, and when.
    pub due: BTreeSet<(Instant, Due)>,
    /// What was counted since the start.
    pub counts: Counts,
}

/// What has to be looked at when its time comes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Due {
    /// Whether a UDP peer has been silent for too long.
    Lease(PeerId),
    /// Whether refusals of a flood are still untold.
    Refusals(PeerId),
    /// Whether comings and goings of a room are still untold.
    Crowd(RoomName),
}

/// What was counted since the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Frames from peers.
    pub heard: u64,
    /// Messages said, in rooms and to one peer.
    pub said: u64,
    /// Frames refused.
    pub refused: u64,
}

impl State {
    /// Nobody is here yet.
    pub fn new(rules: Rules) -> Self {
        Self {
            rules,
            roster: Roster::default(),
            rooms: Rooms::default(),
            output: VecDeque::new(),
            due: BTreeSet::new(),
            counts: Counts::default(),
        }
    }

    /// Has a peer looked at then, and not at any other time: whoever comes and goes
    /// a thousand times a second leaves nothing behind.
    pub fn lease(&mut self, id: PeerId, ends: Option<Instant>) {
        let Some(peer) = self.roster.get_mut(id) else {
            return;
        };
        if let Some(at) = std::mem::replace(&mut peer.lease_ends, ends) {
            self.due.remove(&(at, Due::Lease(id)));
        }
        self.due.extend(ends.map(|at| (at, Due::Lease(id))));
    }

    /// Tells one peer, if its tongue is known.
    pub fn tell(&mut self, now: Now, peer: PeerId, body: Body) {
        let Some(dialect) = self.roster.get(peer).and_then(|p| p.dialect) else {
            return;
        };
        let frame = ServerFrame { at: now.wall, body };
        self.output.push_back(Output::Tell {
            peer,
            dialect,
            frame,
        });
        if dialect.is_for_the_first_line() {
            self.write_as(peer, Dialect::Plain);
        }
    }

    /// Refuses a frame.
    pub fn refuse(&mut self, now: Now, peer: PeerId, refusal: Refusal, id: Option<Id>) {
        self.counts.refused += 1;
        self.tell(now, peer, Body::Refused { refusal, id });
    }

    /// Tells everybody in a room, but perhaps one.
    pub fn tell_room(&mut self, now: Now, name: &RoomName, except: Option<PeerId>, body: Body) {
        let Some(room) = self.rooms.get_mut(name) else {
            return;
        };
        let audience = room.audience();
        self.tell_all(now, audience, except, body);
    }

    /// Tells a room that somebody came or went: at once, or with others. Not to
    /// whoever came by it.
    pub fn tell_comings(&mut self, now: Now, name: &RoomName, but: Option<PeerId>, event: Event) {
        let Some(room) = self.rooms.get_mut(name) else {
            return;
        };
        let event = room.crowd.tell(now.mono, event, but);
        let due = room.crowd.due();
        let room = Some(room.name.clone());
        match (event, due) {
            (Some(event), _) => self.tell_room(now, name, but, Body::Notice { room, event }),
            (None, Some(at)) => drop(self.due.insert((at, Due::Crowd(name.clone())))),
            (None, None) => {}
        }
    }

    /// Tells the comings and goings that wait, before something that must not
    /// overtake them.
    pub fn tell_crowd(&mut self, now: Now, name: &RoomName) {
        let Some(room) = self.rooms.get_mut(name) else {
            return;
        };
        let untold = room.crowd.take();
        let shown = Some(room.name.clone());
        let audience = room.audience();
        let (late, here): (Vec<_>, Vec<_>) = {
            let members = audience.members.iter().copied();
            members.partition(|(peer, _)| untold.is_late(*peer))
        };
        let here = if late.is_empty() {
            audience
        } else {
            Arc::new(Audience { members: here })
        };
        let notice = |event| Body::Notice {
            room: shown.clone(),
            event,
        };
        for event in untold.notices() {
            self.tell_all(now, Arc::clone(&here), None, notice(event));
        }
        // Who came and went again is no member.
        let is_here = |peer| late.iter().any(|(member, _)| *member == peer);
        for (peer, events) in untold.notices_for_the_late() {
            for event in events.into_iter().filter(|_| is_here(peer)) {
                self.tell(now, peer, notice(event));
            }
        }
    }

    fn tell_all(&mut self, now: Now, audience: Arc<Audience>, except: Option<PeerId>, body: Body) {
        let members = audience.members.iter();
        let new = members.filter(|(peer, d)| d.is_for_the_first_line() && Some(*peer) != except);
        let new: Vec<PeerId> = new.map(|(peer, _)| *peer).collect();
        let frame = ServerFrame { at: now.wall, body };
        self.output.push_back(Output::Room {
            audience,
            except,
            frame,
        });
        for peer in new {
            // From now on letters are letters.
            self.write_as(peer, Dialect::Plain);
        }
    }

    /// The peer is written to like this from now on, wherever it is.
    pub fn write_as(&mut self, id: PeerId, dialect: Dialect) {
        let Some(peer) = self.roster.get_mut(id) else {
            return;
        };
        peer.dialect = Some(dialect);
        let rooms = peer.person().map(|p| p.rooms.clone()).unwrap_or_default();
        for name in rooms {
            if let Some(room) = self.rooms.get_mut(&name) {
                room.set_dialect(id, dialect);
            }
        }
    }
}
