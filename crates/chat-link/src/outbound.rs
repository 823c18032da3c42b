//! The sending half: new frames in order, and the retransmission of those that
//! are not acknowledged.
//!
//! A frame waits in the send queue, is in flight, and is acknowledged; or the
//! conversation ends and nobody knows whether it arrived. This half decides when
//! a frame is sent or retransmitted; [`crate::Link`] writes the datagram.

use std::collections::VecDeque;
use std::time::Duration;
use std::time::Instant;

use chat_proto::trace::link::BackoffReset;
use chat_proto::trace::link::Why;
use chat_proto::trace::link::WindowFull;

use crate::envelope::Ack;
use crate::in_flight::InFlight;
use crate::in_flight::SentFrame;
use crate::observed::Observed;
use crate::pacer::Pacer;
use crate::path::Path;
use crate::policy::Policy;
use crate::policy::RECEIVE_WINDOW;
use crate::policy::RtoMode;
use crate::policy::SELDOM;
use crate::policy::SEND_QUEUE;
use crate::policy::SEND_WINDOW;
use crate::rto_timer::RtoTimer;
use crate::seen_copies::SeenCopies;
use crate::send_buffer::SendBuffer;
use crate::send_buffer::Span;
use crate::told::AckOfUnsent;
use crate::told::Acked;
use crate::told::Figures;
use crate::told::Transmission;

/// The sending half.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outbound {
    policy: Policy,
    /// Frames that have not been sent yet. At most [`SEND_QUEUE`].
    queue: VecDeque<Span>,
    /// The bytes of all frames that are not acknowledged.
    send_buffer: SendBuffer,
    /// Sent and not acknowledged, by number. At most [`SEND_WINDOW`].
    in_flight: InFlight,
    /// The highest number in use.
    last: u32,
    /// Transmissions so far, of all frames: tells which was sent before which.
    transmissions: u64,
    /// The latest of them that is known to have arrived. What was sent before it and
    /// is not acknowledged was lost or reordered.
    latest_arrived: u64,
    echoed: SeenCopies,
    rto_timer: RtoTimer,
    path: Path,
    pacer: Pacer,
    /// When the next retransmission is due, where that is known: saves a search
    /// through all frames in flight for each that is sent.
    nothing_due_until: Option<Instant>,
    /// What only a trace wants to know.
    pub observed: Observed,
}

impl Outbound {
    /// Nothing to send yet.
    pub fn new(now: Instant, policy: Policy, seed: u64) -> Self {
        Self {
            policy,
            queue: VecDeque::new(),
            send_buffer: SendBuffer::default(),
            in_flight: InFlight::default(),
            last: 0,
            transmissions: 0,
            latest_arrived: 0,
            echoed: SeenCopies::default(),
            rto_timer: RtoTimer::new(now, policy, seed),
            path: Path::default(),
            pacer: Pacer::new(now),
            nothing_due_until: None,
            observed: Observed::default(),
        }
    }

    /// Uses another policy from now on.
    pub fn change(&mut self, policy: Policy) {
        self.policy = policy;
        self.rto_timer.change(policy);
        self.nothing_due_until = None;
    }

    /// Whether the send queue has room for so many more.
    pub fn has_room(&self, count: usize) -> bool {
        self.queue.len() + count <= SEND_QUEUE
    }

    /// Frames that have not been sent yet.
    pub fn waiting(&self) -> usize {
        self.queue.len()
    }

    /// Frames in flight or in the send queue: nobody knows whether they will arrive.
    pub fn unacked(&self) -> usize {
        self.queue.len() + self.in_flight.len() as usize
    }

    /// Puts a frame at the end of the send queue.
    pub fn push(&mut self, frame: &[u8]) {
        self.queue.push_back(self.send_buffer.put(frame));
    }

    /// When the oldest unacknowledged frame was first sent.
    pub fn oldest_sent_at(&self) -> Option<Instant> {
        // Numbers are given in the order of the first transmissions.
        self.in_flight.oldest().map(|sent| sent.first_sent)
    }

    /// When a frame that has no tries left is given up, if there is one: not for their
    /// number alone, since whoever raises `patience` means it.
    pub fn gives_up_at(&self) -> Option<Instant> {
        let tried_out = self
            .in_flight
            .iter()
            .filter(|(_, f)| self.has_no_tries_left(f));
        let given_up = |(_, sent): (u32, &SentFrame)| match self.policy.rto_mode {
            RtoMode::Adaptive => sent.first_sent + self.policy.patience,
            RtoMode::Textbook => sent.due,
        };
        tried_out.map(given_up).min()
    }

