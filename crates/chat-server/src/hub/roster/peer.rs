//! One peer: where it comes from, how far it has come, what it may still do.

use std::time::Duration;
use std::time::Instant;

use chat_proto::name::Name;
use chat_proto::now::Now;
use chat_proto::outlook::Outlook;
use chat_proto::refusal::Refusal;
use chat_proto::room::RoomName;
use chat_proto::stamp::Stamp;

use crate::hub::allowance::Allowances;
use crate::hub::roster::standing::Standing;
use crate::traffic::Dialect;
use crate::traffic::Origin;
use crate::traffic::PeerId;

/// One peer.
#[derive(Debug)]
pub struct Peer {
    /// Where it comes from.
    pub origin: Origin,
    /// Where its connection is.
    pub home: Home,
    /// Whether other servers have been told of it, where there are any.
    pub met: Met,
    /// Its session: of its own, or that of an earlier connection, with which it goes on.
    pub session: u64,
    /// The rooms of an earlier connection of its session that it has not entered yet.
    pub kept: Option<Kept>,
    /// How it is written to; `None` until its first line has told it.
    pub dialect: Option<Dialect>,
    /// How far it has come.
    pub phase: Phase,
    /// Whether it has given the password, where there is one.
    pub admitted: bool,
    /// What it has shown of itself.
    pub standing: Standing,
    /// When it came, by the clock on the wall.
    pub since: Stamp,
    /// When it was last heard.
    pub heard_at: Instant,
    /// When it was last asked whether it is still there.
    pub asked_at: Option<Instant>,
    /// What is seen of its end, where that is a silence.
    pub outlook: Outlook,
    /// When it is looked at whether it has been silent for too long.
    pub lease_ends: Option<Instant>,
    /// What it tells and is told without words.
    pub signs: Signs,
    /// What it may still say and ask, and how often it may err.
    pub allowances: Allowances,
    /// Refusals of a flood that were not told yet.
    pub untold: u64,
    /// How long a round trip takes, as it says itself.
    pub took: Option<Duration>,
}

/// Where the connection of a peer is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Home {
    /// Here.
    #[default]
    Here,
    /// It was here and is over; the other servers have not heard of it yet.
    Left,
    /// On another server.
    Elsewhere,
}

/// Whether other servers have been told of a peer, where there are any.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Met {
    /// Nothing of it is in the log.
    #[default]
    NotYet,
    /// What it has done first is on its way there.
    UnderWay,
    /// At this place of the log all know it.
    Everywhere,
}

/// Rooms that have not been told that somebody is gone, since it may come back.
#[derive(Debug)]
pub struct Kept {
    /// Which.
    pub rooms: Vec<RoomName>,
    /// Until then.
    pub until: Instant,
}

/// What a peer tells and is told without words.
#[derive(Clone, Copy, Debug, Default)]
pub struct Signs {
    /// Whether it asked to be told who writes and who is away.
    pub wanted: bool,
    /// Whether nobody sits at it.
    pub away: bool,
}

/// How far a peer has come.
#[derive(Debug)]
pub enum Phase {
    /// Connected; without a name.
    Nameless,
    /// Has a name.
    Present(Person),
    /// There is no place: it is told so in its own tongue once that is known,
    /// and closed.
    TurnedAway(Refusal),
}

/// Somebody with a name.
#[derive(Debug)]
pub struct Person {
    /// The name.
    pub name: Name,
    /// The rooms it is in, the one last joined at the end. Empty after it left
    /// the last.
    pub rooms: Vec<RoomName>,
}

impl Peer {
    /// Somebody who has come there, and has said nothing yet.
    pub fn new(id: PeerId, origin: Origin, now: Now) -> Self {
        Self {
            origin,
            home: Home::Here,
            met: Met::default(),
            session: id.0,
            kept: None,
            dialect: None,
            phase: Phase::Nameless,
            admitted: false,
            standing: Standing::default(),
            since: now.wall,
            heard_at: now.mono,
            asked_at: None,
            outlook: Outlook::default(),
            lease_ends: None,
            signs: Signs::default(),
            allowances: Allowances::default(),
            untold: 0,
            took: None,
        }
    }

    /// The person, if it has a name.
    pub fn person(&self) -> Option<&Person> {
        match &self.phase {
            Phase::Present(person) => Some(person),
            Phase::Nameless | Phase::TurnedAway(_) => None,
        }
    }

    /// Whether it is a person, or a first lesson's program, that reads lines.
    pub fn is_plain(&self) -> bool {
        match self.dialect {
            None | Some(Dialect::Json | Dialect::Http) => false,
            Some(Dialect::Plain | Dialect::Ascii | Dialect::Listening) => true,
        }
    }

    /// Whether it is in, and its address may be invented. Nobody far away has one of this
    /// machine's own.
    pub fn is_unproven(&self) -> bool {
        !self.origin.proven && !self.origin.host().is_here() && !self.is_turned_away()
    }

    /// Whether something of it is in the log, or on its way there.
    pub fn is_told_of(&self) -> bool {
        self.met != Met::NotYet
    }

    /// Whether every server knows it.
    pub fn is_met(&self) -> bool {
        self.met == Met::Everywhere
    }

    /// Whether its connection is here.
    pub fn is_here(&self) -> bool {
        self.home == Home::Here
    }

    /// Whether it is only there to be told that there is no place.
    pub fn is_turned_away(&self) -> bool {
        matches!(self.phase, Phase::TurnedAway(_))
    }
}
