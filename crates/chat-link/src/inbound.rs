//! What comes: duplicates dropped, order kept, acknowledgements owed.

use std::collections::BTreeMap;
use std::collections::VecDeque;

use crate::envelope;
use crate::envelope::Ack;
use crate::marks::Marks;
use crate::parts::Joining;
use crate::policy::HELD;

/// The receiving half. Holds at most [`HELD`] datagrams.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inbound {
    /// Everything up to here was handed on.
    upto: u32,
    /// Came before their turn.
    held: BTreeMap<u32, Piece>,
    /// Whole frames, in order, until they are taken.
    ready: VecDeque<Vec<u8>>,
    joining: Joining,
    copies: Marks,
    /// The copy that an acknowledgement is owed for.
    owed: Option<(u32, u16)>,
    /// How often it still leaves.
    times: u8,
    /// So many more frames are acknowledged twice.
    doubtful: u32,
}

/// A datagram with a frame or a part of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Which part, and of how many.
    pub part: Option<(u16, u16)>,
    /// All of it.
    pub bytes: Vec<u8>,
}

/// What a numbered datagram turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// Its turn, and the turn of those held behind it: up to this number.
    InTurn(u32),
    /// Before its turn: this one is missing.
    Early(u32),
    /// There already.
    Again,
    /// No number, or beyond what is held.
    Beyond,
}

impl Inbound {
    /// Everything up to here was handed on.
    pub fn upto(&self) -> u32 {
        self.upto
    }

    /// How many came before their turn.
    #[cfg(test)]
    pub fn held(&self) -> usize {
        self.held.len()
    }

    /// What is remembered of copies.
    #[cfg(test)]
    pub fn copies(&self) -> &Marks {
        &self.copies
    }

    /// Takes in a numbered datagram.
    pub fn on_frame(&mut self, (n, copy): (u32, u16), piece: Piece) -> Arrival {
        if n == 0 || n > self.upto.saturating_add(HELD) {
            return Arrival::Beyond;
        }
        self.owed = Some((n, copy));
        if n > self.upto.saturating_sub(HELD) {
            self.copies.mark(n, copy);
            self.copies.forget_below(self.upto);
        }
        if n <= self.upto || self.held.contains_key(&n) {
            self.doubtful = DOUBTFUL;
            self.times = 2;
            return Arrival::Again;
        }
        self.doubtful = self.doubtful.saturating_sub(1);
        self.times = if self.doubtful > 0 { 2 } else { 1 };
        self.held.insert(n, piece);
        while let Some(piece) = self.held.remove(&self.upto.saturating_add(1)) {
            self.upto += 1;
            match piece.part {
                None => self.ready.push_back(envelope::bare(&piece.bytes)),
                Some(part) => self.ready.extend(self.joining.add(part, &piece.bytes)),
            }
        }
        if n <= self.upto {
            Arrival::InTurn(self.upto)
        } else {
            Arrival::Early(self.upto + 1)
        }
    }

    /// The next frame in order.
    pub fn poll_frame(&mut self) -> Option<Vec<u8>> {
        self.ready.pop_front()
    }

    /// Whether something came that was not acknowledged yet.
    pub fn owes(&self) -> bool {
        self.owed.is_some()
    }

    /// The acknowledgement that is owed.
    pub fn ack(&self) -> Option<Ack> {
        let (n, copy) = self.owed?;
        let later = self.copies.has_later(n);
        let tries = self.copies.of(n).filter(|_| later);
        Some(Ack {
            upto: self.upto,
            got: self.held.keys().copied().collect(),
            of: Some((n, copy)),
            tries: tries.collect(),
        })
    }

    /// It has left. Where acknowledgements get lost it leaves twice: cheaper than
    /// the frame that comes again for want of it.
    pub fn settle(&mut self) {
        self.times = self.times.saturating_sub(1);
        if self.times == 0 {
            self.owed = None;
        }
    }
}

/// After a frame that came again, acknowledgements of so many are thought to
/// get lost.
const DOUBTFUL: u32 = 32;
