//! What was said in one room and is remembered, in pages that can be shared.

use std::collections::VecDeque;
use std::sync::Arc;

use chat_proto::frame::Id;
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
    /// The pages where they stand, each without its first messages.
    pub pages: Vec<(Arc<Page>, usize)>,
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

    /// What a newcomer is told: the last messages, or those after `since`.
    pub fn replay(&self, since: Option<u64>, most: usize) -> Replay {
        let mut replay = Replay::default();
        let mut skipped = match since {
            None => self.forgotten + self.len.saturating_sub(most),
            Some(since) => self.pages.front().map_or(0, |page| {
                let first = page.past.first().map_or(0, |past| past.seq);
                let known = since.saturating_add(1).saturating_sub(first);
                usize::try_from(known)
                    .unwrap_or(usize::MAX)
                    .max(self.forgotten)
            }),
        };
        for page in &self.pages {
            let of_page = page.past.len().saturating_sub(skipped);
            if of_page > 0 {
                replay.count += of_page;
                replay.pages.push((Arc::clone(page), skipped));
            }
            skipped = skipped.saturating_sub(page.past.len());
        }
        replay
    }

    /// The remembered message that a session, or somebody of this name, marked with this id.
    pub fn find(&self, (session, name): (u64, &Name), id: &Id) -> Option<&Past> {
        let same = |past: &&Past| {
            let theirs = past.session == session || past.name.key().plain() == name.key().plain();
            theirs && past.id.as_ref() == Some(id)
        };
        let all = self.pages.iter().flat_map(|page| &page.past);
        all.skip(self.forgotten).filter(same).last()
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
