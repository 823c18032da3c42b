//! What refers to another message is shown with it: the last way in which it was said, and
//! how many gave which sign.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use chat_proto::frame::reference::How;

use crate::app::conversation::entry::Entry;
use crate::app::conversation::entry::Kind;
use crate::app::conversation::entry::Later;
use crate::app::conversation::timeline::log::Log;

impl Log {
    /// Something was said, or taken back, that refers to the message of this number. Of a
    /// person the last sign counts.
    pub fn tie(&mut self, target: u64) {
        let at = self.index_of_seq(target);
        let said = at.and_then(|at| self.entries.get(at));
        let said = said.filter(|entry| entry.kind.is_said());
        let speaker = said.map(|entry| entry.speaker().to_owned());
        let edits = |entry: &Entry| {
            let theirs = speaker.as_deref() == Some(entry.speaker());
            theirs && is_about(entry, (How::Edits, target))
        };
        let reacts = |entry: &Entry| is_about(entry, (How::Reacts, target));
        let is_whole = said.is_some_and(|entry| entry.kind != Kind::TakenBack);
        let later = is_whole.then(|| {
            let newest = self.entries.iter().rfind(|entry| edits(entry));
            let signs = signs(self.entries.iter().filter(|entry| reacts(entry)));
            Later::new(newest.map(Entry::first_text), &signs)
        });
        if let (Some(at), Some(later)) = (at, later)
            && let Some(entry) = self.entries.get_mut(at)
        {
            self.bytes -= entry.weight();
            entry.set_later(&later);
            self.bytes += entry.weight();
        }
        for entry in &mut self.entries {
            if reacts(entry) {
                entry.kind = Kind::Reacted;
            } else if edits(entry) {
                entry.kind = Kind::Edited;
            } else {
                continue;
            }
            entry.for_you = false;
        }
    }

    /// A page has come, with these numbers: what refers to any of them, and what any of them
    /// refers to.
    pub(super) fn tie_page(&mut self, seqs: &BTreeSet<u64>) {
        let all = self.entries.iter();
        let tied = all.filter_map(|entry| {
            let target = shown_at(entry)?;
            (seqs.contains(&entry.seq()) || seqs.contains(&target)).then_some(target)
        });
        let targets: BTreeSet<u64> = tied.collect();
        for target in targets {
            self.tie(target);
        }
    }

    /// What is shown elsewhere was taken back: it is gone there. Whether it was such.
    pub(super) fn untie(&mut self, seq: u64) -> bool {
        let at = self.index_of_seq(seq);
        let entry = at.and_then(|at| Some((at, self.entries.get(at)?)));
        let Some((at, target)) = entry.and_then(|(at, entry)| {
            let target = shown_at(entry).filter(|_| entry.kind.is_elsewhere())?;
            Some((at, target))
        }) else {
            return false;
        };
        self.take_away(at);
        self.tie(target);
        true
    }

    /// The sign that somebody gave a message last, and the number under which.
    pub fn sign_of(&self, name: &str, target: u64) -> Option<(&str, u64)> {
        let mut newest_first = self.entries.iter().rev();
        let given = newest_first
            .find(|entry| entry.name() == name && is_about(entry, (How::Reacts, target)))?;
        Some((given.first_text(), given.seq()))
    }

    /// How a message was said before, the first way first.
    pub fn before_edits(&self, target: u64) -> Vec<&Entry> {
        let edits = |entry: &&Entry| is_about(entry, (How::Edits, target));
        let first = self.index_of_seq(target);
        let first = first.and_then(|at| self.entries.get(at));
        let mut all: Vec<_> = first
            .into_iter()
            .chain(self.entries.iter().filter(edits))
            .collect();
        all.pop();
        all
    }
}

/// The message with which an entry is shown, where it is none by itself.
pub(super) fn shown_at(entry: &Entry) -> Option<u64> {
    match entry.refers()? {
        (How::Edits | How::Reacts, target) => Some(target),
        (How::Answers, _) => None,
    }
}

fn is_about(entry: &Entry, what: (How, u64)) -> bool {
    let is_confirmed = match entry.kind {
        Kind::Said | Kind::Own | Kind::Edited | Kind::Reacted => true,
        Kind::Waiting(_)
        | Kind::Refused
        | Kind::TakenBack
        | Kind::Unconfirmed(_)
        | Kind::Happened
        | Kind::Hint
        | Kind::Trouble
        | Kind::Day(_)
        | Kind::Unread(_)
        | Kind::Gap(_)
        | Kind::Before
        | Kind::Start => false,
    };
    is_confirmed && entry.refers() == Some(what)
}

/// Each sign with how many gave it, the one given first at the beginning.
fn signs<'a>(given: impl Iterator<Item = &'a Entry>) -> Vec<(&'a str, usize)> {
    let mut last = BTreeMap::new();
    for entry in given {
        last.insert(entry.name(), (entry.seq(), entry.first_text()));
    }
    let mut last: Vec<_> = last.into_values().collect();
    last.sort_unstable();
    let mut counted: Vec<(&str, usize)> = Vec::new();
    for (_, sign) in last {
        match counted.iter_mut().find(|(known, _)| *known == sign) {
            Some((_, count)) => *count += 1,
            None => counted.push((sign, 1)),
        }
    }
    counted
}
