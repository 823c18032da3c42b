//! The screen, on a real pseudo-terminal, with the real client and the real
//! server.
//!
//! Black box: what these tests know of the client is what a person at a
//! terminal knows: what it shows, what it does with keys, and how it leaves the
//! terminal behind. A test's name is the claim. Every wait is for something
//! that appears on the screen, and has a deadline.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "a test expects one thing, and fails alike on all others: by panicking"
)]

mod talking;
mod writing;
mod pasting;
mod editing;
mod keys;
mod led;
mod lines;
mod replying;
mod scrolling;
mod past;
mod finding;
mod links;
mod mouse;
mod copying;
mod sizes;
mod absence;
mod animation;
mod hosting;
mod demo;
mod leaving;
mod stopping;
mod stuck;
mod colours;
mod wishes;
mod hostile;
mod moving;
mod scripted;
mod liar;
mod tricks;
mod sequences;
mod weather;
mod wire;
mod phenomena;
mod guides;
mod desk;
mod secrecy;
mod several;
mod asked;
mod sharing;
mod ranks;
mod twins;
mod lesson;
mod house;
