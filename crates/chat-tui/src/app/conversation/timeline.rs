//! What was said and what happened, in order, and which part of it is looked at.
//!
//! The place one reads is held by message and byte, never by a count from the bottom or a row
//! number: whatever arrives, is trimmed or resized, the same words stay at the top of the screen.
//! The newest few rows stay below them. What there is is `log`'s, what is seen `glance`'s.

mod place;
mod glance;
mod replay;
mod merging;
mod referring;
mod log;

use chat_proto::stamp::Day;

use crate::app::conversation::digest::Change;
use crate::app::conversation::entry::Entry;
use crate::app::conversation::needle::Needle;
use crate::speech::Speech;
use crate::wrap;

pub use glance::Below;
pub use glance::Glance;
pub use glance::Lay;
pub use glance::Row;
pub use glance::RowEnd;
pub use glance::Url;
pub use glance::Window;
pub use glance::above;
use glance::rows_from;
use glance::top_of_newest;
use glance::wrapped;
pub use log::Log;
pub use merging::Side;
pub use place::ScrollPosition;
use place::place_at;
pub use replay::Before;

/// The history of one screen.
#[derive(Debug, Default)]
pub struct Timeline {
    pub(super) log: Log,
    pub(super) place: ScrollPosition,
}

impl Timeline {
    /// An empty one, at a place so many minutes east of UTC.
    pub fn at(offset_minutes: i32) -> Self {
        Self {
            log: Log::at(offset_minutes),
            place: ScrollPosition::Bottom,
        }
    }

    /// Something arrived.
    pub fn push(&mut self, entry: Entry) {
        let is_news = !self.shows_elsewhere(&entry);
        self.log.push(entry);
        if is_news {
            self.count_new();
        }
    }

    /// Somebody said something just now: while nobody looks, it is unread.
    pub fn push_unread(&mut self, entry: Entry) {
        self.log.push_unread(entry);
        self.count_new();
    }

    /// Somebody came or left: no news for whoever reads what is older.
    pub fn gather(&mut self, entry: Entry, place: &str, changes: &[Change], speech: &Speech) {
        self.log.gather(entry, place, changes, speech);
    }

    /// We said something; the session bounds how much may wait.
    pub fn push_own(&mut self, ticket: u64, entry: Entry) {
        self.log.push_own(ticket, entry);
    }

    /// Whether what we said under this ticket has no fate yet.
    pub fn waits(&self, ticket: u64) -> bool {
        self.log.waits(ticket)
    }

    /// What we said under this ticket has its fate: it takes its place in the
    /// order that everybody sees.
    pub fn settle(&mut self, ticket: u64, change: impl FnOnce(&mut Entry)) {
        let moved = self.log.settle(ticket, change);
        if let (Some((old, now)), ScrollPosition::At { key, .. }) = (moved, &mut self.place)
            && *key == old
        {
            *key = now;
        }
    }

    /// What has come after this key; all of it, or what nothing more may join.
    pub fn since(&self, key: u64, all: bool) -> impl Iterator<Item = &Entry> {
        self.log.since(key, all)
    }

    /// The comings and goings that an entry tells, if they are the last ones.
    pub fn digest_of(&self, key: u64) -> Option<&[Change]> {
        self.log.digest_of(key)
    }

    /// What comes and goes from now on is told by another entry.
    pub fn end_digest(&mut self) {
        self.log.end_digest();
    }

    /// Whether nobody had confirmed what we said under this ticket in time.
    pub fn is_unconfirmed(&self, ticket: u64) -> bool {
        self.log.unconfirmed(ticket).is_some()
    }

    /// What we said, and others perhaps did not get: the first of these that is
    /// looked at, or else the newest.
    pub fn to_mend(&self, window: Window) -> Option<&Entry> {
        let Glance { rows, below } = self.glance(window);
        let live = below.into_iter().flat_map(|below| below.rows);
        let mut seen = rows.into_iter().chain(live).map(|row| row.entry);
        let seen = seen.find(|entry| entry.kind.wants_mending());
        seen.or_else(|| self.log.newest_to_mend())
    }

    /// Takes this entry away.
    pub fn remove(&mut self, key: u64) {
        self.log.remove(key);
    }

