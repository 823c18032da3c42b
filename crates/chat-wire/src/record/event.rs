//! What a line of a recording can say. `docs/LINK.md` explains each event; those of
//! which no picture is drawn are [`Event::Unknown`], and kept.

use chat_proto::trace;

use crate::payload::Payload;
use crate::record::source::Begin;
use crate::record::source::FlowSaid;

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A recording begins.
    Begin(Begin),
    /// A conversation is met.
    Flow(FlowSaid),
    /// A datagram was given to the socket: after the impairments.
    Out(Datagram),
    /// A datagram came from the socket: before the impairments.
    In(Datagram),
    /// What the impairments, or a person, did to a datagram.
    Weather(Weather),
    /// What the link decided about a frame.
    Link(Link),
    /// The program's own read of a stream.
    Read(Moved),
    /// The program's own write to a stream.
    Write {
        /// How many bytes it was offered.
        offered: usize,
        /// What it took of them.
        moved: Moved,
    },
    /// What concerns a conversation, or the program, as a whole.
    Happened(Happening),
    /// Somebody of this name is there.
    Called {
        /// The name.
        name: String,
    },
    /// What views of their own show: as it was written.
    Told(Box<trace::event::Event>),
    /// Something of which no row is drawn.
    Aside(String),
    /// An event that this program does not know, by its name.
    Unknown(String),
}

impl Event {
    /// The fingerprint of what left the program.
    pub fn left(&self) -> Option<u32> {
        if let Self::Out(datagram) = self {
            datagram.x
        } else if let Self::Write { moved, .. } = self {
            moved.x
        } else {
            None
        }
    }

    /// The fingerprint of what came to the program.
    pub fn came(&self) -> Option<u32> {
        if let Self::In(datagram) = self {
            datagram.x
        } else if let Self::Read(moved) = self {
            moved.x
        } else {
            None
        }
    }
}

/// What the link decided about a frame, or a datagram.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// A frame is sent.
    Sent(Sent),
    /// A frame was confirmed.
    Acked {
        /// Its number.
        n: u32,
        /// How often it had been sent.
        tries: Option<u16>,
        /// Time since the first transmission.
        after: Option<i64>,
    },
    /// A frame came in order.
    Delivered(Arrival),
    /// A frame came out of order, and is kept.
    Held {
        /// Which.
        arrival: Arrival,
        /// The first that is missing.
        missing: u32,
    },
    /// A frame came that had come before.
    Duplicate(Arrival),
    /// A datagram was discarded.
    Discarded(Refused),
    /// A datagram of nobody came.
    Stranger(Refused),
}

/// What concerns a conversation as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happening {
    /// A connection exists.
    Opened,
    /// It is over: why.
    Closed(String),
    /// The impairments broke it.
    Broken,
    /// Something was heard after a silence.
    BackoffReset {
        /// The timeout since.
        wait: Option<i64>,
        /// Frames that are due earlier for it.
        frames: u64,
    },
    /// The link sends nothing new until something is confirmed.
    WindowFull {
        /// Frames that are not confirmed.
        in_flight: u64,
        /// Frames behind them.
        waiting: u64,
    },
    /// A link is over.
    Ended {
        /// Why.
        why: String,
        /// How many frames were not confirmed.
        unacked: Option<u64>,
    },
    /// The handshake of TLS is complete.
    Secret(Box<trace::tls::Open>),
    /// What came is no TLS as it should be: why.
    NoTls(String),
    /// The system takes no more.
    Blocked,
    /// It takes something again, after so long.
    Unblocked(Option<i64>),
    /// Other impairments.
    Impairments {
        /// As they are written; nothing where there are none.
        words: String,
        /// What every draw depends on.
        seed: Option<u64>,
    },
    /// Nobody answered.
    Unanswered,
    /// There is no link.
    NoLink,
    /// Another attempt to connect follows, in so long.
    Retry(Option<i64>),
    /// The system has sent something again, which no program sees.
    Resent {
        /// So many segments, since somebody looked last.
        more: u32,
        /// When it does so again, unless something is heard.
        next: Option<i64>,
    },
    /// The other side's system has no room, and this one asks again and again.
    NoRoom {
        /// How often the wait was doubled.
        doubled: u32,
        /// When it asks again.
        next: Option<i64>,
    },
    /// A peer does not keep up, and is closed.
    TooSlow,
    /// So many events are not in the recording.
    Missed(u64),
    /// The file was full.
    Full,
}

