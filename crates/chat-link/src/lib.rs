//! The link: a reliable, ordered conversation over datagrams, with selective
//! acknowledgements and retransmission.
//!
//! Sans-IO: datagrams and moments go in by `handle_*`, datagrams, frames and
//! events come out by `poll_*`; whoever owns the socket calls `poll_transmit`
//! until it is empty after anything went in, and sleeps until `poll_timeout`.
//! Nothing here can fail: a datagram that makes no sense changes nothing.
//!
//! [`handshake`] opens a link; [`proof`] is how the server validates a client's
//! address; [`envelope`] reads and writes the fields in front of each frame; [`records`]
//! carries TLS.
//! `docs/LINK.md` explains it with examples.

pub mod handshake;
mod link;
mod setup;
mod outbound;
mod inbound;
mod noted;
mod log;
pub mod proof;
pub mod records;
mod fragments;
pub mod envelope;
mod in_flight;
mod send_buffer;
mod seen_copies;
mod pacer;
mod rto_timer;
mod path;
mod rtt;
mod told;
mod observed;
pub mod policy;

pub use crate::link::Link;
pub use crate::setup::Setup;
pub use crate::setup::Unsent;

#[cfg(test)]
mod tests;