    /// Forgets everything that is confirmed.
    pub fn clear(&mut self) {
        self.log.clear();
        self.place = ScrollPosition::Bottom;
    }

    /// Whether nothing is there, not even what waits.
    pub fn is_empty(&self) -> bool {
        self.log.len() == 0
    }

    /// Whether what we said under this ticket, which has no fate yet, is all there is.
    pub fn holds_only(&self, ticket: u64) -> bool {
        self.log.len() == 1 && self.log.waits(ticket)
    }

    /// How many are kept: what waits to be confirmed is the session's to bound.
    pub fn kept(&self) -> usize {
        self.log.kept()
    }

    /// And their bytes.
    pub fn bytes(&self) -> usize {
        self.log.bytes()
    }

    /// Nobody looks from now on: a ruler goes before what comes next.
    pub fn look_away(&mut self) {
        self.log.look_away();
    }

    /// Somebody looks: the ruler stays where it is.
    pub fn look_back(&mut self) {
        self.log.look_back();
    }

    /// All of it has been read.
    pub fn drop_ruler(&mut self) {
        self.log.drop_ruler();
    }

    /// How many are unread, where the ruler stands above the window.
    pub fn unread_above(&self, window: Window) -> Option<usize> {
        let (at, count) = self.log.ruler()?;
        (at < self.top(window).0).then_some(count)
    }

    /// To the ruler, if there is one.
    pub fn to_ruler(&mut self, window: Window) -> bool {
        let Some((at, _)) = self.log.ruler() else {
            return false;
        };
        self.go(at, 0, window);
        true
    }

    /// Where one looks, to come back to it.
    pub fn bookmark(&self) -> ScrollPosition {
        self.place
    }

    /// Back to where one was.
    pub fn restore(&mut self, place: ScrollPosition) {
        self.place = place;
    }

    /// To the next message that has this word, in its text or as its name, from
    /// this one on or from the newest. Its key comes back.
    pub fn find(
        &mut self,
        word: &Needle,
        from: Option<u64>,
        older: bool,
        window: Window,
    ) -> Option<u64> {
        let from = from.map_or(self.log.len(), |key| self.log.index_of(key));
        let at = self.next(from, older, |entry| entry.has(word))?;
        let key = self.log.entry(at)?.key;
        self.go(at, 0, window);
        Some(key)
    }

    /// Stays where one looks, also at the bottom, whatever comes.
    pub fn hold(&mut self, window: Window) {
        let (index, row) = self.top(window);
        if let Some(entry) = self.log.entry(index) {
            self.place = place_at(entry, row, window, self.place);
        }
    }

    /// To the entry of this key, or the oldest after it.
    pub fn to_entry(&mut self, key: u64, window: Window) {
        self.go(self.log.index_of(key), 0, window);
    }

    /// What is for us.
    pub fn mentions(&self) -> impl Iterator<Item = &Entry> {
        let all = (0..self.log.len()).filter_map(|at| self.log.entry(at));
        all.filter(|entry| entry.for_you)
    }

    /// To the next message that is for us, from this one on or from what is seen, which
    /// is not moved where it stands in it. Its key comes back.
    pub fn to_mention(&mut self, from: Option<u64>, older: bool, window: Window) -> Option<u64> {
        let from = match from {
            Some(key) => self.log.index_of(key),
            None if older => {
                self.log
                    .index_of(self.glance(window).rows.last()?.entry.key)
                    + 1
            }
            None if self.place == ScrollPosition::Bottom => return None,
            None => self.top(window).0,
        };
        let at = self.next(from, older, |entry| entry.for_you)?;
        let key = self.log.entry(at)?.key;
        let begins = |row: &Row<'_>| row.first && row.entry.key == key;
        let Glance { rows, below } = self.glance(window);
        let live = below.into_iter().flat_map(|below| below.rows);
        if !rows.into_iter().chain(live).any(|row| begins(&row)) {
            self.go(at, 0, window);
        }
        Some(key)
    }

    /// To the next row of a day, from the first that is read on; past all to the end.
    pub fn to_day(&mut self, older: bool, window: Window) {
        let is_day = |entry: &Entry| entry.kind.day().is_some();
        match self.next(self.top(window).0, older, is_day) {
            Some(at) => self.go(at, 0, window),
            None if older => self.to_top(window),
            None => self.to_bottom(),
        }
    }

