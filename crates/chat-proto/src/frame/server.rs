//! What the server says.
//!
//! Every frame has a speaker, a stamp and a text that a person can read; the
//! rest is for programs that want more. [`crate::frame::words`] makes the texts.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::frame::cluster::Cluster;
use crate::frame::house::Rooms;
use crate::frame::house::Whois;
use crate::frame::id::Id;
use crate::frame::manner::Manner;
use crate::frame::order::Carried;
use crate::frame::reference::Citation;
use crate::frame::token::Token;
use crate::frame::trust::Challenge;
use crate::hex::Proof;
use crate::name::Name;
use crate::name::SERVER;
use crate::paste::Code;
use crate::paste::Title;
use crate::rate::Limit;
use crate::refusal::Refusal;
use crate::room::RoomName;
use crate::stamp::Stamp;
use crate::text::Text;

/// A frame from the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerFrame {
    /// When: the server's clock is the authority.
    pub at: Stamp,
    /// What.
    pub body: Body,
}

/// What a server frame says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// The server is closing this connection, and why.
    Bye(String),
    /// The same, and that the peer is not to come back by itself.
    Dismissal(String),
    /// Something is to be proved first.
    Challenge(Challenge),
    /// The end of what was asked for of a room's past.
    History(Answered),
    /// Something happened.
    Notice {
        /// Where; absent when it concerns one peer alone.
        room: Option<RoomName>,
        /// What.
        event: Event,
    },
    /// What was shared, for whoever fetches it.
    Pasted(Pasted),
    /// Answer to a ping.
    Pong(Option<Id>),
    /// A frame was refused, and why.
    Refused {
        /// Why.
        refusal: Refusal,
        /// The frame's own id.
        id: Option<Id>,
    },
    /// Which rooms there are.
    Rooms(Rooms),
    /// Somebody said something.
    Said(Said),
    /// The end of what a search has found.
    Search(Answered),
    /// A join was accepted.
    Welcome(Welcome),
    /// Who is in a room.
    Who {
        /// The room.
        room: RoomName,
        /// The people, or some of them.
        names: Vec<Name>,
        /// What is to be said of them.
        roll: Roll,
        /// Whether another frame with more names follows.
        more: bool,
        /// The question's id.
        id: Option<Id>,
    },
    /// What there is to know of one person.
    Whois(Box<Whois>),
}

/// What is to be said of people on a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roll {
    /// Those who are away.
    pub away: Vec<Name>,
    /// Those whose name is proved.
    pub known: Vec<Name>,
    /// Those who are teachers.
    pub teachers: Vec<Name>,
    /// Those who may not speak.
    pub muted: Vec<Name>,
    /// Those who have raised a hand, whoever did so first at the beginning.
    pub hands: Vec<Name>,
    /// What only a teacher is told of them.
    pub class: Vec<Member>,
    /// Who is kept out, and until when: told to a teacher alone.
    pub bans: Vec<(Name, Option<Stamp>)>,
    /// Those who are on other servers of the conversation: on which.
    pub servers: Vec<(String, Vec<Name>)>,
}

/// One of a class, as only a teacher is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub name: Name,
    /// Over what: `tcp`, `udp`, `link` or `unix`.
    pub transport: &'static str,
    /// Where they are.
    pub rooms: Vec<RoomName>,
    /// How long a round trip takes, as their program says.
    pub took: Option<Duration>,
}

/// How a question for what was said is answered, behind the messages themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The room that was asked about.
    pub room: RoomName,
    /// How many messages stand before this.
    pub count: usize,
    /// The first and the last number among them; a search has none.
    pub ends: Option<(u64, u64)>,
    /// Whether there are others beyond, in the direction asked.
    pub more: bool,
    /// The question's id.
    pub id: Option<Id>,
}

/// Code that was shared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pasted {
    /// By whom.
    pub name: Name,
    /// In which room.
    pub room: RoomName,
    /// The number of the message that told of it.
    pub number: u64,
    /// The name of its file.
    pub title: Title,
    /// The code.
    pub code: Code,
    /// The question's id.
    pub id: Option<Id>,
}

/// A message that was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Who speaks.
    pub name: Name,
    /// What.
    pub text: Text,
    /// In a room, or to one peer.
    pub place: Destination,
    /// The sender's mark: only on its own copy, and on what is replayed to its session.
    pub id: Option<Id>,
    /// Whether it was said before the reader joined.
    pub history: bool,
    /// In which manner.
    pub manner: Manner,
    /// Which message of the room it refers to.
    pub cites: Option<Citation>,
}

/// Where something was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// In a room, as its `seq`-th message.
    Room {
        /// The room.
        room: RoomName,
        /// Counted from 1 without gaps.
        seq: u64,
    },
    /// To one peer alone.
    Direct {
        /// Who is spoken to.
        to: Name,
    },
}

