//! The bounded queue of what one peer is still to be sent, and the verdict
//! "too slow".
//!
//! The driver puts parcels in; a writer, or the connection's own task once the
//! socket was full, sends them. Nobody ever waits here: a queue over its bound
//! is a verdict that the driver carries to the hub.

use std::collections::VecDeque;
use std::io;
use std::io::IoSlice;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;

use tokio::sync::Notify;

use crate::config::Queues;
use crate::parcel::Parcel;
use crate::traffic::Lag;
use crate::traffic::PeerId;

/// Where bytes leave: the socket behind an outbox, tried without waiting.
pub trait Wire: Send + Sync + std::fmt::Debug {
    /// Sends what it can of a stream, or fails with `WouldBlock`.
    fn try_write(&self, slices: &[IoSlice<'_>]) -> io::Result<usize>;
    /// Whether each frame is sent by itself, whole.
    fn is_datagram(&self) -> bool;
}

/// The queue of one peer.
#[derive(Debug)]
pub struct Outbox {
    /// Whose.
    pub peer: PeerId,
    wire: Box<dyn Wire>,
    limits: Limits,
    queue: Mutex<Queue>,
    /// Wakes the connection's task: the socket is full, or the end has come.
    attention: Notify,
}

/// What all outboxes share.
#[derive(Clone, Debug)]
pub struct Limits {
    /// The bounds.
    pub queues: Queues,
    /// The bytes that wait in all outboxes together.
    pub waiting: Arc<AtomicUsize>,
}

#[derive(Debug, Default)]
struct Queue {
    parcels: VecDeque<Parcel>,
    /// How much of the first parcel is sent.
    sent_of_first: usize,
    /// The bytes that wait.
    waiting: usize,
    flow: Flow,
    end: End,
    /// Since when more than the soft bound has been waiting.
    behind_since: Option<Instant>,
    /// When a byte was last sent, or the queue last began to wait.
    moved_at: Option<Instant>,
    /// Whether the peer was told that it is slow.
    warned: bool,
}

impl Queue {
    /// Nothing waits any more.
    fn rest(&mut self) -> Flushed {
        self.flow = Flow::Idle;
        if self.end == End::Open {
            return Flushed::Empty;
        }
        if self.end == End::Closing {
            self.end = End::Closed;
        }
        Flushed::Ended
    }

    /// Whether nobody is going to send what waits; from now on somebody is.
    fn is_to_be_listed(&mut self) -> bool {
        let idle = self.flow == Flow::Idle;
        if idle {
            self.flow = Flow::Listed;
        }
        idle
    }
}

/// Who is to send next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Flow {
    /// Nobody: nothing waits.
    #[default]
    Idle,
    /// A writer, which has it on its list.
    Listed,
    /// The connection's task, once the socket has room.
    Blocked,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum End {
    #[default]
    Open,
    /// Nothing more is put in; what waits is still sent.
    Closing,
    /// Everything was sent.
    Closed,
    /// The socket failed, or was let go.
    Broken,
}

/// What putting a parcel in has led to.
#[must_use]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pushed {
    /// Whether a writer has to be told: nobody is going to send it yet.
    pub list_me: bool,
    /// What the hub has to be told.
    pub verdict: Option<Verdict>,
}

/// What an outbox says of its peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Half of the bound waits: worth a word.
    Slow(Lag),
    /// The bound is passed: the peer has to go.
    TooSlow(Lag),
}

/// What sending has led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flushed {
    /// Nothing waits any more.
    Empty,
    /// The socket is full.
    Blocked,
    /// The last byte before the end was sent, or none can be.
    Ended,
}

impl Outbox {
    /// An empty one.
    pub fn new(peer: PeerId, wire: Box<dyn Wire>, limits: Limits) -> Self {
        Self {
            peer,
            wire,
            limits,
            queue: Mutex::default(),
            attention: Notify::new(),
        }
    }

