//! What leaves: frames in order, copies of those that are not acknowledged.
//!
//! A frame waits for its turn, is under way, and is confirmed; or the
//! conversation ends and its fate is unknown. This half decides when a copy
//! leaves; [`crate::Link`] writes it.

use std::collections::VecDeque;
use std::time::Duration;
use std::time::Instant;

use chat_proto::trace::Why;

use crate::envelope::Ack;
use crate::flights::Flight;
use crate::flights::Flights;
use crate::marks::Marks;
use crate::pace::Pace;
use crate::path::Path;
use crate::policy::HELD;
use crate::policy::Policy;
use crate::policy::QUEUED;
use crate::policy::Retry;
use crate::policy::SELDOM;
use crate::policy::WINDOW;
use crate::stock::Span;
use crate::stock::Stock;
use crate::waits::Waits;

/// The sending half.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outbound {
    policy: Policy,
    /// Frames that wait for their turn.
    queue: VecDeque<Span>,
    /// The bytes of all frames that are not confirmed.
    stock: Stock,
    /// Under way, by number. At most [`WINDOW`].
    flights: Flights,
    /// The last number given.
    last: u32,
    /// Copies that left, of all frames: who left before whom.
    turns: u64,
    /// The latest of them that is known to have arrived.
    arrived: u64,
    echoed: Marks,
    waits: Waits,
    path: Path,
    pace: Pace,
    /// When the first frame under way is due, where that is known: so nobody
    /// looks through all of them for each that leaves.
    quiet_until: Option<Instant>,
}

/// A copy that has to leave now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Copy<'a> {
    /// Its number.
    pub n: u32,
    /// Which one.
    pub r#try: u16,
    /// What made it leave.
    pub why: Why,
    /// How long an acknowledgement is waited for.
    pub wait: Duration,
    /// The frame.
    pub bytes: &'a [u8],
}

/// A frame that is known to have arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Confirmed {
    /// Its number.
    pub n: u32,
    /// How many copies had left.
    pub tries: u16,
    /// Since the first of them.
    pub after: Duration,
}

/// It acknowledges what never left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FromTheFuture;

impl Outbound {
    /// Nothing to send yet.
    pub fn new(now: Instant, policy: Policy, seed: u64) -> Self {
        Self {
            policy,
            queue: VecDeque::new(),
            stock: Stock::default(),
            flights: Flights::default(),
            last: 0,
            turns: 0,
            arrived: 0,
            echoed: Marks::default(),
            waits: Waits::new(now, policy, seed),
            path: Path::default(),
            pace: Pace::new(now),
            quiet_until: None,
        }
    }

    /// Other numbers from now on.
    pub fn change(&mut self, policy: Policy) {
        self.policy = policy;
        self.waits.change(policy);
        self.quiet_until = None;
    }

    /// Whether so many more may wait for their turn.
    pub fn has_room(&self, count: usize) -> bool {
        self.queue.len() + count <= QUEUED
    }

    /// Frames that wait for their turn.
    pub fn waiting(&self) -> usize {
        self.queue.len()
    }

    /// Frames that are under way or wait: their fate is unknown.
    pub fn unconfirmed(&self) -> usize {
        self.queue.len() + self.flights.len() as usize
    }

    /// Puts a frame at the end of the queue.
    pub fn push(&mut self, frame: &[u8]) {
        self.queue.push_back(self.stock.put(frame));
    }

    /// Since when the oldest unconfirmed frame has been under way.
    pub fn waits_since(&self) -> Option<Instant> {
        // Numbers are given in the order in which first copies leave.
        self.flights.oldest().map(|flight| flight.first)
    }

    /// When a frame whose tries are used is given up, if there is one: not for their
    /// number alone, since whoever raises patience means it.
    pub fn spent_at(&self) -> Option<Instant> {
        let spent = self.flights.iter().filter(|(_, f)| self.is_spent(f));
        let given_up = |(_, flight): (u32, &Flight)| match self.policy.retry {
            Retry::Adaptive => flight.first + self.policy.patience,
            Retry::Textbook => flight.due,
        };
        spent.map(given_up).min()
    }

