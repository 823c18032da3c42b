//! What was said while one was away, as far as it has been fetched.

/// What is fetched after a new connection: between two numbers that do not count.
#[derive(Clone, Copy, Debug)]
pub struct Missed {
    /// What is below it is here.
    pub above: u64,
    /// What is above it is here.
    pub below: u64,
    /// How many of them have come.
    pub count: u64,
}

impl Missed {
    /// So many have come; nothing more is asked where an answer brings nothing on.
    pub fn note(&mut self, count: usize, is_stuck: bool) {
        self.count += u64::try_from(count).unwrap_or(0);
        self.above = if is_stuck { self.below } else { self.above };
    }
}
