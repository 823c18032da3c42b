//! A page of what was said before comes, and nothing that is looked at moves: the row
//! that one reads stays where it is on the screen.

use chat_proto::frame::reference::How;
use chat_proto::stamp::Stamp;

use crate::app::conversation::entry::Entry;
use crate::app::conversation::timeline::Before;
use crate::app::conversation::timeline::Glance;
use crate::app::conversation::timeline::Log;
use crate::app::conversation::timeline::ScrollPosition;
use crate::app::conversation::timeline::Side;
use crate::app::conversation::timeline::Timeline;
use crate::app::conversation::timeline::Window;
use crate::app::conversation::timeline::above;

/// What is to be asked for, where one looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// What is older than all that is here.
    Older,
    /// What ends above this number, which is here.
    Above(u64),
    /// What begins below this number, which is here.
    Below(u64),
}

impl Timeline {
    /// Puts a page where it belongs.
    pub fn merge(&mut self, page: Vec<Entry>, side: Side, window: Window) {
        self.keeping(side == Side::Up, window, |log| {
            log.merge(page, side);
        });
    }

    /// We have come here: what was said before stands above it.
    pub fn come(&mut self, at: Option<Stamp>) {
        self.log.come(at);
    }

    /// Something that was said before is told.
    pub fn replay(&mut self, entry: Entry, window: Window) {
        self.keeping(false, window, |log| log.replay(entry));
    }

    /// What the rule above what was said before tells.
    pub fn before(&self) -> Before {
        self.log.before()
    }

    /// Lays a row for each stretch that is missing between what is here.
    pub fn lay_gaps(&mut self, gaps: &[(u64, u64)], window: Window) {
        if self.log.gaps() == gaps {
            return;
        }
        self.keeping(false, window, |log| log.lay_gaps(gaps));
    }

    /// Says above everything that nothing older is kept.
    pub fn say_start(&mut self, window: Window) {
        self.keeping(false, window, Log::say_start);
    }

    /// Nothing that is here belongs to a numbering any more.
    pub fn end_numbering(&mut self) {
        self.log.end_numbering();
    }

    /// The number of the oldest message here that has one.
    pub fn first_seq(&self) -> Option<u64> {
        self.log.first_seq()
    }

    /// Whether one looks at the newest.
    pub fn is_at_bottom(&self) -> bool {
        self.place == ScrollPosition::Bottom
    }

    /// To the message of this number, or the first after it. Its key comes back.
    pub fn to_seq(&mut self, seq: u64, window: Window) -> Option<u64> {
        let all = 0..self.log.len();
        let fits = |at: &usize| self.log.entry(*at).is_some_and(|entry| entry.seq() >= seq);
        let at = all.clone().find(fits)?;
        let key = self.log.entry(at)?.key;
        self.go(at, 0, window);
        Some(key)
    }

    /// The number in its room of the message that is called so here.
    pub fn seq_of(&self, key: u64) -> Option<u64> {
        let mut all = (0..self.log.len()).filter_map(|at| self.log.entry(at));
        let seq = all.find(|entry| entry.key == key)?.seq();
        (seq > 0).then_some(seq)
    }

    /// The entry of this key.
    pub fn entry(&self, key: u64) -> Option<&Entry> {
        let found = self.log.entry(self.log.index_of(key));
        found.filter(|entry| entry.key == key)
    }

    /// What was said as the message of this number: among the newest of what is here.
    pub fn said_as(&self, seq: u64) -> Option<&Entry> {
        let newest_first = (0..self.log.len()).rev().take(LOOKED_THROUGH);
        let mut all = newest_first.filter_map(|at| self.log.entry(at));
        all.find(|entry| entry.kind.is_said() && entry.seq() == seq)
    }