    /// Puts a parcel in.
    pub fn push(&self, now: Instant, parcel: &Parcel) -> Pushed {
        let mut queue = self.lock();
        if queue.end != End::Open {
            return Pushed::default();
        }
        let queues = &self.limits.queues;
        let waiting = queue.waiting + parcel.len();
        let lag = Lag::Bytes {
            queued: waiting,
            limit: queues.hard,
        };
        if waiting > queues.hard {
            return Pushed {
                list_me: false,
                verdict: Some(Verdict::TooSlow(lag)),
            };
        }
        if waiting > queues.soft && queue.behind_since.is_none() {
            queue.behind_since = Some(now);
        }
        self.add(&mut queue, now, parcel.clone());
        let warn = waiting > queues.hard / 2 && !queue.warned;
        queue.warned |= warn;
        Pushed {
            list_me: queue.is_to_be_listed(),
            verdict: warn.then_some(Verdict::Slow(lag)),
        }
    }

    /// Nothing more goes in. What waits is sent, or dropped but for a frame that
    /// is already under way; then `last` is sent, then the connection ends.
    pub fn close(&self, now: Instant, drop_backlog: bool, last: Option<Parcel>) -> Pushed {
        let mut queue = self.lock();
        if queue.end != End::Open {
            return Pushed::default();
        }
        queue.end = End::Closing;
        if drop_backlog {
            self.drop_backlog(&mut queue);
        }
        if let Some(last) = last {
            self.add(&mut queue, now, last);
        }
        self.attention.notify_one();
        Pushed {
            list_me: queue.is_to_be_listed(),
            verdict: None,
        }
    }

    /// Sends what the socket takes.
    pub fn flush(&self, now: Instant) -> Flushed {
        let mut queue = self.lock();
        let flushed = loop {
            if queue.parcels.is_empty() {
                break queue.rest();
            }
            match self.send_some(&mut queue) {
                Ok(sent) => self.advance(&mut queue, now, sent),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    queue.flow = Flow::Blocked;
                    break Flushed::Blocked;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => {
                    queue.end = End::Broken;
                    self.forget(&mut queue);
                }
            }
        };
        if flushed != Flushed::Empty {
            self.attention.notify_one();
        }
        flushed
    }

    /// Waits until the connection's task is needed: see [`Outbox::state`].
    pub async fn attention(&self) {
        self.attention.notified().await;
    }

    /// What the connection's task has to do.
    pub fn state(&self) -> State {
        let queue = self.lock();
        match (queue.end, queue.flow) {
            (End::Closed, _) => State::Ended,
            (End::Broken, _) => State::Broken,
            (End::Closing, Flow::Blocked) => State::ClosingBlocked,
            (End::Closing, Flow::Idle | Flow::Listed) => State::Closing,
            (End::Open, Flow::Blocked) => State::Blocked,
            (End::Open, Flow::Idle | Flow::Listed) => State::Flowing,
        }
    }

    /// When a blocked peer is to be judged again by [`Outbox::verdict`].
    pub fn patience_ends(&self) -> Option<Instant> {
        let queue = self.lock();
        let moved = queue.moved_at.map(|at| at + self.limits.queues.patience);
        let behind = queue
            .behind_since
            .map(|at| at + self.limits.queues.patience);
        [moved, behind].into_iter().flatten().min()
    }

    /// Whether the peer has been too slow for too long.
    pub fn verdict(&self, now: Instant) -> Option<Lag> {
        let queue = self.lock();
        let Queues { soft, patience, .. } = self.limits.queues;
        let over = |since: Option<Instant>| {
            let passed = now.saturating_duration_since(since?);
            (passed >= patience).then_some(passed.as_secs())
        };
        if queue.end != End::Open || queue.parcels.is_empty() {
            return None;
        }
        if let Some(seconds) = over(queue.moved_at) {
            return Some(Lag::Stuck { seconds });
        }
        let mark = soft;
        over(queue.behind_since).map(|seconds| Lag::Behind { seconds, mark })
    }

    /// The bytes that wait.
    pub fn waiting(&self) -> usize {
        self.lock().waiting
    }

    /// The socket is gone: nothing is kept, nothing more goes in.
    pub fn abandon(&self) {
        let mut queue = self.lock();
        queue.end = End::Broken;
        self.forget(&mut queue);
    }

    /// Whether the peer is no longer served.
    pub fn is_closed(&self) -> bool {
        self.lock().end != End::Open
    }

