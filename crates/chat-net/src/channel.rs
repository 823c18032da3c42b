//! Entries on their way to a thread that writes them: bounded, and what finds no room
//! is counted instead.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::SyncSender;
use std::sync::mpsc::TrySendError;
use std::sync::mpsc::sync_channel;

use chat_proto::trace::entry::Entry;
use chat_proto::trace::event::Event;
use chat_proto::trace::recording::Keeper;
use chat_proto::trace::recording::Missed;

use crate::subscriber::Sink;
use crate::subscriber::contents_of;

/// How much may wait.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Entries.
    pub entries: usize,
    /// Bytes, about.
    pub bytes: usize,
}

/// Where entries are put in.
#[derive(Debug)]
pub struct Mouth {
    entries: SyncSender<Entry>,
    bounds: Bounds,
    load: Arc<Load>,
    keeper: Keeper,
    /// What found no room since that was last told.
    missed: u64,
}

/// What has been put in and not yet written, and what never was.
#[derive(Debug, Default)]
pub struct Load {
    entries: AtomicU64,
    bytes: AtomicUsize,
    lost: AtomicU64,
}

/// Where they come out.
#[derive(Debug)]
pub struct End {
    entries: Receiver<Entry>,
    load: Arc<Load>,
}

/// A channel of these bounds.
pub fn channel(bounds: Bounds, keeper: Keeper) -> (Mouth, End, Arc<Load>) {
    let (sender, receiver) = sync_channel(bounds.entries);
    let load = Arc::<Load>::default();
    let mouth = Mouth {
        entries: sender,
        bounds,
        load: Arc::clone(&load),
        keeper,
        missed: 0,
    };
    let end = End {
        entries: receiver,
        load: Arc::clone(&load),
    };
    (mouth, end, load)
}

impl Load {
    /// How many entries are not written, and never will be if nothing writes any more.
    pub fn unwritten(&self) -> u64 {
        self.lost.load(Ordering::SeqCst) + self.entries.load(Ordering::SeqCst)
    }
}

impl Mouth {
    /// Whether there was room for it; nothing where nobody is at the other end.
    fn put(&self, entry: Entry) -> Option<bool> {
        let weight = weight(&entry);
        let waiting = self.load.bytes.load(Ordering::SeqCst);
        if waiting > 0 && waiting + weight > self.bounds.bytes {
            return Some(false);
        }
        self.load.bytes.fetch_add(weight, Ordering::SeqCst);
        self.load.entries.fetch_add(1, Ordering::SeqCst);
        let put = self.entries.try_send(entry);
        if put.is_err() {
            self.load.took(1, weight);
        }
        match put {
            Ok(()) => Some(true),
            Err(TrySendError::Full(_)) => Some(false),
            Err(TrySendError::Disconnected(_)) => None,
        }
    }
}

impl Sink for Mouth {
    fn take(&mut self, entry: Entry) -> bool {
        if self.missed > 0 {
            let missed = Event::Missed(Missed {
                n: self.missed,
                by: Some(self.keeper),
            });
            let told = Entry {
                at: entry.at,
                flow: None,
                event: missed,
            };
            match self.put(told) {
                None => return false,
                Some(true) => self.missed = 0,
                Some(false) => {}
            }
        }
        let put = if self.missed == 0 {
            self.put(entry)
        } else {
            Some(false)
        };
        if put == Some(false) {
            self.missed += 1;
            self.load.lost.fetch_add(1, Ordering::SeqCst);
        }
        put.is_some()
    }
}

impl End {
    /// Waits for what comes, and gives `write` as much at a time as there is: how that
    /// ended says whether it goes on.
    pub fn drain(&self, mut write: impl FnMut(&[Entry]) -> bool) {
        while let Ok(first) = self.entries.recv() {
            let more = self.entries.try_iter().take(AT_ONCE);
            let entries: Vec<_> = std::iter::once(first).chain(more).collect();
            let weight = entries.iter().map(weight).sum();
            let goes_on = write(&entries);
            if !goes_on {
                return;
            }
            self.load.took(entries.len(), weight);
        }
    }
}

impl Load {
    fn took(&self, entries: usize, bytes: usize) {
        let entries = u64::try_from(entries).unwrap_or(u64::MAX);
        self.entries.fetch_sub(entries, Ordering::SeqCst);
        self.bytes.fetch_sub(bytes, Ordering::SeqCst);
    }
}

/// What an entry takes in memory, about.
fn weight(entry: &Entry) -> usize {
    size_of::<Entry>() + BESIDE + contents_of(&entry.event)
}

/// What an event has in places of its own, at most and about.
const BESIDE: usize = 128;

/// Entries that are written together.
const AT_ONCE: usize = 256;

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn entry(event: Event) -> Entry {
        Entry {
            at: Duration::ZERO,
            flow: None,
            event,
        }
    }

    #[test]
    fn what_is_missing_is_said_and_counted() {
        let bounds = Bounds {
            entries: 2,
            bytes: 1 << 20,
        };
        let (mut mouth, end, load) = channel(bounds, Keeper::File);
        for _ in 0..5 {
            assert!(mouth.take(entry(Event::Cookie)));
        }
        assert_eq!(load.unwritten(), 5);
        assert_eq!(end.entries.try_iter().count(), 2);
        assert!(mouth.take(entry(Event::Open)));
        let events: Vec<_> = end.entries.try_iter().map(|e| e.event).collect();
        let missed = Missed {
            n: 3,
            by: Some(Keeper::File),
        };
        assert_eq!(events, [Event::Missed(missed), Event::Open]);
        drop(end);
        assert!(!mouth.take(entry(Event::Open)), "nobody is there");
    }

    #[test]
    fn bytes_are_bounded_too() {
        let bounds = Bounds {
            entries: 100,
            bytes: 1000,
        };
        let (mut mouth, end, _) = channel(bounds, Keeper::Observer);
        for _ in 0..50 {
            mouth.take(entry(Event::Cookie));
        }
        assert!(end.entries.try_iter().count() <= 5);
    }
}
