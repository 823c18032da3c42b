//! What the server inside this program tells, while somebody looks and at no other time:
//! put into one order with what the program tells itself.

use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;

use chat_net::ring::Capacity;
use chat_net::ring::Ring;
use chat_net::ring::Watcher;
use chat_net::tap::Tap;
use chat_proto::trace::entry::Entry;
use chat_proto::trace::recording::Kept;
use chat_wire::together::Teller;
use chat_wire::together::Together;
use tokio::sync::Notify;

use crate::app::wire::shown::Noted;
use crate::clock;

/// A server inside this program, as its window sees it.
#[derive(Clone, Debug)]
pub(crate) struct House {
    /// Where the server notes everything.
    tap: Tap,
    /// What is seen of texts.
    kept: Kept,
    /// Whether its newest events are kept also while nobody looks.
    pub(in crate::recorder) always: bool,
}

/// The same, while its events are kept.
#[derive(Debug)]
pub(in crate::recorder) struct Looked {
    ring: Ring,
    /// How much later than the program's own its clock began.
    later: Duration,
    /// Where the next look goes on.
    seen: u64,
    /// Whether nothing was told so far.
    is_new: bool,
    together: Together,
}

impl House {
    /// Nothing is noted for it while nobody looks.
    pub(crate) fn closed(tap: &Tap, kept: Kept) -> Self {
        Self {
            tap: tap.clone(),
            kept,
            always: false,
        }
    }

    /// Its newest events are kept from the beginning.
    pub(crate) fn open(tap: &Tap, kept: Kept) -> Self {
        Self {
            always: true,
            ..Self::closed(tap, kept)
        }
    }

    /// Keeps its newest events from now on.
    pub(in crate::recorder) fn keep(&self, began: Instant) -> Looked {
        let now = clock::now().mono;
        let ring = self.tap.ring_keeping(now, HOUSE, self.kept);
        Looked {
            ring,
            later: now.saturating_duration_since(began),
            seen: 0,
            is_new: true,
            together: Together::default(),
        }
    }
}

impl Looked {
    /// Somebody looks from now on, who is told all that is kept.
    pub(in crate::recorder) fn watch(&mut self, came: &Arc<Notify>) {
        let came = Arc::clone(came);
        let watcher = Watcher::new(move || came.notify_one());
        self.ring.watch(HOUSE, Some(watcher));
        (self.seen, self.is_new) = (0, true);
        self.together = Together::default();
    }

    /// All that is kept of what the server told, by the program's own clock.
    pub(in crate::recorder) fn all(&self) -> Vec<Entry> {
        let kept = self.ring.since(0).entries.into_iter();
        kept.map(|entry| self.on_own_clock(entry)).collect()
    }

    fn on_own_clock(&self, entry: Entry) -> Entry {
        let at = entry.at + self.later;
        Entry { at, ..entry }
    }

    /// Nobody looks any more.
    pub(in crate::recorder) fn leave(&mut self) {
        self.ring.watch(HOUSE, None);
        self.together = Together::default();
    }

    /// What the program told itself, and what the server did, as far as both have told
    /// everything; `until` is a moment before any of it was asked for.
    pub(in crate::recorder) fn with(
        &mut self,
        own: (u64, Vec<Entry>),
        until: Duration,
    ) -> Option<Noted> {
        let looked = self.ring.since(self.seen);
        // When it begins, nothing that the server tells is older.
        let settled = if self.is_new { Duration::ZERO } else { SETTLED };
        (self.seen, self.is_new) = (looked.next, false);
        let hosted = looked.entries.into_iter();
        let hosted: Vec<_> = hosted.map(|entry| self.on_own_clock(entry)).collect();
        let (missed, own) = own;
        self.together.tell(Teller::Own, own);
        self.together.tell(Teller::Hosted, hosted);
        let missed = missed + looked.missed;
        let entries = self.together.until(until.saturating_sub(settled));
        (missed > 0 || !entries.is_empty()).then_some(Noted { missed, entries })
    }

    /// When what waits has its turn, on the program's own clock.
    pub(in crate::recorder) fn due(&self) -> Option<Duration> {
        self.together.oldest().map(|at| at + SETTLED)
    }
}

/// Whatever happened is noted by then: a turn notes at its end what was at its beginning.
const SETTLED: Duration = Duration::from_millis(15);

/// What the server's events may take: a class of thirty for some seconds.
const HOUSE: Capacity = Capacity {
    entries: 8 * 1024,
    contents: 2 * 1024 * 1024,
};

#[cfg(test)]
mod tests {
    use chat_proto::trace::event::Event as Woken;

    use super::*;
    use crate::app::event::Event;
    use crate::app::settings::WireKept;
    use crate::recorder::Recorder;

    fn by(events: &[Event]) -> Vec<Teller> {
        let mut all = Vec::new();
        for event in events {
            if let Event::Noted(noted) = event {
                all.extend(noted.entries.iter().map(|told| told.by));
            }
        }
        all
    }

    #[tokio::test]
    async fn the_server_notes_while_somebody_looks_and_at_no_other_time() {
        let (own, server) = (Tap::default(), Tap::default());
        let house = House::closed(&server, Kept::Masked);
        let mut recorder = Recorder::new(&own, WireKept::Newest).hosting(Some(house));
        let now = || clock::now().mono;
        own.note(now(), || Woken::Cookie);
        assert!(!server.is_open());
        assert_eq!(by(&recorder.watch(true)), [Teller::Own]);
        assert!(server.is_open());
        server.note(now(), || Woken::Open);
        own.note(now(), || Woken::Cookie);
        // What was noted has its turn a moment later, and wakes whoever looks for that.
        let mut told = Vec::new();
        while told.len() < 2 {
            recorder.came().await;
            told.extend(by(&recorder.look()));
        }
        assert_eq!(told, [Teller::Hosted, Teller::Own]);
        // All of it anew, as after a change of the mask.
        assert_eq!(by(&recorder.watch(true)).len(), 3);
        assert!(recorder.watch(false).is_empty());
        assert!(!server.is_open());
    }

    #[test]
    fn what_passed_before_is_there_where_nobody_is_harmed() {
        let (own, server) = (Tap::default(), Tap::default());
        let house = House::open(&server, Kept::Yes);
        let mut recorder = Recorder::new(&own, WireKept::Newest).hosting(Some(house));
        server.note(clock::now().mono, || Woken::Open);
        for _ in 0..2 {
            assert_eq!(by(&recorder.watch(true)), [Teller::Hosted]);
            assert!(recorder.watch(false).is_empty());
        }
    }
}
