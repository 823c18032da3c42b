//! What a search in everything that is kept has found: a list to go from, of one room, or
//! of all conversations. Rooms are asked one after another, each for what is older only
//! where one comes to its oldest hit.

use chat_proto::frame::Incoming;
use chat_proto::frame::peer::Search;
use chat_proto::room::RoomName;
use chat_proto::stamp::Stamp;

use crate::app::conversation::entry::Entry;
use crate::app::conversation::places::With;
use crate::session::past::seq_of;

/// One search and its hits, the newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What was asked, of the newest.
    pub asked: Search,
    /// Whether it goes through all conversations.
    pub everywhere: bool,
    /// What has come.
    pub hits: Vec<Hit>,
    /// Which of them is on.
    pub at: usize,
    rooms: Vec<Room>,
}

/// A message that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// In which conversation.
    pub with: With,
    /// Where in it.
    pub spot: Spot,
    /// When.
    pub at: Option<Stamp>,
    /// Who said it.
    pub name: String,
    /// What, on one row.
    pub text: String,
}

/// Where a message stands in its conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    /// At its number, whether it is here or not.
    Seq(u64),
    /// It is here, and has this key.
    Key(u64),
}

/// One room that is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Room {
    name: RoomName,
    stand: Stand,
}

/// How far it has come with one room.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Stand {
    /// It is still to be asked.
    Next,
    /// It was asked this.
    Asked(Search),
    /// It has answered, and has hits that are older than this one.
    More { seq: u64, at: Option<Stamp> },
    /// It has answered, and that was all.
    Done,
    /// It has not answered.
    Silent,
}

impl Hit {
    /// From a message of a room.
    pub fn of(frame: &Incoming, room: &RoomName) -> Self {
        Self {
            with: With::Room(room.clone()),
            spot: Spot::Seq(seq_of(frame)),
            at: frame.at,
            name: frame.name.clone(),
            text: on_one_row(&frame.text),
        }
    }

    /// From what is here of a conversation.
    pub fn here(entry: &Entry, with: &With) -> Self {
        Self {
            with: with.clone(),
            spot: Spot::Key(entry.key),
            at: entry.at(),
            name: entry.speaker().to_owned(),
            text: on_one_row(entry.said()),
        }
    }
}

impl Found {
    /// Nothing has come yet, of this room.
    pub fn in_room(room: RoomName, asked: Search) -> Self {
        Self::new(vec![room], asked, false)
    }

    /// Nothing has come yet, of any of these rooms; this is here already.
    pub fn everywhere(rooms: Vec<RoomName>, asked: Search, here: Vec<Hit>) -> Self {
        let mut found = Self::new(rooms, asked, true);
        found.hits = here;
        found.sort();
        found.hits.truncate(HITS);
        found
    }

    fn new(rooms: Vec<RoomName>, asked: Search, everywhere: bool) -> Self {
        let next = |name| Room {
            name,
            stand: Stand::Next,
        };
        Self {
            asked,
            everywhere,
            hits: Vec::new(),
            at: 0,
            rooms: rooms.into_iter().map(next).collect(),
        }
    }

    /// The next room to be asked, and what: none while another one has no answer.
    pub fn next_room(&mut self) -> Option<(RoomName, Search)> {
        if self.asking().is_some() {
            return None;
        }
        let next = |room: &Room| room.stand == Stand::Next;
        let at = self.rooms.iter().position(next)?;
        self.asked_at(at, None)
    }

    /// The question for older hits, where there are any and one has come so far.
    pub fn older(&mut self) -> Option<(RoomName, Search)> {
        if self.waits() {
            return None;
        }
        let (at, seq) = self.oldest_reached()?;
        self.asked_at(at, Some(seq))
    }

    /// The question that has no answer yet, and who was asked it.
    pub fn asking(&self) -> Option<(&RoomName, &Search)> {
        self.rooms.iter().find_map(|room| match &room.stand {
            Stand::Asked(asked) => Some((&room.name, asked)),
            Stand::Next | Stand::More { .. } | Stand::Done | Stand::Silent => None,
        })
    }

    /// An answer has come, of which some is not shown. Whether it was asked for here.
    pub fn on_page(
        &mut self,
        (room, asked): (&RoomName, &Search),
        (page, more): (&[Incoming], bool),
        hides: impl Fn(&Incoming) -> bool,
    ) -> bool {
        let is_it = |one: &&mut Room| one.name == *room && one.stand == Stand::Asked(asked.clone());
        let Some(one) = self.rooms.iter_mut().find(is_it) else {
            return false;
        };
        let oldest = page.last().filter(|_| more && self.hits.len() < HITS);
        one.stand = oldest.map_or(Stand::Done, |frame| Stand::More {
            seq: seq_of(frame),
            at: frame.at,
        });
        let on = self.hits.get(self.at).filter(|_| self.at > 0).cloned();
        let shown = page.iter().filter(|frame| !hides(frame));
        self.hits.extend(shown.map(|frame| Hit::of(frame, room)));
        self.sort();
        // What is on stays on, wherever it has come to stand.
        let stands = on.and_then(|on| self.hits.iter().position(|hit| *hit == on));
        self.at = stands.unwrap_or(self.at);
        true
    }

    /// Who was asked does not answer.
    pub fn on_silence(&mut self) {
        for room in &mut self.rooms {
            if matches!(room.stand, Stand::Asked(_)) {
                room.stand = Stand::Silent;
            }
        }
    }

    /// Whether an answer is waited for.
    pub fn waits(&self) -> bool {
        let waits = |room: &Room| matches!(room.stand, Stand::Next | Stand::Asked(_));
        self.rooms.iter().any(waits)
    }

    /// Whether there are older hits.
    pub fn more(&self) -> bool {
        let more = |room: &Room| matches!(room.stand, Stand::More { .. });
        self.rooms.iter().any(more)
    }

    /// Who has not answered.
    pub fn silent(&self) -> impl Iterator<Item = &RoomName> {
        let silent = self.rooms.iter().filter(|room| room.stand == Stand::Silent);
        silent.map(|room| &room.name)
    }

    /// The room whose older hits are the next in the list, where what is on is as old as
    /// its oldest one; and the number of that.
    fn oldest_reached(&self) -> Option<(usize, u64)> {
        let on = self.hits.get(self.at);
        let is_at_end = self.at + 1 >= self.hits.len();
        let rooms = self.rooms.iter().enumerate();
        let reached = rooms.filter_map(|(at, room)| {
            let Stand::More { seq, at: oldest } = room.stand else {
                return None;
            };
            let is_there = is_at_end || on.is_some_and(|on| on.at <= oldest);
            is_there.then_some((oldest, at, seq))
        });
        reached.max().map(|(_, at, seq)| (at, seq))
    }

    fn asked_at(&mut self, at: usize, before: Option<u64>) -> Option<(RoomName, Search)> {
        let room = self.rooms.get_mut(at)?;
        let asked = Search {
            before,
            ..self.asked.clone()
        };
        room.stand = Stand::Asked(asked.clone());
        Some((room.name.clone(), asked))
    }

    /// One room's hits come in their order.
    fn sort(&mut self) {
        if self.everywhere {
            self.hits
                .sort_by_key(|hit| std::cmp::Reverse((hit.at, hit.spot)));
        }
    }
}

fn on_one_row(text: &str) -> String {
    text.replace(['\n', '\t'], " ")
}

/// Nobody goes through more of them.
const HITS: usize = 2000;
