//! What goes into a session and what comes out. Plain data.

use std::time::Duration;

use chat_proto::frame::Incoming;
use chat_proto::frame::PeerFrame;
use chat_proto::frame::peer::Whom;
use chat_proto::hex::Hex;
use chat_proto::name::Name;
use chat_proto::room::RoomName;
use chat_trust::key::Key;
use chat_trust::password::PasswordKey;

use crate::session::need::Need;
use crate::session::need::Stranger;
use crate::session::past::Answer;
use crate::session::past::Question;
use crate::session::reason::Reason;

/// What a session needs to begin.
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
#[derive(Clone, Debug)]
pub struct Setup {
    /// The name to ask for.
    pub name: Name,
    /// The first room.
    pub room: RoomName,
    /// For servers that ask for one.
    pub password: Option<String>,
    /// Whether the password is sent as it is: for servers that know no proof of it.
    pub clear_password: bool,
    /// Who we are, as far as that can be shown.
    pub identity: Identity,
    /// Over datagrams, where there is no link, frames get lost.
    pub datagrams: bool,
    /// Messages that may be under way at once, where the server says how fast it lets
    /// us speak. With one, a lost connection leaves one message in doubt.
    pub under_way: usize,
    /// How long a server that hears us may take for its first answer.
    pub welcome: Duration,
    /// Whether somebody sits here who can be asked.
    pub asks: bool,
    /// Whether somebody looks at who is there.
    pub roster: bool,
    /// Whether what was missed is fetched after a new connection, however much.
    pub catches_up: bool,
    /// Chance: makes the ids of this program its own, and the waiting times
    /// of a class that lost its server different.
    pub seed: u64,
}

impl Setup {
    /// Of somebody at a screen, who enters the lobby over a stream.
    pub fn new(name: Name, seed: u64) -> Self {
        Self {
            name,
            room: RoomName::lobby(),
            password: None,
            clear_password: false,
            identity: Identity::default(),
            datagrams: false,
            under_way: 1,
            welcome: WELCOME,
            asks: false,
            roster: true,
            catches_up: true,
            seed,
        }
    }
}

/// Who we are, as far as that can be shown.
#[derive(Clone, Debug)]
pub struct Identity {
    /// The key, if there is one.
    pub key: Option<Key>,
    /// Whether a name is to be kept for it beyond this visit.
    pub keep: bool,
    /// Chance that nobody else can know: what nonces are made of.
    pub secret: [u8; 32],
}

impl Default for Identity {
    fn default() -> Self {
        Self {
            key: None,
            keep: true,
            secret: [0; 32],
        }
    }
}

/// A password to be worked over, and how.
#[derive(Clone, PartialEq, Eq)]
pub struct Derivation {
    /// The password.
    pub password: String,
    /// What it is salted with.
    pub salt: Vec<u8>,
    /// How often it is worked over.
    pub rounds: u32,
}

impl std::fmt::Debug for Derivation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Derivation")
            .field("rounds", &self.rounds)
            .finish_non_exhaustive()
    }
}

/// What may be asked about the house.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum House {
    /// Which rooms there are.
    Rooms,
    /// What there is to know of one person.
    Whois(Whom),
}

/// What happened on the connection.
#[expect(
    clippy::large_enum_variant,
    reason = "it is handed over at once, one at a time"
)]
#[derive(Clone, Debug)]
pub enum Input {
    /// The one that is made next is secret, by the certificate with this SHA-256.
    Secret(Hex<32>),
    /// There is one now, to this address.
    Connected(String),
    /// The same over a link: datagrams get lost, and frames do not. So long the
    /// link waits for a sign of the other side before it ends.
    Linked(String, Duration),
    /// A frame came.
    Frame(Incoming),
    /// It could not be made, or ended: why, in words.
    Lost(String),
    /// It was not made, since it is not known here which server it is; the same in words.
    Stranger(Stranger, String),
    /// Something came that is no frame.
    NotAFrame,
    /// What a password has become.
    Derived(Derivation, PasswordKey),
}

/// Where a connection is to be made to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Target {
    /// To which server.
    pub place: Place,
    /// How long that may take, where there are others to be tried.
    pub within: Option<Duration>,
}

/// One of the servers that share a conversation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// The one that the person asked for.
    #[default]
    Asked,
    /// One that another has told of, at this address.
    Other(String),
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// Make a connection.
    Connect(Target),
    /// End it; what was sent before still goes out.
    Close,
    /// Send this.
    Send(PeerFrame),
    /// Work a password over, away from whoever waits for keys or frames.
    Derive(Derivation),
    /// The server with this certificate is the one that is meant.
    Trust(Hex<32>),
    /// Tell this.
    Tell(News),
}

/// What the person or program should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// A connection is being made.
    Connecting,
    /// A room was entered.
    Joined(Incoming),
    /// The conversation goes on at another server than before.
    Moved {
        /// What it calls itself.
        server: Option<String>,
        /// Where it is.
        address: String,
    },
    /// The connection is gone or was not made; the next attempt comes after a wait.
    Lost {
        /// Why.
        why: Reason,
        /// How long until the next attempt.
        wait: Duration,
    },
    /// It is over and will not be tried again.
    Ended(Reason),
    /// The name was taken; another one is asked for.
    NameTaken {
        /// The name that somebody has.
        taken: String,
        /// The one that is tried now.
        trying: String,
        /// Whether it belongs to somebody, who need not be here.
        owned: bool,
    },
    /// What only the person can say is lacking.
    Needs(Need),
    /// A password was given, and nobody asks for one.
    Unasked,
    /// Others are here who have our key.
    Also(Vec<String>),
    /// Something that a person reads, not heard before.
    Heard(Incoming),
    /// Messages that were said while the connection was gone, and that nobody keeps
    /// any more. What is kept comes after this.
    Gap {
        /// Where.
        room: RoomName,
        /// How many.
        count: u64,
    },
    /// A message that was said while the connection was gone.
    Missed(Incoming),
    /// Messages of another numbering come from now on: nothing that is here goes on.
    Renumbered,
    /// What was asked of a room's past.
    Answered {
        /// Which room.
        room: RoomName,
        /// What was asked, and what came.
        answer: Answer,
    },
    /// No answer came to it for too long.
    Unanswered {
        /// Which room.
        room: RoomName,
        /// What was asked.
        question: Question,
    },
    /// All that was missed in a room has been fetched.
    CaughtUp {
        /// Which room.
        room: RoomName,
        /// How many messages.
        count: u64,
    },
    /// A room that we asked for lets us not in.
    NotEntered {
        /// Which.
        room: RoomName,
        /// The refusal.
        frame: Incoming,
    },
    /// The people of a room, or some of them.
    People {
        /// Whether a person asked, and not the roster.
        asked: bool,
        /// The `who` frame.
        frame: Incoming,
    },
    /// A message of ours was said.
    Confirmed {
        /// Which.
        ticket: u64,
        /// As everybody got it.
        frame: Incoming,
    },
    /// A message of ours was not said.
    Refused {
        /// Which.
        ticket: u64,
        /// Why.
        why: Reason,
    },
    /// A message of ours may or may not have been said.
    Unconfirmed {
        /// Which.
        ticket: u64,
    },
}

/// So much waits to be said that no more may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueueFull(pub usize);

/// How long a welcome may take where the connection takes no time of its own.
const WELCOME: Duration = Duration::from_secs(5);
