//! What leaves: frames in order, copies of those that are not acknowledged.
//!
//! A frame waits for its turn, is under way, and is confirmed; or the
//! conversation ends and its fate is unknown. This half decides when a copy
//! leaves; [`crate::link`] writes it.

use std::collections::BTreeMap;
use std::collections::VecDeque;
use std::time::Duration;
use std::time::Instant;

use crate::chance;
use crate::link::envelope::Ack;
use crate::link::marks::Marks;
use crate::link::pace::Pace;
use crate::link::policy::HELD;
use crate::link::policy::Policy;
use crate::link::policy::QUEUED;
use crate::link::policy::Retry;
use crate::link::policy::WINDOW;
use crate::link::rtt::Rtt;
use crate::trace::Why;

/// The sending half.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outbound {
    policy: Policy,
    seed: u64,
    queue: VecDeque<Vec<u8>>,
    /// Under way, by number. At most [`WINDOW`].
    flights: BTreeMap<u32, Flight>,
    /// The last number given.
    last: u32,
    /// Copies that left, of all frames: who left before whom.
    turns: u64,
    /// The latest of them that is known to have arrived.
    arrived: u64,
    echoed: Marks,
    rtt: Rtt,
    /// The wait is doubled so often, because nothing is heard.
    doubled: u32,
    /// When it may be doubled again.
    doubled_until: Instant,
    pace: Pace,
}

