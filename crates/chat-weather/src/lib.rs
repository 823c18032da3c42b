//! The weather: a simulated bad network between a program and its socket.
//!
//! Pure and sans-IO. A [`forecast::Forecast`] is what somebody asks for, read
//! from words by [`words`]; [`datagrams`] and [`stream`] make it so, each on its
//! own transport; with [`hand`] a person decides over each datagram; a
//! [`passage::Passage`] is the whole way of a datagram through both.

pub mod passage;
pub mod forecast;
pub mod datagrams;
pub mod duplex;
pub mod stream;
pub mod words;
pub mod hand;
pub mod gist;
mod flows;
mod queue;
pub mod sky;
pub mod slip;

pub use datagrams::Weather;
pub use queue::Flying;
