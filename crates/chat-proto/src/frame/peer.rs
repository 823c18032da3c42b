//! What a peer may say.

use std::time::Duration;

use crate::frame::id::Id;
use crate::frame::order::Order;
use crate::frame::reference::Reference;
use crate::frame::token::Token;
use crate::frame::trust::Offer;
use crate::frame::trust::Prove;
use crate::name::RequestedName;
use crate::paste::Code;
use crate::paste::Title;
use crate::refusal::Refusal;
use crate::room::RoomName;
use crate::stamp::Stamp;
use crate::text::Text;
use crate::wanted::Words;

pub use crate::frame::whom::Whom;

/// A frame from a peer, with every field that matters parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PeerFrame {
    /// The peer leaves.
    Bye,
    /// Fetches a paste.
    Get {
        /// Of which room; absent: the one last joined.
        room: Option<RoomName>,
        /// Its number: that of the message that told of it.
        paste: u64,
        /// Repeated in the answer.
        id: Option<Id>,
    },
    /// A plain peer asks what it may type.
    Help,
    /// Asks for what was said in a room.
    History(History),
    /// Takes the name and enters the room.
    Join(Join),
    /// Leaves the room, or the one last joined.
    Leave {
        /// Which one; absent: the one last joined.
        room: Option<RoomName>,
        /// Repeated in a refusal.
        id: Option<Id>,
    },
    /// Takes another name.
    Nick {
        /// The new name.
        name: RequestedName,
        /// What it offers to prove.
        offer: Option<Offer>,
        /// Repeated in a refusal.
        id: Option<Id>,
    },
    /// Leads the class, or takes part in being led.
    Order(Order),
    /// Shares code with a room.
    Paste(Paste),
    /// A plain peer gives the password.
    Password(String),
    /// Answered by a pong.
    Ping {
        /// What others may know besides.
        sign: Option<Sign>,
        /// How long the pong before took, by the peer's own clock.
        took: Option<Duration>,
        /// Repeated in the pong.
        id: Option<Id>,
    },
    /// The answer to a challenge.
    Prove(Prove),
    /// Said in a room or to one peer.
    Say(Say),
    /// Asks where words occur in what was said.
    Search(Search),
    /// Which rooms there are.
    Rooms {
        /// Repeated in the answer.
        id: Option<Id>,
    },
    /// Who is in the room.
    Who {
        /// Which one; absent: the one last joined.
        room: Option<RoomName>,
        /// Whether what only a teacher is told is wanted too.
        class: bool,
        /// Repeated in the answer.
        id: Option<Id>,
    },
    /// What there is to know of one person.
    Whois {
        /// Whom.
        whom: Whom,
        /// Repeated in the answer.
        id: Option<Id>,
    },
}

impl PeerFrame {
    /// What it is called: as the wire spells it, where it has a spelling there.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Bye => "bye",
            Self::Get { .. } => "get",
            Self::Help => "help",
            Self::History(_) => "history",
            Self::Join(_) => "join",
            Self::Leave { .. } => "leave",
            Self::Nick { .. } => "nick",
            Self::Order(_) => "order",
            Self::Password(_) => "password",
            Self::Paste(_) => "paste",
            Self::Ping { .. } => "ping",
            Self::Prove(_) => "prove",
            Self::Rooms { .. } => "rooms",
            Self::Say(_) => "msg",
            Self::Search(_) => "search",
            Self::Who { .. } => "who",
            Self::Whois { .. } => "whois",
        }
    }

    /// What is repeated in the answer.
    pub fn id(&self) -> Option<&Id> {
        match self {
            Self::Bye | Self::Help | Self::Password(_) => None,
            Self::History(asked) => asked.id.as_ref(),
            Self::Search(asked) => asked.id.as_ref(),
            Self::Join(join) => join.id.as_ref(),
            Self::Order(order) => order.id.as_ref(),
            Self::Prove(prove) => prove.id.as_ref(),
            Self::Say(say) => say.id.as_ref(),
            Self::Paste(shared) => shared.id.as_ref(),
            Self::Get { id, .. }
            | Self::Leave { id, .. }
            | Self::Nick { id, .. }
            | Self::Ping { id, .. }
            | Self::Rooms { id }
            | Self::Who { id, .. }
            | Self::Whois { id, .. } => id.as_ref(),
        }
    }
}

