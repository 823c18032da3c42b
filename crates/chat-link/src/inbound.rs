//! The receiving half: drops duplicates, restores the order, reassembles fragments,
//! and keeps track of what has to be acknowledged.

use std::collections::BTreeMap;
use std::collections::VecDeque;

use crate::envelope;
use crate::envelope::Ack;
use crate::fragments::Reassembly;
use crate::policy::RECEIVE_WINDOW;
use crate::seen_copies::SeenCopies;

/// The receiving half. Buffers at most [`RECEIVE_WINDOW`] datagrams.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inbound {
    /// Everything up to here was delivered: the cumulative acknowledgement.
    upto: u32,
    /// Received out of order: the selective acknowledgements.
    out_of_order: BTreeMap<u32, Piece>,
    /// Whole frames, in order, until they are taken.
    ready: VecDeque<Vec<u8>>,
    reassembly: Reassembly,
    seen_copies: SeenCopies,
    /// The frame and transmission that has to be acknowledged.
    pending_ack: Option<(u32, u16)>,
    /// How often that acknowledgement still has to be sent.
    acks_left: u8,
    /// For so many more frames acknowledgements are sent twice: some seem to get lost.
    ack_loss_suspected: u32,
}

/// A datagram with a frame or a fragment of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Which fragment, and of how many.
    pub part: Option<(u16, u16)>,
    /// All of it.
    pub bytes: Vec<u8>,
}

/// What a numbered datagram turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// It was next in order; delivered together with those buffered behind it, up to
    /// this number.
    InOrder(u32),
    /// Buffered: this one is missing before it.
    OutOfOrder(u32),
    /// Received before.
    Duplicate,
    /// Number 0, or beyond the receive window.
    OutsideWindow,
}

impl Inbound {
    /// Everything up to here was delivered.
    pub fn upto(&self) -> u32 {
        self.upto
    }

    /// How many are buffered out of order.
    #[cfg(test)]
    pub fn out_of_order(&self) -> usize {
        self.out_of_order.len()
    }

    /// Which transmissions were seen of which frame.
    #[cfg(test)]
    pub fn seen_copies(&self) -> &SeenCopies {
        &self.seen_copies
    }

    /// Takes in a numbered datagram.
    pub fn on_frame(&mut self, (n, copy): (u32, u16), piece: Piece) -> Arrival {
        if n == 0 || n > self.upto.saturating_add(RECEIVE_WINDOW) {
            return Arrival::OutsideWindow;
        }
        self.pending_ack = Some((n, copy));
        if n > self.upto.saturating_sub(RECEIVE_WINDOW) {
            self.seen_copies.mark(n, copy);
            self.seen_copies.forget_below(self.upto);
        }
        if n <= self.upto || self.out_of_order.contains_key(&n) {
            self.ack_loss_suspected = ACK_LOSS_SUSPECTED;
            self.acks_left = 2;
            return Arrival::Duplicate;
        }
        self.ack_loss_suspected = self.ack_loss_suspected.saturating_sub(1);
        self.acks_left = if self.ack_loss_suspected > 0 { 2 } else { 1 };
        self.out_of_order.insert(n, piece);
        while let Some(piece) = self.out_of_order.remove(&self.upto.saturating_add(1)) {
            self.upto += 1;
            match piece.part {
                None => self.ready.push_back(envelope::bare(&piece.bytes)),
                Some(part) => self.ready.extend(self.reassembly.add(part, &piece.bytes)),
            }
        }
        if n <= self.upto {
            Arrival::InOrder(self.upto)
        } else {
            Arrival::OutOfOrder(self.upto + 1)
        }
    }

    /// The next frame in order.
    pub fn poll_frame(&mut self) -> Option<Vec<u8>> {
        self.ready.pop_front()
    }

    /// Whether an acknowledgement has to be sent.
    pub fn owes_ack(&self) -> bool {
        self.pending_ack.is_some()
    }

    /// The acknowledgement that has to be sent.
    pub fn ack(&self) -> Option<Ack> {
        let (n, copy) = self.pending_ack?;
        let later = self.seen_copies.has_later(n);
        let tries = self.seen_copies.of(n).filter(|_| later);
        Some(Ack {
            upto: self.upto,
            got: self.out_of_order.keys().copied().collect(),
            of: Some((n, copy)),
            tries: tries.collect(),
        })
    }

    /// It was sent. Where acknowledgements seem to get lost it is sent twice: cheaper
    /// than the retransmission that a lost one causes.
    pub fn on_ack_sent(&mut self) {
        self.acks_left = self.acks_left.saturating_sub(1);
        if self.acks_left == 0 {
            self.pending_ack = None;
        }
    }
}

/// After a duplicate, so many frames are acknowledged twice.
const ACK_LOSS_SUSPECTED: u32 = 32;
