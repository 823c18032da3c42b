//! The rows so far, and where to find one of them again.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::marks::Mark;
use crate::record::event::Data;
use crate::record::event::Event;
use crate::record::event::Sent;
use crate::rows::below::Below;
use crate::rows::house::House;
use crate::rows::kept::Rows;
use crate::rows::party::Conversation;
use crate::rows::party::Party;
use crate::rows::party::Side;
use crate::rows::row::Datagram;
use crate::rows::row::Leg;
use crate::rows::row::Note;
use crate::rows::row::Row;
use crate::rows::row::What;
use crate::rows::track::Track;
use crate::rows::turns::Turns;

/// Rows between lanes, in the order of the events.
#[derive(Clone, Debug, Default)]
pub struct Ladder {
    /// The lanes.
    pub parties: Vec<Party>,
    /// Who talks with whom.
    pub conversations: Vec<Conversation>,
    /// The rows; none is ever moved.
    pub rows: Rows,
    /// What is below a conversation, where somebody looked.
    pub below: BTreeMap<usize, Below>,
    /// What woke the program, where somebody looked.
    pub turns: Turns,
    /// What a server told of itself.
    pub house: House,
    /// The lane of whoever looks, where others are told of too.
    pub own: Option<usize>,
    index: Index,
}

/// A direction of a conversation: by its sender.
pub(in crate::rows) type Way = (usize, Side);

#[derive(Clone, Debug, Default)]
struct Index {
    /// The transmissions of each frame, oldest first.
    frames: BTreeMap<(Way, u32), Vec<usize>>,
    /// The datagrams of each fingerprint, oldest first.
    prints: BTreeMap<(Way, u32), Vec<usize>>,
    /// The newest row that came to a side.
    came: BTreeMap<Way, usize>,
    /// Frames of a side that nobody has confirmed, or that have not come in their turn.
    awaited: BTreeMap<Way, BTreeSet<u32>>,
    /// Why a transmission leaves, until it does.
    decisions: BTreeMap<(Way, u32, u16), Sent>,
    /// When each message left first, by its sender's mark.
    said: BTreeMap<(usize, String), i64>,
    /// Bytes of each direction of a stream that wait for their line end.
    kept: BTreeMap<Way, Option<usize>>,
    /// Records of TLS and the bytes that they lie in, of each direction, as each side tells.
    tracks: BTreeMap<(Way, Side), Track>,
}

impl Ladder {
    /// An empty one between these.
    pub fn between(parties: Vec<Party>, conversations: Vec<Conversation>) -> Self {
        Self {
            parties,
            conversations,
            ..Self::default()
        }
    }

    /// Adds a row at the end, and gives its number.
    pub(in crate::rows) fn push(&mut self, mut row: Row) -> usize {
        let at = self.rows.next();
        if let Some(conversation) = row.conversation {
            let way = (conversation, row.sender);
            let frame = row.payload().and_then(|payload| payload.n);
            if let (Some(n), What::Datagram(_)) = (frame, &row.what) {
                let copies = self.index.frames.entry((way, n)).or_default();
                // Every transmission of a frame carries the same.
                let first = copies.first().and_then(|first| self.rows.get(*first));
                row.records = row.records.or_else(|| first?.records.clone());
                copies.push(at);
            }
            if let Some(x) = row.fingerprint() {
                self.index.remember(way, x, at);
            }
        }
        self.rows.push(row);
        at
    }

    /// Forgets the oldest rows, and where they were found.
    pub(in crate::rows) fn forget(&mut self, most: usize) {
        self.rows.keep(most);
        let first = self.rows.first();
        let oldest = self.rows.get(first).map_or(i64::MAX, |row| row.at);
        for found in [&mut self.index.frames, &mut self.index.prints] {
            found.retain(|_, rows| {
                rows.retain(|at| *at >= first);
                !rows.is_empty()
            });
        }
        self.index.came.retain(|_, at| *at >= first);
        self.index.said.retain(|_, at| *at >= oldest);
    }

    /// A row of a datagram, still without any fate.
    pub(in crate::rows) fn row(&self, way: Way, at: i64, datagram: Datagram) -> Row {
        let conversation = self.conversations.get(way.0);
        let lane = |side| conversation.map_or(0, |known| known.lane(side));
        Row {
            at,
            came: None,
            conversation: Some(way.0),
            from: lane(way.1),
            to: lane(way.1.other()),
            sender: way.1,
            what: What::Datagram(datagram),
            mark: Mark::Plain,
            leg: Leg::Whole,
            notes: Vec::new(),
            records: None,
            is_background: false,
            is_received: false,
        }
    }

    /// What was one lane of a conversation is another: they are the same program.
    pub(crate) fn moved(&mut self, conversation: usize, (from, to): (usize, usize)) {
        let of_it = self.rows.numbered();
        let of_it = of_it.filter(|(_, row)| row.conversation == Some(conversation));
        let of_it: Vec<_> = of_it.map(|(at, _)| at).collect();
        let moved = |lane| if lane == from { to } else { lane };
        for at in of_it {
            self.change(at, |row| {
                (row.from, row.to) = (moved(row.from), moved(row.to));
            });
        }
    }

    /// What a row says, as this tells it, where it tells anything.
    pub(crate) fn reveal(&mut self, at: usize, event: &Event) {
        self.change(at, |row| match (&mut row.what, event) {
            (What::Datagram(known), Event::In(told)) if told.data != Data::None => {
                known.payload.clone_from(&told.payload);
                known.data.clone_from(&told.data);
            }
            (What::Write(known) | What::Read(known), Event::Read(told))
                if told.data != Data::None =>
            {
                known.payload.clone_from(&told.payload);
                known.data.clone_from(&told.data);
            }
            _ => {}
        });
    }

