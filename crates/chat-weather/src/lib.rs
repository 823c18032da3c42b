//! The weather: a simulated bad network between a program and its socket.
//!
//! Pure and sans-IO. A [`profile::Profile`] is what somebody asks for, read
//! from words by [`words`]; [`datagrams`] and [`stream`] make it so, each on its
//! own transport; with [`hand`] a person decides over each datagram; a
//! [`passage::ImpairedPath`] is the whole way of a datagram through both.

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
