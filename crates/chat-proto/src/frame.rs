//! The two vocabularies: what a peer may say, and what the server answers.
//!
//! Values only. How they are written stands in [`crate::codec`] (JSON) and
//! [`crate::plain`] (lines for people).

pub mod incoming;
pub mod peer;
pub mod words;
pub mod server;
pub mod order;
pub mod house;
pub mod cluster;
pub mod reference;
pub mod manner;
pub mod whom;
pub mod trust;
pub mod token;
pub mod id;

pub use id::Id;
pub use incoming::Incoming;
pub use peer::PeerFrame;
pub use server::ServerFrame;
pub use token::Token;
