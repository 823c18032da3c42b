//! The trace: what was read and written, and what the link and the impairments did,
//! decision by decision: one line of a `--trace` file for each event.
//!
//! Values only; `docs/LINK.md` explains each. A sequence diagram of a conversation
//! can be drawn from them alone.

pub mod moved;

use std::io;
use std::time::Duration;

use serde::Deserialize;
use serde::Serialize;
use serde::Serializer;

use self::moved::Moved;

/// One line of a trace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TraceLine<'a> {
    /// Since the trace began.
    #[serde(rename = "ms", serialize_with = "millis")]
    pub at: Duration,
    /// The conversation: the other side's address, or what stands for it.
    pub flow: &'a str,
    /// What happened.
    #[serde(flatten)]
    pub event: &'a Event,
}

impl TraceLine<'_> {
    /// Writes the line, with its end.
    pub fn write(&self, out: &mut Vec<u8>) {
        // Writing strings and numbers to memory cannot fail.
        if serde_json::to_writer(&mut *out, self).is_ok() {
            out.push(b'\n');
        }
    }
}

/// What a program read and wrote, and what the link or the impairments decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// A numbered frame was sent, for the first time or again.
    Sent {
        /// Its number.
        n: u32,
        /// Which transmission of it, counted from 1.
        r#try: u16,
        /// Why it was sent.
        why: Why,
        /// The whole datagram.
        bytes: usize,
        /// The retransmission timeout.
        #[serde(rename = "wait_ms", serialize_with = "millis")]
        wait: Duration,
    },
    /// A frame was acknowledged.
    Acked {
        /// Its number.
        n: u32,
        /// How often it had been sent.
        tries: u16,
        /// Time since the first transmission.
        #[serde(rename = "after_ms", serialize_with = "millis")]
        after: Duration,
    },
    /// An acknowledgement was sent, by itself or with a frame.
    AckSent {
        /// Cumulative: everything up to here was received.
        ack: u32,
        /// Selective: and these.
        got: Vec<u32>,
    },
    /// A frame was delivered, in order.
    Delivered {
        /// Its number.
        n: u32,
    },
    /// A frame was received out of order and is buffered.
    Held {
        /// Its number.
        n: u32,
        /// The first that is missing.
        missing: u32,
    },
    /// A frame was received that had been received before.
    Duplicate {
        /// Its number.
        n: u32,
        /// Which transmission of it.
        r#try: u16,
    },
    /// A datagram was discarded.
    Discarded {
        /// Why.
        why: Discard,
    },
    /// The conversation is over.
    Ended {
        /// Why.
        why: Ending,
        /// Frames that were not acknowledged: they may have arrived.
        unacked: usize,
    },
    /// The client sent a hello.
    Hello {
        /// Its number, counted from 1.
        hello: u32,
        /// Whether it carries a cookie.
        cookie: bool,
    },
    /// A cookie was received.
    Cookie,
    /// The handshake is complete: there is a link.
    Open,
    /// An answer to a hello was received that has nothing to do with links.
    Unexpected,
    /// The server does not support links: the client does without.
    NoLinkSupport,
    /// No answer to any hello within `--patience`.
    Unanswered,
    /// What the impairments, or a person, did to a datagram.
    Weather {
        /// Which way it went.
        way: Way,
        /// Its number among those of its flow that went this way.
        datagram: u64,
        /// What became of it.
        fate: Fate,
        /// What was drawn, of a million, where something was.
        #[serde(skip_serializing_if = "Option::is_none")]
        drew: Option<u32>,
        /// Which datagram it was.
        #[serde(flatten)]
        what: What,
    },
    /// Other impairments from now on.
    Impairments {
        /// As they are written; nothing where there are none.
        words: String,
        /// What every draw depends on.
        seed: u64,
    },
    /// The program's own read of a stream brought something.
    Read(Moved),
    /// The program's own write to a stream took something.
    Write {
        /// How many bytes it was offered.
        offered: usize,
        /// What it took of them.
        #[serde(flatten)]
        moved: Moved,
    },
    /// A write took nothing: the system's send buffer is full.
    Blocked,
    /// The impairments let a piece of a stream through.
    Piece {
        /// Which way it went.
        way: Way,
        /// Its number among those that went this way.
        piece: u64,
        /// How long it is.
        bytes: usize,
    },
    /// The impairments broke a connection.
    Broken,
    /// Events came faster than the file took them: they are not in it.
    Missed {
        /// How many.
        n: u64,
    },
    /// The file has reached its greatest length: nothing more is written.
    Full,
}

