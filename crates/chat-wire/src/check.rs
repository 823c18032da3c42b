//! Whether recordings of one conversation contradict each other: what came must have
//! left, of the same length, and nothing that was taken before the socket can have come.

mod datagrams;
mod streams;
mod span;

use crate::merge::Merged;
use crate::record::Recording;
use crate::words::language::Language;
use crate::words::title::called;

/// What the comparison found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing speaks against the recordings: so much was compared.
    Agree {
        /// Conversations that two recordings have.
        conversations: usize,
        /// Datagrams, reads and writes that were looked at.
        compared: usize,
    },
    /// They cannot both be true: why, a sentence each.
    Contradict(Vec<String>),
    /// They share no conversation.
    Strangers,
}

/// Compares them.
pub fn check(recordings: &[Recording], merged: &Merged, language: Language) -> Verdict {
    let conversations = &merged.ladder.conversations;
    let shared: Vec<_> = (0..conversations.len())
        .filter(|at| {
            conversations
                .get(*at)
                .is_some_and(|known| known.by_client && known.by_server)
        })
        .collect();
    if shared.is_empty() {
        return Verdict::Strangers;
    }
    let name = |lane: usize| {
        let party = merged.ladder.parties.get(lane);
        party
            .map(|party| called(party, language))
            .unwrap_or_default()
    };
    let mut faults = Vec::new();
    let mut compared = 0;
    for at in &shared {
        let Some(conversation) = conversations.get(*at) else {
            continue;
        };
        let both = [name(conversation.client), name(conversation.server)];
        let spans = span::spans(recordings, merged, *at);
        compared += datagrams::compare(
            (recordings, merged, *at),
            (&both, &spans),
            (&mut faults, language),
        );
        compared += streams::compare((recordings, merged, *at), &both, (&mut faults, language));
    }
    if faults.is_empty() {
        let conversations = shared.len();
        return Verdict::Agree {
            conversations,
            compared,
        };
    }
    Verdict::Contradict(faults)
}

#[cfg(test)]
mod tests;
