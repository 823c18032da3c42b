//! What the archive was asked and has not answered yet, and who waits for it.
//!
//! A room whose past is on disk is entered only when the newest of it is here: the
//! `join`, and whatever else its peer says meanwhile, waits for that. Everything here
//! is bounded, and so is the time that anybody waits.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::VecDeque;
use std::time::Duration;

use chat_proto::frame::Id;
use chat_proto::frame::peer::Heard;
use chat_proto::now::Now;
use chat_proto::room::RoomName;

use crate::hub::parked::Parked;
use crate::traffic::PeerId;

/// Questions that are under way, and those who wait.
#[derive(Debug, Default)]
pub struct Questions {
    last: u64,
    asked: BTreeMap<u64, Purpose>,
    /// The rooms whose newest messages are being fetched, or will be.
    rooms: BTreeSet<RoomName>,
    /// Those of them that nobody has asked for yet.
    next: VecDeque<RoomName>,
    /// Those who wait for a room, and what they have said meanwhile.
    waiting: BTreeMap<PeerId, RoomName>,
    /// What that is.
    parked: Parked,
    /// Those who need to wait no longer.
    freed: Vec<(Now, PeerId, Vec<Heard>)>,
}

/// What an answer is for.
#[derive(Clone, Debug)]
pub enum Purpose {
    /// The newest messages of a room, for whoever enters it.
    Tail(RoomName),
    /// Part of a room's past.
    Page(Asker),
    /// Where words occur in it.
    Search(Asker),
}

/// Who has asked.
#[derive(Clone, Debug)]
pub struct Asker {
    /// Who.
    pub peer: PeerId,
    /// About which room, as it is shown.
    pub room: RoomName,
    /// The question's mark.
    pub id: Option<Id>,
}

impl Questions {
    /// A ticket for one more question of a peer, unless too many are under way.
    pub fn take(&mut self, purpose: Purpose) -> Option<u64> {
        if self.asked.len() >= UNDER_WAY {
            return None;
        }
        Some(self.ticket(purpose))
    }

    /// A room's newest messages are wanted.
    pub fn want(&mut self, room: &RoomName) {
        if self.rooms.insert(room.clone()) {
            self.next.push_back(room.clone());
        }
    }

    /// The next room that is to be asked for, with a ticket: a few at a time.
    pub fn next_room(&mut self) -> Option<(u64, RoomName)> {
        if self.rooms.len() - self.next.len() >= ROOMS_AT_ONCE {
            return None;
        }
        let room = self.next.pop_front()?;
        Some((self.ticket(Purpose::Tail(room.clone())), room))
    }

    /// The answer is here, or will not come: what it was for.
    pub fn settle(&mut self, ticket: u64) -> Option<Purpose> {
        self.asked.remove(&ticket)
    }

    /// Whether a question is still under way.
    pub fn is_asked(&self, ticket: u64) -> bool {
        self.asked.contains_key(&ticket)
    }

    /// The room is here, as far as it will be: whoever waits for it goes on.
    pub fn arrived(&mut self, now: Now, room: &RoomName) {
        self.rooms.remove(room);
        let (freed, waiting) = std::mem::take(&mut self.waiting)
            .into_iter()
            .partition::<BTreeMap<_, _>, _>(|(_, wanted)| wanted == room);
        self.waiting = waiting;
        for peer in freed.into_keys() {
            self.freed.push((now, peer, self.parked.take(peer)));
        }
    }

    /// Those who need to wait no longer, with what they have said.
    pub fn freed(&mut self) -> Vec<(Now, PeerId, Vec<Heard>)> {
        std::mem::take(&mut self.freed)
    }

    /// A peer says something that has to wait for a room.
    pub fn wait(&mut self, peer: PeerId, room: RoomName, first: Heard) {
        self.parked.put_first(peer, first);
        self.waiting.insert(peer, room);
    }

    /// Whether a peer waits.
    pub fn is_waiting(&self, peer: PeerId) -> bool {
        self.waiting.contains_key(&peer)
    }

    /// Something that a peer says while it waits; it comes back where that is too much.
    pub fn wait_too(&mut self, peer: PeerId, heard: Heard) -> Option<Heard> {
        if !self.is_waiting(peer) {
            return Some(heard);
        }
        self.parked.put(peer, heard, FRAMES_OF_ONE)
    }

    /// A peer is gone.
    pub fn forget(&mut self, peer: PeerId) {
        self.waiting.remove(&peer);
        self.parked.take(peer);
    }

    fn ticket(&mut self, purpose: Purpose) -> u64 {
        self.last += 1;
        self.asked.insert(self.last, purpose);
        self.last
    }
}

/// How long anybody waits for an answer: far more than a disk needs, and a person may
/// just have begun to wonder.
pub const PATIENCE: Duration = Duration::from_secs(2);

/// Rooms that are fetched at once: the others wait for their turn.
const ROOMS_AT_ONCE: usize = 8;

/// Questions under way, those for rooms included: fewer than the archive takes.
const UNDER_WAY: usize = 48;

/// Frames that one peer may say while it waits: more than any client has under way.
const FRAMES_OF_ONE: usize = 64;

#[cfg(test)]
mod tests {
    use chat_proto::frame::PeerFrame;

    use super::*;

    #[expect(
        clippy::disallowed_methods,
        reason = "a test needs some moment to begin with"
    )]
    fn now() -> Now {
        Now {
            mono: std::time::Instant::now(),
            wall: chat_proto::stamp::Stamp::from_unix_ms(0),
        }
    }

    fn room(n: usize) -> RoomName {
        RoomName::parse(&format!("r{n}")).unwrap()
    }

    #[test]
    fn rooms_are_asked_for_once_and_a_few_at_a_time() {
        let mut questions = Questions::default();
        for n in (0..20).chain(0..20) {
            questions.want(&room(n));
        }
        let mut asked = Vec::new();
        while let Some((_, room)) = questions.next_room() {
            asked.push(room);
        }
        assert_eq!(asked.len(), ROOMS_AT_ONCE);
        questions.arrived(now(), &asked[0]);
        assert_eq!(questions.next_room().unwrap().1, room(ROOMS_AT_ONCE));
        assert!(questions.next_room().is_none());
    }

    #[test]
    fn whoever_waits_goes_on_with_all_that_it_said_and_what_waits_is_bounded() {
        let mut questions = Questions::default();
        let (ana, bob) = (PeerId(1), PeerId(2));
        questions.wait(ana, room(1), Ok(PeerFrame::Help));
        questions.wait(bob, room(2), Ok(PeerFrame::Help));
        let mut taken = 1;
        while questions.wait_too(ana, Ok(PeerFrame::Bye)).is_none() {
            taken += 1;
        }
        assert_eq!(taken, FRAMES_OF_ONE);
        questions.arrived(now(), &room(1));
        let freed = questions.freed();
        assert_eq!((freed.len(), freed[0].1, freed[0].2.len()), (1, ana, taken));
        assert!(questions.is_waiting(bob) && !questions.is_waiting(ana));
        questions.forget(bob);
        assert_eq!(questions.parked.count(), 0);
        questions.arrived(now(), &room(2));
        assert!(questions.freed().is_empty());
    }
}
