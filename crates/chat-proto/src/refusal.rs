//! Why a frame is refused, and what to do next.
//!
//! Sorted by the contract's codes. The words are for the person who reads
//! them; programs look at the code.

mod fault;

use std::time::Duration;

use thiserror::Error;

use crate::limits::LINE_BYTES;
use crate::name::NameFault;
use crate::paste::PasteFault;
use crate::room::RoomFault;
use crate::stamp::Stamp;
use crate::text::TextFault;

pub use self::fault::FrameFault;

/// The contract's error codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Code {
    /// Not a frame that can be understood.
    BadFrame,
    /// A name that nobody can have.
    BadName,
    /// A word that cannot be a room.
    BadRoom,
    /// Somebody has the name.
    NameTaken,
    /// The peer may not do this.
    NotAllowed,
    /// Nobody has the name.
    NoSuchName,
    /// The room does not exist.
    NoSuchRoom,
    /// The peer is in no room.
    NotJoined,
    /// Too much in too short a time.
    RateLimited,
    /// No place for one more.
    ServerFull,
    /// A text, line or datagram over its limit.
    TooLong,
    /// The password is missing or not the right one.
    WrongPassword,
}

/// A refused frame: the reason, in words that say what to do next.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The bytes are not a frame.
    #[error(transparent)]
    Frame(#[from] FrameFault),
    /// The text of a message.
    #[error(transparent)]
    Text(#[from] TextFault),
    /// The code of a paste.
    #[error(transparent)]
    Paste(#[from] PasteFault),
    /// A paste that nobody has shared there, or that is kept no longer.
    #[error("there is no paste {0} here any more: ask whoever shared it to do so again")]
    NoSuchPaste(u64),
    /// One line or datagram is over the limit, counted without its end.
    #[error("a line or datagram may have {LINE_BYTES} bytes: this one was skipped")]
    LongLine,
    /// A name that nobody can have.
    #[error(transparent)]
    Name(#[from] NameFault),
    /// Somebody has the name, or one that looks like it.
    #[error("`{0}` is taken, or looks like a name that is: choose another")]
    NameTaken(String),
    /// The name, or one that looks like it, belongs to somebody's key.
    #[error("`{name}` belongs to somebody else, here last on {}: choose another name, or use your own key", day(*.seen))]
    NameOwned {
        /// The owned name.
        name: String,
        /// When its owner was here last.
        seen: Stamp,
    },
    /// An answer to a challenge that is none.
    #[error("{0}")]
    Unproved(String),
    /// A word that cannot be a room.
    #[error(transparent)]
    Room(#[from] RoomFault),
    /// A plain peer types more than a room, where no password is asked of it.
    #[error("`{all}` cannot be a room, whose name is one word: type /join {first}; {}",
        if *.asked { "you have given the password already" } else { UNASKED })]
    RoomWords {
        /// All that was typed.
        all: String,
        /// The first word.
        first: String,
        /// Whether a password is asked of others.
        asked: bool,
    },
    /// No more rooms for this peer or in all.
    #[error("{0}")]
    RoomsFull(String),
    /// Nobody has the name.
    #[error("nobody here is called `{0}`: /who lists the people of a room")]
    NoSuchName(String),
    /// Whoever has the name is on another server, which does not answer.
    #[error("`{0}` is on another server that does not answer now: try again in a moment")]
    Unreached(String),
    /// The room does not exist.
    #[error("there is no room `{0}`: /join {0} makes it")]
    NoSuchRoom(String),
    /// The peer may not do this: why, in words.
    #[error("{0}")]
    NotAllowed(String),
    /// A teacher has said that this one may not come in.
    #[error("you may not come in{}: ask the teacher", until.map(|at| format!(" before {at}")).unwrap_or_default())]
    Banned {
        /// Until when, if not for good.
        until: Option<Stamp>,
    },
    /// Nobody new comes into a room.
    #[error("the door of {room} is locked: ask the teacher to open it")]
    Locked {
        /// The room.
        room: String,
        /// Whether the peer is in no other.
        closes: bool,
    },
    /// The peer is in no room.
    #[error("you are in no room: send a `join` with your name first, or type /join ROOM")]
    NotJoined,
    /// A plain peer speaks before it has given the password.
    #[error("this server asks for a password: type /password WORDS")]
    PasswordFirst,
    /// The server asks for a password and did not get the right one.
    #[error("this server asks for a password and got {}: ask whoever runs it",
        if *.given { "a wrong one" } else { "none" })]
    WrongPassword {
        /// Whether there was any.
        given: bool,
    },
    /// Too much in too short a time.
    #[error("{}", too_fast(*.wait, *.others))]
    RateLimited {
        /// How long until the next one is heard.
        wait: Duration,
        /// How many more were refused since the last refusal was told.
        others: u64,
    },
    /// So much waits to be written to disk that no more messages are taken for now.
    #[error("the server's disk is slow: this was not said; try again in {:.1} s", .wait.as_secs_f32())]
    DiskBehind {
        /// When to try again.
        wait: Duration,
    },
    /// The server is cut off from those that share its conversation, and as much as may
    /// waits for them.
    #[error("cut off from the other servers, and enough waits already: say it again later")]
    Apart {
        /// When to try again.
        wait: Duration,
    },
    /// Too many questions for what was said wait for an answer.
    #[error("too many ask for what was said at once: try again in {:.1} s", .wait.as_secs_f32())]
    PastBusy {
        /// When to try again.
        wait: Duration,
    },
    /// What was said cannot be read for now.
    #[error(
        "what was said before cannot be read now: try again later; whoever runs the server finds the reason in its log"
    )]
    PastOutOfReach,
    /// No place for one more.
    #[error("the server is full ({0} peers): try again later")]
    ServerFull(usize),
    /// No place for one more of those who have not proved their address.
    #[error(
        "{0} peers without a handshake are here on UDP, as many as may be: join with chat-tui, or over TCP (`nc` without `-u`)"
    )]
    UnprovenFull(usize),
    /// Too many connections from one address.
    #[error(
        "too many connections from your address ({0} at once): close one, or ask for --max-per-address"
    )]
    AddressFull(usize),
    /// Too many arrivals from one address in a short time.
    #[error("too many connections from your address in a short time: come back in {:.1} s", .0.as_secs_f32())]
    AddressHasty(Duration),
}

