//! What was said and what happened, in order, and which part of it is looked at.
//!
//! The place one reads is held by message and byte, never by a count from the
//! bottom or a row number: whatever arrives, is trimmed or resized, the same
//! words stay at the top of the screen. Only the rows that are looked at are
//! ever wrapped, so there is nothing to recompute when the width changes.

use std::collections::VecDeque;
use std::ops::Range;

use chat_proto::stamp::Day;

use crate::app::digest::Change;
use crate::app::digest::Digest;
use crate::app::entry::Entry;
use crate::app::entry::Kind;
use crate::wrap;

/// The history of one screen.
#[derive(Debug, Default)]
pub struct Timeline {
    entries: VecDeque<Entry>,
    /// Our own messages that nobody has confirmed: below everything else.
    pending: VecDeque<Entry>,
    place: Place,
    /// The day of the newest entry; a rule stands before another one.
    day: Option<Day>,
    /// The comings and goings that the newest entry tells, if it does.
    digest: Option<(u64, Digest)>,
    offset_minutes: i32,
    keys: u64,
    bytes: usize,
}

/// Which part is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Place {
    /// The newest rows.
    #[default]
    Bottom,
    /// Beginning with the row of entry `key` that shows the byte `offset` of
    /// its text; `new` entries have come since.
    At { key: u64, offset: usize, new: usize },
}

/// The window through which it is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    /// Columns for text.
    pub width: u16,
    /// Rows.
    pub height: u16,
    /// Whether names stand in the text, for want of a column of their own.
    pub inline: bool,
}

/// One row that is looked at.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// Of which entry.
    pub entry: &'a Entry,
    /// Whether it is the entry's first.
    pub first: bool,
    /// Whether it is the entry's last.
    pub last: bool,
    /// What it shows.
    pub text: String,
    /// The entry above the row's own, whose minute need not be repeated.
    pub above: Option<&'a Entry>,
}

impl Timeline {
    /// An empty one, at a place so many minutes east of UTC.
    pub fn at(offset_minutes: i32) -> Self {
        Self {
            offset_minutes,
            ..Self::default()
        }
    }

    /// Something arrived.
    pub fn push(&mut self, entry: Entry) {
        self.rule_off_day(&entry);
        if let Place::At { new, .. } = &mut self.place {
            *new += 1;
        }
        self.append(entry);
    }

    /// Somebody came or left: told by one entry with those who did so just
    /// before. Whoever does so alone is told by the entry's own words.
    pub fn gather(&mut self, mut entry: Entry, place: &str, changes: &[Change]) {
        let same_day = self.day_of(&entry).is_none_or(|day| self.day == Some(day));
        if let (Some((key, digest)), Some(newest)) = (&mut self.digest, self.entries.back_mut())
            && newest.key == *key
            && same_day
            && digest.add(place, changes)
        {
            self.bytes -= newest.weight();
            newest.text = digest.words();
            self.bytes += newest.weight();
            return;
        }
        let digest = Digest::new(place, changes);
        if changes.len() > 1 {
            entry.text = digest.words();
        }
        self.push(entry);
        self.digest = Some((self.keys, digest));
    }

    fn append(&mut self, mut entry: Entry) {
        entry.key = self.next_key();
        self.bytes += entry.weight();
        self.entries.push_back(entry);
        while self.entries.len() > ENTRIES || self.bytes > BYTES {
            let Some(oldest) = self.entries.pop_front() else {
                break;
            };
            self.bytes -= oldest.weight();
        }
    }

    /// We said something; the session bounds how much may wait.
    pub fn push_own(&mut self, ticket: u64, mut entry: Entry) {
        entry.key = self.next_key();
        entry.kind = Kind::Waiting(ticket);
        self.pending.push_back(entry);
    }

    /// What we said under this ticket has its fate: it takes its place in the
    /// order that everybody sees.
    pub fn settle(&mut self, ticket: u64, change: impl FnOnce(&mut Entry)) {
        let found = self
            .pending
            .iter()
            .position(|entry| entry.kind == Kind::Waiting(ticket));
        let Some(mut entry) = found.and_then(|at| self.pending.remove(at)) else {
            return;
        };
        let old_key = entry.key;
        change(&mut entry);
        self.push(entry);
        if let Place::At { key, new, .. } = &mut self.place {
            *new = new.saturating_sub(1);
            if *key == old_key {
                *key = self.keys;
            }
        }
    }

    /// Forgets everything that is confirmed.
    pub fn clear(&mut self) {
        self.entries.clear();
        self.digest = None;
        self.bytes = 0;
        self.place = Place::Bottom;
    }

    /// How many came since one looks elsewhere; nothing at the bottom.
    pub fn new_below(&self) -> Option<usize> {
        match self.place {
            Place::Bottom => None,
            Place::At { new, .. } => Some(new),
        }
    }

    /// To the newest row.
    pub fn to_bottom(&mut self) {
        self.place = Place::Bottom;
    }

    /// To the oldest row.
    pub fn to_top(&mut self, window: Window) {
        self.go(0, 0, window);
    }

    /// Towards the old.
    pub fn up(&mut self, rows: usize, window: Window) {
        let (mut index, mut row) = self.top(window);
        let mut left = rows;
        while left > row {
            if index == 0 {
                return self.go(0, 0, window);
            }
            left -= row + 1;
            index -= 1;
            row = self.row_count(index, window).saturating_sub(1);
        }
        self.go(index, row - left, window);
    }

