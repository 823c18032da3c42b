//! The flight recorder: the newest events on the wire, kept for whoever opens the window
//! after a surprise. While nobody looks it wakes nobody.

use std::sync::Arc;

use chat_net::ring::RECORDER;
use chat_net::ring::Ring;
use chat_net::ring::WATCHED;
use chat_net::ring::Watcher;
use chat_net::tap::Tap;
use tokio::sync::Notify;

use crate::app::event::Event;
use crate::app::settings::WireKept;
use crate::app::wire::shown::Noted;
use crate::clock;

/// What was noted lately.
pub(crate) struct Recorder {
    /// Nothing where nobody wants it.
    ring: Option<Ring>,
    /// Whether somebody looks.
    looks: bool,
    /// Where the next look goes on.
    seen: u64,
    /// Told of each event while somebody looks.
    came: Arc<Notify>,
}

impl Recorder {
    /// Begins, where it is wanted.
    pub(crate) fn new(tap: &Tap, kept: WireKept) -> Self {
        let ring = match kept {
            WireKept::Newest => Some(tap.ring(clock::now().mono, RECORDER)),
            WireKept::Nothing => None,
        };
        Self {
            ring,
            looks: false,
            seen: 0,
            came: Arc::new(Notify::new()),
        }
    }

    /// Somebody looks from now on, and is told all that is kept; or nobody looks.
    pub(crate) fn watch(&mut self, looks: bool) -> Vec<Event> {
        let Some(ring) = &self.ring else {
            return Vec::new();
        };
        self.looks = looks;
        self.seen = 0;
        if !looks {
            ring.watch(RECORDER, None);
            return Vec::new();
        }
        let came = Arc::clone(&self.came);
        ring.watch(WATCHED, Some(Watcher::new(move || came.notify_one())));
        // Also where that is nothing: then this is known.
        let all = self.since().unwrap_or_default();
        vec![Event::Noted(all)]
    }

    /// What has come since the last look of whoever looks; nothing where that is nothing.
    pub(crate) fn look(&mut self) -> Vec<Event> {
        let noted = if self.looks { self.since() } else { None };
        noted.map(Event::Noted).into_iter().collect()
    }

    fn since(&mut self) -> Option<Noted> {
        let looked = self.ring.as_ref()?.since(self.seen);
        self.seen = looked.next;
        (looked.missed > 0 || !looked.entries.is_empty()).then_some(Noted {
            missed: looked.missed,
            entries: looked.entries,
        })
    }

    /// Waits until something comes, while somebody looks.
    pub(crate) async fn came(&self) {
        self.came.notified().await;
    }
}
