//! One end of a conversation: what is heard, what is sent, when it is over.

use std::time::Instant;

use chat_proto::now::Now;
use chat_proto::outlook::Outlook;
use chat_proto::trace::event::Event;
use chat_proto::trace::fingerprint::Fingerprint;
use chat_proto::trace::link;
use chat_proto::trace::link::Discard;
use chat_proto::trace::link::Ending;

use crate::envelope;
use crate::envelope::Ack;
use crate::envelope::Datagram;
use crate::envelope::Fields;
use crate::envelope::LinkId;
use crate::envelope::Side;
use crate::fragments;
use crate::fragments::Fragmented;
use crate::inbound::Arrival;
use crate::inbound::Inbound;
use crate::inbound::Piece;
use crate::log::Log;
use crate::noted;
use crate::outbound::Outbound;
use crate::policy::DATAGRAM_BYTES;
use crate::policy::Policy;
use crate::policy::RtoMode;
use crate::setup::Setup;
use crate::setup::Unsent;
use crate::told::AckOfUnsent;

/// One end of a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Which conversation.
    id: LinkId,
    side: Side,
    pub(crate) policy: Policy,
    pub(crate) inbound: Inbound,
    outbound: Outbound,
    phase: Phase,
    /// When anything of this conversation last came.
    heard_at: Instant,
    /// When anything last left.
    sent_at: Instant,
    outlook: Outlook,
    log: Log,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Open,
    Ended(Ending),
}

impl Link {
    /// Both ends begin at the same number, with nothing under way.
    pub fn new(now: Instant, setup: Setup) -> Self {
        Self {
            id: setup.id,
            side: setup.side,
            policy: setup.policy,
            inbound: Inbound::default(),
            outbound: Outbound::new(now, setup.policy, setup.seed),
            phase: Phase::Open,
            heard_at: now,
            sent_at: now,
            outlook: Outlook::default(),
            log: Log::new(setup.traced),
        }
    }

    /// Which conversation.
    pub fn id(&self) -> LinkId {
        self.id
    }

    /// From now on a person releases each datagram, which may take minutes: the link
    /// does not give up for that.
    pub fn set_manual_delivery(&mut self) {
        self.policy = self.policy.with_manual_delivery();
        self.outbound.change(self.policy);
    }

    /// Why it is over, once it is. What is unconfirmed then may have arrived.
    pub fn ending(&self) -> Option<Ending> {
        match self.phase {
            Phase::Open => None,
            Phase::Ended(why) => Some(why),
        }
    }

    /// Frames and fragments given to [`Link::send`] and not acknowledged yet.
    pub fn unacked(&self) -> usize {
        self.outbound.unacked()
    }

    /// Those of them that have not been sent for the first time.
    pub fn waiting(&self) -> usize {
        self.outbound.waiting()
    }

    /// Since when something has been in flight while nothing at all was received.
    pub fn unanswered_since(&self) -> Option<Instant> {
        self.outbound
            .oldest_sent_at()
            .map(|at| at.max(self.heard_at))
    }

    /// When anything of this conversation last came.
    pub fn heard_at(&self) -> Instant {
        self.heard_at
    }

    /// Sends a frame: a JSON object, with or without a line end.
    pub fn send(&mut self, now: Now, object: &[u8]) -> Result<(), Unsent> {
        if self.phase != Phase::Open {
            return Err(Unsent::Over);
        }
        let speaker = (self.side == Side::Server).then_some(now.wall);
        if !self.outbound.has_room(1) {
            return Err(Unsent::Full);
        }
        // The fragments of one long frame may exceed the bound, or it could never be sent.
        match fragments::fragment(object, speaker).ok_or(Unsent::Unfit)? {
            Fragmented::Whole(object) => self.outbound.push(object),
            Fragmented::Fragments(parts) => parts.iter().for_each(|part| self.outbound.push(part)),
        }
        Ok(())
    }

    /// Takes in a datagram of whatever kind: what [`envelope::read`] made of it, and
    /// all of it. The caller sees to it that it came from the other side's address.
    pub fn handle_datagram(&mut self, now: Now, datagram: &Datagram, bytes: &[u8]) {
        match datagram {
            Datagram::Bound(id, fields) if *id == self.id => self.handle_bound(now, fields, bytes),
            Datagram::Reset(id) if *id == self.id && self.side == Side::Peer => {
                self.end(Ending::Reset);
            }
            Datagram::Hello(..)
            | Datagram::Cookie(..)
            | Datagram::Open(..)
            | Datagram::Reset(_)
            | Datagram::Bound(..) => self.discard(Discard::Foreign, bytes),
        }
    }