impl Refusal {
    /// The code of the contract.
    pub fn code(&self) -> Code {
        match self {
            Self::Frame(FrameFault::TooWordy(_))
            | Self::Text(TextFault::TooLong(_))
            | Self::Paste(PasteFault::TooLong(_))
            | Self::LongLine => Code::TooLong,
            Self::Frame(_)
            | Self::Unproved(_)
            | Self::Text(TextFault::Empty)
            | Self::Paste(PasteFault::Empty)
            | Self::NoSuchPaste(_) => Code::BadFrame,
            Self::Name(_) => Code::BadName,
            Self::NameTaken(_) | Self::NameOwned { .. } => Code::NameTaken,
            Self::NotAllowed(_) | Self::Banned { .. } | Self::Locked { .. } => Code::NotAllowed,
            Self::Room(_) | Self::RoomWords { .. } | Self::RoomsFull(_) => Code::BadRoom,
            Self::NoSuchName(_) | Self::Unreached(_) => Code::NoSuchName,
            Self::NoSuchRoom(_) => Code::NoSuchRoom,
            Self::NotJoined | Self::PasswordFirst => Code::NotJoined,
            Self::WrongPassword { .. } => Code::WrongPassword,
            Self::RateLimited { .. }
            | Self::Apart { .. }
            | Self::DiskBehind { .. }
            | Self::PastBusy { .. }
            | Self::PastOutOfReach => Code::RateLimited,
            Self::ServerFull(_)
            | Self::UnprovenFull(_)
            | Self::AddressFull(_)
            | Self::AddressHasty(_) => Code::ServerFull,
        }
    }
}

