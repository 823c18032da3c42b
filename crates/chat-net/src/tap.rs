//! The one place where everything about bytes is noted.

use std::fmt;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::time::Instant;

use chat_proto::trace::entry::Flow;
use chat_proto::trace::event::Event;
use chat_proto::trace::recording::Kept;
use tokio::sync::Notify;

use crate::subscriber::Noted;
use crate::subscriber::Sink;
use crate::subscriber::Subscriber;

/// Clones are the same one. While nobody listens it is one look at a flag.
#[derive(Clone, Default)]
pub struct Tap {
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    /// Whether anybody listens.
    open: AtomicBool,
    /// Whether any of them wants texts masked.
    masks: AtomicBool,
    /// How often somebody began to listen: each of them is told who a flow is between.
    audience: AtomicU32,
    /// How often it was opened: what went by in between was not seen.
    openings: AtomicU32,
    /// Flows so far.
    flows: AtomicU32,
    /// Subscribers so far.
    ids: AtomicU64,
    subscribers: Mutex<Vec<Subscriber>>,
    /// Told of each that begins to listen.
    joined: Notify,
}

/// A place among the subscribers. They go by `Tap::leave`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place(u64);

impl Tap {
    /// Whether anybody listens.
    pub fn is_open(&self) -> bool {
        self.shared.open.load(Ordering::Relaxed)
    }

    /// Notes what concerns the whole program, if anybody listens.
    pub fn note(&self, now: Instant, event: impl FnOnce() -> Event) {
        if self.is_open() {
            self.put(now, None, event());
        }
    }

    /// The number of one more conversation.
    pub(crate) fn number(&self) -> Flow {
        Flow(self.shared.flows.fetch_add(1, Ordering::Relaxed) + 1)
    }

    /// Waits until somebody begins to listen.
    pub async fn joined(&self) {
        self.shared.joined.notified().await;
    }

    /// How often somebody began to listen.
    pub fn audience(&self) -> u32 {
        self.shared.audience.load(Ordering::Relaxed)
    }

    /// How often it was opened.
    pub(crate) fn openings(&self) -> u32 {
        self.shared.openings.load(Ordering::Relaxed)
    }

    /// Whether somebody wants texts masked.
    pub(crate) fn masks(&self) -> bool {
        self.shared.masks.load(Ordering::Relaxed)
    }

    /// One more subscriber, from this moment on.
    pub(crate) fn join(&self, now: Instant, kept: Kept, sink: Box<dyn Sink>) -> Place {
        let id = self.shared.ids.fetch_add(1, Ordering::Relaxed);
        let mut subscribers = self.subscribers();
        if subscribers.is_empty() {
            self.shared.openings.fetch_add(1, Ordering::Relaxed);
        }
        self.shared.audience.fetch_add(1, Ordering::Relaxed);
        subscribers.push(Subscriber::new(id, now, kept, sink));
        self.on_change(&subscribers);
        self.shared.joined.notify_one();
        Place(id)
    }

    /// One less.
    pub(crate) fn leave(&self, Place(id): Place) {
        let mut subscribers = self.subscribers();
        subscribers.retain(|subscriber| subscriber.id != id);
        self.on_change(&subscribers);
    }

    /// Gives an event to all who listen.
    pub(crate) fn put(&self, now: Instant, flow: Option<Flow>, event: Event) {
        self.put_noted(now, flow, &event.into());
    }

    /// The same, of an event with contents.
    pub(crate) fn put_noted(&self, now: Instant, flow: Option<Flow>, noted: &Noted) {
        let mut subscribers = self.subscribers();
        let before = subscribers.len();
        subscribers.retain_mut(|subscriber| subscriber.take(now, flow, noted));
        if subscribers.len() < before {
            self.on_change(&subscribers);
        }
    }

    fn on_change(&self, subscribers: &[Subscriber]) {
        let masks = subscribers.iter().any(Subscriber::wants_masked);
        self.shared.masks.store(masks, Ordering::Relaxed);
        let open = !subscribers.is_empty();
        self.shared.open.store(open, Ordering::Relaxed);
    }

    fn subscribers(&self) -> MutexGuard<'_, Vec<Subscriber>> {
        let locked = self.shared.subscribers.lock();
        locked.unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Tap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tap")
            .field("open", &self.is_open())
            .finish_non_exhaustive()
    }
}