impl Event {
    /// What a write of these pieces did; nothing where the connection is over, which
    /// reading tells.
    pub fn written<'a>(
        pieces: impl Iterator<Item = &'a [u8]> + Clone,
        written: &io::Result<usize>,
    ) -> Option<Self> {
        match written {
            Ok(taken) => Some(Self::Write {
                offered: pieces.clone().map(<[u8]>::len).sum(),
                moved: Moved::of(pieces, *taken),
            }),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Some(Self::Blocked),
            Err(_) => None,
        }
    }
}

/// What can be read in a datagram.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct What {
    /// The frame's number on its link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<u32>,
    /// Which transmission of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub r#try: Option<u16>,
    /// Its type.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}

/// How many bytes a trace file may still take.
#[derive(Clone, Copy, Debug)]
pub struct ByteBudget(usize);

impl Default for ByteBudget {
    fn default() -> Self {
        Self(BYTES)
    }
}

impl ByteBudget {
    /// Writes a line; the first one that does not fit is replaced by `full`.
    pub fn write(&mut self, entry: &TraceLine<'_>, out: &mut Vec<u8>) {
        let start = out.len();
        entry.write(out);
        if let Some(left) = self.0.checked_sub(out.len() - start) {
            self.0 = left;
            return;
        }
        out.truncate(start);
        if std::mem::take(&mut self.0) > 0 {
            let event = &Event::Full;
            TraceLine { event, ..*entry }.write(out);
        }
    }
}

/// Enough for a lesson: 64 MiB, and a last line.
const BYTES: usize = 64 * 1024 * 1024;

/// Why a frame is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// For the first time.
    New,
    /// The retransmission timer expired: the transmission before is presumed lost.
    Timeout,
    /// A frame that was sent later was acknowledged: the transmission before is presumed
    /// lost.
    FastRetransmit,
}

/// Why a datagram is discarded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Discard {
    /// It is not of this conversation.
    Foreign,
    /// It cannot be read.
    Unreadable,
    /// It is longer than a datagram of a link may be.
    TooLong,
    /// Its number is 0, or beyond the receive window.
    Number,
    /// It acknowledges a number that was never sent.
    Future,
    /// The conversation is over.
    Over,
}

/// Why a conversation is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// Nothing was received within `--patience`.
    Silence,
    /// One frame was not acknowledged after the last try.
    Tries,
    /// The other side does not know this conversation (any more).
    Reset,
}

/// A direction, seen from the process that has the impairments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// Towards it.
    In,
    /// Away from it.
    Out,
}

/// What became of a datagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// Lost.
    Dropped,
    /// Lost with all others for a while.
    Blackout,
    /// Lost, being longer than the path takes.
    TooLong,
    /// Lost: a queue of the simulated path is full.
    Overflow,
    /// Arrives twice.
    Doubled,
    /// Arrives later than it would.
    Delayed {
        /// By so many microseconds.
        us: u64,
    },
    /// Reordered: later datagrams overtake it.
    Reordered {
        /// So many.
        past: u32,
    },
    /// Queued behind others, on a path of limited rate.
    Queued {
        /// For so many microseconds.
        us: u64,
    },
    /// Lost: one bit is another, and its checksum is wrong.
    Corrupted {
        /// Counted from the first of the datagram.
        bit: u64,
    },
    /// Held until a person releases it.
    Held,
    /// Released by a person.
    Released,
    /// Killed by a person.
    Killed,
}

fn millis<S: Serializer>(time: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    let us = u32::try_from(time.as_micros()).map_or(f64::MAX, f64::from);
    let exact = if us < f64::MAX {
        us
    } else {
        time.as_secs_f64() * 1e6
    };
    serializer.serialize_f64(exact / 1000.0)
}

#[cfg(test)]
mod tests;
