//! The newest events, in memory: what a window looks at that is opened after the
//! surprise.

use std::collections::BTreeMap;
use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::time::Instant;

use chat_proto::trace::entry::Entry;
use chat_proto::trace::entry::Flow;
use chat_proto::trace::event::Event;
use chat_proto::trace::recording::Kept;

use crate::subscriber::Sink;
use crate::subscriber::contents_of;
use crate::subscriber::strip;
use crate::tap::Place;
use crate::tap::Tap;

/// How much is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capacity {
    /// Events.
    pub entries: usize,
    /// Bytes of their contents: the oldest lose theirs first.
    pub contents: usize,
}

/// A flight recorder.
pub const RECORDER: Capacity = Capacity {
    entries: 4096,
    contents: 256 * 1024,
};

/// While somebody looks.
pub const WATCHED: Capacity = Capacity {
    entries: 16 * 1024,
    contents: 8 * 1024 * 1024,
};

/// The newest events. Dropped, it listens no more.
#[derive(Debug)]
pub struct Ring {
    tap: Tap,
    place: Place,
    inside: Arc<Mutex<Inside>>,
}

/// What has come since somebody looked last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Looked {
    /// How many events were forgotten meanwhile: older than all of these.
    pub missed: u64,
    /// The events, oldest first. Those that say who a flow is between are never missed.
    pub entries: Vec<Entry>,
    /// Where the next look goes on.
    pub next: u64,
}

/// Who is told that something came.
pub struct Watcher(Box<dyn Fn() + Send>);

struct Inside {
    capacity: Capacity,
    /// Each with its number among all that ever came; the naming of a flow has that of
    /// the event that it is said for.
    entries: VecDeque<(u64, Entry)>,
    /// How many came.
    count: u64,
    /// How many of the oldest are gone.
    forgotten: u64,
    /// Bytes of contents that are kept.
    contents: usize,
    /// How many of the oldest have lost theirs.
    stripped: usize,
    /// Who the flows are between whose saying so was forgotten.
    named: BTreeMap<Flow, (u64, Entry)>,
    watcher: Option<Watcher>,
}

impl Tap {
    /// Keeps the newest events from this moment on.
    pub fn ring(&self, now: Instant, capacity: Capacity) -> Ring {
        self.ring_keeping(now, capacity, Kept::Yes)
    }

    /// The same, with this of their contents.
    pub fn ring_keeping(&self, now: Instant, capacity: Capacity, kept: Kept) -> Ring {
        let inside = Arc::new(Mutex::new(Inside {
            capacity,
            entries: VecDeque::new(),
            count: 0,
            forgotten: 0,
            contents: 0,
            stripped: 0,
            named: BTreeMap::new(),
            watcher: None,
        }));
        let sink = Box::new(Arc::clone(&inside));
        Ring {
            place: self.join(now, kept, sink),
            tap: self.clone(),
            inside,
        }
    }
}

impl Ring {
    /// What has come since a look that said where the next one goes on; all that is
    /// kept, where it is the first (0). Nothing is forgotten by that.
    pub fn since(&self, seen: u64) -> Looked {
        let inside = lock(&self.inside);
        let named = inside.named.values().filter(|(number, _)| *number >= seen);
        // Whoever notes something waits meanwhile: what was seen is not looked at.
        let first = inside.entries.partition_point(|(number, _)| *number < seen);
        let new = named.chain(inside.entries.range(first..));
        Looked {
            missed: inside.forgotten.saturating_sub(seen),
            entries: new.map(|(_, entry)| entry.clone()).collect(),
            next: inside.count,
        }
    }

    /// Keeps more from now on, or less, and tells somebody of each event, or nobody.
    pub fn watch(&self, capacity: Capacity, watcher: Option<Watcher>) {
        let mut inside = lock(&self.inside);
        inside.capacity = capacity;
        inside.watcher = watcher;
        inside.make_room();
    }
}

impl Drop for Ring {
    fn drop(&mut self) {
        self.tap.leave(self.place);
    }
}

impl Watcher {
    /// Calls this, which must not wait and must not look into the ring.
    pub fn new(tell: impl Fn() + Send + 'static) -> Self {
        Self(Box::new(tell))
    }
}

