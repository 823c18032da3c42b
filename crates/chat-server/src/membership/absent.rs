//! Without the feature `cluster` a server is by itself.

use chat_proto::now::Now;

use crate::hub::Hub;
use crate::membership::checkpoint_write::CheckpointWrite;
use crate::replica;
use crate::replica::Word;

/// There is none.
#[derive(Debug)]
pub enum Membership {}

/// Nothing is heard.
#[derive(Debug)]
pub enum News {}

impl Membership {
    /// The next news.
    pub async fn next(&mut self) -> News {
        match *self {}
    }

    /// More of them.
    pub fn more(&mut self) -> Option<News> {
        match *self {}
    }

    /// At some places of the log the hub is written down.
    pub fn write_down(&mut self, _: &News, _: &Hub) -> Option<CheckpointWrite> {
        match *self {}
    }

    /// The same at once.
    pub fn checkpoint(&self, _: &Hub) -> Option<CheckpointWrite> {
        match *self {}
    }

    /// What the hub hears of it.
    pub fn heard(&mut self, _: Now, news: News) -> Option<replica::News> {
        match news {}
    }

    /// What the hub wants others to hear.
    pub fn carry(&mut self, _: Word) {
        match *self {}
    }

    /// The turn is over.
    pub fn hand_over(&mut self, _: usize) -> Option<replica::News> {
        match *self {}
    }

    /// Whether this server lives in the log.
    pub fn has_begun(&self) -> bool {
        match *self {}
    }

    /// Why it cannot go on, if it cannot.
    pub fn fault(&mut self) -> Option<String> {
        match *self {}
    }

    /// The server stops.
    pub async fn leave(self) {
        match self {}
    }
}
