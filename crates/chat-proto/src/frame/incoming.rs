//! A server frame as a client reads it.
//!
//! A client trusts no server: every string here is clean, every field may be
//! missing, and a word that it does not know is still a line for a person. So
//! this is not [`super::ServerFrame`], which cannot be wrong.

use std::time::Duration;

use crate::frame::cluster::Cluster;
use crate::frame::id::Id;
use crate::frame::manner::Manner;
use crate::frame::order::Deed;
use crate::frame::reference::Reference;
use crate::frame::token::Token;
use crate::frame::trust::Asked;
use crate::hex::Proof;
use crate::paste::Title;
use crate::rate::Limit;
use crate::refusal::Code;
use crate::stamp::Stamp;

/// A frame from a server, as far as it could be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incoming {
    /// Who speaks; empty where the frame did not say.
    pub name: String,
    /// When, by the server's clock.
    pub at: Option<Stamp>,
    /// What a person reads.
    pub text: String,
    /// What a program may know besides.
    pub kind: Kind,
}

/// What kind of frame it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The server closes the connection.
    Bye {
        /// Whether we may come back by ourselves.
        returns: bool,
    },
    /// The server wants to see something proved.
    Challenge(Asked),
    /// The end of what we asked for of a room's past.
    History(Answered),
    /// Something happened.
    Notice {
        /// Where.
        room: Option<String>,
        /// What.
        happening: Happening,
    },
    /// A type of frame that this client does not know.
    Other,
    /// Code that we have fetched: the text.
    Pasted {
        /// The room where it was shared.
        room: Option<String>,
        /// Its number there.
        number: u64,
        /// The name of its file.
        title: Title,
        /// Which question of ours it answers.
        id: Option<Id>,
    },
    /// Answer to a ping.
    Pong {
        /// The ping's.
        id: Option<Id>,
    },
    /// A frame of ours was refused.
    Refused {
        /// The code, if it is one of the contract's.
        code: Option<Code>,
        /// Which frame.
        id: Option<Id>,
        /// For `rate_limited`: when to try again.
        wait: Option<Duration>,
        /// For `name_taken`: whether the name belongs to somebody's key.
        owned: bool,
    },
    /// Which rooms there are.
    Rooms {
        /// Those with most people first.
        rooms: Vec<Listed>,
        /// Whether there are more than these.
        more: bool,
    },
    /// Somebody said something.
    Said {
        /// The room, unless it was said to one peer.
        room: Option<String>,
        /// The number of the message in its room.
        seq: Option<u64>,
        /// To whom it was said, if to one peer.
        to: Option<String>,
        /// Our own mark, on our own copy, also of what was said before a new connection.
        id: Option<Id>,
        /// Whether it is older than our join.
        history: bool,
        /// In which manner.
        manner: Manner,
        /// The message in its room that it refers to.
        refers: Option<Reference>,
    },
    /// The end of what our search has found.
    Search(Answered),
    /// Our join was accepted.
    Welcome {
        /// The name we have.
        you: String,
        /// The room we are in.
        room: String,
        /// The run of the server.
        run: Option<String>,
        /// The numbering of the messages, where the server has one that outlives it.
        log: Option<String>,
        /// With what we go on with this session on another connection.
        session: Option<Token>,
        /// The room's last message.
        seq: Option<u64>,
        /// How many older messages follow, if the server says.
        replay: Option<u64>,
        /// How many messages that we have missed are not kept.
        missed: u64,
        /// How fast we may speak, if the server says.
        rate_limit: Option<Limit>,
        /// Whether the password that we gave is asked of nobody.
        unasked: bool,
        /// That the server knows the password too.
        proof: Option<Proof>,
        /// Whether the name is proved to be ours.
        known: bool,
        /// Who else is here with our key.
        also: Vec<String>,
        /// What a teacher has set.
        holds: Box<Holds>,
        /// Which servers share the conversation.
        cluster: Box<Cluster>,
    },
    /// Who is in a room.
    Who {
        /// The room.
        room: String,
        /// The people.
        names: Vec<String>,
        /// Those of them who are away.
        away: Vec<String>,
        /// Those of them whose name is proved.
        known: Vec<String>,
        /// What else is to be said of them.
        roll: Box<Roll>,
        /// Whether more follows.
        more: bool,
    },
    /// What there is to know of one person.
    Whois(Box<Whois>),
}

/// A room in which somebody is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// Its name.
    pub room: String,
    /// How many are there.
    pub people: u64,
    /// What it is about.
    pub topic: Option<String>,
}

