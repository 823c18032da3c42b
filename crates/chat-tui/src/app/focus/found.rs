//! What a search in everything that is kept has found: a list to go from.

use chat_proto::frame::Incoming;
use chat_proto::frame::peer::Search;
use chat_proto::room::RoomName;
use chat_proto::stamp::Stamp;

use crate::session::past::seq_of;

/// One search and its hits, the newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// In which room.
    pub room: RoomName,
    /// What was asked.
    pub asked: Search,
    /// What has come.
    pub hits: Vec<Hit>,
    /// Which of them is on.
    pub at: usize,
    /// Whether an answer is waited for.
    pub waits: bool,
    /// Whether there are older hits.
    pub more: bool,
}

/// A message that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Its number.
    pub seq: u64,
    /// When.
    pub at: Option<Stamp>,
    /// Who said it.
    pub name: String,
    /// What, on one row.
    pub text: String,
}

impl Hit {
    /// From a message.
    pub fn of(frame: &Incoming) -> Self {
        Self {
            seq: seq_of(frame),
            at: frame.at,
            name: frame.name.clone(),
            text: frame.text.replace(['\n', '\t'], " "),
        }
    }
}

impl Found {
    /// Nothing has come yet.
    pub fn new(room: RoomName, asked: Search) -> Self {
        Self {
            room,
            asked,
            hits: Vec::new(),
            at: 0,
            waits: true,
            more: false,
        }
    }

    /// More hits have come.
    pub fn on_page(&mut self, page: &[Incoming], more: bool) {
        self.waits = false;
        self.more = more && !page.is_empty() && self.hits.len() < HITS;
        self.hits.extend(page.iter().map(Hit::of));
    }

    /// The question for older hits, where there are any and the last one is on.
    pub fn older(&mut self) -> Option<Search> {
        let is_at_end = self.at + 1 >= self.hits.len();
        if self.waits || !self.more || !is_at_end {
            return None;
        }
        self.waits = true;
        let mut asked = self.asked.clone();
        asked.before = self.hits.last().map(|hit| hit.seq);
        Some(asked)
    }
}

/// Nobody goes through more of them.
const HITS: usize = 2000;
