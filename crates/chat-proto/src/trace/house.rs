//! What a server did: who is there, how a message was ordered and handed out, who does
//! not keep up.

use std::time::Duration;

use serde::Deserialize;
use serde::Serialize;

use crate::trace::maybe_millis;
use crate::trace::millis;
use crate::trace::what::MessageId;

/// How often all who are there are told of, whether or not something has changed: whoever
/// missed that somebody went finds it out by that.
pub const ALL_EVERY: Duration = Duration::from_secs(2);

/// Somebody is there, on the flow that the line names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrived {
    /// The peer, as later lines call it.
    pub peer: u64,
    /// Its name, once it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Box<str>>,
}

/// A peer is gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// The peer.
    pub peer: u64,
    /// Why: `bye`, `end`, `too_slow`, …
    pub why: Box<str>,
}

/// The server read what had come and answered it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    /// Of how many connections.
    pub batches: usize,
    /// How many frames.
    pub frames: usize,
    /// How long that took.
    #[serde(rename = "took_ms", with = "millis")]
    pub took: Duration,
}

/// A message got its place in the order that everybody hears.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ordered {
    /// The room.
    pub room: Box<str>,
    /// Its number there.
    pub seq: u64,
    /// The peer who said it.
    pub from: u64,
    /// What that peer calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<MessageId>,
}

/// A message was put into the send buffers of those who hear it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FanOut {
    /// The room.
    pub room: Box<str>,
    /// Its number there.
    pub seq: u64,
    /// How many hear it.
    pub to: usize,
    /// In how many ways it was written: as JSON, as plain text, …
    pub encodings: usize,
}

/// A send buffer grew or shrank past an eighth of its limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendBuffer {
    /// Whose; a client has one alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peer: Option<u64>,
    /// Bytes in it.
    pub waiting: usize,
    /// Bytes at which the peer is closed; a client's has other bounds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<usize>,
    /// What its writer does.
    pub writer: Writer,
}

/// What the writer of a send buffer does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Writer {
    /// Nothing: the buffer is empty.
    Idle,
    /// It will write soon.
    Listed,
    /// It waits until the system takes more.
    Blocked,
}

/// A send buffer was written out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flushed {
    /// Whose.
    pub peer: u64,
    /// How much went.
    pub bytes: usize,
}

/// A peer does not keep up and is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TooSlow {
    /// The peer.
    pub peer: u64,
    /// Bytes that waited.
    pub waiting: usize,
    /// For how long nothing went.
    #[serde(rename = "lag_ms", with = "millis")]
    pub lag: Duration,
}

/// One peer's numbers, only of those that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Census {
    /// The peer.
    pub peer: u64,
    /// Its name, once it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Box<str>>,
    /// How it comes: `tcp`, `udp`, `unix`, and `plain` where it is no program of ours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<Box<str>>,
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Box<str>>,
    /// How many rooms it is in.
    #[serde(default)]
    pub rooms: usize,
    /// Frames that came from it since somebody watches.
    pub frames_in: u64,
    /// Bytes that were put into its send buffer since it came.
    pub bytes_out: u64,
    /// Bytes that wait there.
    pub waiting: usize,
    /// Bytes at which it is closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<usize>,
    /// What the writer does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub writer: Option<Writer>,
    /// After how long without taking anything more it is closed, where something waits.
    #[serde(
        default,
        rename = "bye_ms",
        with = "maybe_millis",
        skip_serializing_if = "Option::is_none"
    )]
    pub bye: Option<Duration>,
    /// Bytes that the system here has and the one there has not confirmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sendq: Option<u32>,
    /// The round trip, where it is known.
    #[serde(
        default,
        rename = "rtt_ms",
        with = "maybe_millis",
        skip_serializing_if = "Option::is_none"
    )]
    pub rtt: Option<Duration>,
    /// Retransmissions to it, of the system's own.
    #[serde(default)]
    pub retransmissions: u64,
    /// The type of the last frame from it.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<Box<str>>,
    /// How long ago that came.
    #[serde(rename = "age_ms", with = "millis")]
    pub age: Duration,
}

/// A socket of the server is ready.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listening {
    /// `tcp`, `udp` or `unix`.
    pub transport: Box<str>,
    /// Where.
    pub local: Box<str>,
}

/// A port that was asked for is somebody else's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// The port.
    pub port: u16,
    /// `tcp` or `udp`.
    pub transport: Box<str>,
    /// The state of what has it: `listen`, `time_wait`, …
    pub state: Box<str>,
    /// The process that has it, where the system tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Box<str>>,
    /// When it is free again, where that is known.
    #[serde(
        default,
        rename = "free_in_ms",
        with = "maybe_millis",
        skip_serializing_if = "Option::is_none"
    )]
    pub free_in: Option<Duration>,
}
