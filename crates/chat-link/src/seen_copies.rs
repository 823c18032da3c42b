//! Which transmissions of which frames were seen: a few bits for each recent number.

use std::collections::VecDeque;

use crate::policy::RECEIVE_WINDOW;

/// The transmissions seen of the last numbers. At most [`SPAN`] of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeenCopies {
    /// The number of the first entry.
    first: u32,
    /// A bit for each copy, from the lowest for the first.
    seen: VecDeque<u32>,
}

impl SeenCopies {
    /// Marks a copy as seen. Whether it is so for the first time.
    pub fn mark(&mut self, n: u32, copy: u16) -> bool {
        let bit = 1 << copy.saturating_sub(1).min(LAST_BIT);
        let Some(seen) = self.entry(n) else {
            return false;
        };
        let fresh = *seen & bit == 0;
        *seen |= bit;
        fresh
    }

    /// Whether any copy but the first was seen of a number.
    pub fn has_later(&self, n: u32) -> bool {
        self.bits(n) & !1 != 0
    }

    /// The copies seen of a number.
    pub fn of(&self, n: u32) -> impl Iterator<Item = u16> {
        let seen = self.bits(n);
        (0..=LAST_BIT)
            .filter(move |bit| seen & (1 << bit) != 0)
            .map(|bit| bit + 1)
    }

    /// Forgets what lies far below this number.
    pub fn forget_below(&mut self, n: u32) {
        let floor = n.saturating_sub(RECEIVE_WINDOW);
        while self.first < floor && self.seen.pop_front().is_some() {
            self.first += 1;
        }
    }

    fn bits(&self, n: u32) -> u32 {
        let at = n.checked_sub(self.first);
        let seen = at.and_then(|at| self.seen.get(at as usize));
        seen.copied().unwrap_or_default()
    }

    /// The bits of a number, unless it lies too far below the others.
    fn entry(&mut self, n: u32) -> Option<&mut u32> {
        if self.seen.is_empty() || n >= self.first.saturating_add(2 * SPAN) {
            self.seen.clear();
            self.first = n;
        }
        while n < self.first {
            if self.seen.len() >= SPAN as usize {
                return None;
            }
            self.seen.push_front(0);
            self.first -= 1;
        }
        let at = (n - self.first) as usize;
        while self.seen.len() <= at {
            self.seen.push_back(0);
        }
        while self.seen.len() > SPAN as usize {
            self.seen.pop_front();
            self.first += 1;
        }
        self.seen.get_mut((n - self.first) as usize)
    }
}

/// The last bit stands for its copy and every later one.
const LAST_BIT: u16 = 31;

/// Below the first missing number as many as above it.
const SPAN: u32 = 2 * RECEIVE_WINDOW + 1;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_news_once() {
        let mut seen_copies = SeenCopies::default();
        assert!(seen_copies.mark(7, 1) && seen_copies.mark(7, 3) && seen_copies.mark(5, 1));
        assert!(!seen_copies.mark(7, 1) && !seen_copies.mark(7, 3) && !seen_copies.mark(5, 1));
        assert_eq!(seen_copies.of(7).collect::<Vec<_>>(), [1, 3]);
        assert!(seen_copies.has_later(7) && !seen_copies.has_later(5) && !seen_copies.has_later(6));
    }

    #[test]
    fn whatever_is_marked_only_so_many_numbers_are_kept() {
        let mut seen_copies = SeenCopies::default();
        for n in [1, u32::MAX, 1, 500, 501, 700, 400, 350, 0] {
            seen_copies.mark(n, u16::MAX);
            assert!(seen_copies.seen.len() <= SPAN as usize);
        }
        let mut seen_copies = SeenCopies::default();
        seen_copies.mark(501, 1);
        seen_copies.forget_below(501 + RECEIVE_WINDOW);
        assert_eq!(seen_copies.of(501).count(), 1);
        seen_copies.forget_below(502 + RECEIVE_WINDOW);
        assert!(seen_copies.seen.is_empty());
    }
}
