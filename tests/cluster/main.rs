//! Several servers and one conversation: real servers, with a real log in NATS between them.
//!
//! Black box: what these tests know of the chat is bytes on sockets, and what the programs
//! print. A test's name is the claim. Where there is no `nats-server`, they say so and check
//! nothing; where the environment has `CI`, that is a failure.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "a test expects one thing, and fails alike on all others: by panicking"
)]
#![allow(
    clippy::print_stdout,
    reason = "figures, and what a failed test is told about"
)]

mod talking;
mod screens;
mod naming;
mod leading;
mod referring;
mod claims;
mod copied;
mod going_on;
mod starting;
mod dying;
mod buried;
mod restarting;
mod engine;
mod agreeing;
mod status;
mod looking_on;
mod jepsen;
mod checker;
mod talker;
mod three_nodes;
mod past;
#[cfg(target_os = "linux")]
mod machines;
mod ground;
mod cable;
mod slow_disk;
mod house;