    /// What was said, the newest first.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let newest_first = (0..self.log.len()).rev();
        let all = newest_first.filter_map(|at| self.log.entry(at));
        let said = all.filter(|entry| entry.kind.is_said());
        said.map(Entry::said)
    }

    /// The message that is so many from the last, which is the first.
    pub fn nth_last(&self, from_last: usize) -> Option<String> {
        let found = self.texts().nth(from_last.checked_sub(1)?);
        found.map(str::to_owned)
    }

    /// Whether this will be shown with a message that is here, or nowhere.
    pub fn shows_elsewhere(&self, entry: &Entry) -> bool {
        match entry.refers() {
            Some((How::Reacts, _)) => true,
            Some((How::Edits, seq)) => self.said_as(seq).is_some(),
            Some((How::Answers, _)) | None => false,
        }
    }

    /// The sign that somebody gave a message last, and the number under which.
    pub fn sign_of(&self, name: &str, target: u64) -> Option<(&str, u64)> {
        self.log.sign_of(name, target)
    }

    /// How a message was said before, the first way first.
    pub fn before_edits(&self, target: u64) -> Vec<&Entry> {
        self.log.before_edits(target)
    }

    /// The newest that was said here and has a number, of those that fit.
    pub fn newest_said(&self, fits: impl Fn(&Entry) -> bool) -> Option<&Entry> {
        let newest_first = (0..self.log.len()).rev().take(LOOKED_THROUGH);
        let mut all = newest_first.filter_map(|at| self.log.entry(at));
        all.find(|entry| entry.kind.is_said() && entry.seq() > 0 && fits(entry))
    }

    /// To the message before this one, or after it, or to the newest that is seen; its key
    /// comes back. What is in sight moves nothing.
    pub fn to_said(&mut self, from: Option<u64>, older: bool, window: Window) -> Option<u64> {
        let seen = |timeline: &Self| {
            let Glance { rows, below } = timeline.glance(window);
            let live = below.into_iter().flat_map(|below| below.rows);
            let said = rows
                .into_iter()
                .chain(live)
                .filter(|row| row.entry.kind.is_said());
            said.map(|row| (row.first, row.entry.key))
                .collect::<Vec<_>>()
        };
        let key = match from {
            None => seen(self).last().map(|(_, key)| *key)?,
            Some(from) => {
                let (here, end) = (self.log.index_of(from), self.log.len());
                let (before, after) = ((0..here).rev(), here + 1..end);
                let said = |at: &usize| self.log.entry(*at).is_some_and(|one| one.kind.is_said());
                let found = if older {
                    before.into_iter().find(said)
                } else {
                    after.into_iter().find(said)
                };
                self.log.entry(found?)?.key
            }
        };
        if !seen(self).contains(&(true, key)) {
            self.to_entry(key, window);
        }
        Some(key)
    }

    /// Forgets what is farthest from where one looks, but the newest few: the numbers
    /// that are not here any more come back.
    pub fn forget_farthest(&mut self, few: usize) -> Option<(u64, u64)> {
        let index = match self.place {
            ScrollPosition::Bottom => self.log.len(),
            ScrollPosition::At { key, .. } => self.log.index_of(key),
        };
        self.log.forget_far_from(index, few)
    }

    /// What is lacking where one looks, and two screens up or down from there.
    pub fn lack(&self, window: Window) -> Option<Lack> {
        let screens = 2 * usize::from(window.height);
        let (top, row) = self.top(window);
        let (first, reaches) = above(&self.log, (top, row), screens, window);
        let kinds = |at: usize| self.log.entry(at);
        let above = (first.0..=top).rev().filter_map(kinds);
        if let Some(gap) = above.into_iter().find(|entry| entry.kind.is_gap()) {
            return gap.kind.gap().map(|count| Lack::Above(gap.seq() + count));
        }
        let oldest = self.log.oldest_place();
        if (!reaches || first.0 <= oldest) && oldest <= top + screens {
            return Some(Lack::Older);
        }
        let below = (top..self.log.len()).take(screens).filter_map(kinds);
        let gap = below.into_iter().find(|entry| entry.kind.is_gap());
        gap.map(|gap| Lack::Below(gap.seq() - 1))
    }

    /// Changes the entries and nothing that is seen. Where the change is above what is
    /// read, the first row that somebody said stays; else the top row does.
    fn keeping(&mut self, upward: bool, window: Window, change: impl FnOnce(&mut Log)) {
        if self.place == ScrollPosition::Bottom {
            return change(&mut self.log);
        }
        let (top, row) = self.top(window);
        let rows = self.glance(window).rows;
        let seen = rows.iter().enumerate();
        let mut said = seen.filter(|(_, seen)| seen.entry.seq() > 0 && !seen.entry.kind.is_gap());
        let top_is_gap = rows.first().is_some_and(|seen| seen.entry.kind.is_gap());
        let held = said.next().filter(|_| upward || top_is_gap);
        let held = held.map(|(at, seen)| {
            let index = self.log.index_of(seen.entry.key);
            let row = if index == top { row } else { 0 };
            (seen.entry.key, row, at)
        });
        change(&mut self.log);
        if let Some((key, row, down)) = held {
            let spot = (self.log.index_of(key), row);
            let ((index, row), _) = above(&self.log, spot, down, window);
            self.go(index, row, window);
        }
    }
}

/// Messages among which one is looked for that somebody answers.
const LOOKED_THROUGH: usize = 4096;