/// A frame under way.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Flight {
    bytes: Vec<u8>,
    /// When each copy left. At most `Policy::tries`.
    copies: Vec<Instant>,
    /// The turn of the last of them.
    turn: u64,
    /// When the next one leaves.
    due: Instant,
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
            seed,
            queue: VecDeque::new(),
            flights: BTreeMap::new(),
            last: 0,
            turns: 0,
            arrived: 0,
            echoed: Marks::default(),
            rtt: Rtt::default(),
            doubled: 0,
            doubled_until: now,
            pace: Pace::new(now),
        }
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
        self.queue.len() + self.flights.len()
    }

    /// Puts a frame at the end of the queue.
    pub fn push(&mut self, bytes: Vec<u8>) {
        self.queue.push_back(bytes);
    }

    /// Since when the oldest unconfirmed frame has been under way.
    pub fn waits_since(&self) -> Option<Instant> {
        let firsts = self.flights.values().filter_map(|f| f.copies.first());
        firsts.min().copied()
    }

    /// When a frame that has no more tries is given up, if there is one.
    pub fn spent_at(&self) -> Option<Instant> {
        let spent = self.flights.values().filter(|f| self.is_spent(f));
        spent.map(|f| f.due).min()
    }

    /// Takes in what the other side has received.
    pub fn on_ack(&mut self, now: Instant, ack: &Ack) -> Result<Vec<Confirmed>, FromTheFuture> {
        let future = |n: &u32| *n > self.last;
        let of = ack.of.map(|(n, _)| n);
        if future(&ack.upto) || ack.got.iter().any(future) || of.as_ref().is_some_and(future) {
            return Err(FromTheFuture);
        }
        let fresh = ack.of.is_some_and(|(n, copy)| self.on_echo(now, n, copy));
        let mut landed: Vec<u32> = self.flights.range(..=ack.upto).map(|(n, _)| *n).collect();
        landed.extend(ack.got.iter().filter(|n| **n > ack.upto));
        let confirmed: Vec<_> = landed
            .into_iter()
            .filter_map(|n| self.confirm(now, n))
            .collect();
        // An acknowledgement that says nothing new is an old one that comes
        // again: it must not set anything going.
        if fresh || !confirmed.is_empty() {
            self.on_life(now);
        }
        Ok(confirmed)
    }

    /// The copy that has to leave now, if there is one.
    pub fn next_copy(&mut self, now: Instant) -> Option<Copy<'_>> {
        if self.pace.ready_at() > now {
            return None;
        }
        let due = |(n, flight): (&u32, &Flight)| {
            let (at, why) = self.due(flight)?;
            (at <= now).then_some((*n, why))
        };
        let (n, why) = match self.flights.iter().find_map(due) {
            Some(again) => again,
            None => (self.take_off(now)?, Why::New),
        };
        if why == Why::Time {
            self.on_silence(now);
        }
        self.depart(now, n, why)
    }

    /// When [`Outbound::next_copy`] has something to give again.
    pub fn next_at(&self) -> Option<Instant> {
        let due = |flight: &Flight| self.due(flight).map(|(at, _)| at);
        let ready = self.pace.ready_at();
        let again = self.flights.values().filter_map(due).min();
        let first = self.may_take_off().then_some(ready);
        [again, first]
            .into_iter()
            .flatten()
            .min()
            .map(|at| at.max(ready))
    }

    /// The copy named by an acknowledgement has arrived. Whether that is news.
    fn on_echo(&mut self, now: Instant, n: u32, copy: u16) -> bool {
        let Some(flight) = self.flights.get(&n) else {
            let recent = n > self.last.saturating_sub(HELD);
            return recent && self.echoed.mark(n, copy);
        };
        let at = usize::from(copy).checked_sub(1);
        let Some(sent) = at.and_then(|at| flight.copies.get(at)) else {
            return false;
        };
        let is_last = usize::from(copy) == flight.copies.len();
        if is_last {
            self.arrived = self.arrived.max(flight.turn);
        }
        let fresh = self.echoed.mark(n, copy);
        if fresh {
            self.rtt.sample(now.saturating_duration_since(*sent));
        }
        fresh
    }

    fn confirm(&mut self, now: Instant, n: u32) -> Option<Confirmed> {
        let flight = self.flights.remove(&n)?;
        self.echoed.forget_below(n);
        if flight.copies.len() == 1 {
            self.arrived = self.arrived.max(flight.turn);
        }
        let first = flight.copies.first().copied().unwrap_or(now);
        Some(Confirmed {
            n,
            tries: narrow(flight.copies.len()),
            after: now.saturating_duration_since(first),
        })
    }

    /// The other side is alive: nobody waits longer than one plain wait.
    pub fn on_life(&mut self, now: Instant) {
        if self.policy.retry == Retry::Textbook {
            return;
        }
        self.doubled = 0;
        self.doubled_until = now;
        let wait = self.wait(0);
        let tries = self.policy.tries;
        let live = |f: &&mut Flight| f.copies.len() < usize::from(tries);
        for flight in self.flights.values_mut().filter(live) {
            flight.due = flight.due.min(now + wait);
        }
    }

    /// Nothing is heard: the wait doubles, once for all frames together.
    fn on_silence(&mut self, now: Instant) {
        if self.policy.retry == Retry::Adaptive && now >= self.doubled_until {
            self.doubled += 1;
            self.doubled_until = now + self.wait(self.doubled);
        }
    }

    /// When the next copy of a frame leaves, and why.
    fn due(&self, flight: &Flight) -> Option<(Instant, Why)> {
        if self.is_spent(flight) {
            return None;
        }
        let timed = (flight.due, Why::Time);
        if flight.turn >= self.arrived || self.policy.retry == Retry::Textbook {
            return Some(timed);
        }
        // A later one has arrived; this one may still be a little late.
        let early = flight.copies.last().zip(self.rtt.late());
        let early = early.map(|(sent, late)| (*sent + late, Why::Overtaken));
        match early {
            Some(early) if early.0 < timed.0 => Some(early),
            Some(_) | None => Some(timed),
        }
    }

    fn is_spent(&self, flight: &Flight) -> bool {
        flight.copies.len() >= usize::from(self.policy.tries)
    }

    fn may_take_off(&self) -> bool {
        let under_way = u32::try_from(self.flights.len()).unwrap_or(u32::MAX);
        let oldest = self.flights.keys().next().copied();
        let span = oldest.map_or(0, |oldest| self.last - oldest + 1);
        !self.queue.is_empty() && under_way < WINDOW && span < HELD && self.last < u32::MAX
    }

    /// The next frame gets its number.
    fn take_off(&mut self, now: Instant) -> Option<u32> {
        if !self.may_take_off() {
            return None;
        }
        let bytes = self.queue.pop_front()?;
        self.last += 1;
        let flight = Flight {
            bytes,
            copies: Vec::new(),
            turn: 0,
            due: now,
        };
        self.flights.insert(self.last, flight);
        Some(self.last)
    }

    fn depart(&mut self, now: Instant, n: u32, why: Why) -> Option<Copy<'_>> {
        let before = self.flights.get(&n)?.copies.len();
        let doubled = match self.policy.retry {
            Retry::Adaptive => self.doubled,
            Retry::Textbook => u32::try_from(before).unwrap_or(u32::MAX),
        };
        let wait = self.jittered(self.wait(doubled), n, before);
        self.pace.take(now);
        self.turns += 1;
        let flight = self.flights.get_mut(&n)?;
        flight.copies.push(now);
        flight.turn = self.turns;
        flight.due = now + wait;
        Some(Copy {
            n,
            r#try: narrow(flight.copies.len()),
            why,
            wait,
            bytes: &flight.bytes,
        })
    }

    fn wait(&self, doubled: u32) -> Duration {
        let Policy {
            least_wait,
            greatest_wait,
            first_wait,
            ..
        } = self.policy;
        let measured = match self.policy.retry {
            Retry::Adaptive => self.rtt.wait().map(|w| w.clamp(least_wait, greatest_wait)),
            Retry::Textbook => None,
        };
        let factor = 1_u32.checked_shl(doubled.min(16)).unwrap_or(1);
        (measured.unwrap_or(first_wait) * factor).min(greatest_wait)
    }

    /// Up to a tenth more, so that a class does not repeat itself in step.
    fn jittered(&self, wait: Duration, n: u32, before: usize) -> Duration {
        if self.policy.retry == Retry::Textbook {
            return wait;
        }
        let tenth = u64::try_from(wait.as_micros() / 10).unwrap_or(0);
        let more = chance::below(tenth, &[self.seed, u64::from(n), before as u64]);
        wait + Duration::from_micros(more)
    }
}

fn narrow(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}
