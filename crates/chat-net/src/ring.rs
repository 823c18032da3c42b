//! The newest events, in memory: what a window looks at that is opened after the
//! surprise.

use std::collections::BTreeMap;
use std::collections::VecDeque;
use std::mem::take;
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

/// What has come since the last look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drained {
    /// How many events were forgotten: older than all of these.
    pub missed: u64,
    /// The events, oldest first. Those that say who a flow is between are never missed.
    pub entries: Vec<Entry>,
}

#[derive(Debug)]
struct Inside {
    capacity: Capacity,
    entries: VecDeque<Entry>,
    /// Bytes of contents that are kept.
    contents: usize,
    /// How many of the oldest have lost theirs.
    stripped: usize,
    missed: u64,
    /// Who the flows are between whose saying so was forgotten.
    named: BTreeMap<Flow, Entry>,
}

impl Tap {
    /// Keeps the newest events from this moment on.
    pub fn ring(&self, now: Instant, capacity: Capacity) -> Ring {
        let inside = Arc::new(Mutex::new(Inside {
            capacity,
            entries: VecDeque::new(),
            contents: 0,
            stripped: 0,
            missed: 0,
            named: BTreeMap::new(),
        }));
        let sink = Box::new(Arc::clone(&inside));
        Ring {
            place: self.join(now, Kept::Yes, sink),
            tap: self.clone(),
            inside,
        }
    }
}

impl Ring {
    /// What has come since the last time.
    pub fn drain(&self) -> Drained {
        let mut inside = lock(&self.inside);
        (inside.contents, inside.stripped) = (0, 0);
        let mut entries: Vec<_> = take(&mut inside.named).into_values().collect();
        entries.extend(inside.entries.drain(..));
        Drained {
            missed: take(&mut inside.missed),
            entries,
        }
    }

    /// Keeps more from now on, or less.
    pub fn resize(&self, capacity: Capacity) {
        let mut inside = lock(&self.inside);
        inside.capacity = capacity;
        inside.make_room();
    }
}

impl Drop for Ring {
    fn drop(&mut self) {
        self.tap.leave(self.place);
    }
}

impl Sink for Arc<Mutex<Inside>> {
    fn take(&mut self, entry: Entry) -> bool {
        let mut inside = lock(self);
        inside.contents += contents_of(&entry.event);
        inside.entries.push_back(entry);
        inside.make_room();
        true
    }
}

impl Inside {
    fn make_room(&mut self) {
        while self.entries.len() > self.capacity.entries {
            let Some(oldest) = self.entries.pop_front() else {
                return;
            };
            self.contents -= contents_of(&oldest.event);
            self.stripped = self.stripped.saturating_sub(1);
            self.forget(oldest);
        }
        while self.contents > self.capacity.contents {
            let Some(entry) = self.entries.get_mut(self.stripped) else {
                return;
            };
            self.contents -= contents_of(&entry.event);
            strip(&mut entry.event);
            self.stripped += 1;
        }
    }

    fn forget(&mut self, entry: Entry) {
        match (&entry.event, entry.flow) {
            (Event::Flow(_), Some(flow)) => {
                self.named.insert(flow, entry);
                if self.named.len() > NAMED {
                    self.named.pop_first();
                }
            }
            _ => self.missed += 1,
        }
    }
}

fn lock(inside: &Mutex<Inside>) -> MutexGuard<'_, Inside> {
    inside.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Flows whose ends are remembered: a client has few.
const NAMED: usize = 64;

#[cfg(test)]
mod tests {
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
        let drained = ring.drain();
        assert_eq!(drained.missed, 3);
        assert!(matches!(drained.entries[0].event, Event::Flow(_)));
        let contents: Vec<_> = drained
            .entries
            .iter()
            .map(|e| contents_of(&e.event))
            .collect();
        assert_eq!(contents, [0, 0, 0, 3]);
        flow.note(now, ends, || read(b"abc"));
        assert_eq!(ring.drain().entries.len(), 1);
        drop(ring);
        assert!(!tap.is_open());
    }
}
