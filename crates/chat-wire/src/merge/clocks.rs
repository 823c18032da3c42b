//! How far clocks are apart. A datagram that left here at one time and came there at
//! another says that the other clock is ahead by at most the difference; one the other
//! way says by at least how much. Half of the difference of the least ones is the
//! offset, half of their sum its error at most. Each window of thirty seconds has its
//! own, so that a clock that runs too fast is followed.

use std::collections::BTreeMap;

use crate::merge::pairing::Pairs;
use crate::record::Recording;

/// A recording's clock beside the one that counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    /// The middle of each window, in this recording's time, and the offset there:
    /// microseconds to be added.
    windows: Vec<(i64, i64)>,
    /// How sure that is.
    pub sureness: Sureness,
}

/// How sure an offset is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sureness {
    /// It is the clock that counts.
    Reference,
    /// Within so many microseconds: what was sent both ways says so.
    Within(i64),
    /// Datagrams went one way only: they may have needed any time.
    OneWay,
    /// Nothing is shared: both said when they began.
    Wall,
    /// Nothing is known.
    Unknown,
}

impl Clock {
    /// This recording's time, as the clock that counts has it.
    pub fn told(&self, at: i64) -> i64 {
        let after = self.windows.partition_point(|(middle, _)| *middle <= at);
        let left = after
            .checked_sub(1)
            .and_then(|before| self.windows.get(before));
        let offset = match (left, self.windows.get(after)) {
            (Some((from, low)), Some((to, high))) => {
                let part = i128::from(at - from) * i128::from(high - low);
                low + i64::try_from(part / i128::from((to - from).max(1))).unwrap_or(0)
            }
            (Some((_, offset)), None) | (None, Some((_, offset))) => *offset,
            (None, None) => 0,
        };
        at.saturating_add(offset)
    }

    /// The offset in the middle of the recording.
    pub fn offset(&self) -> i64 {
        let middle = self.windows.get(self.windows.len() / 2);
        middle.map_or(0, |(_, offset)| *offset)
    }

    fn constant(offset: i64, sureness: Sureness) -> Self {
        Self {
            windows: vec![(0, offset)],
            sureness,
        }
    }
}

/// The clocks of all recordings.
pub fn reconciled(recordings: &[Recording], pairs: &Pairs, reference: usize) -> Vec<Clock> {
    let clock = |(at, recording): (usize, &Recording)| {
        if at == reference {
            return Clock::constant(0, Sureness::Reference);
        }
        let samples = samples(recordings, pairs, (at, reference));
        by_samples(&samples).unwrap_or_else(|| by_wall(recording, recordings.get(reference)))
    };
    recordings.iter().enumerate().map(clock).collect()
}

/// What one window saw: the least difference each way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Least {
    /// The reference's time of arrival minus the recording's of departure.
    out: Option<i64>,
    /// The recording's time of arrival minus the reference's of departure.
    back: Option<i64>,
}

impl Least {
    fn join(self, other: Self) -> Self {
        let least = |one: Option<i64>, other: Option<i64>| match (one, other) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        Self {
            out: least(self.out, other.out),
            back: least(self.back, other.back),
        }
    }

    fn offset(self) -> Option<i64> {
        Some(self.out?.saturating_sub(self.back?) / 2)
    }
}

fn samples(
    recordings: &[Recording],
    pairs: &Pairs,
    (own, reference): (usize, usize),
) -> BTreeMap<i64, Least> {
    let time = |(recording, entry): (usize, usize)| {
        let entry = recordings.get(recording)?.entries.get(entry)?;
        Some(entry.at)
    };
    let mut windows = BTreeMap::<i64, Least>::new();
    for (came, left) in &pairs.0 {
        let (Some(at), Some(from)) = (time(*came), time(*left)) else {
            continue;
        };
        let took = at.saturating_sub(from);
        let (window, least) = if (left.0, came.0) == (own, reference) {
            (
                from,
                Least {
                    out: Some(took),
                    back: None,
                },
            )
        } else if (left.0, came.0) == (reference, own) {
            (
                at,
                Least {
                    out: None,
                    back: Some(took),
                },
            )
        } else {
            continue;
        };
        let window = windows.entry(window.div_euclid(WINDOW)).or_default();
        *window = window.join(least);
    }
    windows
}

fn by_samples(windows: &BTreeMap<i64, Least>) -> Option<Clock> {
    let all = windows
        .values()
        .fold(Least::default(), |all, one| all.join(*one));
    let middle = |(number, least): (&i64, &Least)| {
        Some((number.saturating_mul(WINDOW) + WINDOW / 2, least.offset()?))
    };
    let exact: Vec<_> = windows.iter().filter_map(middle).collect();
    if exact.is_empty() {
        // The windows have each one direction: together they may have both.
        let offset = all.offset();
        let sure = |offset| {
            let sum = all.out?.saturating_add(all.back?);
            Some(Clock::constant(offset, Sureness::Within((sum / 2).max(0))))
        };
        let one_way = || {
            let bound = all.out.or_else(|| Some(-all.back?))?;
            Some(Clock::constant(bound, Sureness::OneWay))
        };
        return offset.and_then(sure).or_else(one_way);
    }
    let error = |least: &Least| Some(least.out?.saturating_add(least.back?) / 2);
    let worst = windows.values().filter_map(error).max();
    Some(Clock {
        windows: exact,
        sureness: Sureness::Within(worst.unwrap_or(0).max(0)),
    })
}

fn by_wall(own: &Recording, reference: Option<&Recording>) -> Clock {
    let walls = own.begin.wall.zip(reference.and_then(|one| one.begin.wall));
    match walls {
        Some((own, reference)) => Clock::constant(own.saturating_sub(reference), Sureness::Wall),
        None => Clock::constant(0, Sureness::Unknown),
    }
}

/// Thirty seconds: a crystal drifts a few microseconds in it.
const WINDOW: i64 = 30_000_000;