    /// Processes an acknowledgement; `tell` is called for each frame that it
    /// acknowledges for the first time.
    pub fn on_ack(
        &mut self,
        now: Instant,
        ack: &Ack,
        mut tell: impl FnMut(Acked),
    ) -> Result<(), AckOfUnsent> {
        let future = |n: &u32| *n > self.last;
        let of = ack.of.map(|(n, _)| n);
        if future(&ack.upto) || ack.got.iter().any(future) || of.as_ref().is_some_and(future) {
            return Err(AckOfUnsent);
        }
        self.nothing_due_until = None;
        let mut news = ack.of.is_some_and(|(n, copy)| self.on_echo(now, n, copy));
        while let Some((n, sent)) = self.in_flight.pop_up_to(ack.upto) {
            news = true;
            tell(self.on_acked(now, n, &sent));
        }
        for n in &ack.got {
            if let Some(sent) = self.in_flight.remove(*n) {
                news = true;
                self.path.on_reordered();
                tell(self.on_acked(now, *n, &sent));
            }
        }
        if news {
            let first = self.in_flight.oldest().map(|sent| sent.frame);
            let first = first.or_else(|| self.queue.front().copied());
            self.send_buffer.give_up_before(first);
        }
        self.pacer.adapt_to(self.path);
        // An acknowledgement that says nothing new may be an old duplicate: it must
        // not trigger anything.
        if news {
            self.on_peer_alive(now);
        }
        Ok(())
    }

