//! The wire of both programs: their connections, what is noted about bytes, and who
//! reads that.
//!
//! A [`connection::Connection`] is a socket with the impairments around it, and room for
//! one layer above them; [`impaired_udp::ImpairedUdp`] is what lies around a UDP socket,
//! and [`sealed_link::SealedLink`] is the same layer inside a link.
//!
//! [`args`] are the options that both have.
//!
//! A [`tap::Tap`] is the one place where everything about bytes is noted. Nobody
//! listens at first, and then it costs one look at a flag. A file
//! ([`recording::Recording`]), the newest events in memory ([`ring::Ring`]) and
//! observers ([`observers::Observers`]) subscribe, each while the program runs.
//!
//! [`stream_tap::StreamTap`] and [`datagram_tap::DatagramTap`] say what happened on a
//! connection and on a UDP socket; [`mask::Masker`] keeps secrets out of it.

pub mod args;
pub mod papers;

pub mod sealed_link;

pub mod connection;
mod impaired_stream;
pub mod raw_stream;
pub mod tcp_info;

pub mod datagram_tap;
pub mod stream_tap;

pub mod impaired_udp;
pub mod link_clock;

#[cfg(unix)]
pub mod observers;
pub mod recording;
pub mod ring;

pub mod owner_file;

#[cfg(not(unix))]
pub mod closing;

pub mod chance;

pub mod flow;
pub mod tap;

mod channel;
mod subscriber;

pub mod mask;

pub mod clock;
