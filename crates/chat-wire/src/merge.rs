//! Recordings of one or several programs into one ladder: whose flows are the same
//! conversation, how far the clocks are apart, and what came after what.

mod order;
pub mod clocks;
pub mod pairing;
pub mod joining;

use clocks::Clock;
use joining::Joined;
use pairing::Pairs;

use crate::record::Recording;
use crate::rows::Ladder;

/// Several recordings, as one.
#[derive(Clone, Debug, Default)]
pub struct Merged {
    /// What happened, in one order.
    pub ladder: Ladder,
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
    Merged {
        ladder: ladder(recordings, &joined, &pairs, &clocks),
        clocks,
        reference,
    }
}

fn ladder(recordings: &[Recording], joined: &Joined, pairs: &Pairs, clocks: &[Clock]) -> Ladder {
    let mut ladder = Ladder::between(joined.parties.clone(), joined.conversations.clone());
    order::each(recordings, pairs, clocks, |at, (recording, entry)| {
        let known = recordings
            .get(recording)
            .and_then(|one| one.entries.get(entry));
        if let Some(entry) = known {
            let place = joined.place(recording, entry.flow);
            ladder.take(place, at, &entry.event);
        }
    });
    ladder
}

/// The server's, else the first.
fn reference(recordings: &[Recording]) -> usize {
    let server = recordings.iter().position(|one| one.begin.is_server());
    server.unwrap_or(0)
}

#[cfg(test)]
mod tests;
