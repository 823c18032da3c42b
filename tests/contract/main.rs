//! The contract, sentence by sentence, on real sockets with the real binary.
//!
//! Black box: what these tests know of the chat is bytes. A test's name is the
//! claim; where a transport does not matter, its body runs on all of them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "a test expects one thing, and fails alike on all others: by panicking"
)]

mod starting;
mod failing;
mod stopping;
mod frames;
mod marks;
mod joining;
mod rooms;
mod messages;
mod history;
mod past;
mod pastes;
mod replies;
mod referring;
mod kept;
mod archives;
mod sessions;
mod names;
mod texts;
mod refusals;
mod led;
mod trust;
mod trust_client;
mod secrecy;
mod secrecy_client;
mod secrecy_link;
#[cfg(unix)]
mod secret_traces;
mod secret_talk;
mod first_lines;
mod plain_peers;
mod plain_words;
mod limits;
mod rates;
mod slow;
mod streams;
mod datagrams;
mod discovery;
mod lab;
mod links;
mod vouched;
mod weather;
#[cfg(unix)]
mod traces;
mod replay;
#[cfg(target_os = "linux")]
mod captured;
mod hold;
mod desk;
mod codes;
#[cfg(target_os = "linux")]
mod packages;
#[cfg(target_os = "linux")]
mod alone;
mod foreign;
mod calls;
mod client;
mod client_output;
mod client_refused;
mod client_plain;
mod client_configuration;
mod client_usage;
mod house;
