//! One conversation, as the tap numbers it.

use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering;
use std::time::Instant;

use chat_proto::trace::entry;
use chat_proto::trace::event::Event;
use chat_proto::trace::recording::FlowNamed;

use crate::subscriber::Noted;
use crate::tap::Tap;

/// A conversation. Who it is between is said before its first event, to everybody who
/// listens.
#[derive(Debug)]
pub struct Flow {
    tap: Tap,
    id: entry::Flow,
    /// The audience that knows who it is between.
    named_for: AtomicU32,
}

impl Flow {
    /// One more.
    pub fn new(tap: &Tap) -> Self {
        Self {
            id: tap.number(),
            tap: tap.clone(),
            named_for: AtomicU32::new(0),
        }
    }

    /// The tap that it is noted at.
    pub fn tap(&self) -> &Tap {
        &self.tap
    }

    /// Notes an event, if anybody listens.
    pub fn note(
        &self,
        now: Instant,
        ends: impl FnOnce() -> FlowNamed,
        event: impl FnOnce() -> Event,
    ) {
        if self.tap.is_open() {
            self.put(now, ends, &event().into());
        }
    }

    /// The same, of an event that is there already.
    pub(crate) fn put(&self, now: Instant, ends: impl FnOnce() -> FlowNamed, noted: &Noted) {
        let audience = self.tap.audience();
        if self.named_for.swap(audience, Ordering::Relaxed) != audience {
            let named = Event::Flow(Box::new(ends()));
            self.tap.put(now, Some(self.id), named);
        }
        self.tap.put_noted(now, Some(self.id), noted);
    }
}
