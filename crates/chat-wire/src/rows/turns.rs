//! What woke the program, and when it drew: on one time axis.

use std::collections::VecDeque;

use chat_proto::trace::event::Event;
use chat_proto::trace::talk::Waker;

use crate::rows::below::micros;

/// The newest of them, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Turns(VecDeque<Turn>);

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// When it began: microseconds of the common clock.
    pub at: i64,
    /// How long it took.
    pub took: i64,
    /// What it was.
    pub what: Woken,
}

/// What woke the program, or that it drew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Woken {
    /// A key.
    Keyboard,
    /// The network.
    Socket,
    /// A moment that it had asked for.
    Timer,
    /// The system.
    Signal,
    /// It drew.
    Screen,
}

impl Woken {
    /// All of them, as they stand below each other.
    pub const ALL: [Self; 5] = [
        Self::Keyboard,
        Self::Socket,
        Self::Timer,
        Self::Signal,
        Self::Screen,
    ];
}

impl Turns {
    /// The newest, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Turn> {
        self.0.iter()
    }

    /// What was noted at its end, at this moment. False: it is none of these.
    pub(in crate::rows) fn told(&mut self, at: i64, event: &Event) -> bool {
        let (what, took) = if let Event::Woke(woke) = event {
            let what = match woke.by {
                Waker::Keyboard => Woken::Keyboard,
                Waker::Socket => Woken::Socket,
                Waker::Timer => Woken::Timer,
                Waker::Signal => Woken::Signal,
            };
            (what, micros(woke.took))
        } else if let Event::Drawn(drawn) = event {
            (Woken::Screen, micros(drawn.took))
        } else {
            return false;
        };
        let at = at.saturating_sub(took);
        self.0.push_back(Turn { at, took, what });
        while self.0.len() > MOST {
            self.0.pop_front();
        }
        true
    }
}

/// More than any width shows.
const MOST: usize = 1024;
