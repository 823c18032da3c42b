//! What waits for the writer: turns, orders, the wish to end. Bounded: what is told
//! without being kept goes from here when there is too much of it.

use std::collections::VecDeque;
use std::sync::Condvar;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::sync::mpsc::SyncSender;
use std::time::Duration;

use chat_proto::room::RoomName;

use crate::log::Log;
use crate::news::Busy;
use crate::news::Forget;
use crate::store::Holes;
use crate::store::Turn;
use crate::store::weight;

/// Shared by the owner, who puts in, and the writer, who takes out.
#[derive(Debug)]
pub struct Post {
    inbox: Mutex<Inbox>,
    stir: Condvar,
    /// How often rows were made: whether it gets on.
    steps: AtomicU64,
}

/// What is in it.
#[derive(Debug)]
struct Inbox {
    turns: VecDeque<Turn>,
    bytes: usize,
    orders: VecDeque<Order>,
    holes: Holes,
    /// The numbering's id.
    log: Log,
    telling: Telling,
    closing: bool,
}

/// What the owner does with what is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Telling {
    /// It holds it back.
    Not,
    /// It tells it all the same.
    Unkept,
    /// It holds it back again; the writer does not know it yet.
    Resumed,
}

/// What somebody wants of the writer.
#[derive(Debug)]
pub enum Order {
    /// Rows of all that was given before; told when they are there.
    Make(SyncSender<()>),
    /// Something is to be forgotten; told how many messages it was, or why not.
    Forget(Forget, Option<SyncSender<Result<u64, String>>>),
}

/// What the writer takes out at once.
#[derive(Debug, Default)]
pub struct Taken {
    /// Turns for one transaction.
    pub turns: Vec<Turn>,
    /// What went missing.
    pub holes: Holes,
    /// Orders, which concern what was given before them.
    pub orders: Vec<Order>,
    /// The numbering's id, where what is not kept is told.
    pub unkept: Option<Log>,
    /// The owner holds back again.
    pub resumed: bool,
    /// It is the end.
    pub closing: bool,
}

impl Post {
    /// An empty one.
    pub fn new(log: Log) -> Self {
        Self {
            inbox: Mutex::new(Inbox {
                turns: VecDeque::new(),
                bytes: 0,
                orders: VecDeque::new(),
                holes: Holes::new(),
                log,
                telling: Telling::Not,
                closing: false,
            }),
            stir: Condvar::new(),
            steps: AtomicU64::new(0),
        }
    }

    /// Puts in a turn.
    pub fn keep(&self, turn: Turn) {
        let mut inbox = self.inbox();
        inbox.bytes += weight(&turn);
        inbox.turns.push_back(turn);
        inbox.shed();
        self.stir.notify_one();
    }

    /// Puts in an order.
    pub fn order(&self, order: Order) -> Result<(), Busy> {
        let mut inbox = self.inbox();
        if inbox.orders.len() >= ORDERS {
            return Err(Busy);
        }
        inbox.orders.push_back(order);
        self.stir.notify_one();
        Ok(())
    }

    /// From now on what is not kept is told: the numbering's new id, and whether it is
    /// new with this call.
    pub fn give_up(&self) -> (Log, bool) {
        let mut inbox = self.inbox();
        let begins = inbox.telling != Telling::Unkept;
        if begins {
            inbox.log = inbox.log.another();
            inbox.telling = Telling::Unkept;
        }
        self.stir.notify_one();
        (inbox.log, begins)
    }

    /// The owner holds back again.
    pub fn resume(&self) {
        let mut inbox = self.inbox();
        if inbox.telling == Telling::Unkept {
            inbox.telling = Telling::Resumed;
        }
        self.stir.notify_one();
    }

    /// It is the end.
    pub fn close(&self) {
        self.inbox().closing = true;
        self.stir.notify_one();
    }

    /// Waits until there is something, no longer than this (`None`: as long as it takes),
    /// and takes it out. `known` is what the writer knows of [`Taken::unkept`].
    pub fn take(&self, patience: Option<Duration>, known: Option<Log>) -> Taken {
        let inbox = self.inbox();
        let idle = |inbox: &mut Inbox| inbox.is_idle(known);
        let mut inbox = match patience {
            None => self.stir.wait_while(inbox, idle),
            Some(patience) => {
                let waited = self.stir.wait_timeout_while(inbox, patience, idle);
                waited
                    .map(first)
                    .map_err(|e| PoisonError::new(first(e.into_inner())))
            }
        }
        .unwrap_or_else(PoisonError::into_inner);
        inbox.take()
    }

