//! Bytes to frames and back: the door of the wire.
//!
//! [`ear`] hears a stream or a datagram in whichever tongue it speaks; [`json`]
//! is the only room that knows field names; [`lines`] cuts a stream; [`told`] knows
//! a server by what it tells, [`foreign`] a browser by what it asks.

pub mod ear;
pub mod told;
pub mod json;
pub mod lines;
pub mod foreign;
pub mod tongue;

pub use ear::Ear;
pub use foreign::Foreign;
pub use tongue::Tongue;
