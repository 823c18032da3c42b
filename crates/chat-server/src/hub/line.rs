//! Who waits for the common order: how much each peer has put there that was not heard yet,
//! and what it has said meanwhile.
//!
//! What one peer does is done in the order in which it did it. Messages may follow each
//! other into the log; anything else waits until all before it is applied, since what it
//! means depends on that.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use chat_proto::frame::PeerFrame;
use chat_proto::frame::peer::Heard;

use crate::hub::parked::Parked;
use crate::traffic::PeerId;

/// Everybody who waits.
#[derive(Debug, Default)]
pub struct Line {
    waiting: BTreeMap<PeerId, Waiting>,
    /// What they have said since.
    parked: Parked,
    /// Those who need to wait no longer.
    freed: Vec<(PeerId, Vec<Heard>, bool)>,
    /// Those of whom nothing more comes, and who go when all that they have said is done.
    ending: BTreeSet<PeerId>,
    /// Those of them who may be done.
    done: Vec<PeerId>,
}

#[derive(Debug, Default)]
struct Waiting {
    /// How much of it is under way.
    under_way: usize,
    /// Whether all of that is messages.
    only_messages: bool,
    /// Whether the first that it has said since was looked at before.
    has_waited: bool,
}

impl Line {
    /// A peer has put something into the log: a message, or something else.
    pub fn under_way(&mut self, peer: PeerId, is_message: bool) {
        let waiting = self.waiting.entry(peer).or_insert_with(|| Waiting {
            only_messages: true,
            ..Waiting::default()
        });
        waiting.under_way += 1;
        waiting.only_messages &= is_message;
    }

    /// One of these was applied.
    pub fn applied(&mut self, peer: PeerId) {
        let Some(waiting) = self.waiting.get_mut(&peer) else {
            return;
        };
        waiting.under_way = waiting.under_way.saturating_sub(1);
        if waiting.under_way == 0
            && let Some(waiting) = self.waiting.remove(&peer)
        {
            let frames = self.parked.take(peer);
            if !frames.is_empty() {
                self.freed.push((peer, frames, waiting.has_waited));
            }
            if self.ending.contains(&peer) {
                self.done.push(peer);
            }
        }
    }

    /// Those who need to wait no longer, with what they have said.
    pub fn freed(&mut self) -> Vec<(PeerId, Vec<Heard>, bool)> {
        std::mem::take(&mut self.freed)
    }

    /// Nothing more comes of a peer. Whether it has to wait before it may go.
    pub fn ends(&mut self, peer: PeerId) -> bool {
        let must_wait = self.waiting.contains_key(&peer);
        if must_wait {
            self.ending.insert(peer);
        }
        must_wait
    }

    /// One of those who have waited to go, and need not any longer. Asked when all that was
    /// freed has been looked at: some of it may be under way again.
    pub fn ended(&mut self) -> Option<PeerId> {
        while let Some(peer) = self.done.pop() {
            if !self.waiting.contains_key(&peer) && self.ending.remove(&peer) {
                return Some(peer);
            }
        }
        None
    }

    /// Whether this has to wait until all before it is applied. A message that refers to
    /// another one does: it may be one of those.
    pub fn must_wait(&self, peer: PeerId, heard: &Heard) -> bool {
        let Some(waiting) = self.waiting.get(&peer) else {
            return false;
        };
        let is_message = matches!(
            heard,
            Ok(PeerFrame::Say(say)) if say.to.is_none() && say.refers.is_none()
        );
        !(is_message && waiting.only_messages && !self.parked.has(peer))
    }

    /// It does; it comes back where that is too much.
    pub fn wait(&mut self, peer: PeerId, heard: Heard) -> Option<Heard> {
        if !self.waiting.contains_key(&peer) {
            return Some(heard);
        }
        self.parked.put(peer, heard, FRAMES_OF_ONE)
    }

    /// The same for what was looked at already: nothing of this peer waits before it.
    pub fn wait_first(&mut self, peer: PeerId, heard: Heard) {
        if let Some(waiting) = self.waiting.get_mut(&peer) {
            waiting.has_waited = true;
            self.parked.put_first(peer, heard);
        }
    }

    /// What a peer has said and nobody has looked at is forgotten: it is gone.
    pub fn forget(&mut self, peer: PeerId) {
        self.ending.remove(&peer);
        self.parked.take(peer);
    }
}

/// Frames that one peer may say while it waits: more than any client has under way.
const FRAMES_OF_ONE: usize = 256;

#[cfg(test)]
mod tests {
    use chat_proto::frame::peer::Say;
    use chat_proto::frame::reference::How;
    use chat_proto::frame::reference::Reference;
    use chat_proto::text::Text;

    use super::*;

    fn message() -> PeerFrame {
        PeerFrame::Say(Say {
            text: Text::parse("hello").unwrap(),
            name: None,
            room: None,
            to: None,
            id: None,
            again: false,
            me: false,
            refers: None,
        })
    }

    #[test]
    fn messages_follow_each_other_and_all_else_waits() {
        let mut line = Line::default();
        let ana = PeerId(1);
        assert!(!line.must_wait(ana, &Ok(PeerFrame::Help)));
        line.under_way(ana, true);
        assert!(!line.must_wait(ana, &Ok(message())));
        assert!(line.must_wait(ana, &Ok(PeerFrame::Help)));
        assert!(line.wait(ana, Ok(PeerFrame::Help)).is_none());
        assert!(line.must_wait(ana, &Ok(message())), "not past what waits");
        assert!(line.wait(ana, Ok(message())).is_none());
        line.applied(ana);
        let freed = line.freed();
        assert_eq!((freed.len(), freed[0].1.len()), (1, 2));
        assert!(line.waiting.is_empty() && line.parked.count() == 0);
        line.under_way(ana, false);
        assert!(
            line.must_wait(ana, &Ok(message())),
            "what comes in is not a message"
        );
    }

    #[test]
    fn whoever_ends_goes_when_all_that_it_has_said_is_done() {
        let mut line = Line::default();
        let ana = PeerId(1);
        assert!(!line.ends(ana), "nothing waits");
        line.under_way(ana, false);
        assert!(line.wait(ana, Ok(message())).is_none());
        assert!(line.ends(ana));
        assert_eq!(line.ended(), None);
        line.applied(ana);
        assert_eq!(line.freed().len(), 1);
        // Its message is on its way.
        line.under_way(ana, true);
        assert_eq!(line.ended(), None);
        line.applied(ana);
        assert_eq!(line.ended(), Some(ana));
        assert_eq!(line.ended(), None);
    }

    #[test]
    fn what_refers_to_something_waits_for_it() {
        let mut line = Line::default();
        let ana = PeerId(1);
        line.under_way(ana, true);
        let refers = Some(Reference {
            how: How::Edits,
            seq: 1,
        });
        let PeerFrame::Say(say) = message() else {
            unreachable!()
        };
        let edit = PeerFrame::Say(Say { refers, ..say });
        assert!(line.must_wait(ana, &Ok(edit)));
    }

    #[test]
    fn what_waits_is_bounded_and_goes_with_its_peer() {
        let mut line = Line::default();
        let ana = PeerId(1);
        line.under_way(ana, false);
        let mut taken = 0;
        while line.wait(ana, Ok(message())).is_none() {
            taken += 1;
        }
        assert_eq!(taken, FRAMES_OF_ONE);
        line.forget(ana);
        line.applied(ana);
        assert!(line.freed().is_empty() && line.parked.count() == 0);
    }
}