impl Sink for Arc<Mutex<Inside>> {
    fn take(&mut self, entry: Entry) -> bool {
        let mut inside = lock(self);
        let number = inside.count;
        // Whoever is told draws: of that nobody is told, or it would never end.
        let tells = !matches!(entry.event, Event::Woke(_) | Event::Drawn(_));
        inside.count += u64::from(!is_naming(&entry));
        inside.contents += contents_of(&entry.event);
        inside.entries.push_back((number, entry));
        inside.make_room();
        if let Some(Watcher(tell)) = inside.watcher.as_ref().filter(|_| tells) {
            tell();
        }
        true
    }
}

impl Inside {
    fn make_room(&mut self) {
        while self.entries.len() > self.capacity.entries {
            let Some((number, oldest)) = self.entries.pop_front() else {
                return;
            };
            self.contents -= contents_of(&oldest.event);
            self.stripped = self.stripped.saturating_sub(1);
            self.forget(number, oldest);
        }
        while self.contents > self.capacity.contents {
            let Some((_, entry)) = self.entries.get_mut(self.stripped) else {
                return;
            };
            self.contents -= contents_of(&entry.event);
            strip(&mut entry.event);
            self.stripped += 1;
        }
    }

    fn forget(&mut self, number: u64, entry: Entry) {
        match entry.flow {
            Some(flow) if is_naming(&entry) => {
                self.named.insert(flow, (number, entry));
                if self.named.len() > NAMED {
                    self.named.pop_first();
                }
            }
            Some(_) | None => self.forgotten = number + 1,
        }
    }
}

impl fmt::Debug for Inside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inside")
            .field("count", &self.count)
            .field("forgotten", &self.forgotten)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Watcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Watcher")
    }
}

fn is_naming(entry: &Entry) -> bool {
    matches!(entry.event, Event::Flow(_))
}

fn lock(inside: &Mutex<Inside>) -> MutexGuard<'_, Inside> {
    inside.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Flows whose ends are remembered: a client has few.
const NAMED: usize = 64;

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;
    use std::sync::atomic::Ordering;

    use chat_proto::trace::contents::Contents;
    use chat_proto::trace::recording::FlowNamed;
    use chat_proto::trace::recording::Transport;
    use chat_proto::trace::stream::Moved;
    use chat_proto::trace::stream::Read;

    use super::*;
    use crate::clock;
    use crate::flow;

    fn ends() -> FlowNamed {
        FlowNamed {
            transport: Transport::Tcp,
            local: "a".into(),
            peer: "b".into(),
            link: None,
        }
    }

    fn read(bytes: &[u8]) -> Event {
        Event::Read(Read {
            moved: Moved::of([bytes], bytes.len()),
            full: false,
            contents: Some(Contents::of(bytes)),
        })
    }

    #[test]
    fn the_newest_stay_and_who_they_are_between_is_known() {
        let (tap, now) = (Tap::default(), clock::now().mono);
        let flow = flow::Flow::new(&tap);
        flow.note(now, ends, || panic!("nobody listens"));
        let capacity = Capacity {
            entries: 3,
            contents: 5,
        };
        let ring = tap.ring(now, capacity);
        (0..6).for_each(|_| flow.note(now, ends, || read(b"abc")));
        let looked = ring.since(0);
        assert_eq!(looked.missed, 3);
        assert!(matches!(looked.entries[0].event, Event::Flow(_)));
        let contents: Vec<_> = looked
            .entries
            .iter()
            .map(|e| contents_of(&e.event))
            .collect();
        assert_eq!(contents, [0, 0, 0, 3]);
        assert_eq!(ring.since(0), looked, "looking takes nothing away");
        flow.note(now, ends, || read(b"abc"));
        let newer = ring.since(looked.next);
        assert_eq!((newer.entries.len(), newer.missed), (1, 0));
        drop(ring);
        assert!(!tap.is_open());
    }

    #[test]
    fn whoever_watches_is_told_and_whoever_does_not_is_not() {
        let (tap, now) = (Tap::default(), clock::now().mono);
        let ring = tap.ring(now, RECORDER);
        let told = Arc::new(AtomicUsize::new(0));
        let count = || told.load(Ordering::SeqCst);
        tap.note(now, || Event::Cookie);
        let teller = Arc::clone(&told);
        let watcher = Watcher::new(move || {
            teller.fetch_add(1, Ordering::SeqCst);
        });
        ring.watch(WATCHED, Some(watcher));
        assert_eq!(count(), 0);
        tap.note(now, || Event::Open);
        assert_eq!(count(), 1);
        ring.watch(RECORDER, None);
        tap.note(now, || Event::Open);
        assert_eq!((count(), ring.since(0).entries.len()), (1, 3));
    }
}
