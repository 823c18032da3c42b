//! The bounded queue of what one peer is still to be sent, and who sends it.
//!
//! The driver puts parcels in; a writer, or the connection's own task once the
//! socket was full, sends them. Nobody ever waits here: a queue over its bound
//! is a verdict that the driver carries to the hub.

use std::io;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::time::Duration;
use std::time::Instant;

use chat_net::tcp_info::TcpInfo;
use chat_proto::trace::house::Writer;
use chat_proto::trace::stream::Tcp;
use tokio::sync::Notify;

use crate::config::Queues;
use crate::parcel::Meter;
use crate::parcel::Parcel;
use crate::queue::Queue;
use crate::queue::Reason;
use crate::queue::Verdict;
use crate::traffic::Backlog;
use crate::traffic::Lag;
use crate::traffic::PeerId;

/// Where bytes leave: the socket behind an outbox, tried without waiting.
pub trait Wire: Send + Sync + std::fmt::Debug {
    /// Sends what it can of what waits, and says how many bytes that was; fails
    /// with `WouldBlock` where the connection's task is to wait for room.
    fn try_send(&self, queue: &Queue) -> io::Result<usize>;
    /// Nothing more will be sent.
    fn end(&self) {}
    /// What the system says of it, where it is a connection of the system's.
    fn below(&self, _system: &mut TcpInfo) -> Option<Tcp> {
        None
    }
}

/// The queue of one peer, and the way to it.
#[derive(Debug)]
pub struct Outbox {
    /// Whose.
    pub peer: PeerId,
    wire: Box<dyn Wire>,
    limits: Limits,
    inside: Mutex<Inside>,
    /// Wakes the connection's task: the socket is full, or the end has come.
    attention: Notify,
}

/// What all outboxes share.
#[derive(Clone, Debug)]
pub struct Limits {
    /// The bounds.
    pub queues: Queues,
    /// The memory of what waits in all outboxes together.
    pub waiting: Meter,
}

impl Limits {
    /// Of these bounds; nothing waits yet.
    pub fn new(queues: Queues) -> Self {
        Self {
            queues,
            waiting: Meter::default(),
        }
    }
}

#[derive(Debug, Default)]
struct Inside {
    queue: Queue,
    flow: Flow,
    end: End,
    /// Bytes that were put in, since the beginning.
    taken: u64,
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

impl Outbox {
    /// An empty one.
    pub fn new(peer: PeerId, wire: Box<dyn Wire>, limits: Limits) -> Self {
        Self {
            peer,
            wire,
            limits,
            inside: Mutex::default(),
            attention: Notify::new(),
        }
    }

    /// Puts a parcel in.
    pub fn push(&self, now: Instant, parcel: &Parcel, reason: Reason) -> Pushed {
        let mut inside = self.lock();
        if inside.end != End::Open {
            return Pushed::default();
        }
        let verdict = inside.queue.push(now, parcel, reason, &self.limits.queues);
        inside.taken += parcel.len() as u64;
        let list_me = inside.is_to_be_listed();
        Pushed { list_me, verdict }
    }

    /// Nothing more goes in. What waits is sent, or dropped but for a frame that
    /// is already under way; then `last` is sent, then the connection ends.
    pub fn close(&self, now: Instant, backlog: Backlog, last: Option<Parcel>) -> Pushed {
        let mut inside = self.lock();
        if inside.end != End::Open {
            return Pushed::default();
        }
        inside.end = End::Closing;
        match backlog {
            Backlog::Drop => inside.queue.drop_backlog(now),
            Backlog::Flush => {}
        }
        if let Some(last) = last {
            inside.queue.add(now, last);
        }
        self.attention.notify_one();
        Pushed {
            list_me: inside.is_to_be_listed(),
            verdict: None,
        }
    }