    /// The same while nothing can be written: turns stay where they are until the
    /// patience is over.
    pub fn take_later(&self, patience: Duration) -> Taken {
        let idle = |inbox: &mut Inbox| inbox.orders.is_empty() && !inbox.closing;
        let waited = self.stir.wait_timeout_while(self.inbox(), patience, idle);
        let (mut inbox, waited) = waited.unwrap_or_else(PoisonError::into_inner);
        if waited.timed_out() || inbox.closing {
            return inbox.take();
        }
        Taken {
            orders: inbox.orders.drain(..).collect(),
            ..Taken::default()
        }
    }

    /// Whether no turn waits.
    pub fn is_empty(&self) -> bool {
        let inbox = self.inbox();
        inbox.turns.is_empty() && inbox.holes.is_empty()
    }

    /// Rows were made.
    pub fn stepped(&self) {
        self.steps.fetch_add(1, Ordering::Relaxed);
    }

    /// How often they were.
    pub fn steps(&self) -> u64 {
        self.steps.load(Ordering::Relaxed)
    }

    /// The numbering's id.
    pub fn log(&self) -> Log {
        self.inbox().log
    }

    /// Puts back what could not be written.
    pub fn put_back(&self, turns: Vec<Turn>, holes: Holes) {
        let mut inbox = self.inbox();
        inbox.bytes += turns.iter().map(weight).sum::<usize>();
        for turn in turns.into_iter().rev() {
            inbox.turns.push_front(turn);
        }
        for (room, (first, last)) in holes {
            let hole = inbox.holes.entry(room).or_insert((first, last));
            *hole = (hole.0.min(first), hole.1.max(last));
        }
        inbox.shed();
    }

    /// All that was told is kept again.
    pub fn settled(&self) {
        let mut inbox = self.inbox();
        if inbox.telling == Telling::Resumed {
            inbox.telling = Telling::Not;
        }
    }

    fn inbox(&self) -> MutexGuard<'_, Inbox> {
        self.inbox.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn first<A, B>((first, _): (A, B)) -> A {
    first
}

impl Inbox {
    fn is_idle(&self, known: Option<Log>) -> bool {
        let news = self.telling == Telling::Unkept && known != Some(self.log);
        let quiet = self.turns.is_empty() && self.orders.is_empty() && !self.closing;
        quiet && !news && self.telling != Telling::Resumed
    }

    fn take(&mut self) -> Taken {
        let mut taken = Taken {
            holes: std::mem::take(&mut self.holes),
            unkept: (self.telling != Telling::Not).then_some(self.log),
            resumed: self.telling == Telling::Resumed,
            closing: self.closing,
            ..Taken::default()
        };
        let mut bytes = 0;
        while bytes < AT_ONCE {
            let Some(turn) = self.turns.pop_front() else {
                // Orders concern what came before them: that is all taken.
                taken.orders = self.orders.drain(..).collect();
                break;
            };
            bytes += weight(&turn);
            taken.turns.push(turn);
        }
        self.bytes -= bytes;
        taken
    }

    /// What is told in any case need not be in memory without bound.
    fn shed(&mut self) {
        while self.telling != Telling::Not && self.bytes > MOST {
            let Some(turn) = self.turns.pop_front() else {
                return;
            };
            self.bytes -= weight(&turn);
            self.orders.extend(turn.redacted.into_iter().map(redaction));
            for row in turn.rows {
                let hole = self.holes.entry(row.room).or_insert((row.seq, row.seq));
                *hole = (hole.0.min(row.seq), hole.1.max(row.seq));
            }
        }
    }
}

/// What was to be kept and goes: the message is forgotten as soon as that can be.
fn redaction((room, seq): (RoomName, u64)) -> Order {
    Order::Forget(Forget::Message(room, seq), None)
}

/// Bytes of one transaction.
const AT_ONCE: usize = 1 << 20;

/// Bytes that wait for a disk which takes nothing, where they are told all the same.
/// Before that the owner holds no more than it likes.
const MOST: usize = 8 << 20;

/// Orders that wait.
const ORDERS: usize = 128;
