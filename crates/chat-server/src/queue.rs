//! What waits for one peer, and how long it has: the bounds of an outbox, as a
//! value. Time comes in as an argument; who sends is the outbox's business.

use std::collections::VecDeque;
use std::time::Instant;

use chat_proto::outlook::Outlook;

use crate::config::Queues;
use crate::parcel::Parcel;
use crate::traffic::Lag;

/// What waits for one peer.
#[derive(Debug, Default)]
pub struct Queue {
    parcels: VecDeque<(Parcel, Reason)>,
    /// How much of the first parcel is sent.
    sent_of_first: usize,
    /// The bytes that wait because somebody said or did something.
    said: usize,
    /// The bytes that wait because the peer has asked for them.
    asked: usize,
    /// Since when more than the soft bound has been waiting of what was said.
    behind_since: Option<Instant>,
    /// When a byte was last sent, or the queue last began to wait.
    moved_at: Option<Instant>,
    /// What is seen of the end of our patience: a server that stood still itself does
    /// not hold that against its peers.
    outlook: Outlook,
    /// Whether the peer was told that it is slow.
    warned: bool,
}

/// Why a parcel is put in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Somebody said or did something.
    Said,
    /// The peer asked: a room's history, a list of people. That comes faster than
    /// any socket takes it and says nothing about how fast the peer reads; so it
    /// has a bound of its own.
    Asked,
}

/// What a queue says of its peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Half of the bound waits: worth a word.
    Slow(Lag),
    /// The bound is passed: the peer has to go.
    TooSlow(Lag),
}

impl Queue {
    /// Puts a parcel in, unless that passes the bound.
    pub fn push(
        &mut self,
        now: Instant,
        parcel: &Parcel,
        reason: Reason,
        bounds: &Queues,
    ) -> Option<Verdict> {
        let limit = match reason {
            Reason::Said => bounds.hard,
            Reason::Asked => ASKED_BYTES,
        };
        let queued = *self.waiting_for(reason) + parcel.len();
        let lag = Lag::Bytes { queued, limit };
        if queued > limit {
            return Some(Verdict::TooSlow(lag));
        }
        self.put(now, parcel.clone(), reason);
        if self.said > bounds.soft {
            self.behind_since.get_or_insert(now);
        }
        let warn = reason == Reason::Said && queued > limit / 2 && !self.warned;
        self.warned |= warn;
        warn.then_some(Verdict::Slow(lag))
    }

    /// Puts a parcel in, whatever the bounds: the last one.
    pub fn add(&mut self, now: Instant, parcel: Parcel) {
        self.put(now, parcel, Reason::Said);
    }

    /// The bytes that wait.
    pub fn waiting(&self) -> usize {
        self.said + self.asked
    }

    /// How much memory would be free without it: of what others wait for too, a part.
    pub fn share(&self) -> usize {
        self.parcels.iter().map(|(parcel, _)| parcel.share()).sum()
    }

    /// What a stream is sent next, piece by piece.
    pub fn pieces(&self) -> impl Iterator<Item = &[u8]> {
        let first = self.parcels.front();
        let begun = first.and_then(|(p, _)| p.bytes().get(self.sent_of_first..));
        let others = self.parcels.iter().skip(1);
        begun.into_iter().chain(others.map(|(p, _)| p.bytes()))
    }

    /// What datagrams carry next: frames of one length, and that length.
    pub fn burst(&self) -> (&[u8], usize) {
        let first = self.parcels.front();
        first.map_or((&[], 0), |(parcel, _)| {
            parcel.equal_frames_at(self.sent_of_first, BURST)
        })
    }

    /// So many bytes were sent.
    pub fn advance(&mut self, now: Instant, sent: usize, bounds: &Queues) {
        self.moved_at = Some(now);
        let mut left = sent;
        while left > 0
            && let Some((first, reason)) = self.parcels.front()
        {
            let (length, reason) = (first.len(), *reason);
            let of_first = left.min(length - self.sent_of_first);
            left -= of_first;
            *self.waiting_for(reason) -= of_first;
            self.sent_of_first += of_first;
            if self.sent_of_first == length {
                self.sent_of_first = 0;
                self.parcels.pop_front();
            }
        }
        if self.said <= bounds.soft {
            self.behind_since = None;
        }
        if self.parcels.is_empty() {
            self.moved_at = None;
            self.warned = false;
            // A peer that was slow once does not keep its long queue for ever.
            self.parcels.shrink_to(KEPT);
        }
    }

    /// When the peer is to be looked at by [`Queue::verdict`].
    pub fn next_look(&self, bounds: &Queues) -> Option<Instant> {
        let end = self.patience_ends(bounds)?;
        Some(self.outlook.next_look(end, bounds.patience))
    }

    /// Whether the peer has been too slow for too long. That is never found at the first
    /// look: the socket may have had room again before anybody could see it.
    pub fn verdict(&mut self, now: Instant, bounds: &Queues) -> Option<Lag> {
        let end = self.patience_ends(bounds)?;
        if !self.outlook.is_over(now, end, bounds.patience) {
            self.outlook.look(now, end, bounds.patience);
            return None;
        }
        let over = |since: Option<Instant>| {
            let passed = now.saturating_duration_since(since?);
            (passed >= bounds.patience).then_some(passed.as_secs())
        };
        if let Some(seconds) = over(self.moved_at) {
            return Some(Lag::Stuck { seconds });
        }
        let mark = bounds.soft;
        over(self.behind_since).map(|seconds| Lag::Behind { seconds, mark })
    }

    /// Drops every frame but one whose beginning is already sent: a stream that
    /// is cut in the middle of a frame could not be read to its `bye`.
    pub fn drop_backlog(&mut self, now: Instant) {
        let sent = self.sent_of_first;
        let torn = self.parcels.front().and_then(|(first, _)| {
            let begun = sent > first.frame_start(sent);
            begun.then(|| first.part(sent, sent + first.frame_at(sent).len()))
        });
        self.clear();
        if let Some(rest) = torn {
            self.add(now, rest);
        }
    }

    /// Drops everything.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// When it has been too slow for too long, if nothing more goes.
    pub fn patience_ends(&self, bounds: &Queues) -> Option<Instant> {
        let since = [self.moved_at, self.behind_since].into_iter().flatten();
        since.min().map(|at| at + bounds.patience)
    }

    fn put(&mut self, now: Instant, parcel: Parcel, reason: Reason) {
        if parcel.is_empty() {
            return;
        }
        if self.parcels.is_empty() {
            self.moved_at = Some(now);
        }
        *self.waiting_for(reason) += parcel.len();
        self.parcels.push_back((parcel, reason));
    }

    fn waiting_for(&mut self, reason: Reason) -> &mut usize {
        match reason {
            Reason::Said => &mut self.said,
            Reason::Asked => &mut self.asked,
        }
    }
}

/// What one peer may have asked for and not yet read: as many pages of the longest
/// messages as it may ask for in one burst, and what it is told of the rooms that it
/// enters in another.
pub const ASKED_BYTES: usize = 8 * 1024 * 1024;

/// Datagrams of one burst: the system takes no more at once.
const BURST: usize = 64;

/// Parcels for which an empty queue keeps room.
const KEPT: usize = 64;
