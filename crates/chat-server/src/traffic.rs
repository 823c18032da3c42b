//! What passes between edges and hub: plain data, known to both.
//!
//! Edges never name the hub, the hub never names an edge. Both speak in these
//! words, and the driver carries them.

use std::ops::Range;
use std::sync::Arc;

use chat_archive::Forget;
use chat_archive::Kept;
use chat_archive::Question;
use chat_proto::codec::Foreign;
use chat_proto::codec::Tongue;
use chat_proto::frame::ServerFrame;
use chat_proto::frame::order::Order;
use chat_proto::frame::peer::Heard;
use chat_proto::hex::Hex;
use chat_proto::room::RoomName;

use crate::page::Page;
use crate::replica::News;
use crate::replica::Word;

pub use crate::host::Host;
pub use crate::origin::Origin;
pub use crate::origin::PeerId;
pub use crate::origin::Transport;

/// What edges tell the hub.
#[derive(Clone, Debug)]
pub enum Input {
    /// Somebody connected, or spoke from a new UDP address.
    Arrived {
        /// From now on known as.
        peer: PeerId,
        /// From where.
        origin: Origin,
    },
    /// A peer said something: everything that one read brought.
    Heard {
        /// Who.
        peer: PeerId,
        /// How it speaks, by all that it has said so far.
        tongue: Tongue,
        /// The frames, in order.
        frames: Vec<Heard>,
    },
    /// A stream peer has been silent since it came: it only listens.
    Listens(PeerId),
    /// Its connection is secret from now on, by the certificate with this SHA-256.
    Secret(PeerId, Hex<32>),
    /// The first line was in somebody else's language: this is no peer.
    Foreign(PeerId, Foreign),
    /// A peer's outbox is half full.
    Lags(PeerId, Lag),
    /// A peer is gone, or has to go.
    Gone(PeerId, Parting),
    /// The archive has answered a question.
    Answered(u64, Answer),
    /// So much waits to be kept that no more messages can be taken, or no longer.
    Behind(bool),
    /// Nothing can be kept for now; the id that the numbering has from now on.
    Unkept(String),
    /// What is said is kept again; the id that the numbering has.
    Kept(String),
    /// The operator has had something forgotten.
    Forgotten(Forget),
    /// Whoever sits at the server wants something.
    Desk(DeskOrder),
    /// What several servers share goes on.
    Replica(News),
}

/// What whoever sits at the server may want.
#[derive(Clone, Debug)]
pub enum DeskOrder {
    /// What a teacher may order.
    Order(Order),
    /// To see who is here, and who is banned.
    Class,
    /// To see who is banned.
    Bans,
    /// Other words with which one becomes the teacher.
    Words,
}

/// What the archive answers.
#[derive(Clone, Debug)]
pub enum Answer {
    /// Messages, in the order in which they are told.
    Messages {
        /// Which.
        rows: Vec<Kept>,
        /// Whether there are others beyond, in the direction asked.
        more: bool,
    },
    /// It cannot.
    Failed,
}

/// Why a peer is no longer there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parting {
    /// It closed its side.
    Ended,
    /// The connection broke: the system's own words.
    Lost(String),
    /// It does not read what it is sent.
    TooSlow(Lag),
    /// Its first line has begun in this tongue, and did not end within so many seconds.
    Unfinished(Tongue, u64),
}

/// How far a peer is behind with reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lag {
    /// More bytes wait for it than it may have waiting.
    Bytes {
        /// How many wait.
        queued: usize,
        /// How many may.
        limit: usize,
    },
    /// It has not caught up for too long.
    Behind {
        /// For so many seconds.
        seconds: u64,
        /// More than this many bytes waited all the time.
        mark: usize,
    },
    /// Its connection has taken nothing at all for too long: whether it reads
    /// nothing or little, nobody can see from here.
    Stuck {
        /// For so many seconds.
        seconds: u64,
    },
    /// The server's memory for waiting bytes is used up, and this peer has the most.
    Fullest {
        /// How many wait for it.
        queued: usize,
    },
}