    /// Whether a side of a conversation has a recording.
    pub(in crate::rows) fn is_recorded(&self, way: Way) -> bool {
        let conversation = self.conversations.get(way.0);
        conversation.is_some_and(|known| known.is_recorded(way.1))
    }

    /// The rows of a frame's transmissions; of one with two rows both.
    pub(in crate::rows) fn copies(&self, way: Way, n: u32) -> Vec<usize> {
        let copies = self.index.frames.get(&(way, n));
        copies.cloned().unwrap_or_default()
    }

    /// All transmissions of the frame that a row is of, oldest first; the row alone where
    /// it is of none.
    pub fn transmissions(&self, at: usize) -> Vec<usize> {
        let row = self.rows.get(at);
        let way = row.and_then(|row| Some((row.conversation?, row.sender)));
        let n = row.and_then(|row| row.payload()?.n);
        match way.zip(n) {
            Some((way, n)) => self.left(way, n),
            None => vec![at],
        }
    }

    /// Those of the transmissions that left for certain, each once.
    pub(in crate::rows) fn left(&self, way: Way, n: u32) -> Vec<usize> {
        let mut copies = self.copies(way, n);
        let leaves = |at: &usize| self.rows.get(*at).is_some_and(|row| row.leg == Leg::Leaves);
        copies.retain(|at| !leaves(at));
        copies
    }

    /// The newest row of this fingerprint that fits.
    pub(in crate::rows) fn newest(
        &self,
        way: Way,
        x: Option<u32>,
        fits: impl Fn(&Row) -> bool,
    ) -> Option<usize> {
        let rows = self.index.prints.get(&(way, x?))?;
        let fit = |at: &&usize| self.rows.get(**at).is_some_and(&fits);
        rows.iter().rev().find(fit).copied()
    }

    /// The oldest row of this fingerprint that fits.
    pub(in crate::rows) fn oldest(
        &self,
        way: Way,
        x: Option<u32>,
        fits: impl Fn(&Row) -> bool,
    ) -> Option<usize> {
        let rows = self.index.prints.get(&(way, x?))?;
        let fit = |at: &&usize| self.rows.get(**at).is_some_and(&fits);
        rows.iter().find(fit).copied()
    }

    /// The newest row that came this way.
    pub(in crate::rows) fn last_came(&self, way: Way) -> Option<usize> {
        self.index.came.get(&way).copied()
    }

    pub(in crate::rows) fn has_come(&mut self, way: Way, row: usize) {
        self.index.came.insert(way, row);
    }

    /// Changes a row that is there.
    pub(in crate::rows) fn change(&mut self, at: usize, change: impl FnOnce(&mut Row)) {
        self.rows.change(at, change);
    }

    /// Adds what was learnt about a row.
    pub(in crate::rows) fn learn(&mut self, at: usize, note: Note) {
        self.change(at, |row| row.learn(note));
    }

    /// Why this transmission leaves, once.
    pub(in crate::rows) fn decision(&mut self, way: Way, n: u32, copy: u16) -> Option<Sent> {
        self.index.decisions.remove(&(way, n, copy))
    }

    pub(in crate::rows) fn decided(&mut self, way: Way, sent: Sent) {
        // What has not left by then never does.
        while self.index.decisions.len() >= MOST_DECISIONS {
            self.index.decisions.pop_first();
        }
        let key = (way, sent.n, sent.copy);
        self.index.decisions.insert(key, sent);
    }

    /// Frames of this side that somebody waits for.
    pub(in crate::rows) fn awaited(&mut self, way: Way) -> &mut BTreeSet<u32> {
        let awaited = self.index.awaited.entry(way).or_default();
        while awaited.len() > MOST_AWAITED {
            awaited.pop_first();
        }
        awaited
    }

    /// When the message with this mark left first.
    pub(in crate::rows) fn said_at(&self, conversation: usize, id: &str) -> Option<i64> {
        let lane = self.conversations.get(conversation)?.client;
        self.index.said.get(&(lane, id.to_owned())).copied()
    }

    pub(in crate::rows) fn say(&mut self, conversation: usize, id: &str, at: i64) {
        let lane = self
            .conversations
            .get(conversation)
            .map(|known| known.client);
        if let Some(lane) = lane {
            self.index.said.entry((lane, id.to_owned())).or_insert(at);
        }
    }

    /// Events are missing: of records in the middle nothing is known any more.
    pub(in crate::rows) fn lose_tracks(&mut self) {
        self.index.tracks.values_mut().for_each(Track::lose_place);
    }

    /// The records of TLS of a direction, as this side tells of them.
    pub(in crate::rows) fn track(&mut self, way: Way, told_by: Side) -> &mut Track {
        self.index.tracks.entry((way, told_by)).or_default()
    }

    /// How many bytes of a stream wait for their line end.
    pub(in crate::rows) fn kept(&mut self, way: Way) -> &mut Option<usize> {
        self.index.kept.entry(way).or_insert(Some(0))
    }
}

impl Index {
    fn remember(&mut self, way: Way, x: u32, at: usize) {
        let alike = self.prints.entry((way, x)).or_default();
        if alike.len() >= MOST_ALIKE {
            alike.remove(0);
        }
        alike.push(at);
    }
}

/// More than a window of frames on each of a class's links.
const MOST_DECISIONS: usize = 16_384;

/// The same bytes that one looks for: more are not under way at once.
const MOST_ALIKE: usize = 64;

/// Twice the window of a link.
const MOST_AWAITED: usize = 64;
