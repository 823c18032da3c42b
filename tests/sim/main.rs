//! The chat without a socket: the real hub and real sessions, in a world that stalls,
//! cuts and forgets connections as it likes.
//!
//! Pure, so a thousand evenings take a second; a failure names its seed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "a test expects one thing, and fails alike on all others: by panicking"
)]

mod sessions;
mod histories;
mod keeping;
mod world;
mod reader;
mod disk;
mod line;