/// A join was accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Welcome {
    /// The name the peer has now.
    pub you: Name,
    /// The room it entered.
    pub room: RoomName,
    /// This run of the server.
    pub run: RunId,
    /// The numbering: the same for as long as `seq` goes on.
    pub log: LogId,
    /// The last message of the room: what the peer may compare with.
    pub seq: u64,
    /// With what a later connection of the peer goes on with this session; absent
    /// for a peer that cannot say it.
    pub session: Option<Token>,
    /// How many older messages follow.
    pub replay: usize,
    /// How many messages the peer has missed that do not follow: they are not kept.
    pub missed: u64,
    /// How many people are in the room, the peer among them.
    pub people: usize,
    /// How fast the peer may speak.
    pub rate_limit: Limit,
    /// What there is to say about the password that came with the join.
    pub given: Given,
    /// That the server knows the password too, where it is proved.
    pub proof: Option<Proof>,
    /// Whether the name belongs to the peer's key.
    pub known: bool,
    /// Who else is here with the same key.
    pub also: Vec<Name>,
    /// What a teacher has set.
    pub holds: Holds,
    /// Which servers share the conversation.
    pub cluster: Cluster,
    /// The join's own id.
    pub id: Option<Id>,
}

/// What holds for whoever comes in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a field of its own on the wire"
)]
pub struct Holds {
    /// What stands above what everybody reads.
    pub announcement: Option<Text>,
    /// What the room is about.
    pub topic: Option<Text>,
    /// Whether the peer is a teacher.
    pub teacher: bool,
    /// Whether only teachers speak in the room.
    pub quiet: bool,
    /// Whether nobody new comes into the room.
    pub locked: bool,
    /// Whether the peer may not speak.
    pub muted: bool,
}

/// A password that came in clear.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Given {
    /// None did.
    #[default]
    Not,
    /// Nobody asks for one: it keeps nobody out.
    Unasked,
    /// It opened the door, and anybody on the way can have read it.
    Readable,
}

/// A numbering: of all rooms, for as long as their `seq` goes on. Shared by every
/// welcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogId(Arc<str>);

impl LogId {
    /// As whoever keeps it calls it.
    pub fn new(id: &str) -> Self {
        Self(id.into())
    }

    /// As the wire spells it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One run of a server: a number drawn at its start, written as 16 hex digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunId(pub u64);

impl fmt::Display for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The server is cut off from those that share its conversation: what is said waits.
    Apart,
    /// Nobody sits at somebody's client.
    Away(Name),
    /// Somebody sits there again.
    Back(Name),
    /// A line of help, for a plain peer.
    Help(&'static str),
    /// The peer's queue is filling: it reads too slowly.
    Lag(String),
    /// People came.
    Join(Vec<Name>),
    /// What is said in the room is kept again.
    Kept,
    /// People left.
    Leave {
        /// Who.
        who: Vec<Name>,
        /// Why, in words.
        why: Cow<'static, str>,
    },
    /// A teacher, or somebody for oneself, has ordered something.
    Order(Box<Carried>),
    /// Somebody has another name now.
    Rename {
        /// The old name.
        who: Name,
        /// The new one.
        now: Name,
    },
    /// They are back: what waited is said.
    Together,
    /// Somebody is writing something.
    Typing(Name),
    /// What is said in the room cannot be kept for now.
    Unkept,
}

impl Event {
    /// Whether it is a sign without words, told only to who asked for them.
    pub fn is_sign(&self) -> bool {
        match self {
            Self::Away(_) | Self::Back(_) | Self::Typing(_) => true,
            Self::Apart
            | Self::Help(_)
            | Self::Join(_)
            | Self::Kept
            | Self::Lag(_)
            | Self::Leave { .. }
            | Self::Order(_)
            | Self::Rename { .. }
            | Self::Together
            | Self::Unkept => false,
        }
    }
}

impl ServerFrame {
    /// Who speaks: a peer, or the server itself.
    pub fn name(&self) -> &str {
        match &self.body {
            Body::Said(said) => said.name.as_str(),
            Body::Pasted(pasted) => pasted.name.as_str(),
            Body::Bye(_)
            | Body::Dismissal(_)
            | Body::Challenge(_)
            | Body::History(_)
            | Body::Notice { .. }
            | Body::Pong(_)
            | Body::Refused { .. }
            | Body::Rooms(_)
            | Body::Search(_)
            | Body::Welcome(_)
            | Body::Who { .. }
            | Body::Whois(_) => SERVER,
        }
    }
}

impl Event {
    /// As the wire spells it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Apart => "apart",
            Self::Away(_) => "away",
            Self::Back(_) => "back",
            Self::Help(_) => "help",
            Self::Kept => "kept",
            Self::Lag(_) => "lag",
            Self::Join(_) => "join",
            Self::Leave { .. } => "leave",
            Self::Order(carried) => carried.done.word(),
            Self::Rename { .. } => "rename",
            Self::Together => "together",
            Self::Typing(_) => "typing",
            Self::Unkept => "unkept",
        }
    }
}
