//! One order for the entries of several recordings: by their time, each recording's own
//! order kept, and nothing comes before it has left.

use std::collections::BTreeSet;

use crate::merge::clocks::Clock;
use crate::merge::pairing::At;
use crate::merge::pairing::Pairs;
use crate::record::Recording;

/// Calls for each entry, with its time.
pub(in crate::merge) fn each(
    recordings: &[Recording],
    pairs: &Pairs,
    clocks: &[Clock],
    mut take: impl FnMut(i64, At),
) {
    let mut heads = vec![0; recordings.len()];
    let mut taken = BTreeSet::new();
    let mut newest = i64::MIN;
    let time = |(recording, entry): At| {
        let entry = recordings.get(recording)?.entries.get(entry)?;
        let told = clocks.get(recording).map(|clock| clock.told(entry.at));
        Some(told.unwrap_or(entry.at))
    };
    loop {
        let next = heads.iter().copied().enumerate();
        let next = next.filter_map(|at| Some((time(at)?, at)));
        let ready = |at: &At| pairs.0.get(at).is_none_or(|from| taken.contains(from));
        // Where each waits for another, the clocks of the recordings do not agree with
        // their own order: then the earliest.
        let best = next.clone().filter(|(_, at)| ready(at)).min();
        let Some((told, at)) = best.or_else(|| next.min()) else {
            return;
        };
        // A recording's clock may step; what is drawn goes on.
        newest = newest.max(told);
        take(newest, at);
        taken.insert(at);
        if let Some(head) = heads.get_mut(at.0) {
            *head += 1;
        }
    }
}
