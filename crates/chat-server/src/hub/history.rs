//! What was said in one room and is remembered, in pages that can be shared.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::Arc;

use chat_proto::frame::Id;
use chat_proto::frame::peer::Part;
use chat_proto::frame::peer::Search;
use chat_proto::name::Name;
use chat_proto::room::RoomName;

use crate::config::Memory;
use crate::page::Page;
use crate::page::PageId;
use crate::page::Past;

/// What is remembered of one room.
#[derive(Debug, Default)]
pub struct History {
    pages: VecDeque<Arc<Page>>,
    /// So many messages at the beginning of the first page are forgotten.
    forgotten: usize,
    /// Messages that are remembered.
    len: usize,
    /// Their bytes.
    bytes: usize,
    /// The bytes of all pages.
    held: usize,
}

/// What somebody is told of the past.
#[derive(Debug, Default)]
pub struct Replay {
    /// How many messages.
    pub count: usize,
    /// The pages where they stand, and which part of each it is.
    pub pieces: Vec<Piece>,
}

/// A page, and which of its messages are meant.
pub type Piece = (Arc<Page>, Range<usize>);

/// What was asked for of the past.
#[derive(Debug)]
pub struct Found {
    /// Where it stands, in order.
    pub pieces: Vec<Piece>,
    /// Whether there are others beyond, in the direction asked.
    pub more: bool,
}

impl Found {
    /// Messages that stand here.
    pub fn of(pieces: Vec<Piece>, more: bool) -> Self {
        Self { pieces, more }
    }
}

impl History {
    /// Whether nothing is remembered.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The bytes that it takes.
    pub fn held(&self) -> usize {
        self.held
    }

    /// Remembers a message, and forgets the oldest beyond the bounds. Where it begins
    /// a page, that is called `id`: whether it did comes back.
    pub fn remember(
        &mut self,
        past: Past,
        (room, id): (&RoomName, PageId),
        memory: &Memory,
    ) -> bool {
        let begins = self.pages.back().is_none_or(|page| is_full(page));
        if begins {
            let (room, past) = (room.clone(), Vec::new());
            self.pages.push_back(Arc::new(Page { id, room, past }));
        }
        self.len += 1;
        self.bytes += past.weight();
        self.held += past.weight();
        if let Some(last) = self.pages.back_mut() {
            // A copy is made only while somebody is about to encode it.
            Arc::make_mut(last).past.push(past);
        }
        while self.len > memory.messages || self.bytes > memory.bytes {
            if !self.forget_message() {
                break;
            }
        }
        begins
    }

    /// Forgets the first page.
    pub fn forget_page(&mut self) {
        let first = self.pages.front().map_or(0, |page| page.past.len());
        for _ in self.forgotten..first {
            self.forget_message();
        }
    }

    /// What somebody who comes in is told: the last messages, or of those after `since`
    /// the last.
    pub fn replay(&self, since: Option<u64>, most: usize) -> Replay {
        let known = since.map_or(0, |since| self.position(since.saturating_add(1)));
        let first = self.len.saturating_sub(most).max(known);
        Replay {
            count: self.len - first,
            pieces: self.pieces(first..self.len),
        }
    }

    /// Part of it. Nothing where some of that may stand before what is remembered, and
    /// `is_whole` does not say that nothing does.
    pub fn page(&self, part: Part, limit: usize, is_whole: bool) -> Option<Found> {
        let first = self.first().unwrap_or(u64::MAX);
        let (range, reaches, more) = match part {
            Part::Newest | Part::Before(_) => {
                let end = match part {
                    Part::Before(seq) => self.position(seq),
                    Part::Newest | Part::After(_) | Part::Around(_) => self.len,
                };
                let start = end.saturating_sub(limit);
                (start..end, start > 0, start > 0)
            }
            Part::After(seq) => {
                let start = self.position(seq.saturating_add(1));
                let end = self.len.min(start + limit);
                (start..end, seq.saturating_add(1) >= first, end < self.len)
            }
            Part::Around(seq) => {
                let (middle, half) = (self.position(seq), limit / 2);
                let start = middle.saturating_sub(half);
                let end = self.len.min(middle + (limit - half));
                (start..end, middle > half, end < self.len)
            }
        };
        let pieces = || self.pieces(range.clone());
        (reaches || is_whole).then(|| Found {
            pieces: pieces(),
            more,
        })
    }

