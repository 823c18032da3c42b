//! What is offered to whoever asks for a secret connection.

use std::path::PathBuf;
use std::time::Duration;

/// What is offered.
#[derive(Clone, Debug)]
pub struct Secrecy {
    /// With which certificate.
    pub certificate: Certificate,
    /// How long a handshake may take.
    pub handshake: Duration,
}

/// With what the server shows who it is.
#[derive(Clone, Debug, Default)]
pub enum Certificate {
    /// One that it makes at its first start, and keeps beside the archive.
    #[default]
    Own,
    /// Those of the operator, in PEM.
    Files {
        /// The chain, the server's own first.
        certificate: PathBuf,
        /// Its key.
        key: PathBuf,
    },
    /// None: no connection is secret.
    None,
}

impl Default for Secrecy {
    fn default() -> Self {
        Self {
            certificate: Certificate::default(),
            handshake: Duration::from_secs(5),
        }
    }
}
