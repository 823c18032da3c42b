//! What a node says of the log, and may say otherwise in a moment: it counts once it has
//! stayed the same for a while.

use std::time::Duration;
use std::time::Instant;

use crate::moment::Moment;

/// What was said, and since when.
#[derive(Debug, Default)]
pub struct Settling {
    empty: Option<(String, Instant)>,
    short: Option<Instant>,
}

impl Settling {
    /// A log with nothing in it: whether it is the one. Where several servers make a log at
    /// once, nodes before 2.11 make it for one of them and then for another: some 30 ms later,
    /// half a second on a busy machine, it has another mark.
    pub fn is_made(&mut self, now: Moment, id: &str) -> bool {
        match &self.empty {
            Some((known, since)) if known == id => now.since(*since) >= MADE,
            Some(_) | None => {
                self.empty = Some((id.to_owned(), now.mono));
                false
            }
        }
    }

    /// A log that ends before what was read of it: whether that is its end. A node that has
    /// just come back may not have all yet.
    pub fn is_short(&mut self, now: Moment) -> bool {
        now.since(*self.short.get_or_insert(now.mono)) >= SHORT
    }

    /// It has what was read.
    pub fn is_whole(&mut self) {
        self.short = None;
    }
}

/// How long an empty log stays the same before it is the one.
const MADE: Duration = Duration::from_secs(2);

/// How long a log may end before what was read of it.
const SHORT: Duration = Duration::from_secs(10);
