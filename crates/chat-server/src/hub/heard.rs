//! What peers have said and nobody has looked at yet, frame by frame.

use std::collections::VecDeque;
use std::vec;

use chat_proto::frame::peer::Heard;
use chat_proto::now::Now;

use crate::traffic::PeerId;

/// Frames in the order in which they came.
#[derive(Debug, Default)]
pub struct Pending {
    batches: VecDeque<Batch>,
}

/// What one read has brought.
#[derive(Debug)]
struct Batch {
    now: Now,
    peer: PeerId,
    frames: vec::IntoIter<Heard>,
    /// Whether the first of them was looked at before, and had to wait.
    has_waited: bool,
}

/// The next frame that is looked at.
#[derive(Debug)]
pub struct Next {
    /// When it came, or could be looked at.
    pub now: Now,
    /// From whom.
    pub peer: PeerId,
    /// What it is.
    pub heard: Heard,
    /// Whether it was looked at before, and had to wait.
    pub has_waited: bool,
}

impl Pending {
    /// More of them.
    pub fn add(&mut self, now: Now, peer: PeerId, frames: Vec<Heard>) {
        let frames = frames.into_iter();
        self.batches.push_back(Batch {
            now,
            peer,
            frames,
            has_waited: false,
        });
    }

    /// Frames of a peer that had to wait come before all that it has said since; the first
    /// of them may have been looked at already.
    pub fn resume(&mut self, (now, peer): (Now, PeerId), frames: Vec<Heard>, has_waited: bool) {
        let frames = frames.into_iter();
        self.batches.push_front(Batch {
            now,
            peer,
            frames,
            has_waited,
        });
    }

    /// The next one.
    pub fn next(&mut self) -> Option<Next> {
        loop {
            let batch = self.batches.front_mut()?;
            if let Some(heard) = batch.frames.next() {
                return Some(Next {
                    now: batch.now,
                    peer: batch.peer,
                    heard,
                    has_waited: std::mem::take(&mut batch.has_waited),
                });
            }
            self.batches.pop_front();
        }
    }
}
