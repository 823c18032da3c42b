//! Keys that come too fast for fingers are a paste whose brackets the terminal did
//! not write: its line ends send nothing, and no key in it commands anything.
//!
//! Pure: each key comes with its moment, what it was comes out as events for
//! [`crate::app::update`]. An Enter right behind another key waits a moment for what
//! follows: more text, and it was a line end; nothing, and somebody (or a program
//! that types) has pressed it.

use std::time::Duration;
use std::time::Instant;

use crossterm::event::KeyEvent;

use crate::app::event::Event;
use crate::app::keys::chord::Chord;
use crate::app::keys::chord::Stroke;

/// What is being typed.
#[derive(Debug, Default)]
pub struct Typing {
    /// When the last key came.
    last: Option<Instant>,
    /// Whether the last thing was a paste in brackets: one that contains the mark
    /// of its end goes on in keys that are there at once with it.
    behind_paste: bool,
    /// When the last burst was over.
    burst_over: Option<Instant>,
    state: State,
}

#[derive(Debug, Default)]
enum State {
    /// One key after another.
    #[default]
    Keys,
    /// An Enter that waits for what follows; whether it was there at once with what
    /// came before it.
    Enter(KeyEvent, bool),
    /// A paste that comes as keys.
    Paste {
        /// What has come: at most [`GATHERED`] bytes.
        text: String,
        /// And so many more.
        left_out: usize,
    },
}

impl Typing {
    /// A key; whether it was there at once with what came before it.
    pub fn on_key(&mut self, at: Instant, together: bool, key: KeyEvent) -> Vec<Event> {
        let Some(stroke) = Chord::pressed(key).map(Chord::stroke) else {
            return Vec::new();
        };
        // However late it is read: what was there at once came without a pause.
        let mut events = if together {
            Vec::new()
        } else {
            self.on_timeout(at)
        };
        let since = self.last.map(|last| at.saturating_duration_since(last));
        let fast = since.is_some_and(|since| since < FAST);
        self.behind_paste &= together && fast;
        self.last = Some(at);
        match (std::mem::take(&mut self.state), stroke) {
            (State::Keys, Stroke::Enter) if fast => {
                self.state = State::Enter(key, together);
            }
            (State::Keys, Stroke::Text(c)) if self.behind_paste => self.begin(&[c]),
            // No finger has pressed it.
            (State::Keys, Stroke::Other) if self.behind_paste => {}
            (State::Keys, _) => events.push(Event::Key(key)),
            (State::Enter(..), Stroke::Text(c)) => self.begin(&['\n', c]),
            (State::Enter(..), Stroke::Enter) => self.begin(&['\n', '\n']),
            (State::Enter(enter, _), Stroke::Other) => {
                events.extend([Event::Key(enter), Event::Key(key)]);
            }
            (State::Paste { text, left_out }, stroke) => self.gather(text, left_out, stroke),
        }
        events
    }

    /// A paste in brackets.
    pub fn on_paste(&mut self, at: Instant, text: String) -> Vec<Event> {
        let mut events = self.flush();
        (self.last, self.behind_paste) = (Some(at), true);
        events.push(Event::Paste(text));
        events
    }

    /// When to call [`Typing::on_timeout`].
    pub fn poll_timeout(&self) -> Option<Instant> {
        match self.state {
            State::Keys => None,
            // A long one may stumble for longer before it is over.
            State::Paste { ref text, .. } if text.len() >= LONG => {
                self.last.map(|last| last + STUMBLE)
            }
            State::Enter(..) | State::Paste { .. } => self.last.map(|last| last + PAUSE),
        }
    }

    /// Time has passed.
    pub fn on_timeout(&mut self, now: Instant) -> Vec<Event> {
        match self.poll_timeout() {
            Some(at) if at <= now => self.flush(),
            Some(_) | None => Vec::new(),
        }
    }

    /// What waits is what it is.
    fn flush(&mut self) -> Vec<Event> {
        match std::mem::take(&mut self.state) {
            State::Keys => Vec::new(),
            State::Enter(_, true) if self.stumbles() => {
                self.burst_over = self.last;
                let text = "\n".to_owned();
                vec![Event::Burst { text, left_out: 0 }]
            }
            State::Enter(enter, _) => vec![Event::Key(enter)],
            State::Paste { text, left_out } => {
                self.burst_over = self.last;
                vec![Event::Burst { text, left_out }]
            }
        }
    }

    /// Whether this may be the burst before, after a pause in the middle of it.
    fn stumbles(&self) -> bool {
        let since = self.last.zip(self.burst_over);
        since.is_some_and(|(last, over)| last.saturating_duration_since(over) < STUMBLE)
    }

    fn begin(&mut self, chars: &[char]) {
        self.state = State::Paste {
            text: chars.iter().collect(),
            left_out: 0,
        };
    }

    /// Whatever is no text commands nothing: no finger has pressed it.
    fn gather(&mut self, mut text: String, mut left_out: usize, stroke: Stroke) {
        let c = match stroke {
            Stroke::Text(c) => Some(c),
            Stroke::Enter => Some('\n'),
            Stroke::Other => None,
        };
        let len = c.map_or(0, char::len_utf8);
        if left_out == 0 && text.len() + len <= GATHERED {
            text.extend(c);
        } else {
            left_out += len;
        }
        self.state = State::Paste { text, left_out };
    }
}

/// Fingers are slower.
const FAST: Duration = Duration::from_millis(5);
/// A burst is over when nothing has come for so long: a network may make it
/// stumble, and no finger presses Enter so soon.
const PAUSE: Duration = Duration::from_millis(30);
/// A long burst may stumble for longer, where a machine or a network is slow.
const LONG: usize = 2048;
/// For so long.
const STUMBLE: Duration = Duration::from_millis(200);
/// More than the input takes.
const GATHERED: usize = 64 * 1024;

#[cfg(test)]
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "a test looks for one kind and lets the others pass"
)]
mod tests;
