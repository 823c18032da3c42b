//! The frames in flight, in the order of their numbers: a short queue with holes
//! where frames were acknowledged selectively, before those in front of them.

use std::collections::VecDeque;
use std::time::Instant;

use crate::send_buffer::Span;

/// All frames in flight. The first slot is never empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InFlight {
    /// The number of the first.
    first: u32,
    slots: VecDeque<Option<SentFrame>>,
    count: u32,
}

/// A frame that was sent and is not acknowledged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentFrame {
    /// Where its bytes are in the send buffer.
    pub frame: Span,
    /// When it was sent for the first time.
    pub first_sent: Instant,
    /// When it was retransmitted, each time: about as often as `Policy::tries`, and once
    /// more every two seconds at most for as long as `patience` lasts.
    pub resent: Vec<Instant>,
    /// The place of its last transmission among those of all frames.
    pub order: u64,
    /// When its retransmission timer expires.
    pub due: Instant,
}

impl SentFrame {
    /// How often it was sent.
    pub fn transmissions(&self) -> usize {
        1 + self.resent.len()
    }

    /// When this transmission was sent, counted from 1.
    pub fn sent_at(&self, copy: u16) -> Option<Instant> {
        match copy {
            0 => None,
            1 => Some(self.first_sent),
            _ => self.resent.get(usize::from(copy) - 2).copied(),
        }
    }

    /// When it was sent last.
    pub fn last_sent(&self) -> Instant {
        self.resent.last().copied().unwrap_or(self.first_sent)
    }
}

impl InFlight {
    /// How many there are.
    pub fn len(&self) -> u32 {
        self.count
    }

    /// From the first of them to this number, both counted.
    pub fn span_to(&self, n: u32) -> u32 {
        if self.slots.is_empty() {
            return 0;
        }
        (n + 1).saturating_sub(self.first)
    }

    /// The one that has been in flight for the longest time.
    pub fn oldest(&self) -> Option<&SentFrame> {
        self.slots.front()?.as_ref()
    }

    /// The one with this number.
    pub fn get_mut(&mut self, n: u32) -> Option<&mut SentFrame> {
        let at = n.checked_sub(self.first)?;
        self.slots.get_mut(at as usize)?.as_mut()
    }

    /// Adds one behind all others, under the next number.
    pub fn push(&mut self, n: u32, sent: SentFrame) {
        if self.slots.is_empty() {
            self.first = n;
        }
        self.slots.push_back(Some(sent));
        self.count += 1;
    }

    /// Takes one out.
    pub fn remove(&mut self, n: u32) -> Option<SentFrame> {
        let at = n.checked_sub(self.first)?;
        let sent = self.slots.get_mut(at as usize)?.take()?;
        self.count -= 1;
        while let Some(None) = self.slots.front() {
            self.slots.pop_front();
            self.first += 1;
        }
        Some(sent)
    }

    /// Takes out the first of them if its number is no higher than this.
    pub fn pop_up_to(&mut self, n: u32) -> Option<(u32, SentFrame)> {
        let first = self.first;
        (first <= n)
            .then(|| self.remove(first))
            .flatten()
            .map(|sent| (first, sent))
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &SentFrame)> {
        let numbered = (self.first..).zip(&self.slots);
        numbered.filter_map(|(n, place)| Some((n, place.as_ref()?)))
    }

    /// All of them, to be changed.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut SentFrame> {
        self.slots.iter_mut().flatten()
    }
}
