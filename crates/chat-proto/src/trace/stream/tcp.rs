//! What the system says about a TCP connection: the retransmissions that no program
//! sees.

use std::time::Duration;

use serde::Deserialize;
use serde::Serialize;

use crate::trace::maybe_millis;
use crate::trace::millis;

/// One look at it. Whatever the system does not tell is 0 or missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Tcp {
    /// Whether it is the other side's socket, which is on this machine too.
    pub theirs: bool,
    /// The state of RFC 9293: `established`, `close_wait`, …
    pub state: Box<str>,
    /// The timer that runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timer: Option<Timer>,
    /// When it expires.
    #[serde(
        rename = "expires_ms",
        with = "maybe_millis",
        skip_serializing_if = "Option::is_none"
    )]
    pub expires: Option<Duration>,
    /// The retransmission timeout.
    #[serde(rename = "rto_ms", with = "millis")]
    pub rto: Duration,
    /// The smoothed round trip.
    #[serde(rename = "rtt_ms", with = "millis")]
    pub rtt: Duration,
    /// Its variance.
    #[serde(rename = "rttvar_ms", with = "millis")]
    pub rttvar: Duration,
    /// The congestion window, in segments.
    pub cwnd: u32,
    /// Segments in flight.
    pub unacked: u32,
    /// Bytes that were never sent.
    pub notsent: u32,
    /// Bytes that the other side's system has, one for the SYN among them.
    pub bytes_acked: u64,
    /// Retransmissions of what is in flight.
    pub retrans: u32,
    /// Retransmissions since the beginning.
    pub total_retrans: u32,
    /// How often the timeout was doubled.
    pub backoff: u32,
    /// Probes of a closed window, or of a silent peer, without an answer.
    pub probes: u32,
    /// Bytes that the program has not read.
    pub recvq: u32,
    /// Bytes that the other side's system has not acknowledged.
    pub sendq: u32,
}

/// A timer of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Timer {
    /// What is in flight is sent again.
    Retransmit,
    /// Nothing was said for long: is anybody there?
    KeepAlive,
    /// The rest of a closed connection.
    TimeWait,
    /// The other side has no room: has it now?
    Probe,
}