    /// Towards the new.
    pub fn down(&mut self, rows: usize, window: Window) {
        if self.place == Place::Bottom {
            return;
        }
        let (mut index, mut row) = self.top(window);
        let mut left = rows;
        while left > 0 {
            let count = self.row_count(index, window);
            if row + left < count {
                row += left;
                break;
            }
            if index + 1 >= self.len() {
                return self.to_bottom();
            }
            left -= count - row;
            index += 1;
            row = 0;
        }
        self.go(index, row, window);
    }

    /// The rows that are looked at, from the top.
    pub fn visible(&self, window: Window) -> Vec<Row<'_>> {
        let (index, skipped) = self.top(window);
        let rows = (index..self.len()).flat_map(|index| self.rows_of(index, window));
        rows.skip(skipped)
            .take(usize::from(window.height))
            .collect()
    }

    /// The day of the row at the top.
    pub fn day_at_top(&self, window: Window) -> Option<Day> {
        let (top, _) = self.top(window);
        let below = (top..self.len()).take(usize::from(window.height));
        below
            .filter_map(|index| self.entry(index))
            .find_map(|entry| match entry.kind {
                Kind::Day(day) => Some(day),
                Kind::Said
                | Kind::Own
                | Kind::Waiting(_)
                | Kind::Refused
                | Kind::Unconfirmed
                | Kind::Happened
                | Kind::Hint
                | Kind::Trouble => self.day_of(entry),
            })
    }

    fn day_of(&self, entry: &Entry) -> Option<Day> {
        entry.at.map(|at| at.day(self.offset_minutes))
    }

    /// The first day needs no rule: it stands at the top of the screen.
    fn rule_off_day(&mut self, entry: &Entry) {
        let Some(day) = self.day_of(entry) else {
            return;
        };
        if self.day.is_some_and(|before| before != day) {
            self.append(Entry::new(None, Kind::Day(day), "", ""));
        }
        self.day = Some(day);
    }

    fn rows_of(&self, index: usize, window: Window) -> Vec<Row<'_>> {
        let Some(entry) = self.entry(index) else {
            return Vec::new();
        };
        let above = index.checked_sub(1).and_then(|above| self.entry(above));
        let shown = entry.shown(window.inline);
        let ranges = wrapped(entry, window);
        let last = ranges.len() - 1;
        let row = |(at, range)| Row {
            entry,
            first: at == 0,
            last: at == last,
            text: shown
                .get::<Range<usize>>(range)
                .unwrap_or_default()
                .to_owned(),
            above,
        };
        ranges.into_iter().enumerate().map(row).collect()
    }

    /// The entry and its row at the top of the window.
    fn top(&self, window: Window) -> (usize, usize) {
        let bottom = self.top_of_bottom(window);
        let Place::At { key, offset, .. } = self.place else {
            return bottom;
        };
        let index = self.index_of(key);
        let row = match self.entry(index) {
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

    fn top_of_bottom(&self, window: Window) -> (usize, usize) {
        let mut left = usize::from(window.height);
        for index in (0..self.len()).rev() {
            let count = self.row_count(index, window);
            if count >= left {
                return (index, count - left);
            }
            left -= count;
        }
        (0, 0)
    }

    /// Looks from this row on, or at the bottom where no more would fill the
    /// window.
    fn go(&mut self, index: usize, row: usize, window: Window) {
        let bottom = self.top_of_bottom(window);
        let Some(entry) = self.entry(index).filter(|_| (index, row) < bottom) else {
            return self.to_bottom();
        };
        let start = wrapped(entry, window)
            .get(row)
            .map_or(0, |range| range.start);
        let offset = start.saturating_sub(entry.prefix(window.inline));
        let key = entry.key;
        let new = self.new_below().unwrap_or(0);
        self.place = Place::At { key, offset, new };
    }

    fn len(&self) -> usize {
        self.entries.len() + self.pending.len()
    }

    fn entry(&self, index: usize) -> Option<&Entry> {
        match index.checked_sub(self.entries.len()) {
            None => self.entries.get(index),
            Some(index) => self.pending.get(index),
        }
    }

    fn index_of(&self, key: u64) -> usize {
        let waiting = self.pending.iter().position(|entry| entry.key == key);
        match waiting {
            Some(at) => self.entries.len() + at,
            None => self.entries.partition_point(|entry| entry.key < key),
        }
    }

    fn row_count(&self, index: usize, window: Window) -> usize {
        self.entry(index)
            .map_or(0, |entry| wrapped(entry, window).len())
    }

    fn next_key(&mut self) -> u64 {
        self.keys += 1;
        self.keys
    }
}

fn wrapped(entry: &Entry, window: Window) -> Vec<Range<usize>> {
    if entry.kind.is_rule() {
        return std::iter::once(0..0).collect();
    }
    wrap::rows(&entry.shown(window.inline), usize::from(window.width))
}

/// Messages that are kept: a long day of a class.
pub const ENTRIES: usize = 10_000;
/// And their bytes, should they all be as long as they may be.
const BYTES: usize = 16 << 20;

#[cfg(test)]
mod tests;
