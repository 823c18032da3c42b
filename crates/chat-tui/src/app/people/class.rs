//! What a teacher has set, and who has raised a hand, as far as the server has told.

use std::collections::BTreeMap;

use chat_proto::frame::incoming::Holds;
use chat_proto::frame::incoming::Ordered;
use chat_proto::frame::incoming::Roll;
use chat_proto::frame::order::Deed;
use chat_proto::room::RoomName;

/// All of it.
#[derive(Debug, Default)]
pub struct Class {
    /// What stands above what everybody reads.
    announcement: Option<String>,
    /// Whether we lead.
    teacher: bool,
    /// At most [`ROOMS`].
    rooms: BTreeMap<RoomName, LedRoom>,
}

/// A room that is led.
#[derive(Debug, Default)]
pub struct LedRoom {
    /// Whether only teachers speak.
    pub quiet: bool,
    /// Whether nobody new comes in.
    pub locked: bool,
    /// What it is about.
    pub topic: Option<String>,
    /// Who leads: at most `HANDS`.
    pub teachers: Vec<String>,
    /// Whose hands are up, in order: at most `HANDS`.
    pub hands: Vec<String>,
    /// Who may not speak: at most `HANDS`.
    pub muted: Vec<String>,
    /// The question that is open, or whose counts have just come.
    pub poll: Option<Poll>,
}

/// A question to everybody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Poll {
    /// What is asked.
    pub question: String,
    /// What may be answered.
    pub options: Vec<String>,
    /// How many have answered what, as far as we are told.
    pub counts: Vec<u64>,
    /// How many have answered.
    pub votes: u64,
    /// What we have answered, counted from 1.
    pub ours: Option<u64>,
    /// Whether it is over.
    pub is_over: bool,
}

impl Class {
    /// What stands above what everybody reads.
    pub fn announcement(&self) -> Option<&str> {
        self.announcement.as_deref()
    }

    /// Whether we lead.
    pub fn is_teacher(&self) -> bool {
        self.teacher
    }

    /// What holds in a room, if anything does.
    pub fn room(&self, room: Option<&RoomName>) -> Option<&LedRoom> {
        self.rooms.get(room?)
    }

    /// Whether somebody may not speak there.
    pub fn is_muted(&self, room: Option<&RoomName>, name: &str) -> bool {
        self.room(room).is_some_and(|room| has(&room.muted, name))
    }

    /// Whether somebody there is a teacher, as far as is known.
    pub fn leads(&self, room: Option<&RoomName>, name: &str) -> bool {
        self.room(room)
            .is_some_and(|room| has(&room.teachers, name))
    }

    /// Somebody there has spoken as a teacher.
    pub fn on_teacher(&mut self, room: &RoomName, name: &str) {
        self.change(room, |room| set(&mut room.teachers, name, true));
    }

    /// Whether somebody's hand is up there.
    pub fn has_hand(&self, room: Option<&RoomName>, name: &str) -> bool {
        self.room(room).is_some_and(|room| has(&room.hands, name))
    }

    /// We have come in, and this holds.
    pub fn on_welcome(&mut self, room: &RoomName, holds: &Holds, you: &str) {
        self.announcement.clone_from(&holds.announcement);
        self.teacher = holds.teacher;
        let topic = holds.topic.clone();
        let (quiet, locked, muted) = (holds.quiet, holds.locked, holds.muted);
        self.change(room, |room| {
            room.quiet = quiet;
            room.locked = locked;
            room.topic = topic;
            // It is told anew if it is open.
            room.poll = None;
            set(&mut room.muted, you, muted);
        });
    }

    /// The server has told who is there.
    pub fn on_roll(&mut self, room: &RoomName, roll: &Roll) {
        self.change(room, |room| {
            for name in &roll.teachers {
                set(&mut room.teachers, name, true);
            }
            for name in &roll.muted {
                set(&mut room.muted, name, true);
            }
            for name in &roll.hands {
                set(&mut room.hands, name, true);
            }
        });
    }

