//! The rows themselves, by their numbers: the oldest may be gone, and no other number
//! changes by that.

use std::collections::VecDeque;
use std::collections::vec_deque;

use crate::rows::row::Row;

/// Rows, numbered from the first that there ever was.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    /// The number of the oldest that is kept.
    first: usize,
    kept: VecDeque<Row>,
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

    pub(in crate::rows) fn get_mut(&mut self, at: usize) -> Option<&mut Row> {
        self.kept.get_mut(at.checked_sub(self.first)?)
    }

    pub(in crate::rows) fn push(&mut self, row: Row) {
        self.kept.push_back(row);
    }

    /// Forgets the oldest, so that at most so many stay.
    pub(in crate::rows) fn keep(&mut self, most: usize) {
        let gone = self.kept.len().saturating_sub(most);
        self.kept.drain(..gone);
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
