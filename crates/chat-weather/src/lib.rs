//! The weather: a simulated bad network between a program and its socket. Packet
//! loss, delay, jitter, duplication, reordering, corruption, a limited rate.
//!
//! "Weather" is the word for people (`--weather`, `/weather`); inside, each thing
//! that can happen is an impairment. Pure and sans-IO. A [`profile::Profile`] is
//! what somebody asks for, parsed by [`words`]; [`datagrams`] and [`stream`] apply
//! it, each to its own transport; in a [`manual_queue`] datagrams wait until a
//! person releases them; an [`impaired_path::ImpairedPath`] is queue and
//! impairments together.

pub mod impaired_path;
pub mod profile;
pub mod datagrams;
pub mod duplex;
pub mod stream;
pub mod words;
pub mod manual_queue;
pub mod gist;
mod flows;
mod queue;
pub mod impairments;
pub mod word_error;

pub use datagrams::Impairer;
pub use queue::InTransit;
