//! Sockets to traffic and back. An edge moves bytes and decides nothing.

pub mod listen;
pub mod tcp;
#[cfg(unix)]
pub mod unix;
pub mod udp;
pub mod desk;
mod input;
mod stream;
mod overflow;
pub mod gusts;
mod pipe;
mod rest;
mod near;
pub mod port;
pub mod storm;
mod burst;
pub mod tracefile;
