//! The tasks that send: each has a list of outboxes in which something waits,
//! and writes to all of them without waiting for any.
//!
//! One wake-up serves a whole room, and what has gathered in an outbox by then
//! leaves in one system call. A socket that is full is left to its connection's
//! own task.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

use tokio::sync::Notify;
use tokio::task::JoinHandle;

use crate::clock;
use crate::outbox::Outbox;
use crate::vital::Vital;

/// The writers, seen from the driver.
#[derive(Debug)]
pub struct Writers {
    lists: Vec<Arc<List>>,
    tasks: Vec<JoinHandle<()>>,
}

/// Outboxes that one writer has to serve. Bounded by the number of peers: an
/// outbox is on a list at most once.
#[derive(Debug, Default)]
struct List {
    outboxes: Mutex<Vec<Arc<Outbox>>>,
    more: Notify,
    /// What is on it now is the last.
    ended: AtomicBool,
}

impl Writers {
    /// Starts as many as there are processors to run them.
    pub fn start(count: usize, vital: &Vital) -> Self {
        let lists: Vec<Arc<List>> = (0..count.max(1)).map(|_| Arc::default()).collect();
        let tasks = lists
            .iter()
            .map(|list| vital.spawn_that_may_end("a writer", write(Arc::clone(list))))
            .collect();
        Self { lists, tasks }
    }

    /// Puts outboxes on the lists. A peer is always on the same one.
    pub fn list(&self, outboxes: &mut Vec<Arc<Outbox>>) {
        if outboxes.is_empty() {
            return;
        }
        let count = self.lists.len();
        for (at, list) in self.lists.iter().enumerate() {
            let mut mine = list.outboxes.lock().unwrap_or_else(PoisonError::into_inner);
            let before = mine.len();
            let of_list = |o: &&Arc<Outbox>| o.peer.0 % count as u64 == at as u64;
            mine.extend(outboxes.iter().filter(of_list).cloned());
            if mine.len() > before {
                list.more.notify_one();
            }
        }
        outboxes.clear();
    }

    /// Nothing more will be listed: waits until what is listed was served.
    pub async fn finish(&mut self) {
        for list in &self.lists {
            list.ended.store(true, Ordering::Release);
            list.more.notify_one();
        }
        for task in self.tasks.drain(..) {
            // One that failed has served what it could.
            let _ = task.await;
        }
    }
}

impl Drop for Writers {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

async fn write(list: Arc<List>) {
    let mut mine = Vec::new();
    loop {
        list.more.notified().await;
        let ended = list.ended.load(Ordering::Acquire);
        {
            let mut listed = list.outboxes.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::swap(&mut mine, &mut listed);
        }
        let now = clock::now().mono;
        for (count, outbox) in mine.drain(..).enumerate() {
            outbox.flush(now);
            if count % BEFORE_OTHERS == BEFORE_OTHERS - 1 {
                tokio::task::yield_now().await;
            }
        }
        if ended {
            return;
        }
    }
}

/// Peers served before readers and the hub get their turn on this thread.
const BEFORE_OTHERS: usize = 256;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Queues;
    use crate::outbox::Limits;
    use crate::parcel::Parcel;
    use crate::pretended::Ear;
    use crate::queue::Reason;
    use crate::traffic::Backlog;
    use crate::traffic::PeerId;

    #[tokio::test]
    async fn what_was_listed_before_the_end_is_sent_with_what_was_said_after_it() {
        let ear = Ear::default();
        let limits = Limits::new(Queues::default());
        let meter = Arc::clone(&limits.waiting);
        let outbox = Arc::new(Outbox::new(PeerId(1), Box::new(ear.clone()), limits));
        let now = clock::now().mono;
        let said = |text: &str| Parcel::new(text.as_bytes().to_vec(), vec![4], &meter);
        let mut writers = Writers::start(2, &Vital::new().0);
        assert!(outbox.push(now, &said("one\n"), Reason::Said).list_me);
        writers.list(&mut vec![Arc::clone(&outbox)]);
        // It is on a list already: nobody lists it again.
        let last = outbox.close(now, Backlog::Flush, Some(said("bye\n")));
        assert!(!last.list_me);
        writers.finish().await;
        assert_eq!(ear.heard(), "one\nbye\n");
    }
}
