//! What holds in each room: silence, the lock, hands in order, the poll.

use std::collections::BTreeMap;
use std::time::Instant;

use chat_proto::frame::order::Poll;
use chat_proto::hex::PublicKey;
use chat_proto::room::RoomName;

/// The rooms where anything does.
#[derive(Debug, Default)]
pub struct LedRooms(BTreeMap<RoomName, Led>);

/// One of them.
#[derive(Debug, Default)]
pub struct Led {
    /// Whether only teachers speak.
    pub quiet: bool,
    /// Whether nobody new comes in.
    pub locked: bool,
    /// The sessions of those who have raised a hand, in order.
    hands: Vec<u64>,
    /// The question that is open.
    pub poll: Option<OpenPoll>,
}

/// A question that is open.
#[derive(Debug)]
pub struct OpenPoll {
    /// What is asked.
    pub poll: Poll,
    votes: BTreeMap<(Option<PublicKey>, u64), usize>,
    /// When the room is told how many have voted, where that is still to be done.
    pub told_at: Option<Instant>,
    /// When it was told last.
    pub last_told: Option<Instant>,
}

/// There is no space for more of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Full;

impl LedRooms {
    /// What holds in a room, if anything does.
    pub fn get(&self, room: &RoomName) -> Option<&Led> {
        self.0.get(room)
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = (&RoomName, &Led)> {
        self.0.iter()
    }

    /// Changes what holds in a room.
    pub fn change<R>(
        &mut self,
        room: &RoomName,
        change: impl FnOnce(&mut Led) -> R,
    ) -> Result<R, Full> {
        if self.0.len() >= ROOMS && !self.0.contains_key(room) {
            return Err(Full);
        }
        let led = self.0.entry(room.clone()).or_default();
        let result = change(led);
        if led.is_nothing() {
            self.0.remove(room);
        }
        Ok(result)
    }

    /// Somebody has left a room: whether a hand is gone with them.
    pub fn left(&mut self, room: &RoomName, session: u64) -> bool {
        let lowered = |led: &mut Led| led.lower(session);
        self.0.contains_key(room) && self.change(room, lowered).unwrap_or(false)
    }
}

impl Led {
    fn is_nothing(&self) -> bool {
        !self.quiet && !self.locked && self.hands.is_empty() && self.poll.is_none()
    }

    /// Raises a hand: whether it was down.
    pub fn raise(&mut self, session: u64) -> Result<bool, Full> {
        if self.hands.contains(&session) {
            return Ok(false);
        }
        if self.hands.len() >= HANDS {
            return Err(Full);
        }
        self.hands.push(session);
        Ok(true)
    }

    /// Takes a hand down: whether it was up.
    pub fn lower(&mut self, session: u64) -> bool {
        let before = self.hands.len();
        self.hands.retain(|hand| *hand != session);
        self.hands.len() < before
    }

    /// The hands, in order.
    pub fn hands(&self) -> &[u64] {
        &self.hands
    }
}

impl OpenPoll {
    /// Nobody has voted yet.
    pub fn new(poll: Poll) -> Self {
        Self {
            poll,
            votes: BTreeMap::new(),
            told_at: None,
            last_told: None,
        }
    }

    /// Somebody votes, for the option that is counted from 1; another vote of theirs takes
    /// its place. Whoever has a key has one vote, however often they come.
    pub fn vote(&mut self, voter: (Option<PublicKey>, u64), option: usize) -> Result<(), Full> {
        let (key, session) = voter;
        let voter = (key, if key.is_some() { 0 } else { session });
        if self.votes.len() >= VOTES && !self.votes.contains_key(&voter) {
            return Err(Full);
        }
        self.votes.insert(voter, option);
        Ok(())
    }

    /// All votes: whose, and for which option.
    pub fn all(&self) -> impl Iterator<Item = ((Option<PublicKey>, u64), usize)> {
        self.votes.iter().map(|(voter, option)| (*voter, *option))
    }

    /// How many have voted.
    pub fn votes(&self) -> u64 {
        self.votes.len() as u64
    }

    /// For each option.
    pub fn counts(&self) -> Vec<u64> {
        let options = 1..=self.poll.options.len();
        let of = |option| self.votes.values().filter(|vote| **vote == option).count() as u64;
        options.map(of).collect()
    }
}

/// Rooms that are led at once: as many as a term's groups, and a bound for the memory.
const ROOMS: usize = 1024;

/// Hands in one room: a lecture hall, and looked through one by one.
const HANDS: usize = 512;

/// Votes in one poll: as many as may be here, and some who have left.
const VOTES: usize = 8192;

#[cfg(test)]
mod tests {
    use chat_proto::hex::Hex;
    use chat_proto::text::Text;

    use super::*;

    fn text(words: &str) -> Text {
        Text::parse(words).unwrap()
    }

    #[test]
    fn hands_stand_in_the_order_in_which_they_were_raised() {
        let mut rooms = LedRooms::default();
        let lobby = RoomName::lobby();
        let raise = |rooms: &mut LedRooms, who| rooms.change(&lobby, |led| led.raise(who)).unwrap();
        for who in [3, 1, 2] {
            assert_eq!(raise(&mut rooms, who), Ok(true));
        }
        assert_eq!(raise(&mut rooms, 1), Ok(false));
        assert!(rooms.left(&lobby, 3) && !rooms.left(&lobby, 3));
        assert_eq!(rooms.get(&lobby).unwrap().hands(), [1, 2]);
        assert!(rooms.left(&lobby, 1) && rooms.left(&lobby, 2));
        assert!(rooms.get(&lobby).is_none(), "nothing is remembered of it");
    }

    #[test]
    fn there_are_only_so_many_hands_and_led_rooms() {
        let mut led = Led::default();
        for who in 0..HANDS as u64 {
            assert_eq!(led.raise(who), Ok(true));
        }
        assert_eq!(led.raise(HANDS as u64), Err(Full));
        let mut rooms = LedRooms::default();
        let room = |n: usize| RoomName::parse(&format!("r{n}")).unwrap();
        for n in 0..ROOMS {
            rooms.change(&room(n), |led| led.quiet = true).unwrap();
        }
        assert_eq!(
            rooms.change(&room(ROOMS), |led| led.quiet = true),
            Err(Full)
        );
        assert_eq!(rooms.change(&room(1), |led| led.quiet = false), Ok(()));
        assert_eq!(rooms.change(&room(ROOMS), |led| led.quiet = true), Ok(()));
    }

    #[test]
    fn each_has_one_vote_and_whoever_has_a_key_has_no_second_one() {
        let options = vec![text("a"), text("b")];
        let question = text("q");
        let mut poll = OpenPoll::new(Poll { question, options });
        poll.vote((None, 1), 1).unwrap();
        poll.vote((None, 1), 2).unwrap();
        poll.vote((None, 2), 2).unwrap();
        let key = Some(Hex([1; 32]));
        poll.vote((key, 3), 1).unwrap();
        poll.vote((key, 4), 1).unwrap();
        assert_eq!((poll.counts(), poll.votes()), (vec![1, 2], 3));
        for session in 10..10 + VOTES as u64 {
            let _ = poll.vote((None, session), 1);
        }
        assert_eq!(poll.votes(), VOTES as u64);
        assert_eq!(
            poll.vote((None, 1), 1),
            Ok(()),
            "who has voted may change it"
        );
    }
}
