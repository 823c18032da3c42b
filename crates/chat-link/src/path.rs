//! What the last frames say about the path: whether it loses datagrams, and
//! whether it reorders them.

use crate::policy::CAUTIOUS;
use crate::policy::PROBATION;

/// What is known about the path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Path {
    /// So many more frames have to be acknowledged at their first transmission before
    /// the path counts as free of loss.
    lossy_for: u32,
    /// So many more, in order, before it counts as clean.
    until_clean: u32,
}

impl Default for Path {
    /// Nothing is known: it may be clean, and the first burst will show it.
    fn default() -> Self {
        Self {
            lossy_for: 0,
            until_clean: CAUTIOUS.burst,
        }
    }
}

impl Path {
    /// Whether there was loss lately.
    pub fn is_lossy(self) -> bool {
        self.lossy_for > 0
    }

    /// Whether there was neither loss nor reordering lately: what is sent together
    /// arrives together.
    pub fn is_clean(self) -> bool {
        self.until_clean == 0
    }

    /// A frame was acknowledged, after so many transmissions.
    pub fn on_acked(&mut self, copies: usize) {
        if copies > 1 {
            self.lossy_for = PROBATION;
            self.until_clean = PROBATION;
        } else {
            self.lossy_for = self.lossy_for.saturating_sub(1);
            self.until_clean = self.until_clean.saturating_sub(1);
        }
    }

    /// A frame arrived before one that had been sent earlier.
    pub fn on_reordered(&mut self) {
        self.until_clean = PROBATION;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_steady_once_enough_came_in_order_at_the_first_try() {
        let mut path = Path::default();
        (1..CAUTIOUS.burst).for_each(|_| path.on_acked(1));
        assert!(!path.is_clean() && !path.is_lossy());
        path.on_acked(1);
        assert!(path.is_clean());
        path.on_reordered();
        (1..PROBATION).for_each(|_| path.on_acked(1));
        assert!(!path.is_clean() && !path.is_lossy());
        path.on_acked(1);
        assert!(path.is_clean());
    }

    #[test]
    fn one_copy_too_many_makes_a_path_rough_for_a_while() {
        let mut path = Path::default();
        (0..PROBATION).for_each(|_| path.on_acked(1));
        path.on_acked(2);
        for _ in 0..PROBATION {
            assert!(path.is_lossy() && !path.is_clean());
            path.on_acked(1);
        }
        assert!(path.is_clean() && !path.is_lossy());
    }
}