/// What the hub wants done, in this order.
#[derive(Clone, Debug)]
pub enum Output {
    /// Tell one peer.
    Tell {
        /// Whom.
        peer: PeerId,
        /// In which dialect.
        dialect: Dialect,
        /// What.
        frame: ServerFrame,
    },
    /// Tell everybody in a room.
    Room {
        /// Who is in it at this moment.
        audience: Arc<Audience>,
        /// All but this one.
        except: Option<PeerId>,
        /// What.
        frame: ServerFrame,
    },
    /// Tell one peer what was said before it came.
    Replay {
        /// Whom.
        peer: PeerId,
        /// In which dialect.
        dialect: Dialect,
        /// Where that stands.
        page: Arc<Page>,
        /// Which of its messages are told.
        part: Range<usize>,
    },
    /// Keep what was said: nothing that comes after this may be told before that is done.
    Keep(Kept),
    /// Have a message forgotten that was said before: nothing that comes after this may be
    /// told before that is sure to happen.
    Redact(RoomName, u64),
    /// Ask the archive.
    Ask {
        /// What the answer bears.
        ticket: u64,
        /// What.
        question: Question,
    },
    /// Keep a line about whose a name is, or what a teacher has decided: before anything that
    /// comes after this is told.
    Record(String),
    /// Write a line of the audit.
    Audit(String),
    /// Tell whoever sits at the server.
    Desk(String),
    /// Tell the other servers, or put something into their common order.
    Replicate(Word),
    /// End a connection.
    Close {
        /// Whose.
        peer: PeerId,
        /// What to do with what still waits for it.
        backlog: Backlog,
        /// Its last frame.
        last: Option<(Dialect, ServerFrame)>,
    },
}

/// What becomes of a closed peer's waiting bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backlog {
    /// They are sent first.
    Flush,
    /// They are dropped: it would not read them.
    Drop,
}

/// The ways in which a frame is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dialect {
    /// A JSON object a line or datagram.
    Json,
    /// A line for people.
    Plain,
    /// The very first line for a plain peer that has said nothing but ASCII: its
    /// reader may know no other letters.
    Ascii,
    /// The very first line for a plain peer that has only listened. As `Plain`; but
    /// what it says may still make its first line one of ASCII.
    Listening,
    /// The one answer to a browser.
    Http,
}

impl Dialect {
    /// Whether the peer is written to otherwise once it has been told one line.
    pub fn is_for_the_first_line(self) -> bool {
        match self {
            Self::Ascii | Self::Listening => true,
            Self::Json | Self::Plain | Self::Http => false,
        }
    }

    /// How a peer that is written to like `before` is written to once it has spoken,
    /// if that is another way.
    pub fn after(before: Option<Self>, tongue: Tongue) -> Option<Self> {
        match (before, tongue) {
            (Some(Self::Json | Self::Http), _)
            | (Some(Self::Plain), Tongue::Plain | Tongue::Ascii)
            | (Some(Self::Ascii), Tongue::Ascii) => None,
            (_, Tongue::Json) => Some(Self::Json),
            (None | Some(Self::Listening), Tongue::Ascii) => Some(Self::Ascii),
            (None | Some(Self::Listening | Self::Ascii), Tongue::Plain) => Some(Self::Plain),
        }
    }
}

/// Who is in a room at one moment, and how each is written to. Shared, not
/// copied, for every message until somebody comes or goes.
#[derive(Debug, Default)]
pub struct Audience {
    /// Everybody, in the order of arrival at the server.
    pub members: Vec<(PeerId, Dialect)>,
    /// Those of them whose first line it will be.
    pub new: Vec<PeerId>,
}

impl Audience {
    /// These peers.
    pub fn new(members: impl Iterator<Item = (PeerId, Dialect)>) -> Self {
        let members: Vec<_> = members.collect();
        let new = members.iter().filter(|(_, d)| d.is_for_the_first_line());
        let new = new.map(|(peer, _)| *peer).collect();
        Self { members, new }
    }
}

impl std::fmt::Display for Lag {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Bytes { queued, limit } => {
                write!(f, "{queued} bytes wait to be read and {limit} may")
            }
            Self::Behind { seconds, mark } => {
                write!(
                    f,
                    "more than {mark} bytes waited to be read for {seconds} s"
                )
            }
            Self::Stuck { seconds } => write!(f, "the connection took nothing for {seconds} s"),
            Self::Fullest { queued } => write!(
                f,
                "the server is short of memory and {queued} bytes wait to be read, the most of all"
            ),
        }
    }
}

impl std::fmt::Display for Parting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Ended => f.write_str("connection closed"),
            Self::Lost(words) => write!(f, "connection lost: {words}"),
            Self::TooSlow(lag) => write!(f, "reads too slowly: {lag}"),
            Self::Unfinished(_, seconds) => {
                write!(f, "its first line did not end within {seconds} s")
            }
        }
    }
}
