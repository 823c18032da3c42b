//! Frames under way, in the order of their numbers: a short queue with holes
//! where frames were confirmed before those in front of them.

use std::collections::VecDeque;
use std::time::Instant;

use crate::stock::Span;

/// Frames under way. The first place is never empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flights {
    /// The number of the first.
    first: u32,
    places: VecDeque<Option<Flight>>,
    count: u32,
}

/// A frame under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flight {
    /// The frame.
    pub frame: Span,
    /// When the first copy left.
    pub first: Instant,
    /// When each further one left: about as many as `Policy::tries`, and one more each
    /// two seconds at most for as long as patience lasts.
    pub again: Vec<Instant>,
    /// The turn of the last of them.
    pub turn: u64,
    /// When the next one leaves.
    pub due: Instant,
}

impl Flight {
    /// How many copies have left.
    pub fn copies(&self) -> usize {
        1 + self.again.len()
    }

    /// When this copy left.
    pub fn left_at(&self, copy: u16) -> Option<Instant> {
        match copy {
            0 => None,
            1 => Some(self.first),
            _ => self.again.get(usize::from(copy) - 2).copied(),
        }
    }

    /// When the last copy left.
    pub fn last(&self) -> Instant {
        self.again.last().copied().unwrap_or(self.first)
    }
}

impl Flights {
    /// How many there are.
    pub fn len(&self) -> u32 {
        self.count
    }

    /// From the first of them to this number, both counted.
    pub fn span_to(&self, n: u32) -> u32 {
        if self.places.is_empty() {
            return 0;
        }
        (n + 1).saturating_sub(self.first)
    }

    /// The one that has been under way for the longest time.
    pub fn oldest(&self) -> Option<&Flight> {
        self.places.front()?.as_ref()
    }

    /// The one with this number.
    pub fn get_mut(&mut self, n: u32) -> Option<&mut Flight> {
        let at = n.checked_sub(self.first)?;
        self.places.get_mut(at as usize)?.as_mut()
    }

    /// Adds one behind all others, under the next number.
    pub fn push(&mut self, n: u32, flight: Flight) {
        if self.places.is_empty() {
            self.first = n;
        }
        self.places.push_back(Some(flight));
        self.count += 1;
    }

    /// Takes one out.
    pub fn remove(&mut self, n: u32) -> Option<Flight> {
        let at = n.checked_sub(self.first)?;
        let flight = self.places.get_mut(at as usize)?.take()?;
        self.count -= 1;
        while let Some(None) = self.places.front() {
            self.places.pop_front();
            self.first += 1;
        }
        Some(flight)
    }

    /// Takes out the first of them if its number is no higher than this.
    pub fn pop_up_to(&mut self, n: u32) -> Option<(u32, Flight)> {
        let first = self.first;
        (first <= n)
            .then(|| self.remove(first))
            .flatten()
            .map(|flight| (first, flight))
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &Flight)> {
        let numbered = (self.first..).zip(&self.places);
        numbered.filter_map(|(n, place)| Some((n, place.as_ref()?)))
    }

    /// All of them, to be changed.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Flight> {
        self.places.iter_mut().flatten()
    }
}