/// What there is to know of one person, as far as the server says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a field of its own on the wire"
)]
pub struct Whois {
    /// Who.
    pub name: String,
    /// Over what.
    pub transport: String,
    /// On which other server of the conversation they are.
    pub server: Option<String>,
    /// From where.
    pub address: Option<String>,
    /// Since when.
    pub since: Option<Stamp>,
    /// Where they are.
    pub rooms: Vec<String>,
    /// How long a round trip takes, as their program says.
    pub took: Option<Duration>,
    /// Whether they speak JSON, and no plain lines.
    pub framed: bool,
    /// Whether the name is proved.
    pub known: bool,
    /// Whether nobody sits there.
    pub away: bool,
    /// Whether they are a teacher.
    pub teacher: bool,
}

/// What a question for what was said was answered with, as far as the server says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The room that was asked about.
    pub room: Option<String>,
    /// How many messages there were.
    pub count: u64,
    /// The first and the last number among them.
    pub ends: Option<(u64, u64)>,
    /// Whether there are others beyond, in the direction asked.
    pub more: bool,
    /// The question's.
    pub id: Option<Id>,
}

/// What a notice tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happening {
    /// Whether the server is cut off from those that share its conversation.
    Apart(bool),
    /// Nobody sits at somebody's client, or somebody does again.
    Away {
        /// Whose.
        who: String,
        /// Whether nobody does.
        away: bool,
    },
    /// People came.
    Joined(Vec<String>),
    /// People left.
    Left(Vec<String>),
    /// Somebody has ordered something.
    Order(Box<Ordered>),
    /// Something this client does not know by its word.
    Other(String),
    /// Somebody has another name.
    Renamed {
        /// The old name.
        was: String,
        /// The new one.
        now: String,
    },
    /// Somebody is writing something.
    Typing(String),
}

/// An order that was carried out, as far as the server says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ordered {
    /// Which.
    pub order: Deed,
    /// Whom it concerns.
    pub who: Option<String>,
    /// Who gave it.
    pub by: Option<String>,
    /// Whether it begins something, and does not end it.
    pub on: bool,
    /// For how long.
    pub time: Option<Duration>,
    /// Why.
    pub why: Option<String>,
    /// How many people are behind an address that is banned.
    pub address: Option<u64>,
    /// The number of the message that is taken back.
    pub seq: Option<u64>,
    /// What is announced.
    pub announcement: Option<String>,
    /// What the room is about.
    pub topic: Option<String>,
    /// A question, and what may be answered.
    pub poll: Option<(String, Vec<String>)>,
    /// So many answers each.
    pub counts: Vec<u64>,
    /// So many answers in all.
    pub votes: Option<u64>,
    /// Our own answer, counted from 1.
    pub option: Option<u64>,
    /// Our own mark, where we gave it.
    pub id: Option<Id>,
}

impl Ordered {
    /// Nothing is known of it but which it was, and that it begins something.
    pub fn new(order: Deed) -> Self {
        Self {
            order,
            who: None,
            by: None,
            on: true,
            time: None,
            why: None,
            address: None,
            seq: None,
            announcement: None,
            topic: None,
            poll: None,
            counts: Vec::new(),
            votes: None,
            option: None,
            id: None,
        }
    }
}

/// What holds for whoever comes in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a field of its own on the wire"
)]
pub struct Holds {
    /// What stands above what everybody reads.
    pub announcement: Option<String>,
    /// What the room is about.
    pub topic: Option<String>,
    /// Whether we are a teacher.
    pub teacher: bool,
    /// Whether only teachers speak in the room.
    pub quiet: bool,
    /// Whether nobody new comes in.
    pub locked: bool,
    /// Whether we may not speak.
    pub muted: bool,
}

/// What is to be said of people on a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roll {
    /// Those who are teachers.
    pub teachers: Vec<String>,
    /// Those who may not speak.
    pub muted: Vec<String>,
    /// Those who have raised a hand, in order.
    pub hands: Vec<String>,
    /// What only a teacher is told.
    pub class: Vec<Member>,
    /// Who is kept out, and until when: told to a teacher alone.
    pub bans: Vec<(String, Option<Stamp>)>,
    /// Those who are on other servers of the conversation: on which.
    pub servers: Vec<(String, Vec<String>)>,
}

/// One of a class, as only a teacher is told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub name: String,
    /// Over what.
    pub transport: String,
    /// Where.
    pub rooms: Vec<String>,
    /// How long a round trip takes, as their program says.
    pub took: Option<Duration>,
}
