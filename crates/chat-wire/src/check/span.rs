//! From when to when each side wrote down a conversation, without a gap: what lies
//! outside says nothing.

use crate::merge::Merged;
use crate::record::Recording;
use crate::record::event::Event;
use crate::record::event::Happening;
use crate::rows::party::Side;

/// What one side's recordings cover, on the common clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check) struct Span {
    /// When its recording began.
    pub(in crate::check) from: i64,
    /// Whether events are missing in it.
    pub(in crate::check) has_gaps: bool,
}

/// Of the client and of the server.
pub(in crate::check) fn spans(
    recordings: &[Recording],
    merged: &Merged,
    conversation: usize,
) -> [Span; 2] {
    [Side::Client, Side::Server].map(|side| {
        let mut span = Span {
            from: i64::MAX,
            has_gaps: false,
        };
        for (recording, one) in recordings.iter().enumerate() {
            let flows = 0..one.flows.len();
            let here = |flow: usize| merged.joined.side(recording, Some(flow));
            if !flows
                .into_iter()
                .any(|flow| here(flow) == Some((conversation, side)))
            {
                continue;
            }
            let begins = merged
                .clocks
                .get(recording)
                .map_or(0, |clock| clock.told(0));
            span.from = span.from.min(begins);
            span.has_gaps |= one.entries.iter().any(|entry| is_gap(&entry.event));
        }
        span
    })
}

fn is_gap(event: &Event) -> bool {
    let gap = |happening: &Happening| matches!(happening, Happening::Missed(_) | Happening::Full);
    if let Event::Happened(happening) = event {
        gap(happening)
    } else {
        false
    }
}
