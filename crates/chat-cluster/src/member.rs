//! A server in its cluster: bytes, commands and moments go in; bytes and news come out.
//!
//! Here everything is joined: the connection, the log that is followed, the lives that
//! decide what counts, what this server says, who else is there, and whether we are apart.
//! That our own side does not read is told by [`Member::hold`]: then the silence of others
//! means nothing.
//!
//! A fault means that the connection is of no use; or, where it [`Fault::is_final`], that
//! this cannot go on at all.

mod hearing;
mod commands;
mod duties;
mod state;

use std::time::Instant;

use bytes::BytesMut;

pub use self::state::Beginning;
use self::state::State;
use crate::address::Address;
use crate::command::Command;
use crate::fault::Fault;
use crate::link::Info;
use crate::moment::Moment;
use crate::news::Engine;
use crate::news::News;

/// A server in its cluster.
#[derive(Debug)]
pub struct Member {
    state: State,
}

impl Member {
    /// Not connected.
    pub fn new(now: Moment, beginning: Beginning<'_>) -> Self {
        Self {
            state: State::new(now, beginning),
        }
    }

    /// A socket is open, and this was said on it.
    pub fn open(&mut self, now: Moment, address: &Address, info: Info) {
        self.state.link.open(now, address, &info);
        self.state.nodes = info.nodes(self.state.engines);
        self.state.came_in = Some((address.to_string(), info));
    }

    /// The socket is gone, or could not be opened.
    pub fn lose(&mut self, why: &Fault) {
        self.state.link.close();
        self.state.follow.stop();
        self.state.lost = Some(why.to_string());
    }

    /// What was read.
    pub fn hear(&mut self, now: Moment, bytes: &[u8]) -> Result<(), Fault> {
        hearing::hear(&mut self.state, now, bytes)?;
        duties::settle(&mut self.state, now);
        Ok(())
    }

    /// What the server wants.
    pub fn command(&mut self, now: Moment, command: Command) {
        commands::obey(&mut self.state, now, command);
        duties::settle(&mut self.state, now);
    }

    /// Time has passed.
    pub fn tick(&mut self, now: Moment) -> Result<(), Fault> {
        duties::tick(&mut self.state, now)?;
        duties::settle(&mut self.state, now);
        Ok(())
    }

    /// When [`Member::tick`] is needed.
    pub fn timeout(&self) -> Option<Instant> {
        duties::timeout(&self.state)
    }

    /// News are not taken for now, or are again.
    pub fn hold(&mut self, now: Moment, is_held: bool) {
        self.state.link.hold(now, is_held);
        self.state.follow.hold(now, is_held);
        self.state.watch.hold(now, is_held);
    }

    /// What is to be sent.
    pub fn out(&mut self) -> &mut BytesMut {
        self.state.link.out()
    }

    /// What has happened.
    pub fn poll(&mut self) -> Option<News> {
        self.state.news.pop_front()
    }

    /// Bytes that were proposed and not yet heard.
    pub fn waiting(&self) -> usize {
        self.state.writer.waiting()
    }

    /// The engine and the identity of its log, once it is read.
    pub fn engine(&self) -> Option<(Engine, String)> {
        self.state.engine()
    }

    /// Whether this connection was good enough to ask for the log.
    pub fn is_up(&self) -> bool {
        self.state.link.is_up()
    }

    /// It cannot go on: the last that is told.
    pub fn fail(&mut self, why: &Fault) {
        let why = why.to_string();
        self.state.news.push_back(News::Fatal { why });
    }

    /// Whether it wanted to leave, and has.
    pub fn has_left(&self) -> bool {
        self.state.is_leaving && self.state.writer.life().is_none()
    }
}