impl Refusal {
    /// How long to wait before the same may be tried again, where that is known.
    pub fn wait(&self) -> Option<Duration> {
        match self {
            Self::RateLimited { wait, .. }
            | Self::DiskBehind { wait }
            | Self::Apart { wait }
            | Self::PastBusy { wait } => Some(*wait),
            Self::PastOutOfReach => Some(OUT_OF_REACH),
            Self::Frame(_)
            | Self::Text(_)
            | Self::Paste(_)
            | Self::NoSuchPaste(_)
            | Self::LongLine
            | Self::Name(_)
            | Self::NameTaken(_)
            | Self::NameOwned { .. }
            | Self::Unproved(_)
            | Self::Room(_)
            | Self::RoomWords { .. }
            | Self::RoomsFull(_)
            | Self::NoSuchName(_)
            | Self::Unreached(_)
            | Self::NoSuchRoom(_)
            | Self::NotAllowed(_)
            | Self::Banned { .. }
            | Self::Locked { .. }
            | Self::NotJoined
            | Self::PasswordFirst
            | Self::WrongPassword { .. }
            | Self::ServerFull(_)
            | Self::UnprovenFull(_)
            | Self::AddressFull(_)
            | Self::AddressHasty(_) => None,
        }
    }

    /// Whether a teacher has shut the door.
    pub fn is_a_shut_door(&self) -> bool {
        matches!(
            self,
            Self::Banned { .. } | Self::Locked { closes: true, .. }
        )
    }

    /// Whether the connection ends with it. All others leave it be.
    pub fn closes(&self) -> bool {
        self.is_a_shut_door() || self.code().closes()
    }

    /// Whether it is the server's own state that refuses, for a moment, whatever is tried.
    pub fn is_for_a_while(&self) -> bool {
        matches!(
            self,
            Self::Apart { .. } | Self::DiskBehind { .. } | Self::PastBusy { .. }
        )
    }
}

impl Code {
    /// Every code, in the order of the alphabet.
    pub const ALL: [Self; 12] = [
        Self::BadFrame,
        Self::BadName,
        Self::BadRoom,
        Self::NameTaken,
        Self::NoSuchName,
        Self::NoSuchRoom,
        Self::NotAllowed,
        Self::NotJoined,
        Self::RateLimited,
        Self::ServerFull,
        Self::TooLong,
        Self::WrongPassword,
    ];

    /// As the wire spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BadFrame => "bad_frame",
            Self::BadName => "bad_name",
            Self::BadRoom => "bad_room",
            Self::NameTaken => "name_taken",
            Self::NoSuchName => "no_such_name",
            Self::NoSuchRoom => "no_such_room",
            Self::NotAllowed => "not_allowed",
            Self::NotJoined => "not_joined",
            Self::RateLimited => "rate_limited",
            Self::ServerFull => "server_full",
            Self::TooLong => "too_long",
            Self::WrongPassword => "wrong_password",
        }
    }

    /// The code with this spelling.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.as_str() == word)
    }

    /// Whether the connection ends with every such refusal.
    pub fn closes(self) -> bool {
        matches!(self, Self::WrongPassword | Self::ServerFull)
    }
}

/// For whoever sends a password as it is.
pub const READABLE: &str = "anybody on the way can have read the password";

/// For whoever gives a password, and may think that it keeps others out.
pub const UNASKED: &str = "no password is asked here: anybody may come in";

/// The day of a stamp.
fn day(at: Stamp) -> String {
    let stamp = at.to_string();
    stamp.get(..10).unwrap_or_default().to_owned()
}

/// A file that cannot be read is not mended by asking often.
const OUT_OF_REACH: Duration = Duration::from_secs(5);

fn too_fast(wait: Duration, others: u64) -> String {
    let seconds = wait.as_secs_f32();
    match (wait.is_zero(), others) {
        (_, 0) => format!("too fast: wait {seconds:.1} s"),
        (true, n) => format!("too fast: {n} more were refused"),
        (false, n) => format!("too fast: wait {seconds:.1} s ({n} more were refused)"),
    }
}

#[cfg(test)]
mod tests;
