//! Everybody who is here, for whoever watches.

use std::time::Duration;
use std::time::Instant;

use crate::traffic::Dialect;
use crate::traffic::Origin;
use crate::traffic::PeerId;

/// A peer, for whoever watches.
#[derive(Clone, Copy, Debug)]
pub struct Present<'a> {
    /// Which.
    pub peer: PeerId,
    /// Where it comes from.
    pub origin: Origin,
    /// How it is written to, once that is known.
    pub dialect: Option<Dialect>,
    /// Its name, if it has one.
    pub name: Option<&'a str>,
    /// How many rooms it is in.
    pub rooms: usize,
    /// When it was last heard.
    pub heard_at: Instant,
    /// How long a round trip takes, as it says itself.
    pub took: Option<Duration>,
}
