//! The words of a ladder, in each language: what stands on an arrow and what beside it.
//! Names of the protocol (`msg`, `ack`, `hello`) are the same everywhere.

pub mod label;
pub mod note;
pub mod tls;
pub mod title;
pub mod reason;
pub mod language;
