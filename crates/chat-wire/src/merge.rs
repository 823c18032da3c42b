//! Recordings of one or several programs into one ladder: whose flows are the same
//! conversation, how far the clocks are apart, and what came after what.

mod order;
pub mod clocks;
pub mod pairing;
pub mod joining;

use std::collections::BTreeMap;

use clocks::Clock;
use joining::Joined;
use pairing::At;
use pairing::Pairs;

use crate::record::Recording;
use crate::rows::Ladder;

/// Several recordings, as one.
#[derive(Clone, Debug, Default)]
pub struct Merged {
    /// What happened, in one order.
    pub ladder: Ladder,
    /// Where each flow of each recording belongs.
    pub joined: Joined,
    /// Which arrival belongs to which departure.
    pub pairs: Pairs,
    /// Every entry in its order, with its time.
    pub order: Vec<(i64, At)>,
    /// The row that an entry made, or was told of last.
    pub rows: BTreeMap<At, usize>,
    /// Of each recording, how its clock stands to that of the first that matters.
    pub clocks: Vec<Clock>,
    /// Whose clock counts.
    pub reference: usize,
}

/// Puts them together.
pub fn merged(recordings: &[Recording]) -> Merged {
    let joined = joining::joined(recordings);
    let pairs = pairing::paired(recordings, &joined);
    let reference = reference(recordings);
    let clocks = clocks::reconciled(recordings, &pairs, reference);
    let mut order = Vec::new();
    order::each(recordings, &pairs, &clocks, |at, entry| {
        order.push((at, entry));
    });
    let mut merged = Merged {
        ladder: Ladder::between(joined.parties.clone(), joined.conversations.clone()),
        joined,
        pairs,
        order,
        rows: BTreeMap::new(),
        clocks,
        reference,
    };
    draw(&mut merged, recordings);
    merged
}

fn draw(merged: &mut Merged, recordings: &[Recording]) {
    for (at, (recording, number)) in &merged.order {
        let known = recordings.get(*recording);
        if let Some(entry) = known.and_then(|one| one.entries.get(*number)) {
            let place = merged.joined.place(*recording, entry.flow);
            let row = merged.ladder.take(place, *at, &entry.event);
            merged
                .rows
                .extend(row.map(|row| ((*recording, *number), row)));
        }
    }
}

/// The server's, else the first.
fn reference(recordings: &[Recording]) -> usize {
    let server = recordings.iter().position(|one| one.begin.is_server());
    server.unwrap_or(0)
}

#[cfg(test)]
mod tests;
