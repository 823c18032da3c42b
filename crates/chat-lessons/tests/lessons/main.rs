//! The lessons, run as real processes: what each lets one see is asserted here,
//! in both pairings with Python programs of our own (`tests/python`).
//!
//! These are integration tests of the package that owns the examples, because
//! cargo then builds those first and puts them beside us, in
//! `target/PROFILE/examples`; it tells no other package where they are. (With
//! `--test lessons` cargo does not build them: run `cargo test -p chat-lessons`.)
//!
//! No port is fixed: servers are given port 0 and tell what they got. Nothing
//! sleeps: a test waits for a line, for bytes or for an end, and at most
//! [`program::PATIENCE`] for each.

#![allow(clippy::unwrap_used, clippy::panic, reason = "all of this is a test")]

mod guides;
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