    /// Takes in what the other side has received; what is confirmed by it is
    /// told, frame by frame.
    pub fn on_ack(
        &mut self,
        now: Instant,
        ack: &Ack,
        mut tell: impl FnMut(Confirmed),
    ) -> Result<(), FromTheFuture> {
        let future = |n: &u32| *n > self.last;
        let of = ack.of.map(|(n, _)| n);
        if future(&ack.upto) || ack.got.iter().any(future) || of.as_ref().is_some_and(future) {
            return Err(FromTheFuture);
        }
        self.quiet_until = None;
        let mut news = ack.of.is_some_and(|(n, copy)| self.on_echo(now, n, copy));
        while let Some((n, flight)) = self.flights.pop_up_to(ack.upto) {
            news = true;
            tell(self.confirm(now, n, &flight));
        }
        for n in &ack.got {
            if let Some(flight) = self.flights.remove(*n) {
                news = true;
                self.path.overtaken();
                tell(self.confirm(now, *n, &flight));
            }
        }
        if news {
            let first = self.flights.oldest().map(|flight| flight.frame);
            let first = first.or_else(|| self.queue.front().copied());
            self.stock.give_up_before(first);
        }
        self.pace.follow(self.path);
        // An acknowledgement that says nothing new is an old one that comes
        // again: it must not set anything going.
        if news {
            self.on_life(now);
        }
        Ok(())
    }

