//! What the last frames tell of the path: whether it loses any, and whether they
//! overtake each other on it.

use crate::policy::CAREFUL;
use crate::policy::ROUGH;

/// What is known of the path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Path {
    /// So many more frames are thought to be on a path that loses some.
    rough: u32,
    /// So many more have to come through in order before it is thought steady.
    unproved: u32,
}

impl Default for Path {
    /// Nothing is known: it may be good, and the first burst will tell.
    fn default() -> Self {
        Self {
            rough: 0,
            unproved: CAREFUL.burst,
        }
    }
}

impl Path {
    /// Whether frames have got lost lately.
    pub fn is_rough(self) -> bool {
        self.rough > 0
    }

    /// Whether all frames have come through lately, and in order: what leaves
    /// together arrives together.
    pub fn is_steady(self) -> bool {
        self.unproved == 0
    }

    /// A frame was confirmed, after one copy of it or more.
    pub fn confirmed(&mut self, copies: usize) {
        if copies > 1 {
            self.rough = ROUGH;
            self.unproved = ROUGH;
        } else {
            self.rough = self.rough.saturating_sub(1);
            self.unproved = self.unproved.saturating_sub(1);
        }
    }

    /// A frame arrived before one that had left earlier.
    pub fn overtaken(&mut self) {
        self.unproved = ROUGH;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_steady_once_enough_came_in_order_at_the_first_try() {
        let mut path = Path::default();
        (1..CAREFUL.burst).for_each(|_| path.confirmed(1));
        assert!(!path.is_steady() && !path.is_rough());
        path.confirmed(1);
        assert!(path.is_steady());
        path.overtaken();
        (1..ROUGH).for_each(|_| path.confirmed(1));
        assert!(!path.is_steady() && !path.is_rough());
        path.confirmed(1);
        assert!(path.is_steady());
    }

    #[test]
    fn one_copy_too_many_makes_a_path_rough_for_a_while() {
        let mut path = Path::default();
        (0..ROUGH).for_each(|_| path.confirmed(1));
        path.confirmed(2);
        for _ in 0..ROUGH {
            assert!(path.is_rough() && !path.is_steady());
            path.confirmed(1);
        }
        assert!(path.is_steady() && !path.is_rough());
    }
}
