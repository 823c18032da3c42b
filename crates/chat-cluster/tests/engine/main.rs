//! A cluster with a real engine: nats-server, on ports of its own. Where there is none,
//! nothing is tested, and that is said.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::disallowed_methods,
    clippy::wildcard_enum_match_arm,
    reason = "a test says with a panic what is wrong"
)]

mod alone;
mod three;
mod entering;
mod secret;
mod creds;
mod server;
mod cable;
mod nodes;
