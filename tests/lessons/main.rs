//! The lessons, run as real processes: what each lets one see is asserted here,
//! in both pairings with Python programs of our own (`python`).
//!
//! Cargo builds the lessons, and puts them into `target/PROFILE/examples`, for
//! `cargo test --workspace`, and not for who tests this package alone: then they
//! are built first, with the command that a test says which does not find them.
//! They have packages of their own, without these tests, so that whoever starts
//! the first lesson compiles little.
//!
//! No port is fixed: servers are given port 0 and tell what they got. Nothing
//! sleeps: a test waits for a line, for bytes or for an end, and at most
//! [`program::PATIENCE`] for each.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::wildcard_enum_match_arm,
    reason = "a test expects one thing, fails by panicking, and says why it is skipped"
)]

mod guides;
mod walk;
mod guide;
mod pages;
mod echo;
mod local;
mod remote;
mod promiscuous;
mod sixteen;
mod talk;
mod chat;
mod serve;
mod buffers;
mod reuse;
mod http;
mod json;
mod families;
mod program;
