//! What is offered to whoever asks for a secret connection, and to how many.
//!
//! The certificate is the operator's, or made once and kept beside the archive. Without
//! the feature `secrecy` none is offered.

#[cfg(not(feature = "secrecy"))]
mod absent;
#[cfg(feature = "secrecy")]
mod offered;
#[cfg(feature = "secrecy")]
mod identity;
#[cfg(feature = "secrecy")]
mod words;

#[cfg(not(feature = "secrecy"))]
pub use absent::Secrecy;
#[cfg(feature = "secrecy")]
pub use offered::Secrecy;
