//! Secrecy: TLS 1.3 as a layer of bytes in, bytes out.
//!
//! A connection puts a [`layer::Layer`] between its impairments and its frames: the
//! simulated network cuts and delays records of TLS as it does anything else, and whoever
//! listens sees records and no words. Nothing here has a socket; of the system `rustls`
//! asks for random numbers, and writes a file where `SSLKEYLOGFILE` names one.
//!
//! While somebody looks, the layer says of each record that passes what it is
//! ([`noted::Noted`]): sizes and types, never words or keys.
//!
//! Which certificate a client accepts is not decided here: the layer shows the
//! [`fingerprint::Fingerprint`] as soon as both sides have agreed, and whoever asked
//! decides before anything is said. `docs/TRUST.md` tells what is protected against whom.

pub mod layer;
mod watch;
pub mod ask;
pub mod accept;
pub mod certificate;
pub mod noted;
pub mod fingerprint;
pub mod fault;