    /// An order was carried out, in this room as far as it is about one.
    pub fn on_order(&mut self, room: Option<&RoomName>, order: &Ordered, you: &str) {
        let who = order.who.as_deref().unwrap_or_default();
        match order.order {
            Deed::Announce => self.announcement = order.announcement.clone().filter(|_| order.on),
            Deed::Claim if who == you => self.teacher = true,
            Deed::Teacher if who == you => self.teacher = order.on,
            Deed::Ban
            | Deed::Claim
            | Deed::Hand
            | Deed::Kick
            | Deed::Knock
            | Deed::Lock
            | Deed::Mute
            | Deed::Next
            | Deed::Poll
            | Deed::Quiet
            | Deed::Redact
            | Deed::Release
            | Deed::Teacher
            | Deed::Topic
            | Deed::Vote => {}
        }
        let Some(room) = room else {
            return;
        };
        self.change(room, |room| match order.order {
            Deed::Quiet => room.quiet = order.on,
            Deed::Lock => room.locked = order.on,
            Deed::Mute => set(&mut room.muted, who, order.on),
            Deed::Hand => set(&mut room.hands, who, order.on),
            Deed::Next => set(&mut room.hands, who, false),
            Deed::Poll => on_poll(room, order),
            Deed::Vote => on_vote(room, order),
            Deed::Topic => room.topic = order.topic.clone().filter(|_| order.on),
            Deed::Claim | Deed::Teacher => set(&mut room.teachers, who, order.on),
            Deed::Announce
            | Deed::Ban
            | Deed::Kick
            | Deed::Knock
            | Deed::Redact
            | Deed::Release => {}
        });
    }

    /// People have left a room.
    pub fn left(&mut self, room: Option<&RoomName>, names: &[String]) {
        if let Some(room) = room {
            self.change(room, |room| {
                room.teachers.retain(|teacher| !has(names, teacher));
                room.hands.retain(|hand| !has(names, hand));
                room.muted.retain(|muted| !has(names, muted));
            });
        }
    }

    /// Somebody is called otherwise.
    pub fn renamed(&mut self, was: &str, now: &str) {
        for room in self.rooms.values_mut() {
            let all = room.hands.iter_mut().chain(&mut room.muted);
            for name in all.chain(&mut room.teachers).filter(|name| *name == was) {
                now.clone_into(name);
            }
        }
    }

    /// Nothing is known any longer.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    fn change(&mut self, room: &RoomName, change: impl FnOnce(&mut LedRoom)) {
        if self.rooms.len() >= ROOMS && !self.rooms.contains_key(room) {
            return;
        }
        let led = self.rooms.entry(room.clone()).or_default();
        change(led);
        let is_nothing = !led.quiet
            && !led.locked
            && led.teachers.is_empty()
            && led.hands.is_empty()
            && led.muted.is_empty()
            && led.topic.is_none()
            && led.poll.is_none();
        if is_nothing {
            self.rooms.remove(room);
        }
    }
}

fn on_poll(room: &mut LedRoom, order: &Ordered) {
    let before = room.poll.take().unwrap_or_default();
    let (question, options) = order.poll.clone().unwrap_or_default();
    let is_same = before.question == question && before.options == options;
    room.poll = Some(Poll {
        votes: order.counts.iter().copied().fold(0, u64::saturating_add),
        counts: order.counts.clone(),
        ours: before.ours.filter(|_| is_same),
        is_over: !order.on,
        question,
        options,
    });
}

fn on_vote(room: &mut LedRoom, order: &Ordered) {
    let Some(poll) = room.poll.as_mut().filter(|poll| !poll.is_over) else {
        return;
    };
    if let Some(votes) = order.votes {
        poll.votes = votes;
    }
    // Everybody is told how many there are, and teachers besides how many of each.
    if !order.counts.is_empty() {
        poll.counts.clone_from(&order.counts);
    }
    poll.ours = order.option.or(poll.ours);
}

fn has(names: &[String], name: &str) -> bool {
    names.iter().any(|known| known == name)
}

/// Puts a name at the end, or takes it away.
fn set(names: &mut Vec<String>, name: &str, on: bool) {
    if !on {
        names.retain(|known| known != name);
    } else if !name.is_empty() && names.len() < HANDS && !has(names, name) {
        names.push(name.to_owned());
    }
}