/// A frame that came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// Its number.
    pub n: u32,
    /// Which transmission of it, if that is told.
    pub copy: Option<u16>,
    /// The datagram that brought it.
    pub x: Option<u32>,
}

/// A datagram at the socket.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Datagram {
    /// The fingerprint of its bytes.
    pub x: Option<u32>,
    /// Its length.
    pub bytes: usize,
    /// What can be read in it.
    pub payload: Payload,
    /// Its content, where the recording has it.
    pub data: Data,
    /// Why the socket did not take it, where it did not.
    pub failed: Option<String>,
}

/// The content of a datagram, a read or a write.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Data {
    /// It was not written down.
    #[default]
    None,
    /// Text as it was, or masked.
    Text(Box<str>),
    /// Bytes that are no text.
    Bytes(Box<[u8]>),
}

/// What the impairments did.
#[derive(Clone, Debug, PartialEq)]
pub struct Weather {
    /// Whether the datagram was on its way to the recorder.
    pub inward: bool,
    /// What became of it.
    pub fate: Fate,
    /// What was drawn, of a million.
    pub drew: Option<u32>,
    /// Which datagram it was.
    pub datagram: Datagram,
}

/// What became of a datagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Lost.
    Dropped,
    /// Lost with all others for a while.
    Blackout,
    /// Lost, being longer than the path takes.
    TooLong,
    /// Lost: a queue is full.
    Overflow,
    /// Lost: a bit is wrong.
    Corrupted,
    /// Killed by a person.
    Killed,
    /// Arrives twice.
    Doubled,
    /// Arrives later, by so many microseconds.
    Delayed(i64),
    /// So many others overtake it.
    Reordered(u64),
    /// Waits behind others, for so many microseconds.
    Queued(i64),
    /// Waits for a person.
    Held,
    /// Released by a person.
    Released,
}

impl Fate {
    /// Whether the datagram is gone.
    pub fn is_loss(self) -> bool {
        match self {
            Self::Dropped
            | Self::Blackout
            | Self::TooLong
            | Self::Overflow
            | Self::Corrupted
            | Self::Killed => true,
            Self::Doubled
            | Self::Delayed(_)
            | Self::Reordered(_)
            | Self::Queued(_)
            | Self::Held
            | Self::Released => false,
        }
    }
}

/// A frame that the link sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// Its number.
    pub n: u32,
    /// Which transmission of it.
    pub copy: u16,
    /// Why.
    pub why: Why,
    /// The datagram.
    pub bytes: usize,
    /// The retransmission timeout that begins now.
    pub wait: Option<i64>,
}

/// Why a frame is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// For the first time.
    New,
    /// Nothing was heard in time.
    Timeout,
    /// A later one was confirmed.
    Overtaken,
}

/// A datagram that nothing came of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Why, in the recorder's word.
    pub why: String,
    /// Its fingerprint.
    pub x: Option<u32>,
    /// Its length.
    pub bytes: Option<usize>,
    /// Where it came from.
    pub from: Option<String>,
}

/// The bytes of one read or write.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Moved {
    /// The fingerprint of what was moved.
    pub x: Option<u32>,
    /// How many bytes.
    pub bytes: usize,
    /// The offsets just after each line end.
    pub ends: Vec<usize>,
    /// How many more there were.
    pub more: u64,
    /// What can be read in its first line.
    pub payload: Payload,
    /// Its content, where the recording has it.
    pub data: Data,
}

impl Moved {
    /// How many lines end in what was moved.
    pub fn lines(&self) -> u64 {
        let inside = self.ends.iter().filter(|end| **end <= self.bytes).count();
        u64::try_from(inside)
            .unwrap_or(u64::MAX)
            .saturating_add(self.more)
    }

    /// How many bytes lie behind the last line end; nothing where it is not known.
    pub fn rest(&self) -> Option<usize> {
        let last = self.ends.iter().rev().find(|end| **end <= self.bytes);
        (self.more == 0).then(|| self.bytes - last.copied().unwrap_or(0))
    }
}
