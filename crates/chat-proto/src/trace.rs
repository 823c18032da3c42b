//! The events of a recording: what was read and written, and what the link, the
//! impairments, the client and the server decided. `--trace` writes one a line.
//!
//! Values only, and how they are written and read. `docs/TRACE.md` defines each. A
//! sequence diagram of a conversation can be drawn from them alone.

pub mod entry;
pub mod event;

pub mod house;
pub mod link;
pub mod recording;
pub mod stream;
pub mod talk;
pub mod tls;
pub mod weather;

pub mod what;
pub mod contents;
pub mod fingerprint;
mod maybe_millis;
mod millis;

#[cfg(test)]
mod tests;
