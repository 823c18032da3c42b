//! What can happen to datagrams: plain data.

use std::ops::RangeInclusive;
use std::time::Duration;

use chat_proto::trace::weather::Way;
use memchr::memchr;
use memchr::memmem;

/// Everything that happens on a path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Impairments {
    /// What every draw depends on; absent: somebody else draws one.
    pub seed: Option<u64>,
    /// In any order.
    pub list: Vec<Impairment>,
}

/// A probability in millionths: whole numbers are the same on every machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Probability(pub u32);

/// One thing that happens, and to what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Impairment {
    /// In this direction only; absent: in both.
    pub way: Option<Way>,
    /// To frames of this `type` only; absent: to all.
    pub kind: Option<String>,
    /// What happens.
    pub effect: Effect,
}

/// What happens to a datagram.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Packet loss.
    Drop(Selection),
    /// Duplication.
    Dup(Selection),
    /// Bit errors: the datagram is lost to its checksum.
    Corrupt(Selection),
    /// Reordering: so many later datagrams overtake it, or those of a tenth of a second.
    Reorder(Selection, u32),
    /// Delay; a range is jitter.
    Delay(RangeInclusive<Duration>),
    /// A limited rate, in bits per second.
    Rate(u64),
    /// Loss of datagrams longer than this.
    Mtu(usize),
    /// Loss of everything during a period.
    Blackout(Period),
}

/// The stages of the path, in the order in which a datagram meets them.
///
/// The number of each says nothing about that order: it is a salt, which keeps the
/// draws of one stage apart from those of the others. With another number every
/// seed would mean another fate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Stage {
    /// It may be too long.
    Mtu = 0,
    /// Nothing may get through.
    Blackout = 1,
    /// It may be lost.
    Drop = 2,
    /// It may come twice.
    Dup = 3,
    /// It may come later.
    Delay = 4,
    /// A bit may be another.
    Corrupt = 7,
    /// Others may pass it.
    Reorder = 5,
    /// It may have to queue.
    Rate = 6,
}

impl Stage {
    /// What keeps its draws apart from those of the others.
    pub fn salt(self) -> u64 {
        u64::from(self as u8)
    }
}

/// Which datagrams are affected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// Each with this probability.
    Chance(Probability),
    /// These of each flow, counted from 1.
    Numbers(Vec<u64>),
    /// Every so manieth.
    Every(u64),
    /// All in bursts (Gilbert's model): a burst begins with the first probability and
    /// ends with the second, drawn at each datagram.
    Burst(Probability, Probability),
}

/// A period that begins so long after the start, and may come again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// Since the start.
    pub from: Duration,
    /// So long.
    pub length: Duration,
    /// Again after so long, counted from beginning to beginning.
    pub every: Option<Duration>,
}

impl Period {
    /// Whether it is now, so long after the start.
    pub fn is_at(&self, since: Duration) -> bool {
        let Some(passed) = since.checked_sub(self.from) else {
            return false;
        };
        let passed = match self.every {
            Some(every) if !every.is_zero() => passed.as_nanos() % every.as_nanos(),
            Some(_) | None => passed.as_nanos(),
        };
        passed < self.length.as_nanos()
    }

    /// When it next ends, where it is now.
    pub fn ends(&self, since: Duration) -> Duration {
        let passed = since.saturating_sub(self.from);
        let rounds = match self.every {
            Some(every) if !every.is_zero() => passed.as_nanos() / every.as_nanos(),
            Some(_) | None => 0,
        };
        let rounds = u32::try_from(rounds).unwrap_or(u32::MAX);
        self.from + self.every.unwrap_or_default().saturating_mul(rounds) + self.length
    }
}

/// The probability 1, in millionths.
pub const ALL: u32 = 1_000_000;

impl Effect {
    /// At which stage it happens.
    pub fn stage(&self) -> Stage {
        match self {
            Self::Mtu(_) => Stage::Mtu,
            Self::Blackout(_) => Stage::Blackout,
            Self::Drop(_) => Stage::Drop,
            Self::Dup(_) => Stage::Dup,
            Self::Delay(_) => Stage::Delay,
            Self::Corrupt(_) => Stage::Corrupt,
            Self::Reorder(..) => Stage::Reorder,
            Self::Rate(_) => Stage::Rate,
        }
    }

    /// Which datagrams it affects, where it selects some.
    pub fn picks(&self) -> Option<&Selection> {
        match self {
            Self::Drop(picks)
            | Self::Dup(picks)
            | Self::Corrupt(picks)
            | Self::Reorder(picks, _) => Some(picks),
            Self::Delay(_) | Self::Rate(_) | Self::Mtu(_) | Self::Blackout(_) => None,
        }
    }
}

impl Effect {
    /// How many have to overtake, where it reorders.
    pub fn past(&self) -> Option<u32> {
        if let Self::Reorder(_, past) = self {
            Some(*past)
        } else {
            None
        }
    }

    /// How late, where it delays.
    pub fn delay(&self) -> Option<RangeInclusive<Duration>> {
        if let Self::Delay(range) = self {
            Some(range.clone())
        } else {
            None
        }
    }

    /// How fast, where it slows.
    pub fn rate(&self) -> Option<u64> {
        if let Self::Rate(rate) = self {
            Some(*rate)
        } else {
            None
        }
    }
}

impl Impairment {
    /// Whether it can affect this datagram in this direction.
    pub fn means(&self, way: Way, bytes: &[u8]) -> bool {
        let this_way = self.way.is_none_or(|mine| mine == way);
        this_way && self.kind.as_deref().is_none_or(|kind| is_of(bytes, kind))
    }
}

/// Whether a datagram's `type` is this one; a frame without is a `msg`.
fn is_of(bytes: &[u8], kind: &str) -> bool {
    let Some(at) = memmem::find(bytes, TYPE) else {
        return kind == "msg";
    };
    let rest = bytes.get(at + TYPE.len()..).unwrap_or_default();
    let rest = rest
        .trim_ascii_start()
        .strip_prefix(b":")
        .unwrap_or_default();
    let word = rest
        .trim_ascii_start()
        .strip_prefix(b"\"")
        .unwrap_or_default();
    let end = memchr(b'"', word).unwrap_or(0);
    word.get(..end) == Some(kind.as_bytes())
}

const TYPE: &[u8] = b"\"type\"";
