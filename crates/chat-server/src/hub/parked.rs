//! What peers have said that has to wait: of each in its order, and bounded for each and for
//! all. What it waits for is known to others.

use std::collections::BTreeMap;
use std::collections::VecDeque;

use chat_proto::frame::peer::Heard;

use crate::traffic::PeerId;

/// All of it.
#[derive(Debug, Default)]
pub struct Parked {
    frames: BTreeMap<PeerId, VecDeque<Heard>>,
    /// How many that are.
    count: usize,
}

impl Parked {
    /// One more of a peer, which may have so many; it comes back where that is too much.
    pub fn put(&mut self, peer: PeerId, heard: Heard, most: usize) -> Option<Heard> {
        let has = self.frames.get(&peer).map_or(0, VecDeque::len);
        if has >= most || self.count >= OF_ALL {
            return Some(heard);
        }
        self.count += 1;
        self.frames.entry(peer).or_default().push_back(heard);
        None
    }

    /// One that comes before all others of its peer.
    pub fn put_first(&mut self, peer: PeerId, heard: Heard) {
        self.count += 1;
        self.frames.entry(peer).or_default().push_front(heard);
    }

    /// Whether a peer has any.
    pub fn has(&self, peer: PeerId) -> bool {
        self.frames.contains_key(&peer)
    }

    /// All of a peer's: they wait no longer.
    pub fn take(&mut self, peer: PeerId) -> Vec<Heard> {
        let frames = self.frames.remove(&peer).unwrap_or_default();
        self.count -= frames.len();
        frames.into()
    }

    /// How many wait.
    #[cfg(test)]
    pub fn count(&self) -> usize {
        self.count
    }
}

/// Frames of all: texts of 64 MiB at most.
const OF_ALL: usize = 16 * 1024;
