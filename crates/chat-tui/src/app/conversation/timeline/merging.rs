//! What was said before takes its place among what is there: by its number, with the
//! rules between, and a row for what lies between and is not here.

use std::collections::BTreeSet;

use crate::app::conversation::entry::Entry;
use crate::app::conversation::entry::Kind;
use crate::app::conversation::timeline::log::Log;
use crate::app::conversation::timeline::log::STEP;

/// On which side of what is missing a page belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Above what is below it: one reads upwards.
    Up,
    /// Below what is above it: one reads downwards.
    Down,
    /// Somewhere between.
    Island,
    /// Below what was said just before it: one after another they are told.
    Replay,
}

impl Log {
    /// Where a message of this number belongs: before the first with a higher one, and
    /// before the rule of its day.
    pub fn place_of(&self, seq: u64) -> usize {
        let higher = |entry: &Entry| entry.seq() > seq;
        let Some(mut at) = self.entries.iter().position(higher) else {
            return self.entries.len();
        };
        while let Some(above) = at.checked_sub(1)
            && self
                .entries
                .get(above)
                .is_some_and(|entry| entry.kind.day().is_some())
        {
            at = above;
        }
        at
    }

    /// Where what is older than everything belongs.
    pub fn oldest_place(&self) -> usize {
        self.place_of(0)
    }

    /// Puts a page where it belongs; what is here already is not put there again.
    pub fn merge(&mut self, mut page: Vec<Entry>, side: Side) {
        self.lay_gaps(&[]);
        let new: BTreeSet<u64> = page.iter().map(Entry::seq).collect();
        let all = self.entries.iter().map(Entry::seq);
        let known: BTreeSet<u64> = all.filter(|seq| new.contains(seq)).collect();
        page.retain(|entry| !known.contains(&entry.seq()));
        let Some(first) = page.first() else {
            return;
        };
        let at = self.place_of_page(first);
        let page = self.ruled(page, at);
        let count = page.len();
        self.make_room(at, count);
        let keys = self.keys_for(at, count, side);
        for (n, mut entry) in page.into_iter().enumerate() {
            entry.key = keys + u64::try_from(n).unwrap_or(0);
            self.bytes += entry.weight();
            self.entries.insert(at + n, entry);
        }
        self.mend_day(at + count);
        self.rule_off_before();
        self.tie_page(&new);
    }

    /// What we said takes its place: at the end, or, where we learn of its fate late,
    /// among what was said after it; a page may have brought it already. Its key comes back.
    pub fn take_place(&mut self, entry: Entry) -> u64 {
        let (seq, kind) = (entry.seq(), entry.kind);
        let newest = self
            .entries
            .iter()
            .rev()
            .map(Entry::seq)
            .find(|seq| *seq > 0);
        if seq == 0 || newest.is_none_or(|newest| newest < seq) {
            self.push(entry);
            return self.keys;
        }
        self.merge(vec![entry], Side::Island);
        let at = self.index_of_seq(seq);
        let Some(it) = at.and_then(|at| self.entries.get_mut(at)) else {
            return self.keys;
        };
        it.kind = kind;
        let (key, refers) = (it.key, it.refers());
        if let Some((_, target)) = refers {
            self.tie(target);
        }
        key
    }

    /// Where the message of this number is.
    pub fn index_of_seq(&self, seq: u64) -> Option<usize> {
        let is_it = |entry: &Entry| entry.seq() == seq && !entry.kind.is_gap();
        self.entries.iter().position(is_it).filter(|_| seq > 0)
    }

    /// Lays a row for each stretch that is missing between what is here.
    pub fn lay_gaps(&mut self, gaps: &[(u64, u64)]) {
        let rows = if self.gaps.is_empty() {
            0
        } else {
            self.entries.len()
        };
        for at in (0..rows).rev() {
            if self
                .entries
                .get(at)
                .is_some_and(|entry| entry.kind.is_gap())
            {
                self.take_away(at);
            }
        }
        for (from, to) in gaps {
            let mut row = Entry::new(None, Kind::Gap(to - from + 1), "", "");
            row.set_seq(*from);
            self.put(self.place_of(*from), row);
        }
        self.gaps = gaps.to_vec();
    }

    /// The stretches that rows say are missing.
    pub fn gaps(&self) -> &[(u64, u64)] {
        &self.gaps
    }

    /// Says that nothing older is kept.
    pub fn say_start(&mut self) {
        let at = self.oldest_place();
        let above = at.checked_sub(1).and_then(|at| self.entries.get(at));
        let said = above.is_some_and(|entry| entry.kind == Kind::Start);
        if !said && self.has_numbers() {
            self.put(at, Entry::new(None, Kind::Start, "", ""));
        }
    }

    /// Nothing that is here belongs to a numbering any more.
    pub fn end_numbering(&mut self) {
        self.lay_gaps(&[]);
        for entry in &mut self.entries {
            entry.set_seq(0);
        }
    }

    /// Whether any of it has a number.
    pub fn has_numbers(&self) -> bool {
        self.entries.iter().rev().any(|entry| entry.seq() > 0)
    }

