//! What comes from the terminal. Plain data.

use std::time::Instant;

use crossterm::event::Event;

/// Something from the terminal.
#[derive(Debug)]
pub(crate) struct Typed {
    /// When.
    pub(crate) at: Instant,
    /// Whether it was there at once with what came before it.
    pub(crate) together: bool,
    /// What.
    pub(crate) what: What,
}

/// What the terminal tells.
#[derive(Debug)]
pub(crate) enum What {
    /// A key, a paste, the focus.
    Event(Event),
    /// It can tell keys apart that look alike on others, if asked to.
    #[cfg_attr(not(unix), allow(dead_code, reason = "no console of Windows says so"))]
    TellsKeysApart,
}
