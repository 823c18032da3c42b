//! The house rules, as tests over the source text.
//!
//! A rule without a test decays, and a test that never failed proves nothing:
//! each rule here is a function over a list of sources, tried on a small good
//! and a small bad tree, and then on ours. What clippy and rustfmt can check
//! (length of functions, nesting, naming of types) is theirs.
//!
//! What the lead has to keep in mind while writing documents stands in `docs`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says with a panic what is wrong"
)]

mod arrows;
mod brazil;
mod catalogue;
mod dependencies;
mod supply;
mod packaging;
mod docs;
mod files;
mod purity;
mod secrets;
mod attacks;
mod modules;
mod code;
mod sources;
