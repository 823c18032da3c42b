//! Everything the hub knows, and how it speaks: the floor on which its rooms
//! stand.

use std::collections::BTreeSet;
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;

use chat_proto::frame::Id;
use chat_proto::frame::ServerFrame;
use chat_proto::frame::server::Body;
use chat_proto::frame::server::LogId;
use chat_proto::frame::server::Said;
use chat_proto::hex::PublicKey;
use chat_proto::now::Now;
use chat_proto::rate::Rate;
use chat_proto::refusal::Refusal;
use chat_proto::room::RoomName;
use chat_trust::challenge::Nonces;
use chat_trust::claims::Claims;
use chat_trust::words;

use crate::config::Rules;
use crate::config::together;
use crate::hub::addresses::Address;
use crate::hub::addresses::Addresses;
use crate::hub::allowance::Allowance;
use crate::hub::allowance::Allowances;
use crate::hub::class::Class;
use crate::hub::directs::Directs;
use crate::hub::due::Due;
use crate::hub::due::Gathered;
use crate::hub::history::Replay;
use crate::hub::ledger::Ledger;
use crate::hub::pastes::Pastes;
use crate::hub::questions::Questions;
use crate::hub::rooms::Rooms;
use crate::hub::roster::Roster;
use crate::hub::shared::Shared;
use crate::hub::traces;
use crate::page::Past;
use crate::traffic::Audience;
use crate::traffic::Dialect;
use crate::traffic::Host;
use crate::traffic::Output;
use crate::traffic::PeerId;

/// Everything the hub knows.
#[derive(Debug)]
pub struct State {
    /// What the operator decided.
    pub rules: Rules,
    /// Who is here.
    pub roster: Roster,
    /// Where they are.
    pub rooms: Rooms,
    /// What was said there.
    pub ledger: Ledger,
    /// What the archive was asked.
    pub questions: Questions,
    /// What was said to one person lately.
    pub directs: Directs,
    /// The code that was shared.
    pub pastes: Pastes,
    /// What the driver has to do.
    pub output: VecDeque<Output>,
    /// What has to be looked at, and when.
    pub due: BTreeSet<(Instant, Due)>,
    /// What was counted since the start.
    pub counts: Counts,
    /// What all peers of one address may still do.
    pub addresses: Addresses,
    /// Wrong passwords of all addresses.
    pub guesses: Allowance,
    /// Whose each name is.
    pub claims: Claims,
    /// Where the server's part of each challenge comes from.
    pub nonces: Nonces,
    /// Keys that have shown the password in this run: who comes back is not asked again.
    pub let_in: BTreeSet<PublicKey>,
    /// Wrong passwords that the log was not told of yet.
    pub wrong_passwords: Gathered,
    /// What teachers have set, and what those who are led have done.
    pub class: Class,
    /// The conversation that other servers share; a server by itself has none.
    pub shared: Option<Box<Shared>>,
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

/// What there is at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Census {
    /// Peers, with and without a name.
    pub peers: usize,
    /// Rooms, with and without people.
    pub rooms: usize,
    /// Bytes of what is remembered of them.
    pub remembered: usize,
    /// What was counted since the start.
    pub counts: Counts,
}

impl State {
    /// Nobody is here yet.
    pub fn new(rules: Rules) -> Self {
        // What is not kept is numbered anew by each run.
        let log = LogId::new(&rules.run.to_string());
        Self {
            guesses: Allowance::default(),
            claims: Claims::default(),
            nonces: Nonces::new(rules.nonces),
            let_in: BTreeSet::new(),
            rules,
            roster: Roster::default(),
            rooms: Rooms::default(),
            ledger: Ledger::new(log),
            questions: Questions::default(),
            directs: Directs::default(),
            pastes: Pastes::default(),
            output: VecDeque::new(),
            due: BTreeSet::new(),
            counts: Counts::default(),
            addresses: Addresses::default(),
            wrong_passwords: Gathered::default(),
            class: Class::default(),
            shared: None,
        }
    }

    /// Whether the peers of a host share a limit.
    pub fn limits(&self, host: Host) -> bool {
        self.rules.limit_loopback || !host.is_here()
    }

