//! The archive from outside: what is given to it, what it answers, what is in its file.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "a test, though the lints take its helpers for something else"
)]

mod house;
mod keeping;
mod paging;
mod searching;
mod going;
mod torn;
mod opening;
mod visiting;
mod copying;
mod model;