    /// How many came since one reads older rows; nothing where the newest are among them.
    pub fn new_below(&self, window: Window) -> Option<usize> {
        match self.place {
            ScrollPosition::At { new, .. } if self.top(window) < self.bottom(window) => Some(new),
            ScrollPosition::Bottom | ScrollPosition::At { .. } => None,
        }
    }

    /// To the newest row.
    pub fn to_bottom(&mut self) {
        self.place = ScrollPosition::Bottom;
    }

    /// To the oldest row.
    pub fn to_top(&mut self, window: Window) {
        self.go(0, 0, window);
    }

    /// Towards the old.
    pub fn up(&mut self, rows: usize, window: Window) {
        let ((index, row), _) = above(&self.log, self.top(window), rows, window);
        self.go(index, row, window);
    }

    /// Towards the new.
    pub fn down(&mut self, rows: usize, window: Window) {
        if self.place == ScrollPosition::Bottom {
            return;
        }
        let (mut index, mut row) = self.top(window);
        let mut left = rows;
        while left > 0 {
            let count = glance::row_count(&self.log, index, window);
            if row + left < count {
                row += left;
                break;
            }
            if index + 1 >= self.log.len() {
                return self.to_bottom();
            }
            left -= count - row;
            index += 1;
            row = 0;
        }
        self.go(index, row, window);
    }

    /// What is seen: the rows that are read and, where one reads older ones, the
    /// newest below.
    pub fn glance(&self, window: Window) -> Glance<'_> {
        let top = self.top(window);
        let Some(new) = self.new_below(window) else {
            let rows = rows_from(&self.log, top, window.height, window);
            return Glance { rows, below: None };
        };
        let live = window.live_rows();
        let newest = top_of_newest(&self.log, live, window);
        let below = Below {
            new,
            rows: rows_from(&self.log, newest, live, window),
        };
        Glance {
            rows: rows_from(&self.log, top, window.read_rows(), window),
            below: Some(below),
        }
    }

    /// The day of the row at the top.
    pub fn day_at_top(&self, window: Window) -> Option<Day> {
        let (top, _) = self.top(window);
        let below = (top..self.log.len()).take(usize::from(window.height));
        below
            .filter_map(|index| self.log.entry(index))
            .find_map(|entry| entry.kind.day().or_else(|| self.log.day_of(entry)))
    }

    /// The entry and its row at the top of the window.
    pub(super) fn top(&self, window: Window) -> (usize, usize) {
        let bottom = self.bottom(window);
        let ScrollPosition::At { key, offset, .. } = self.place else {
            return bottom;
        };
        let index = self.log.index_of(key);
        let row = match self.log.entry(index) {
            // Where it was trimmed: the oldest that is left.
            Some(entry) if entry.key == key && offset > 0 => {
                let at = offset + entry.prefix(window.inline);
                wrap::row_of(&wrapped(entry, window), at)
            }
            Some(_) | None => 0,
        };
        // A window that grew is filled from above.
        (index, row).min(bottom)
    }

    /// The same, where one looks at the newest.
    fn bottom(&self, window: Window) -> (usize, usize) {
        top_of_newest(&self.log, window.height, window)
    }

    /// Looks from this row on, or at the bottom where no more would fill the
    /// window.
    pub(super) fn go(&mut self, index: usize, row: usize, window: Window) {
        let bottom = self.bottom(window);
        let Some(entry) = self.log.entry(index).filter(|_| (index, row) < bottom) else {
            return self.to_bottom();
        };
        self.place = place_at(entry, row, window, self.place);
    }

    fn count_new(&mut self) {
        if let ScrollPosition::At { new, .. } = &mut self.place {
            *new += 1;
        }
    }

    /// Where the next entry of this kind is, before this one or after it.
    fn next(&self, from: usize, older: bool, fits: impl Fn(&Entry) -> bool) -> Option<usize> {
        let fits = |at: &usize| self.log.entry(*at).is_some_and(&fits);
        if older {
            (0..from).rev().find(fits)
        } else {
            (from + 1..self.log.len()).find(fits)
        }
    }
}

#[cfg(test)]
mod tests;