    /// Takes one from a bucket of the peer, then from that of its address; or says how
    /// long to wait. Whoever is refused for its own haste takes nothing from others.
    pub fn spend(
        &mut self,
        now: Now,
        id: PeerId,
        which: impl Fn(&mut Allowances) -> &mut Allowance,
        rate: Option<Rate>,
    ) -> Result<(), Duration> {
        let Some(peer) = self.roster.get_mut(id) else {
            return Ok(());
        };
        which(&mut peer.allowances).take(now.mono, rate)?;
        let host = peer.origin.host();
        if !self.limits(host) {
            return Ok(());
        }
        let take = |a: &mut Address| which(&mut a.allowances).take(now.mono, rate.map(together));
        self.addresses.with(now.mono, host, take)
    }

    /// What there is now.
    pub fn census(&self) -> Census {
        Census {
            peers: self.roster.len(),
            rooms: self.ledger.len(),
            remembered: self.ledger.held(),
            counts: self.counts,
        }
    }

    /// Takes somebody out of a room, and puts its book away where that was the last one.
    pub fn leave(&mut self, now: Now, room: &RoomName, id: PeerId) {
        if let Some(peer) = self.roster.get(id) {
            self.class.rooms.left(room, peer.session);
            for trace in traces::of(peer) {
                self.class.visits.remember(room, trace);
            }
        }
        if self.rooms.leave(room, id) {
            self.ledger.rest(now.mono, room, &self.rules.memory);
        }
    }

    /// Whether somebody may not speak.
    pub fn is_muted(&self, id: PeerId) -> bool {
        let peer = self.roster.get(id);
        let known = peer.and_then(|peer| Some((peer, peer.person()?)));
        known.is_some_and(|(peer, person)| {
            let key = peer.standing.key.as_ref();
            let mutes = &self.class.mutes;
            mutes.is_muted(key, peer.session, person.name.key())
        })
    }

    /// Other words from now on with which one becomes the teacher.
    pub fn draw_words(&mut self) {
        let drawn = self.nonces.draw();
        let half = drawn.0.first_chunk().copied().unwrap_or_default();
        self.class.words.set(words::claim(half));
    }

    /// By what a message of a session is known as its own: sessions are numbered from 1 in
    /// each run, and what is kept outlives a run.
    pub fn voice(&self, session: u64) -> u64 {
        self.rules.run.0.wrapping_add(session.wrapping_mul(SPREAD)) >> 1
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
        let here = self.roster.get(peer).filter(|peer| peer.is_here());
        let Some(dialect) = here.and_then(|peer| peer.dialect) else {
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

    /// Tells one peer what was said before. A page is shared with whoever else is told of
    /// it, but for those where something of its own stands: that bears its marks, by
    /// which it finds a receipt that was lost. Whoever comes back to what an earlier run
    /// has numbered is known by its name.
    pub fn replay(&mut self, now: Now, peer: PeerId, replay: Replay, comes_back: bool) {
        let known = self.roster.get(peer).filter(|peer| peer.is_here());
        let Some((session, Some(dialect))) = known.map(|p| (p.session, p.dialect)) else {
            return;
        };
        let name = known.and_then(|p| p.person()).map(|p| p.name.clone());
        let name = name.filter(|_| comes_back && self.ledger.is_kept());
        let voice = self.voice(session);
        let mark = |past: &Past| past.mark_for(voice, name.as_ref()).cloned();
        for (page, part) in replay.pieces {
            let past = page.past.get(part.clone()).unwrap_or_default();
            if past.iter().all(|past| mark(past).is_none()) {
                self.output.push_back(Output::Replay {
                    peer,
                    dialect,
                    page,
                    part,
                });
                continue;
            }
            for past in past {
                let id = mark(past);
                let said = past.told(&page.room);
                let at = Now {
                    wall: past.at,
                    ..now
                };
                self.tell(at, peer, Body::Said(Said { id, ..said }));
            }
        }
    }

    /// Tells everybody in a room, but perhaps one.
    pub fn tell_room(&mut self, now: Now, name: &RoomName, except: Option<PeerId>, body: Body) {
        let Some(room) = self.rooms.get_mut(name) else {
            return;
        };
        let audience = room.audience();
        self.tell_all(now, audience, except, body);
    }

    /// Tells these, but perhaps one.
    pub fn tell_all(
        &mut self,
        now: Now,
        audience: Arc<Audience>,
        except: Option<PeerId>,
        body: Body,
    ) {
        let new = audience.new.iter().copied();
        let new: Vec<PeerId> = new.filter(|peer| Some(*peer) != except).collect();
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
                room.set_dialect(id, Some(dialect));
            }
        }
    }
}

/// Odd, and with its bits everywhere: no two sessions of a run come out alike.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