    /// What has to be sent now, if anything.
    pub fn next_transmission(&mut self, now: Instant) -> Option<Transmission<'_>> {
        if self.pacer.ready_at() > now {
            return None;
        }
        let Some((n, why)) = self.due_by(now) else {
            if self.ready_for_new_at() > now {
                return None;
            }
            return self.send_new(now);
        };
        if why == Why::Timeout {
            self.rto_timer.on_timeout(now, self.path);
        }
        self.retransmit(now, n, why)
    }

    /// The first frame in flight that is due for retransmission, and why.
    fn due_by(&mut self, now: Instant) -> Option<(u32, Why)> {
        if self.nothing_due_until.is_some_and(|until| now < until) {
            return None;
        }
        let due = |(n, sent): (u32, &SentFrame)| {
            let (at, why) = self.due(sent)?;
            (at <= now).then_some((n, why))
        };
        let found = self.in_flight.iter().find_map(due);
        if found.is_none() {
            self.nothing_due_until = self.first_due();
        }
        found
    }

    fn first_due(&self) -> Option<Instant> {
        let due = |(_, sent): (u32, &SentFrame)| self.due(sent).map(|(at, _)| at);
        self.in_flight.iter().filter_map(due).min()
    }

    /// When [`Outbound::next_transmission`] has something to give again.
    pub fn next_at(&self) -> Option<Instant> {
        let ready = self.pacer.ready_at();
        let again = self.nothing_due_until.or_else(|| self.first_due());
        let again = again.map(|at| at.max(ready));
        let first = self.may_send_new().then(|| self.ready_for_new_at());
        [again, first].into_iter().flatten().min()
    }

    /// When a new frame may be sent. In batches only on a path without loss: a lost
    /// acknowledgement of a batch is not made good by the next one.
    fn ready_for_new_at(&self) -> Instant {
        if self.path.is_lossy() {
            self.pacer.ready_at()
        } else {
            self.pacer.ready_for_batch_at()
        }
    }

    /// The transmission named by an acknowledgement has arrived. Whether that was
    /// not known before.
    fn on_echo(&mut self, now: Instant, n: u32, copy: u16) -> bool {
        let Some(sent) = self.in_flight.get_mut(n) else {
            let recent = n > self.last.saturating_sub(RECEIVE_WINDOW);
            return recent && self.echoed.mark(n, copy);
        };
        let Some(left) = sent.sent_at(copy) else {
            return false;
        };
        if usize::from(copy) == sent.transmissions() {
            self.latest_arrived = self.latest_arrived.max(sent.order);
        }
        let fresh = self.echoed.mark(n, copy);
        if fresh {
            let trip = now.saturating_duration_since(left);
            self.rto_timer.sample(trip);
            self.observed.measured = Some(trip);
        }
        fresh
    }

    fn on_acked(&mut self, now: Instant, n: u32, sent: &SentFrame) -> Acked {
        self.echoed.forget_below(n);
        if sent.resent.is_empty() {
            self.latest_arrived = self.latest_arrived.max(sent.order);
        }
        self.path.on_acked(sent.transmissions());
        Acked {
            n,
            tries: narrow(sent.transmissions()),
            after: now.saturating_duration_since(sent.first_sent),
        }
    }

    /// The peer is alive: undoes the backoff, also for timers that are running.
    pub fn on_peer_alive(&mut self, now: Instant) {
        if self.policy.rto_mode == RtoMode::Textbook {
            return;
        }
        let backed_off = self.rto_timer.on_peer_alive(now);
        self.nothing_due_until = None;
        let wait = self.rto_timer.base(self.path);
        let Policy { tries, max_rto, .. } = self.policy;
        let mut frames = 0;
        for sent in self.in_flight.iter_mut() {
            let given_up = sent.transmissions() >= usize::from(tries);
            let wait = if given_up { max_rto } else { wait };
            frames += usize::from(sent.due > now + wait);
            sent.due = sent.due.min(now + wait);
        }
        if backed_off {
            self.observed.reset = Some(BackoffReset { wait, frames });
        }
    }

    /// What follows from all round trips that were measured.
    pub fn figures(&self) -> Figures {
        let smoothed = self.rto_timer.smoothed();
        Figures {
            srtt: smoothed.map(|(srtt, _)| srtt),
            rttvar: smoothed.map(|(_, rttvar)| rttvar),
            wait: self.rto_timer.base(self.path),
        }
    }

    /// That the window has become full, once.
    pub fn take_window_full(&mut self) -> Option<WindowFull> {
        let (in_flight, waiting) = (self.in_flight.len() as usize, self.queue.len());
        let full = waiting > 0 && !self.may_send_new();
        let news = self.observed.becomes_full(full);
        news.then_some(WindowFull { in_flight, waiting })
    }

    /// When a frame is retransmitted next, and why.
    fn due(&self, sent: &SentFrame) -> Option<(Instant, Why)> {
        let timed = (sent.due, Why::Timeout);
        match self.policy.rto_mode {
            RtoMode::Adaptive if sent.transmissions() >= usize::from(u16::MAX) => return None,
            RtoMode::Textbook if self.has_no_tries_left(sent) => return None,
            RtoMode::Adaptive | RtoMode::Textbook => {}
        }
        let textbook = self.policy.rto_mode == RtoMode::Textbook;
        if sent.order >= self.latest_arrived || textbook || self.has_no_tries_left(sent) {
            return Some(timed);
        }
        // A later one has arrived. This one may only be reordered, so it gets a little
        // more time before the fast retransmission.
        let early = self.rto_timer.reordering_timeout();
        let early = early.map(|late| (sent.last_sent() + late, Why::FastRetransmit));
        match early {
            Some(early) if early.0 < timed.0 => Some(early),
            Some(_) | None => Some(timed),
        }
    }

    fn has_no_tries_left(&self, sent: &SentFrame) -> bool {
        sent.transmissions() >= usize::from(self.policy.tries)
    }

    fn may_send_new(&self) -> bool {
        let span = self.in_flight.span_to(self.last);
        let (under_way, more) = (self.in_flight.len(), !self.queue.is_empty());
        more && under_way < SEND_WINDOW && span < RECEIVE_WINDOW && self.last < u32::MAX
    }

    /// Gives the next frame its number and sends it for the first time.
    fn send_new(&mut self, now: Instant) -> Option<Transmission<'_>> {
        if !self.may_send_new() {
            return None;
        }
        let frame = self.queue.pop_front()?;
        self.last += 1;
        let (wait, order) = self.register(now, self.last, 0);
        let sent = SentFrame {
            frame,
            first_sent: now,
            resent: Vec::new(),
            order,
            due: now + wait,
        };
        self.nothing_due_until = self.nothing_due_until.map(|until| until.min(sent.due));
        self.in_flight.push(self.last, sent);
        self.transmission(self.last, Why::New, wait)
    }

    /// Sends a frame in flight once more.
    fn retransmit(&mut self, now: Instant, n: u32, why: Why) -> Option<Transmission<'_>> {
        let before = self.in_flight.get_mut(n)?.transmissions();
        let (wait, order) = self.register(now, n, before);
        let sent = self.in_flight.get_mut(n)?;
        sent.resent.push(now);
        sent.order = order;
        let given_up = sent.transmissions() >= usize::from(self.policy.tries);
        let seldom = given_up && self.policy.rto_mode == RtoMode::Adaptive;
        let wait = if seldom { wait.max(SELDOM) } else { wait };
        sent.due = now + wait;
        self.nothing_due_until = None;
        self.transmission(n, why, wait)
    }

    fn transmission(&mut self, n: u32, why: Why, wait: Duration) -> Option<Transmission<'_>> {
        let sent = self.in_flight.get_mut(n)?;
        Some(Transmission {
            n,
            r#try: narrow(sent.transmissions()),
            why,
            wait,
            bytes: self.send_buffer.get(sent.frame),
        })
    }

    /// Accounts for one transmission of a frame that was sent `before` times: its
    /// retransmission timeout, and its place in the order of transmissions.
    fn register(&mut self, now: Instant, n: u32, before: usize) -> (Duration, u64) {
        self.pacer.on_sent(now);
        self.transmissions += 1;
        (
            self.rto_timer.for_transmission(self.path, n, before),
            self.transmissions,
        )
    }
}

fn narrow(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}
