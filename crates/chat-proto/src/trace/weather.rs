//! What the impairments, or a person who holds datagrams, did.

use serde::Deserialize;
use serde::Serialize;

use crate::trace::fingerprint::Fingerprint;
use crate::trace::what::What;

/// A direction, seen from the process that writes the recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// Towards it.
    In,
    /// Away from it.
    Out,
}

/// What became of a datagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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

impl Fate {
    /// Whether the datagram never goes on.
    pub fn is_loss(self) -> bool {
        match self {
            Self::Dropped
            | Self::Blackout
            | Self::TooLong
            | Self::Overflow
            | Self::Corrupted { .. }
            | Self::Killed => true,
            Self::Doubled
            | Self::Delayed { .. }
            | Self::Reordered { .. }
            | Self::Queued { .. }
            | Self::Held
            | Self::Released => false,
        }
    }
}

/// What the impairments, or a person, did to a datagram.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weather {
    /// The datagram as it was before.
    pub x: Fingerprint,
    /// How long it is.
    #[serde(default)]
    pub bytes: usize,
    /// Which way it went.
    pub way: Way,
    /// Its number among those of its flow that went this way.
    #[serde(default)]
    pub datagram: u64,
    /// What became of it.
    pub fate: Fate,
    /// What was drawn, of a million, where something was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drew: Option<u32>,
    /// Which datagram it was.
    #[serde(flatten)]
    pub what: What,
}

/// Other impairments from now on; datagrams are numbered anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Impairments {
    /// As they are written; nothing where there are none.
    #[serde(default)]
    pub words: Box<str>,
    /// What every draw depends on.
    #[serde(default)]
    pub seed: u64,
}

/// The impairments let a piece of a stream through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// Which way it went.
    pub way: Way,
    /// Its number among those that went this way.
    pub piece: u64,
    /// How long it is.
    pub bytes: usize,
}