/// Rooms that are led, and are remembered: as many as there are conversations.
const ROOMS: usize = 64;

/// Hands in one: a lecture hall.
const HANDS: usize = 512;

#[cfg(test)]
mod tests {
    use super::*;

    fn lobby() -> RoomName {
        RoomName::lobby()
    }

    fn order(deed: Deed, who: &str, on: bool) -> Ordered {
        Ordered {
            who: (!who.is_empty()).then(|| who.to_owned()),
            on,
            ..Ordered::new(deed)
        }
    }

    #[test]
    fn what_was_begun_holds_until_it_is_ended() {
        let mut class = Class::default();
        let mut hear = |order: &Ordered| class.on_order(Some(&lobby()), order, "me");
        hear(&order(Deed::Quiet, "", true));
        hear(&order(Deed::Mute, "bob", true));
        for who in ["zed", "bob", "zed"] {
            hear(&order(Deed::Hand, who, true));
        }
        let room = class.room(Some(&lobby())).unwrap();
        assert!(room.quiet && class.is_muted(Some(&lobby()), "bob"));
        assert_eq!(room.hands, ["zed", "bob"]);
        let mut hear = |order: &Ordered| class.on_order(Some(&lobby()), order, "me");
        hear(&order(Deed::Next, "zed", true));
        hear(&order(Deed::Quiet, "", false));
        hear(&order(Deed::Mute, "bob", false));
        class.left(Some(&lobby()), &["bob".to_owned()]);
        assert!(
            class.room(Some(&lobby())).is_none(),
            "nothing is left of it"
        );
    }

    #[test]
    fn a_poll_counts_until_it_is_over() {
        let mut class = Class::default();
        let options = vec!["a".to_owned(), "b".to_owned()];
        let poll = Ordered {
            poll: Some(("q".to_owned(), options)),
            ..order(Deed::Poll, "", true)
        };
        let room = lobby();
        class.on_order(Some(&room), &poll, "me");
        let own = Ordered {
            option: Some(2),
            ..order(Deed::Vote, "", true)
        };
        let counted = Ordered {
            votes: Some(3),
            counts: vec![1, 2],
            ..order(Deed::Vote, "", true)
        };
        let votes = Ordered {
            votes: Some(4),
            ..order(Deed::Vote, "", true)
        };
        for order in [&own, &counted, &votes] {
            class.on_order(Some(&room), order, "me");
        }
        let open = class.room(Some(&room)).unwrap().poll.clone().unwrap();
        assert_eq!(
            (open.votes, open.counts, open.ours),
            (4, vec![1, 2], Some(2))
        );
        let end = Ordered {
            counts: vec![1, 4],
            on: false,
            ..poll
        };
        class.on_order(Some(&room), &end, "me");
        let over = class.room(Some(&room)).unwrap().poll.clone().unwrap();
        assert_eq!((over.votes, over.is_over, over.ours), (5, true, Some(2)));
    }

    #[test]
    fn we_lead_from_when_we_are_told_so() {
        let mut class = Class::default();
        class.on_order(Some(&lobby()), &order(Deed::Claim, "other", true), "me");
        assert!(!class.is_teacher());
        class.on_order(Some(&lobby()), &order(Deed::Claim, "me", true), "me");
        assert!(class.is_teacher());
        class.on_order(None, &order(Deed::Teacher, "me", false), "me");
        assert!(!class.is_teacher());
    }

    #[test]
    fn a_server_that_tells_of_more_and_more_fills_no_memory() {
        let mut class = Class::default();
        for n in 0..1000 {
            let room = RoomName::parse(&format!("r{n}")).unwrap();
            class.on_order(Some(&room), &order(Deed::Quiet, "", true), "me");
            class.on_order(
                Some(&lobby()),
                &order(Deed::Hand, &format!("p{n}"), true),
                "me",
            );
        }
        assert!(class.rooms.len() <= ROOMS);
        let hands = class.rooms.values().map(|room| room.hands.len()).max();
        assert!(hands.unwrap_or(0) <= HANDS);
    }
}
