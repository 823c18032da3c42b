//! Sockets to traffic and back. An edge moves bytes and decides nothing.

pub mod listen;
pub mod tcp;
#[cfg(unix)]
pub mod unix;
pub mod udp;
pub mod desk;
mod input;
mod stream;
mod sending;
mod turned_away;
mod handshake;
pub mod stream_impairer;
mod rest;
pub mod discovery;
#[cfg(feature = "mdns")]
mod mdns;
pub mod udp_endpoint;
mod burst;