/// Entering a room.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Join {
    /// The name to take; absent: the one the peer has.
    pub name: Option<RequestedName>,
    /// The room; absent: the lobby.
    pub room: Option<RoomName>,
    /// What the operator told the people who may come in.
    pub password: Option<String>,
    /// What it offers to prove.
    pub offer: Option<Offer>,
    /// The last message of the room that this peer has heard, where it comes
    /// back: only later ones are replayed.
    pub since: Option<u64>,
    /// The numbering that `since` is of, as the welcome spelled it: where it is another
    /// one by now, this peer is told what a newcomer is.
    pub log: Option<String>,
    /// The run of the server that counted `since`, for whoever does not know `log`.
    pub run: Option<String>,
    /// The token of an earlier connection's session, with which this one goes on: that
    /// one is over. Heard in the first join of a connection.
    pub session: Option<Token>,
    /// Whether this peer wants to be told who writes and who is away: once
    /// asked for, it holds for every room.
    pub signs: bool,
    /// Repeated in the welcome or the refusal.
    pub id: Option<Id>,
}

/// A question for some of what was said in a room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// Which room; absent: the one last joined.
    pub room: Option<RoomName>,
    /// Which part of what was said there.
    pub part: Part,
    /// So many messages at most: 1 to [`crate::limits::PAGE_MOST`].
    pub limit: u64,
    /// Repeated in the answer.
    pub id: Option<Id>,
}

/// Which part of what was said in a room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// The end.
    #[default]
    Newest,
    /// The last messages below this number.
    Before(u64),
    /// The first messages above this number.
    After(u64),
    /// This message, those before it and those after.
    Around(u64),
}

/// A question where words occur in what was said in a room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search {
    /// The words.
    pub words: Words,
    /// Which room; absent: the one last joined.
    pub room: Option<RoomName>,
    /// Said by whom.
    pub from: Option<Whom>,
    /// Not earlier than this.
    pub since: Option<Stamp>,
    /// Not later than this.
    pub until: Option<Stamp>,
    /// Only messages below this number.
    pub before: Option<u64>,
    /// So many messages at most: 1 to [`crate::limits::PAGE_MOST`].
    pub limit: u64,
    /// Repeated in the answer.
    pub id: Option<Id>,
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Say {
    /// What is said.
    pub text: Text,
    /// How the speaker wants to be called, heard only before it has joined.
    pub name: Option<RequestedName>,
    /// Where; absent: the room last joined.
    pub room: Option<RoomName>,
    /// To one person instead of a room.
    pub to: Option<Whom>,
    /// Repeated on the sender's own copy: its receipt.
    pub id: Option<Id>,
    /// The sender does not know whether this was said before its connection
    /// broke: where a message of this session, or in the room one of this name, is
    /// remembered with this `id`, it is confirmed and not said twice.
    pub again: bool,
    /// Something that the speaker does rather than says: "ana waves".
    pub me: bool,
    /// The message in the same room that this one refers to. What is said to one person
    /// refers to none.
    pub refers: Option<Reference>,
}

/// Code for a room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paste {
    /// The name of its file.
    pub title: Title,
    /// The code.
    pub code: Code,
    /// Where; absent: the room last joined.
    pub room: Option<RoomName>,
    /// Repeated on the sender's own copy of the message that tells of it.
    pub id: Option<Id>,
}

/// What a peer lets others know without a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sign {
    /// It is writing something, there.
    Typing(Toward),
    /// Whether nobody sits at it.
    Away(bool),
}

/// Where a message will go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Toward {
    /// A room; absent: the one last joined.
    Room(Option<RoomName>),
    /// One person.
    Person(Whom),
}

/// What came from a peer: a frame, or why it is none.
pub type Heard = Result<PeerFrame, Spurned>;

/// Bytes that are refused before anybody has looked at what they ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spurned {
    /// Why.
    pub refusal: Refusal,
    /// The frame's id, where it could be read.
    pub id: Option<Id>,
}

impl<R: Into<Refusal>> From<R> for Spurned {
    fn from(refusal: R) -> Self {
        Self {
            refusal: refusal.into(),
            id: None,
        }
    }
}