    /// Takes in a datagram of this conversation: what it says to the link, and all
    /// of it.
    pub fn handle_bound(&mut self, now: Now, fields: &Fields, bytes: &[u8]) {
        if self.phase != Phase::Open {
            return self.discard(Discard::Over, bytes);
        }
        self.heard_at = now.mono;
        if let Some(ack) = &fields.ack {
            self.on_ack(now.mono, ack, bytes);
        }
        if let Some(frame) = fields.frame {
            self.on_frame(now.mono, frame, fields.part, bytes);
        }
        self.look(now.mono);
    }

    /// This came from the other side's address, and [`envelope::read`] could make
    /// nothing of it.
    pub fn handle_unread(&mut self, bytes: &[u8]) {
        let why = if bytes.len() > DATAGRAM_BYTES {
            Discard::TooLong
        } else {
            Discard::Unreadable
        };
        self.discard(why, bytes);
    }

    /// A moment that [`Link::poll_timeout`] asked for has come.
    pub fn handle_timeout(&mut self, now: Instant) {
        let patience = self.policy.patience;
        match self.over_at() {
            Some((at, why)) if self.outlook.is_over(now, at, patience) => self.end(why),
            Some(_) | None if self.keep_alive_at().is_some_and(|at| at <= now) => {
                self.outbound.push(PING);
            }
            Some(_) | None => self.look(now),
        }
    }

    /// Writes the next datagram that has to leave now; whether there is one.
    #[must_use]
    pub fn poll_transmit(&mut self, now: Now, out: &mut Vec<u8>) -> bool {
        if self.phase != Phase::Open {
            return false;
        }
        let leaves = self.transmit_frame(now, out) || self.transmit_ack(now, out);
        if !leaves {
            self.look(now.mono);
        }
        leaves
    }

    /// The next frame of the other side, in order, each once.
    pub fn poll_frame(&mut self) -> Option<Vec<u8>> {
        self.inbound.poll_frame()
    }

    /// Whether events are kept from now on.
    pub fn set_traced(&mut self, traced: bool) {
        self.log.keep(traced);
    }

    /// The next event, where they are traced.
    pub fn poll_event(&mut self) -> Option<Event> {
        self.log.next()
    }

    /// When [`Link::handle_timeout`] and [`Link::poll_transmit`] are needed
    /// next, if nothing comes before.
    pub fn poll_timeout(&self) -> Option<Instant> {
        if self.phase != Phase::Open {
            return None;
        }
        let end = self.over_at();
        let look = end.map(|(at, _)| self.outlook.next_look(at, self.policy.patience));
        let owes_ack = self.inbound.owes_ack().then_some(self.heard_at);
        let due = [
            self.outbound.next_at(),
            look,
            self.keep_alive_at(),
            owes_ack,
        ];
        due.into_iter().flatten().min()
    }

    fn on_ack(&mut self, now: Instant, ack: &Ack, bytes: &[u8]) {
        let log = &mut self.log;
        let heard = self
            .outbound
            .on_ack(now, ack, |acked| log.note(|| noted::acked(acked)));
        if heard == Err(AckOfUnsent) {
            return self.discard(Discard::Future, bytes);
        }
        let rtt = self.outbound.observed.measured.take();
        let outbound = &self.outbound;
        self.log
            .note(|| noted::ack_received(ack, bytes, (rtt, outbound.figures())));
        self.note_reset();
    }

    fn on_frame(
        &mut self,
        now: Instant,
        (n, copy): (u32, u16),
        part: Option<(u16, u16)>,
        bytes: &[u8],
    ) {
        let first = self.inbound.upto() + 1;
        let piece = Piece {
            part,
            bytes: bytes.to_vec(),
        };
        match self.inbound.on_frame((n, copy), piece) {
            Arrival::InOrder(upto) => {
                self.outbound.on_peer_alive(now);
                self.note_reset();
                for delivered in first..=upto {
                    let own = (delivered == n).then_some((copy, bytes));
                    self.log.note(|| noted::delivered(delivered, own));
                }
            }
            Arrival::OutOfOrder(missing) => {
                self.outbound.on_peer_alive(now);
                self.note_reset();
                self.log.note(|| noted::held(n, missing, bytes));
            }
            Arrival::Duplicate => self.log.note(|| noted::duplicate(n, copy, bytes)),
            Arrival::OutsideWindow => self.discard(Discard::Number, bytes),
        }
    }

