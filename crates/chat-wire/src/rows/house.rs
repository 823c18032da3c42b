//! What a server told: who is there and how, where the newest messages went, who knocked
//! and was refused. All of it bounded.

use std::collections::BTreeMap;
use std::collections::VecDeque;

use chat_proto::trace::event::Event;
use chat_proto::trace::house::ALL_EVERY;
use chat_proto::trace::house::Census;

use crate::record::event::Refused;

/// A server, as it tells of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct House {
    /// When it told something last: microseconds of the common clock.
    pub at: i64,
    /// Who is there, by the server's numbers.
    pub people: BTreeMap<u64, Resident>,
    /// The newest messages, oldest first.
    pub spread: VecDeque<Spread>,
    /// Who went last, and why.
    pub gone: VecDeque<Gone>,
    /// Who knocked last, and was refused.
    pub knocks: VecDeque<Knock>,
    /// When something was missed: who is not told of since may have gone.
    doubted_at: Option<i64>,
}

/// A peer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resident {
    /// What was told of it last.
    pub census: Census,
    /// When.
    pub at: i64,
    /// What had come and gone by some moments before, oldest first: frames, bytes.
    before: VecDeque<(i64, u64, u64)>,
}

/// One message on its way to all who hear it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spread {
    /// When.
    pub at: i64,
    /// The room.
    pub room: String,
    /// Its number there.
    pub seq: u64,
    /// Who said it, by the server's number.
    pub from: Option<u64>,
    /// To how many it went.
    pub to: usize,
    /// In how many ways it was written.
    pub encodings: usize,
}

/// Somebody who is not there any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gone {
    /// When.
    pub at: i64,
    /// How it was called, or its number.
    pub name: String,
    /// Why, in the server's words.
    pub why: String,
}

/// Somebody who was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Knock {
    /// When.
    pub at: i64,
    /// What came, and from where.
    pub refused: Refused,
}

impl House {
    /// Whether anything was told.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty() && self.knocks.is_empty() && self.gone.is_empty()
    }

    /// This was told.
    pub(in crate::rows) fn told(&mut self, at: i64, event: &Event) {
        self.at = self.at.max(at);
        self.settle();
        if let Event::Census(census) = event {
            self.counted(at, census);
        } else if let Event::Ordered(ordered) = event {
            let spread = Spread {
                at,
                room: ordered.room.to_string(),
                seq: ordered.seq,
                from: Some(ordered.from),
                ..Spread::default()
            };
            keep(&mut self.spread, spread);
        } else if let Event::FanOut(fan) = event {
            self.spread_out(at, fan);
        } else if let Event::Left(left) = event {
            self.left(at, left.peer, &left.why);
        }
    }

    /// Somebody was refused.
    pub(in crate::rows) fn knocked(&mut self, at: i64, refused: &Refused) {
        self.at = self.at.max(at);
        let refused = refused.clone();
        keep(&mut self.knocks, Knock { at, refused });
    }

    /// Some of what was told was missed.
    pub(in crate::rows) fn missed(&mut self, at: i64) {
        self.doubted_at = Some(at);
    }

    /// Whoever was not told of in a time in which all are told has gone meanwhile.
    fn settle(&mut self) {
        let Some(since) = self.doubted_at else {
            return;
        };
        let passed = u128::try_from(self.at - since).unwrap_or(0);
        if passed <= TOLD_TWICE * ALL_EVERY.as_micros() {
            return;
        }
        self.doubted_at = None;
        let silent = self
            .people
            .iter()
            .filter(|(_, resident)| resident.at < since);
        let silent: Vec<u64> = silent.map(|(peer, _)| *peer).collect();
        for peer in silent {
            self.left(self.at, peer, "");
        }
    }

    fn counted(&mut self, at: i64, census: &Census) {
        if self.people.len() >= MOST_PEOPLE && !self.people.contains_key(&census.peer) {
            return;
        }
        let known = self.people.entry(census.peer);
        let resident = known.or_insert_with(|| Resident {
            census: census.clone(),
            at,
            before: VecDeque::new(),
        });
        (resident.census, resident.at) = (census.clone(), at);
        let sample = (at, census.frames_in, census.bytes_out);
        resident.before.push_back(sample);
        // One of them may be older than what is spoken of: what was then is needed.
        while resident.before.len() > MOST_SAMPLES
            || (resident.before.get(1)).is_some_and(|(then, ..)| at - then > LATELY)
        {
            resident.before.pop_front();
        }
    }

    fn spread_out(&mut self, at: i64, fan: &chat_proto::trace::house::FanOut) {
        let same = |spread: &&mut Spread| spread.room == *fan.room && spread.seq == fan.seq;
        if let Some(spread) = self.spread.iter_mut().rev().find(same) {
            (spread.to, spread.encodings) = (fan.to, fan.encodings);
            return;
        }
        let spread = Spread {
            at,
            room: fan.room.to_string(),
            seq: fan.seq,
            from: None,
            to: fan.to,
            encodings: fan.encodings,
        };
        keep(&mut self.spread, spread);
    }

    fn left(&mut self, at: i64, peer: u64, why: &str) {
        // It is told once that a connection is closed, and once that it is gone.
        let Some(resident) = self.people.remove(&peer) else {
            return;
        };
        let gone = Gone {
            at,
            name: called(peer, &resident.census),
            why: why.to_owned(),
        };
        keep(&mut self.gone, gone);
    }
}

impl Resident {
    /// Frames from it and bytes to it in a second, lately.
    pub fn rates(&self, now: i64) -> (f64, f64) {
        let Some((then, frames, bytes)) = self.before.front() else {
            return (0.0, 0.0);
        };
        #[expect(clippy::cast_precision_loss, reason = "two digits are shown")]
        let per_second = |count: u64| count as f64 * 1e6 / (now - then).max(1_000_000) as f64;
        let census = &self.census;
        (
            per_second(census.frames_in.saturating_sub(*frames)),
            per_second(census.bytes_out.saturating_sub(*bytes)),
        )
    }
}

/// A name, or the server's number where there is none yet.
pub fn called(peer: u64, census: &Census) -> String {
    let number = || format!("({peer})");
    census.name.as_deref().map_or_else(number, str::to_owned)
}

fn keep<T>(all: &mut VecDeque<T>, one: T) {
    if all.len() >= MOST {
        all.pop_front();
    }
    all.push_back(one);
}

/// As many as a page shows.
const MOST: usize = 16;

/// A server has no more.
const MOST_PEOPLE: usize = 16 * 1024;

/// How often all have been told again by when: once more than needed, for a server that
/// has much to do.
const TOLD_TWICE: u128 = 2;

/// What is spoken of as now: microseconds.
const LATELY: i64 = 5_000_000;

/// Four a second of those.
const MOST_SAMPLES: usize = 24;
