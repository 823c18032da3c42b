//! What peers have said and nobody has looked at yet, frame by frame.

use std::collections::VecDeque;
use std::vec;

use chat_proto::frame::Id;
use chat_proto::frame::PeerFrame;
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
}

impl Pending {
    /// More of them.
    pub fn add(&mut self, now: Now, peer: PeerId, frames: Vec<Heard>) {
        let frames = frames.into_iter();
        self.batches.push_back(Batch { now, peer, frames });
    }

    /// The next one, when it came and from whom.
    pub fn next(&mut self) -> Option<(Now, PeerId, Heard)> {
        loop {
            let batch = self.batches.front_mut()?;
            if let Some(heard) = batch.frames.next() {
                return Some((batch.now, batch.peer, heard));
            }
            self.batches.pop_front();
        }
    }
}

/// By what the peer knows the answer to a frame.
pub fn mark(frame: &PeerFrame) -> Option<&Id> {
    match frame {
        PeerFrame::Bye | PeerFrame::Help => None,
        PeerFrame::Join(join) => join.id.as_ref(),
        PeerFrame::Say(say) => say.id.as_ref(),
        PeerFrame::Leave { id, .. }
        | PeerFrame::Nick { id, .. }
        | PeerFrame::Ping { id, .. }
        | PeerFrame::Who { id, .. } => id.as_ref(),
    }
}
