//! Which copies of which frames were seen: a few bits for each recent number.

use std::collections::BTreeMap;

use crate::link::policy::HELD;

/// Copies seen of the last numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// A bit for each copy, from the lowest for the first.
    seen: BTreeMap<u32, u32>,
}

impl Marks {
    /// Marks a copy as seen. Whether it is so for the first time.
    pub fn mark(&mut self, n: u32, copy: u16) -> bool {
        let bit = 1 << copy.saturating_sub(1).min(LAST_BIT);
        let seen = self.seen.entry(n).or_default();
        let fresh = *seen & bit == 0;
        *seen |= bit;
        fresh
    }

    /// The copies seen of a number.
    pub fn of(&self, n: u32) -> impl Iterator<Item = u16> {
        let seen = self.seen.get(&n).copied().unwrap_or_default();
        (0..=LAST_BIT)
            .filter(move |bit| seen & (1 << bit) != 0)
            .map(|bit| bit + 1)
    }

    /// Forgets what lies far below this number.
    pub fn forget_below(&mut self, n: u32) {
        let floor = n.saturating_sub(HELD);
        while self
            .seen
            .first_key_value()
            .is_some_and(|(old, _)| *old < floor)
        {
            self.seen.pop_first();
        }
    }
}

/// The last bit stands for its copy and every later one.
const LAST_BIT: u16 = 31;
