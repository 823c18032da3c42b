//! The rows themselves, by their numbers: the oldest may be gone, and no other number
//! changes by that.

use std::collections::VecDeque;
use std::collections::vec_deque;

use crate::marks::Mark;
use crate::rows::row::Row;

/// How many there are of what went wrong: kept, since going through thousands of rows for
/// every frame would cost more than the frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Known to be lost.
    pub lost: usize,
    /// Of unknown fate.
    pub unknown: usize,
    /// Duplicates.
    pub duplicates: usize,
    /// Refused.
    pub refused: usize,
    /// Frames that leave for a second time or a later one.
    pub again: usize,
}

impl Tally {
    fn of(row: &Row) -> Self {
        let is = |mark: Mark| usize::from(row.mark == mark);
        Self {
            lost: is(Mark::Lost),
            unknown: is(Mark::Presumed),
            duplicates: is(Mark::Duplicate),
            refused: is(Mark::Refused),
            again: usize::from(row.is_again()),
        }
    }

    fn with(self, other: Self, count: impl Fn(usize, usize) -> usize) -> Self {
        Self {
            lost: count(self.lost, other.lost),
            unknown: count(self.unknown, other.unknown),
            duplicates: count(self.duplicates, other.duplicates),
            refused: count(self.refused, other.refused),
            again: count(self.again, other.again),
        }
    }
}

/// Rows, numbered from the first that there ever was.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    /// The number of the oldest that is kept.
    first: usize,
    kept: VecDeque<Row>,
    tally: Tally,
}

impl Rows {
    /// The row of this number, if it is kept.
    pub fn get(&self, at: usize) -> Option<&Row> {
        self.kept.get(at.checked_sub(self.first)?)
    }

    /// All that are kept, oldest first.
    pub fn iter(&self) -> vec_deque::Iter<'_, Row> {
        self.kept.iter()
    }

    /// The same with their numbers.
    pub fn numbered(&self) -> impl DoubleEndedIterator<Item = (usize, &Row)> + ExactSizeIterator {
        let first = self.first;
        let rows = self.kept.iter().enumerate();
        rows.map(move |(at, row)| (first + at, row))
    }

    /// The number of the oldest that is kept.
    pub fn first(&self) -> usize {
        self.first
    }

    /// The number that the next one will have.
    pub fn next(&self) -> usize {
        self.first + self.kept.len()
    }

    /// How many are kept.
    pub fn len(&self) -> usize {
        self.kept.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// How many of them went wrong.
    pub fn tally(&self) -> Tally {
        self.tally
    }

    /// Changes the row of this number, if it is kept.
    pub(in crate::rows) fn change(&mut self, at: usize, change: impl FnOnce(&mut Row)) {
        let at = at.checked_sub(self.first);
        if let Some(row) = at.and_then(|at| self.kept.get_mut(at)) {
            let before = Tally::of(row);
            change(row);
            let without = self.tally.with(before, usize::saturating_sub);
            self.tally = without.with(Tally::of(row), usize::saturating_add);
        }
    }

    pub(in crate::rows) fn push(&mut self, row: Row) {
        self.tally = self.tally.with(Tally::of(&row), usize::saturating_add);
        self.kept.push_back(row);
    }

    /// Forgets the oldest, so that at most so many stay.
    pub(in crate::rows) fn keep(&mut self, most: usize) {
        let gone = self.kept.len().saturating_sub(most);
        for row in self.kept.drain(..gone) {
            self.tally = self.tally.with(Tally::of(&row), usize::saturating_sub);
        }
        self.first += gone;
    }
}

impl std::ops::Index<usize> for Rows {
    type Output = Row;

    fn index(&self, at: usize) -> &Row {
        &self.kept[at - self.first]
    }
}

impl<'a> IntoIterator for &'a Rows {
    type Item = &'a Row;
    type IntoIter = vec_deque::Iter<'a, Row>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
