//! Which marked messages were said in rooms, whatever is remembered of their texts: a
//! sender that does not know whether one was heard says it again, perhaps on another server,
//! and all servers have to agree whether it was.

use std::collections::BTreeMap;
use std::collections::VecDeque;

use chat_proto::frame::Id;
use chat_proto::room::RoomName;
use chat_proto::stamp::Stamp;

use crate::digest::Digest;

/// The last of them: at most [`REMEMBERED`], the oldest goes first.
#[derive(Debug, Default)]
pub struct Marks {
    known: BTreeMap<(u64, Id), Marked>,
    order: VecDeque<(u64, Id)>,
    /// Of all that ever were.
    trail: u64,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked {
    /// Where.
    pub room: RoomName,
    /// Its number there.
    pub seq: u64,
    /// When.
    pub at: Stamp,
}

impl Marks {
    /// A voice has said something under this mark.
    pub fn add(&mut self, voice: u64, id: Id, marked: Marked) {
        let (trail, Marked { room, seq, .. }) = (self.trail, &marked);
        self.trail = Digest::of(format_args!("{trail} {voice} {} {room} {seq}", id.token()));
        let key = (voice, id);
        if self.known.insert(key.clone(), marked).is_none() {
            self.order.push_back(key);
        }
        if self.order.len() > REMEMBERED
            && let Some(oldest) = self.order.pop_front()
        {
            self.known.remove(&oldest);
        }
    }

    /// All of them, the oldest first.
    pub fn all(&self) -> impl Iterator<Item = (u64, &Id, &Marked)> {
        let all = self.order.iter();
        all.filter_map(|key| Some((key.0, &key.1, self.known.get(key)?)))
    }

    /// The same as they were, where they are known from elsewhere.
    pub fn again(all: impl IntoIterator<Item = (u64, Id, Marked)>, trail: u64) -> Self {
        let mut marks = Self::default();
        for (voice, id, marked) in all {
            marks.add(voice, id, marked);
        }
        Self { trail, ..marks }
    }

    /// What stands for all that ever were, and their order.
    pub fn trail(&self) -> u64 {
        self.trail
    }

    /// What it was.
    pub fn find(&self, voice: u64, id: &Id) -> Option<&Marked> {
        self.known.get(&(voice, id.clone()))
    }
}

/// A class that talks for an hour, in 8 MiB at most.
const REMEMBERED: usize = 32 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_are_known_within_a_bound() {
        let mut marks = Marks::default();
        for seq in 0..40_000_u64 {
            let marked = Marked {
                room: RoomName::lobby(),
                seq,
                at: Stamp::from_unix_ms(0),
            };
            marks.add(7, Id::number(seq), marked.clone());
            marks.add(7, Id::number(seq), marked);
        }
        assert_eq!(
            (marks.known.len(), marks.order.len()),
            (REMEMBERED, REMEMBERED)
        );
        assert_eq!(marks.find(7, &Id::number(39_999)).unwrap().seq, 39_999);
        assert!(marks.find(7, &Id::number(0)).is_none());
        assert!(marks.find(8, &Id::number(39_999)).is_none());
    }
}
