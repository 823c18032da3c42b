//! What was at the socket, and what a link over datagrams decided about it.

use std::time::Duration;

use serde::Deserialize;
use serde::Serialize;

use crate::trace::contents::Contents;
use crate::trace::fingerprint::Fingerprint;
use crate::trace::maybe_millis;
use crate::trace::millis;
use crate::trace::what::What;

/// A datagram at the socket: given to it after the impairments, or taken from it
/// before them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Datagram {
    /// Of the true bytes.
    pub x: Fingerprint,
    /// How many they are.
    pub bytes: usize,
    /// What can be read in it.
    #[serde(default)]
    pub what: Box<What>,
    /// Why the system did not take it; only of `out`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<Box<str>>,
    /// What it said.
    #[serde(flatten)]
    pub contents: Option<Contents>,
}

/// A numbered frame was sent, for the first time or again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// The whole datagram.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub x: Option<Fingerprint>,
    /// Its number.
    pub n: u32,
    /// Which transmission of it, counted from 1.
    pub r#try: u16,
    /// Why it was sent.
    pub why: Why,
    /// The whole datagram's length.
    pub bytes: usize,
    /// The retransmission timeout.
    #[serde(rename = "wait_ms", with = "millis")]
    pub wait: Duration,
}

/// Why a frame is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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

/// A frame was acknowledged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acked {
    /// Its number.
    pub n: u32,
    /// How often it had been sent.
    pub tries: u16,
    /// Time since the first transmission.
    #[serde(rename = "after_ms", with = "millis")]
    pub after: Duration,
}

/// An acknowledgement was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AckSent {
    /// The whole datagram.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub x: Option<Fingerprint>,
    /// Cumulative: everything up to here was received.
    pub ack: u32,
    /// Selective: and these.
    #[serde(default)]
    pub got: Vec<u32>,
    /// Whether it went by itself: not with a frame.
    #[serde(default)]
    pub alone: bool,
}

/// An acknowledgement was received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AckReceived {
    /// The whole datagram.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub x: Option<Fingerprint>,
    /// Cumulative: everything up to here was received there.
    pub ack: u32,
    /// Selective: and these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub got: Vec<u32>,
    /// The frame and the transmission that triggered it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub r#for: Option<(u32, u16)>,
    /// Every transmission of that frame that was received there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tries: Vec<u16>,
    /// The round trip that it measured, where it did.
    #[serde(
        default,
        rename = "rtt_ms",
        with = "maybe_millis",
        skip_serializing_if = "Option::is_none"
    )]
    pub rtt: Option<Duration>,
    /// The smoothed one since.
    #[serde(
        default,
        rename = "srtt_ms",
        with = "maybe_millis",
        skip_serializing_if = "Option::is_none"
    )]
    pub srtt: Option<Duration>,
    /// Its variance.
    #[serde(
        default,
        rename = "rttvar_ms",
        with = "maybe_millis",
        skip_serializing_if = "Option::is_none"
    )]
    pub rttvar: Option<Duration>,
    /// The retransmission timeout since.
    #[serde(rename = "wait_ms", with = "millis")]
    pub wait: Duration,
}

/// Something was heard after a silence: the retransmission timeout is the plain one
/// again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackoffReset {
    /// The retransmission timeout since.
    #[serde(rename = "wait_ms", with = "millis")]
    pub wait: Duration,
    /// Frames that are due earlier for it.
    pub frames: usize,
}

/// The send window is full: what is given to the link waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WindowFull {
    /// Frames that are not acknowledged.
    pub in_flight: usize,
    /// Frames in the send buffer behind them.
    pub waiting: usize,
}

/// A frame was delivered, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivered {
    /// Its number.
    pub n: u32,
    /// Which transmission of it arrived first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub r#try: Option<u16>,
    /// The datagram that brought it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub x: Option<Fingerprint>,
}

/// A frame was received out of order and is buffered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Its number.
    pub n: u32,
    /// The first that is missing.
    pub missing: u32,
    /// The datagram that brought it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub x: Option<Fingerprint>,
}

/// A frame was received that had been received before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duplicate {
    /// Its number.
    pub n: u32,
    /// Which transmission of it.
    pub r#try: u16,
    /// The datagram that brought it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub x: Option<Fingerprint>,
}

/// A datagram was discarded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discarded {
    /// Why.
    pub why: Discard,
    /// The datagram.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub x: Option<Fingerprint>,
    /// How long it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes: Option<usize>,
}

/// Why a datagram is discarded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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

/// A datagram came from somebody who is not in this conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stranger {
    /// The address that it came from.
    pub from: Box<str>,
    /// The datagram.
    pub x: Fingerprint,
    /// How long it is.
    pub bytes: usize,
    /// Why it is not let in.
    pub why: Strange,
}

/// Why somebody's datagram is not let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strange {
    /// The conversation is with another address.
    OtherAddress,
    /// It names a link that does not exist.
    NoLink,
    /// A hello that is shorter than its answer.
    Short,
    /// It looks like an answer: two programs would answer each other for ever.
    LikeAnAnswer,
    /// Too many come from there.
    Flood,
    /// Its cookie is wrong, or as old as a minute.
    CookieWrong,
    /// Without a link, and from where nobody has shown that the address is theirs.
    NotNear,
}

/// The conversation is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// Why.
    pub why: Ending,
    /// Frames that were not acknowledged: they may have arrived.
    pub unacked: usize,
}

/// Why a conversation is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// Nothing was received within `--patience`.
    Silence,
    /// One frame was not acknowledged after the last try.
    Tries,
    /// The other side does not know this conversation (any more).
    Reset,
}

/// The client sent a hello.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// The datagram.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub x: Option<Fingerprint>,
    /// Its number, counted from 1.
    pub hello: u32,
    /// Whether it carries a cookie.
    pub cookie: bool,
}
