//! Time as an argument.
//!
//! The pure rooms need two clocks: one that never jumps (limits, deadlines)
//! and one that people read (the stamp on every message). They travel together,
//! so that nobody reads the second from the system behind our back.

use std::time::Instant;

use crate::stamp::Stamp;

/// The moment at which something is handled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// For deadlines and rates: never goes back.
    pub mono: Instant,
    /// For people: what messages are stamped with.
    pub wall: Stamp,
}
