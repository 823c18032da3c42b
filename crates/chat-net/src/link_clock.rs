//! The clock of links, which may stand still while a person decides about datagrams: then no
//! timer expires by it, and it runs from one timer to the next when it is told to.
//!
//! Usually a link has one of its own, and the other side's goes on. Where all of them are in
//! one program they share one, and all stand still together. Sockets and the weather go by
//! the machine's clock in any case.

mod time;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::time::Instant;

use chat_proto::now::Now;
use tokio::sync::watch;

use time::LinkTime;

/// A clock, as one of those sees it that go by it.
#[derive(Debug)]
pub struct LinkClock {
    shared: Arc<Shared>,
    /// Whose it is: each clone is another's.
    holder: usize,
}

#[derive(Debug)]
struct Shared {
    time: watch::Sender<LinkTime>,
    dues: Mutex<Dues>,
}

/// What is due next for each holder, as far as it waits for that. One a holder.
#[derive(Debug, Default)]
struct Dues {
    holders: usize,
    next: BTreeMap<usize, Instant>,
}

/// Told when a clock stands still, goes on, or runs to a timer.
#[derive(Debug)]
pub struct Changes(watch::Receiver<LinkTime>);

impl LinkClock {
    /// What it shows now.
    pub fn now(&self, now: Now) -> Now {
        self.shared.time.borrow().now(now)
    }

    /// When the machine's clock shows what this one will show when that is due; never, while
    /// it stands still, unless that is now.
    pub fn due(&self, at: Option<Instant>) -> Option<Instant> {
        let time = *self.shared.time.borrow();
        if time.stands() {
            let next = &mut self.dues().next;
            match at {
                Some(at) => next.insert(self.holder, at),
                None => next.remove(&self.holder),
            };
        }
        time.due(at?)
    }

    /// It stands still.
    pub fn stand(&self, now: Instant) {
        self.dues().next.clear();
        self.shared.time.send_modify(|time| time.stand(now));
    }

    /// It goes on from where it stands.
    pub fn go_on(&self, now: Instant) {
        self.shared.time.send_modify(|time| time.go_on(now));
    }

    /// It runs to what is due next for any of those who go by it, and stands there.
    pub fn step(&self) {
        let next = self.dues().next.values().min().copied();
        if let Some(next) = next {
            self.shared.time.send_modify(|time| time.run_to(next));
        }
    }

    /// Tells from now on.
    pub fn changes(&self) -> Changes {
        Changes(self.shared.time.subscribe())
    }

    fn dues(&self) -> MutexGuard<'_, Dues> {
        let dues = self.shared.dues.lock();
        dues.unwrap_or_else(PoisonError::into_inner)
    }
}

impl Changes {
    /// Waits until it changes; loses nothing if dropped.
    pub async fn next(&mut self) {
        if self.0.changed().await.is_err() {
            // There is nobody any more who could change it.
            std::future::pending::<()>().await;
        }
    }
}

impl Default for LinkClock {
    /// One that nobody else goes by.
    fn default() -> Self {
        let shared = Arc::new(Shared {
            time: watch::Sender::new(LinkTime::default()),
            dues: Mutex::default(),
        });
        Self { shared, holder: 0 }
    }
}

impl Clone for LinkClock {
    /// The same clock, for somebody else.
    fn clone(&self) -> Self {
        let mut dues = self.dues();
        dues.holders += 1;
        Self {
            shared: Arc::clone(&self.shared),
            holder: dues.holders,
        }
    }
}

impl Drop for LinkClock {
    fn drop(&mut self) {
        self.dues().next.remove(&self.holder);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::clock;

    #[tokio::test]
    async fn all_that_share_it_stand_still_and_it_runs_to_whatever_is_due_first() {
        let (ours, start) = (LinkClock::default(), clock::now());
        let theirs = ours.clone();
        let at = |ms| start.mono + Duration::from_millis(ms);
        let mut changes = theirs.changes();
        assert_eq!(theirs.due(Some(at(7))), Some(at(7)));
        ours.stand(at(10));
        changes.next().await;
        assert_eq!(ours.due(Some(at(50))), None);
        assert_eq!(theirs.due(Some(at(30))), None);
        assert_eq!(theirs.now(start).mono, at(10));
        ours.step();
        changes.next().await;
        assert_eq!(ours.now(start).mono, at(30), "what is due first is theirs");
        assert!(theirs.due(Some(at(30))).is_some());
        // It is done, and nothing else is due for them.
        assert_eq!(theirs.due(None), None);
        theirs.step();
        assert_eq!(ours.now(start).mono, at(50));
        assert_eq!(theirs.due(Some(at(55))), None);
        drop(theirs);
        ours.step();
        assert_eq!(
            ours.now(start).mono,
            at(50),
            "who is gone waits for nothing"
        );
        ours.go_on(at(100));
        let later = Now {
            mono: at(101),
            ..start
        };
        assert_eq!(ours.now(later).mono, at(51));
    }
}
