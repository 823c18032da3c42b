//! Peers that mean harm, or behave as if they did, against the real binary.
//!
//! What is checked after each of them: the others were not disturbed, memory
//! has stayed within its bounds, and the server does nothing once nobody
//! speaks. Ratios of time are not here: the bench measures them. Which attack is shown
//! where, `attacks` says.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "a test expects one thing, and fails alike on all others: by panicking"
)]

mod attacks;
mod deaf;
mod flood;
mod crowd;
mod arrivals;
mod killed;
#[cfg(target_os = "linux")]
mod full_disk;
mod endless;
mod returning;
#[cfg(unix)]
mod without_pause;
mod strangers;
#[cfg(target_os = "linux")]
mod addresses;
mod forgers;
mod replays;
mod between;
mod half_open;
mod browsers;
mod imitators;
mod thieves;
mod twins;
mod thirty;
mod pupils;
#[cfg(target_os = "linux")]
mod clocks;
mod mirrors;
mod relay;
#[cfg(unix)]
mod weather;
#[cfg(unix)]
mod files;
mod house;