    /// The copy that has to leave now, if there is one.
    pub fn next_copy(&mut self, now: Instant) -> Option<Copy<'_>> {
        if self.pace.ready_at() > now {
            return None;
        }
        let Some((n, why)) = self.due_by(now) else {
            if self.ready_for_new_at() > now {
                return None;
            }
            return self.take_off(now);
        };
        if why == Why::Time {
            self.waits.on_silence(now, self.path);
        }
        self.leave_again(now, n, why)
    }

    /// The first frame under way that is due, and why.
    fn due_by(&mut self, now: Instant) -> Option<(u32, Why)> {
        if self.quiet_until.is_some_and(|until| now < until) {
            return None;
        }
        let due = |(n, flight): (u32, &Flight)| {
            let (at, why) = self.due(flight)?;
            (at <= now).then_some((n, why))
        };
        let found = self.flights.iter().find_map(due);
        if found.is_none() {
            self.quiet_until = self.first_due();
        }
        found
    }

    fn first_due(&self) -> Option<Instant> {
        let due = |(_, flight): (u32, &Flight)| self.due(flight).map(|(at, _)| at);
        self.flights.iter().filter_map(due).min()
    }

    /// When [`Outbound::next_copy`] has something to give again.
    pub fn next_at(&self) -> Option<Instant> {
        let ready = self.pace.ready_at();
        let again = self.quiet_until.or_else(|| self.first_due());
        let again = again.map(|at| at.max(ready));
        let first = self.may_take_off().then(|| self.ready_for_new_at());
        [again, first].into_iter().flatten().min()
    }

    /// When something new may leave. In groups only where none gets lost: what
    /// is lost of the acknowledgements of a group is not made good by the next.
    fn ready_for_new_at(&self) -> Instant {
        if self.path.is_rough() {
            self.pace.ready_at()
        } else {
            self.pace.ready_for_group_at()
        }
    }

    /// The copy named by an acknowledgement has arrived. Whether that is news.
    fn on_echo(&mut self, now: Instant, n: u32, copy: u16) -> bool {
        let Some(flight) = self.flights.get_mut(n) else {
            let recent = n > self.last.saturating_sub(HELD);
            return recent && self.echoed.mark(n, copy);
        };
        let Some(left) = flight.left_at(copy) else {
            return false;
        };
        if usize::from(copy) == flight.copies() {
            self.arrived = self.arrived.max(flight.turn);
        }
        let fresh = self.echoed.mark(n, copy);
        if fresh {
            self.waits.sample(now.saturating_duration_since(left));
        }
        fresh
    }

    fn confirm(&mut self, now: Instant, n: u32, flight: &Flight) -> Confirmed {
        self.echoed.forget_below(n);
        if flight.again.is_empty() {
            self.arrived = self.arrived.max(flight.turn);
        }
        self.path.confirmed(flight.copies());
        Confirmed {
            n,
            tries: narrow(flight.copies()),
            after: now.saturating_duration_since(flight.first),
        }
    }

    /// The other side is alive: nobody waits longer than one plain wait.
    pub fn on_life(&mut self, now: Instant) {
        if self.policy.retry == Retry::Textbook {
            return;
        }
        self.waits.on_life(now);
        self.quiet_until = None;
        let wait = self.waits.least(self.path);
        let Policy {
            tries,
            greatest_wait,
            ..
        } = self.policy;
        for flight in self.flights.iter_mut() {
            let spent = flight.copies() >= usize::from(tries);
            let wait = if spent { greatest_wait } else { wait };
            flight.due = flight.due.min(now + wait);
        }
    }

    /// When the next copy of a frame leaves, and why.
    fn due(&self, flight: &Flight) -> Option<(Instant, Why)> {
        let timed = (flight.due, Why::Time);
        match self.policy.retry {
            Retry::Adaptive if flight.copies() >= usize::from(u16::MAX) => return None,
            Retry::Textbook if self.is_spent(flight) => return None,
            Retry::Adaptive | Retry::Textbook => {}
        }
        let textbook = self.policy.retry == Retry::Textbook;
        if flight.turn >= self.arrived || textbook || self.is_spent(flight) {
            return Some(timed);
        }
        // A later one has arrived; this one may still be a little late.
        let early = self.waits.late();
        let early = early.map(|late| (flight.last() + late, Why::Overtaken));
        match early {
            Some(early) if early.0 < timed.0 => Some(early),
            Some(_) | None => Some(timed),
        }
    }

    fn is_spent(&self, flight: &Flight) -> bool {
        flight.copies() >= usize::from(self.policy.tries)
    }

    fn may_take_off(&self) -> bool {
        let span = self.flights.span_to(self.last);
        let (under_way, more) = (self.flights.len(), !self.queue.is_empty());
        more && under_way < WINDOW && span < HELD && self.last < u32::MAX
    }

    /// The next frame gets its number and leaves.
    fn take_off(&mut self, now: Instant) -> Option<Copy<'_>> {
        if !self.may_take_off() {
            return None;
        }
        let frame = self.queue.pop_front()?;
        self.last += 1;
        let (wait, turn) = self.depart(now, self.last, 0);
        let flight = Flight {
            frame,
            first: now,
            again: Vec::new(),
            turn,
            due: now + wait,
        };
        self.quiet_until = self.quiet_until.map(|until| until.min(flight.due));
        self.flights.push(self.last, flight);
        self.copy(self.last, Why::New, wait)
    }

    /// A frame under way leaves again.
    fn leave_again(&mut self, now: Instant, n: u32, why: Why) -> Option<Copy<'_>> {
        let before = self.flights.get_mut(n)?.copies();
        let (wait, turn) = self.depart(now, n, before);
        let flight = self.flights.get_mut(n)?;
        flight.again.push(now);
        flight.turn = turn;
        let spent = flight.copies() >= usize::from(self.policy.tries);
        let seldom = spent && self.policy.retry == Retry::Adaptive;
        let wait = if seldom { wait.max(SELDOM) } else { wait };
        flight.due = now + wait;
        self.quiet_until = None;
        self.copy(n, why, wait)
    }

    fn copy(&mut self, n: u32, why: Why, wait: Duration) -> Option<Copy<'_>> {
        let flight = self.flights.get_mut(n)?;
        Some(Copy {
            n,
            r#try: narrow(flight.copies()),
            why,
            wait,
            bytes: self.stock.get(flight.frame),
        })
    }

    /// A copy leaves after so many others: how long to wait for an answer, and
    /// its turn.
    fn depart(&mut self, now: Instant, n: u32, before: usize) -> (Duration, u64) {
        self.pace.take(now);
        self.turns += 1;
        (self.waits.for_copy(self.path, n, before), self.turns)
    }
}

fn narrow(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}