    /// Sends what the socket takes.
    pub fn flush(&self, now: Instant) -> Flushed {
        let flushed = self.send(now, &mut self.lock());
        if flushed == Flushed::Ended {
            self.wire.end();
        }
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
        let inside = self.lock();
        match (inside.end, inside.flow) {
            (End::Closed, _) => State::Ended,
            (End::Broken, _) => State::Broken,
            (End::Closing, Flow::Blocked) => State::ClosingBlocked,
            (End::Closing, Flow::Idle | Flow::Listed) => State::Closing,
            (End::Open, Flow::Blocked) => State::Blocked,
            (End::Open, Flow::Idle | Flow::Listed) => State::Flowing,
        }
    }

    /// When a blocked peer is to be looked at again by [`Outbox::verdict`].
    pub fn next_look(&self) -> Option<Instant> {
        self.lock().queue.next_look(&self.limits.queues)
    }

    /// Whether the peer has been too slow for too long.
    pub fn verdict(&self, now: Instant) -> Option<Lag> {
        let mut inside = self.lock();
        let open = inside.end == End::Open;
        let lag = inside.queue.verdict(now, &self.limits.queues);
        lag.filter(|_| open)
    }

    /// When the peer is closed, if it goes on taking nothing.
    pub fn patience_ends(&self) -> Option<Instant> {
        self.lock().queue.patience_ends(&self.limits.queues)
    }

    /// The bytes that wait.
    pub fn waiting(&self) -> usize {
        self.lock().queue.waiting()
    }

    /// Bytes that were put in, since the beginning.
    pub fn taken(&self) -> u64 {
        self.lock().taken
    }

    /// The bytes at which the peer is closed.
    pub fn limit(&self) -> usize {
        self.limits.queues.hard
    }

    /// Who sends next.
    pub fn writer(&self) -> Writer {
        match self.lock().flow {
            Flow::Idle => Writer::Idle,
            Flow::Listed => Writer::Listed,
            Flow::Blocked => Writer::Blocked,
        }
    }

    /// What the system says of the connection, if it is one.
    pub fn below(&self, system: &mut TcpInfo) -> Option<Tcp> {
        self.wire.below(system)
    }

    /// How much memory would be free without what waits here.
    pub fn share(&self) -> usize {
        self.lock().queue.share()
    }

    /// Drops what waits, for memory's sake: its peer is about to be closed.
    pub fn drop_backlog(&self, now: Instant) {
        self.lock().queue.drop_backlog(now);
    }

    /// The socket is gone: nothing is kept, nothing more goes in.
    pub fn abandon(&self) {
        self.lock().break_off();
    }

    /// Whether the peer is no longer served.
    pub fn is_closed(&self) -> bool {
        self.lock().end != End::Open
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "every other error of the system is the end"
    )]
    fn send(&self, now: Instant, inside: &mut Inside) -> Flushed {
        loop {
            match self.send_some(&inside.queue) {
                Ok(0) => return inside.rest(),
                Ok(sent) => inside.queue.advance(now, sent, &self.limits.queues),
                Err(error) => match error.kind() {
                    io::ErrorKind::WouldBlock => return inside.wait_for_room(),
                    io::ErrorKind::Interrupted => {}
                    _ => inside.break_off(),
                },
            }
        }
    }

    /// How many bytes the socket took; none when none wait.
    fn send_some(&self, queue: &Queue) -> io::Result<usize> {
        if queue.waiting() == 0 {
            return Ok(0);
        }
        match self.wire.try_send(queue)? {
            0 => Err(io::ErrorKind::WriteZero.into()),
            sent => Ok(sent),
        }
    }

    /// A panic in another thread leaves the queue as it was: still a queue.
    fn lock(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inside {
    /// Whether nobody is going to send what waits; from now on somebody is.
    fn is_to_be_listed(&mut self) -> bool {
        let idle = self.flow == Flow::Idle;
        if idle {
            self.flow = Flow::Listed;
        }
        idle
    }

    /// The connection's task goes on once the socket has room.
    fn wait_for_room(&mut self) -> Flushed {
        self.flow = Flow::Blocked;
        Flushed::Blocked
    }

    /// The socket failed: nothing is kept.
    fn break_off(&mut self) {
        self.end = End::Broken;
        self.queue.clear();
    }

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
}

/// How long a closed peer has for taking the rest and its `bye`.
pub const LAST_WORDS: Duration = Duration::from_secs(5);

#[cfg(test)]
mod tests;
