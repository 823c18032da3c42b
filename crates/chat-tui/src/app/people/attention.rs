//! Whether somebody looks at the screen, and when it may call them.

use std::time::Duration;
use std::time::Instant;

/// What is known about the person.
#[derive(Clone, Copy, Debug)]
pub struct Attention {
    /// What the terminal said last about its focus; some never say anything.
    focused: Option<bool>,
    /// When a key was pressed last.
    touched: Instant,
    /// When the bell rang last.
    rang: Option<Instant>,
}

impl Attention {
    /// Somebody has just started the program.
    pub fn new(now: Instant) -> Self {
        Self {
            focused: None,
            touched: now,
            rang: None,
        }
    }

    /// The terminal has the keyboard, or has it no longer.
    pub fn on_focus(&mut self, now: Instant, focused: bool) {
        self.focused = Some(focused);
        self.touched = now;
    }

    /// A key was pressed.
    pub fn on_touch(&mut self, now: Instant) {
        self.touched = now;
        // A terminal that was asked anew may have lost count.
        self.focused = self.focused.map(|_| true);
    }

    /// Whether nobody looks. A terminal that does not tell is believed to be
    /// looked at for a while after a key.
    pub fn is_elsewhere(&self, now: Instant) -> bool {
        let quiet = now.saturating_duration_since(self.touched);
        self.focused.map_or(quiet >= LOOKED_AT, |focused| !focused)
    }

    /// Whether nobody has touched a key for so long that others may know.
    pub fn is_gone(&self, now: Instant) -> bool {
        self.gone_at() <= now
    }

    /// When that will be, if no key is touched.
    pub fn gone_at(&self) -> Instant {
        self.touched + GONE
    }

    /// Whether the bell is to ring now: then it has rung.
    pub fn rings(&mut self, now: Instant) -> bool {
        let just = |at| now.saturating_duration_since(at) < BETWEEN;
        let rings = self.is_elsewhere(now) && !self.rang.is_some_and(just);
        if rings {
            self.rang = Some(now);
        }
        rings
    }
}

/// Longer without a key, and nobody is there.
const LOOKED_AT: Duration = Duration::from_secs(60);
/// Longer without a key, and others may know it.
const GONE: Duration = Duration::from_secs(300);
/// Whoever is named ten times in a second is called once.
const BETWEEN: Duration = Duration::from_secs(2);