    /// The messages that a search finds, the newest first.
    pub fn hits(&self, asked: &Search) -> impl Iterator<Item = &Past> {
        let is_hit = |past: &&Past| {
            let from = asked.from.as_ref();
            asked.before.is_none_or(|before| past.seq < before)
                && from.is_none_or(|who| past.name.key().plain() == who.key.plain())
                && asked.since.is_none_or(|since| past.at >= since)
                && asked.until.is_none_or(|until| past.at <= until)
                && asked.words.are_in(past.text.as_str())
        };
        self.remembered().rev().filter(is_hit)
    }

    /// The remembered message with this number.
    pub fn get(&self, seq: u64) -> Option<&Past> {
        let is_lower = |page: &Arc<Page>| page.past.last().is_some_and(|last| last.seq < seq);
        let at = self.pages.partition_point(is_lower);
        let gone = if at == 0 { self.forgotten } else { 0 };
        let past = self.pages.get(at)?.past.get(gone..)?;
        let found = past.binary_search_by_key(&seq, |past| past.seq).ok()?;
        past.get(found)
    }

    /// The number of the first remembered message.
    pub fn first(&self) -> Option<u64> {
        self.remembered().next().map(|past| past.seq)
    }

    /// All that is remembered, the oldest first.
    pub fn remembered(&self) -> impl DoubleEndedIterator<Item = &Past> {
        let pages = self.pages.iter().enumerate();
        pages.flat_map(|(at, page)| {
            let gone = if at == 0 { self.forgotten } else { 0 };
            page.past.get(gone..).unwrap_or_default()
        })
    }

    /// How many remembered messages have a lower number.
    fn position(&self, seq: u64) -> usize {
        let mut position = 0;
        for page in &self.pages {
            let lower = page.past.partition_point(|past| past.seq < seq);
            position += lower;
            if lower < page.past.len() {
                break;
            }
        }
        position.saturating_sub(self.forgotten)
    }

    /// The remembered messages of these positions.
    fn pieces(&self, range: Range<usize>) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let (mut start, end) = (range.start + self.forgotten, range.end + self.forgotten);
        let mut begins = 0;
        for page in &self.pages {
            let ends = begins + page.past.len();
            let part = start.max(begins)..end.min(ends);
            if part.start < part.end {
                start = part.end;
                let part = part.start - begins..part.end - begins;
                pieces.push((Arc::clone(page), part));
            }
            begins = ends;
        }
        pieces
    }

    /// The remembered message that a session, or somebody of this name, marked with this id.
    pub fn find(&self, (session, name): (u64, &Name), id: &Id) -> Option<&Past> {
        let same = |past: &&Past| {
            let theirs = past.session == session || past.name.key().plain() == name.key().plain();
            theirs && past.id.as_ref() == Some(id)
        };
        self.remembered().rev().find(same)
    }

    /// Forgets the oldest message; whether there was one.
    fn forget_message(&mut self) -> bool {
        let Some(first) = self.pages.front() else {
            return false;
        };
        self.len -= 1;
        self.bytes -= first.past.get(self.forgotten).map_or(0, Past::weight);
        self.forgotten += 1;
        if self.forgotten >= first.past.len() {
            self.held -= first.past.iter().map(Past::weight).sum::<usize>();
            self.forgotten = 0;
            self.pages.pop_front();
        }
        true
    }
}

/// Whether the next message begins another page.
fn is_full(page: &Page) -> bool {
    let bytes: usize = page.past.iter().map(Past::weight).sum();
    page.past.len() >= PAGE_MESSAGES || bytes >= PAGE_BYTES
}

/// A page has no more messages: the last one is encoded anew whenever something was
/// said since it was last asked for.
const PAGE_MESSAGES: usize = 64;

/// A page that is as long as this is full.
const PAGE_BYTES: usize = 16 * 1024;
