//! The nodes that keep the log: how many, and what they can be trusted with.

/// What the engine is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Nodes {
    /// How many there are, as far as is known.
    pub count: usize,
    /// They are older than they should be.
    pub is_old: bool,
}

impl Nodes {
    /// On how many of them a log is kept: one of three may die, and nothing is lost or stands
    /// still.
    pub fn replicas(self) -> usize {
        if self.count >= REPLICAS { REPLICAS } else { 1 }
    }

    /// Where several servers make a log at once, old ones may make one and then another.
    pub fn make_twice(self) -> bool {
        self.count > 1 && self.is_old
    }
}

const REPLICAS: usize = 3;