    fn transmit_frame(&mut self, now: Now, out: &mut Vec<u8>) -> bool {
        let Some(copy) = self.outbound.next_transmission(now.mono) else {
            return false;
        };
        let ack = self.inbound.ack();
        let frame = (copy.n, copy.r#try);
        let (why, wait) = (copy.why, copy.wait);
        let start = out.len();
        envelope::write_frame(out, self.id, frame, ack.as_ref(), copy.bytes);
        let mut carried = ack;
        if carried.is_some() && out.len() - start > DATAGRAM_BYTES {
            out.truncate(start);
            envelope::write_frame(out, self.id, frame, None, copy.bytes);
            carried = None;
        }
        let (written, (n, r#try)) = (out.get(start..).unwrap_or_default(), frame);
        self.sent_at = now.mono;
        self.log.note(|| {
            Event::Sent(link::Sent {
                x: Some(Fingerprint::of(written)),
                n,
                r#try,
                why,
                bytes: written.len(),
                wait,
            })
        });
        if let Some(ack) = carried {
            self.on_ack_sent(ack, written, false);
        }
        if self.log.is_kept()
            && let Some(full) = self.outbound.take_window_full()
        {
            self.log.note(|| Event::WindowFull(full));
        }
        true
    }

    fn transmit_ack(&mut self, now: Now, out: &mut Vec<u8>) -> bool {
        let Some(ack) = self.inbound.ack() else {
            return false;
        };
        let start = out.len();
        envelope::write_ack(out, self.side, now.wall, self.id, &ack);
        self.sent_at = now.mono;
        self.on_ack_sent(ack, out.get(start..).unwrap_or_default(), true);
        true
    }

    fn on_ack_sent(&mut self, ack: Ack, written: &[u8], alone: bool) {
        self.inbound.on_ack_sent();
        self.log.note(|| noted::ack_sent(ack, written, alone));
    }

    /// When the conversation ends, if nothing changes, and why.
    fn over_at(&self) -> Option<(Instant, Ending)> {
        let silence = self.unanswered_since().map(|at| at + self.policy.patience);
        let silence = silence.map(|at| (at, Ending::Silence));
        let given_up = self.gives_up_at().map(|at| (at, Ending::Tries));
        [silence, given_up]
            .into_iter()
            .flatten()
            .min_by_key(|(at, _)| *at)
    }

    fn look(&mut self, now: Instant) {
        if let Some((at, _)) = self.over_at() {
            self.outlook.look(now, at, self.policy.patience);
        }
    }

    /// When a frame that has no tries left ends the conversation. While nothing at
    /// all is received, `patience` decides instead.
    fn gives_up_at(&self) -> Option<Instant> {
        let given_up = self.outbound.gives_up_at()?;
        let alive = self
            .outbound
            .oldest_sent_at()
            .is_some_and(|at| self.heard_at > at);
        let quick = self.policy.rto_mode == RtoMode::Textbook;
        (alive || quick).then_some(given_up)
    }

    fn keep_alive_at(&self) -> Option<Instant> {
        let idle = self.outbound.unacked() == 0;
        let every = self.policy.keep_alive.filter(|_| idle)?;
        Some(self.sent_at + every)
    }

    fn end(&mut self, why: Ending) {
        if self.phase == Phase::Open {
            self.phase = Phase::Ended(why);
            let unacked = self.unacked();
            self.log.note(|| Event::Ended(link::Ended { why, unacked }));
        }
    }

    fn note_reset(&mut self) {
        if let Some(reset) = self.outbound.observed.reset.take() {
            self.log.note(|| Event::BackoffReset(reset));
        }
    }

    fn discard(&mut self, why: Discard, bytes: &[u8]) {
        self.log.note(|| noted::discarded(why, bytes));
    }
}

/// The keep-alive is a frame like any other.
const PING: &[u8] = b"{\"type\":\"ping\"}";
