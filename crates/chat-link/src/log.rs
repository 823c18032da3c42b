//! The trace of one link, where it is wanted.

use std::collections::VecDeque;

use chat_proto::trace::event::Event;

/// Events until they are taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    kept: bool,
    events: VecDeque<Event>,
}

impl Log {
    /// Empty. Whether anything will be kept at all.
    pub fn new(kept: bool) -> Self {
        let events = VecDeque::new();
        Self { kept, events }
    }

    /// Whether anything is kept from now on; what was kept before is still there.
    pub fn keep(&mut self, kept: bool) {
        self.kept = kept;
    }

    /// Whether anything is.
    pub fn is_kept(&self) -> bool {
        self.kept
    }

    /// One more.
    pub fn note(&mut self, event: impl FnOnce() -> Event) {
        if self.kept && self.events.len() < MOST {
            self.events.push_back(event());
        }
    }

    /// The oldest, taken out.
    pub fn next(&mut self) -> Option<Event> {
        self.events.pop_front()
    }
}

/// More than one datagram can cause.
const MOST: usize = 1024;
