//! One connection: frames in order both ways, for as long as it likes.

use std::collections::VecDeque;

use chat_proto::frame::PeerFrame;
use chat_proto::frame::ServerFrame;

/// A connection between one session and the hub.
#[derive(Debug)]
pub(crate) struct Line {
    /// Whose.
    pub(crate) owner: usize,
    pub(crate) up: Pipe<PeerFrame>,
    pub(crate) down: Pipe<ServerFrame>,
}

/// One direction.
#[derive(Debug)]
pub(crate) struct Pipe<T> {
    /// What is under way.
    under_way: VecDeque<Moving<T>>,
    /// So many more arrive, and then none for a while.
    stalls_after: Option<usize>,
}

/// What moves along one direction.
#[derive(Debug)]
pub(crate) enum Moving<T> {
    /// A frame.
    Frame(T),
    /// That nothing follows.
    End,
}

impl Line {
    pub(crate) fn new(owner: usize) -> Self {
        Self {
            owner,
            up: Pipe::default(),
            down: Pipe::default(),
        }
    }
}

impl<T> Pipe<T> {
    pub(crate) fn push(&mut self, what: Moving<T>) {
        self.under_way.push_back(what);
    }

    /// The next that arrives now.
    pub(crate) fn pop(&mut self) -> Option<Moving<T>> {
        match &mut self.stalls_after {
            Some(0) => None,
            Some(more) if !self.under_way.is_empty() => {
                *more -= 1;
                self.under_way.pop_front()
            }
            Some(_) | None => self.under_way.pop_front(),
        }
    }

    pub(crate) fn stall_after(&mut self, more: usize) {
        self.stalls_after = Some(more);
    }

    pub(crate) fn flow_on(&mut self) {
        self.stalls_after = None;
    }
}

impl<T> Default for Pipe<T> {
    fn default() -> Self {
        Self {
            under_way: VecDeque::new(),
            stalls_after: None,
        }
    }
}