    /// The oldest number there is.
    pub fn first_seq(&self) -> Option<u64> {
        let mut all = self.entries.iter().map(Entry::seq);
        all.find(|seq| *seq > 0)
    }

    /// Forgets what is farthest from this entry, but the newest few: the oldest, or,
    /// where one reads among the oldest, what is just above the newest few. The numbers
    /// that are not here any more come back.
    pub fn forget_far_from(&mut self, index: usize, few: usize) -> Option<(u64, u64)> {
        let len = self.entries.len();
        if index < len / 2 && len > few * 2 && self.has_numbers() {
            let mut at = len - few - 1;
            while at > index
                && self
                    .entries
                    .get(at)
                    .is_some_and(|entry| entry.kind.is_gap())
            {
                at -= 1;
            }
            let seq = self.take_away(at).map_or(0, |entry| entry.seq());
            let mut newer = self.entries.range(at..).map(Entry::seq);
            let next = newer.find(|next| *next > seq);
            return (seq > 0).then(|| (seq, next.map_or(seq, |next| next - 1)));
        }
        let seq = self.take_away(0)?.seq();
        (seq > 0).then_some((0, seq))
    }

    /// A page with the rules that stand in it, and before it.
    fn ruled(&self, page: Vec<Entry>, at: usize) -> Vec<Entry> {
        let above = self.entries.range(..at).rev();
        let mut day = above
            .filter(|entry| entry.seq() > 0 || entry.kind.day().is_some())
            .find_map(|entry| entry.kind.day().or_else(|| self.day_of(entry)));
        let mut ruled = Vec::with_capacity(page.len() + 1);
        for entry in page {
            let this = self.day_of(&entry);
            if let (Some(before), Some(this)) = (day, this)
                && before != this
            {
                ruled.push(Entry::new(None, Kind::Day(this), "", ""));
            }
            day = this.or(day);
            ruled.push(entry);
        }
        ruled
    }

    /// The rule under what was put in: there where another day begins, and only there.
    fn mend_day(&mut self, at: usize) {
        let mut above = self.entries.range(..at).rev();
        let before = above.find_map(|entry| self.day_of(entry));
        let below = self.entries.range(at..);
        let found = below.enumerate().find_map(|(n, entry)| {
            let rule = entry.kind.day();
            Some((n, rule.is_some(), rule.or_else(|| self.day_of(entry))?))
        });
        match (before, found) {
            (Some(before), Some((n, true, day))) if before == day => {
                self.take_away(at + n);
            }
            (Some(before), Some((n, false, day))) if before != day => {
                self.put(at + n, Entry::new(None, Kind::Day(day), "", ""));
            }
            _ => {}
        }
    }

    /// One more, before the entry that stands there.
    pub(super) fn put(&mut self, at: usize, mut entry: Entry) {
        self.make_room(at, 1);
        entry.key = self.keys_for(at, 1, Side::Island);
        self.bytes += entry.weight();
        self.entries.insert(at, entry);
    }

    /// Takes one out.
    pub fn take_away(&mut self, at: usize) -> Option<Entry> {
        let entry = self.entries.remove(at)?;
        self.bytes -= entry.weight();
        Some(entry)
    }

    /// The keys before an entry and of it.
    fn keys_at(&self, at: usize) -> (u64, u64) {
        let key = |at: usize| self.entries.get(at).map(|entry| entry.key);
        let above = at.checked_sub(1).and_then(key).unwrap_or(0);
        (above, key(at).unwrap_or(self.keys))
    }

    /// The first of so many keys before an entry.
    fn keys_for(&self, at: usize, count: usize, side: Side) -> u64 {
        let (above, below) = self.keys_at(at);
        let count = u64::try_from(count).unwrap_or(0);
        let free = (below - above).saturating_sub(count + 1);
        match side {
            Side::Up => below - count,
            Side::Down => above + 1,
            // Much room stays above the first of them, for pages.
            Side::Replay if self.has_numbers() => above + 1 + REPLAYED.min(free / 2),
            Side::Island | Side::Replay => above + 1 + free / 2,
        }
    }

    /// Keys for so many more before an entry: at the end new ones, and where those between
    /// are used up, all of them anew, which is seldom: where one looks may move then.
    fn make_room(&mut self, at: usize, count: usize) {
        if at >= self.entries.len() {
            self.keys += STEP;
        }
        let (above, below) = self.keys_at(at);
        let needed = u64::try_from(count).unwrap_or(0) + 1;
        if below.saturating_sub(above) >= needed {
            return;
        }
        let (ruler, digest) = (self.ruler, self.digest.as_ref().map(|(key, _)| *key));
        let before = self.before;
        self.keys = 0;
        for entry in self.entries.iter_mut().chain(&mut self.pending) {
            self.keys += STEP;
            let old = std::mem::replace(&mut entry.key, self.keys);
            if Some(old) == ruler {
                self.ruler = Some(entry.key);
            }
            if Some(old) == before {
                self.before = Some(entry.key);
            }
            if let Some((key, _)) = self.digest.as_mut().filter(|_| Some(old) == digest) {
                *key = entry.key;
            }
        }
        self.keys += STEP;
    }
}

/// From one key to the next, where messages are told one after another.
const REPLAYED: u64 = 1 << 10;
