//! What the sending half tells of itself: plain data.

use std::time::Duration;

use chat_proto::trace::link::Why;

/// A frame to be sent now, for the first time or again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transmission<'a> {
    /// Its number.
    pub n: u32,
    /// Which transmission of the frame this is, counted from 1.
    pub r#try: u16,
    /// Why it is sent.
    pub why: Why,
    /// The retransmission timeout that starts with it.
    pub wait: Duration,
    /// The frame.
    pub bytes: &'a [u8],
}

/// A frame that was acknowledged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Acked {
    /// Its number.
    pub n: u32,
    /// How often it had been sent.
    pub tries: u16,
    /// Time since the first transmission.
    pub after: Duration,
}

/// It acknowledges a number that was never sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AckOfUnsent;

/// The round trip as it is known, and what follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figures {
    /// Smoothed, once anything was measured.
    pub srtt: Option<Duration>,
    /// Its variance.
    pub rttvar: Option<Duration>,
    /// The retransmission timeout without backoff.
    pub wait: Duration,
}