    fn add(&self, queue: &mut Queue, now: Instant, parcel: Parcel) {
        if parcel.is_empty() {
            return;
        }
        if queue.parcels.is_empty() {
            queue.moved_at = Some(now);
        }
        queue.waiting += parcel.len();
        self.limits
            .waiting
            .fetch_add(parcel.len(), Ordering::Relaxed);
        queue.parcels.push_back(parcel);
    }

    fn send_some(&self, queue: &mut Queue) -> io::Result<usize> {
        let Some(first) = queue.parcels.front() else {
            return Ok(0);
        };
        if self.wire.is_datagram() {
            let frame = first.frame_at(queue.sent_of_first);
            return self
                .wire
                .try_write(&[IoSlice::new(frame)])
                .map(|_| frame.len());
        }
        let begun = first.bytes().get(queue.sent_of_first..).unwrap_or_default();
        let mut slices = [IoSlice::new(&[]); SLICES];
        let mut count = 0;
        let rest = queue.parcels.iter().skip(1).map(Parcel::bytes);
        for (slot, bytes) in slices.iter_mut().zip(std::iter::once(begun).chain(rest)) {
            *slot = IoSlice::new(bytes);
            count += 1;
        }
        match self
            .wire
            .try_write(slices.get(..count).unwrap_or_default())?
        {
            0 => Err(io::ErrorKind::WriteZero.into()),
            sent => Ok(sent),
        }
    }

    fn advance(&self, queue: &mut Queue, now: Instant, sent: usize) {
        queue.waiting -= sent.min(queue.waiting);
        self.limits.waiting.fetch_sub(sent, Ordering::Relaxed);
        queue.moved_at = Some(now);
        queue.sent_of_first += sent;
        while let Some(first) = queue.parcels.front()
            && queue.sent_of_first >= first.len()
        {
            queue.sent_of_first -= first.len();
            queue.parcels.pop_front();
        }
        if queue.waiting <= self.limits.queues.soft {
            queue.behind_since = None;
        }
        if queue.parcels.is_empty() {
            queue.moved_at = None;
            queue.warned = false;
            // A peer that was slow once does not keep its long queue for ever.
            queue.parcels.shrink_to(SLICES);
        }
    }

    /// Drops every frame but one whose beginning is already sent: a stream that
    /// is cut in the middle of a frame could not be read to its `bye`.
    fn drop_backlog(&self, queue: &mut Queue) {
        let sent = queue.sent_of_first;
        let torn = queue.parcels.front().and_then(|first| {
            let begun = sent > first.frame_start(sent);
            begun.then(|| first.frame_at(sent).to_vec())
        });
        self.forget(queue);
        if let Some(rest) = torn {
            let end = u32::try_from(rest.len()).unwrap_or(u32::MAX);
            queue.waiting = rest.len();
            self.limits.waiting.fetch_add(rest.len(), Ordering::Relaxed);
            queue.parcels.push_back(Parcel::new(rest, vec![end]));
        }
    }

    fn forget(&self, queue: &mut Queue) {
        self.limits
            .waiting
            .fetch_sub(queue.waiting, Ordering::Relaxed);
        queue.parcels = VecDeque::new();
        queue.waiting = 0;
        queue.sent_of_first = 0;
    }

    /// A panic in another thread leaves the queue as it was: still a queue.
    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Outbox {
    fn drop(&mut self) {
        let waiting = self.lock().waiting;
        self.limits.waiting.fetch_sub(waiting, Ordering::Relaxed);
    }
}

/// What the connection's task has to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Read only.
    Flowing,
    /// Read, and flush when the socket has room.
    Blocked,
    /// A writer is sending the rest.
    Closing,
    /// Send the rest when the socket has room; read no more.
    ClosingBlocked,
    /// Everything was sent: end the connection.
    Ended,
    /// Let go of the socket.
    Broken,
}

/// How long a closed peer has for taking the rest and its `bye`.
pub const LAST_WORDS: Duration = Duration::from_secs(5);

/// Slices of one system call: where the gain of gathering levels off.
const SLICES: usize = 64;

#[cfg(test)]
mod tests;
