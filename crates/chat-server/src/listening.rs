//! A socket that is ready, as the contract's line says it.

use std::fmt;
use std::io;
use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;

use tokio::task::spawn_blocking;

use crate::failure::Failure;

/// A socket that is ready.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listening {
    /// A TCP listener.
    Tcp(SocketAddr),
    /// A UDP socket.
    Udp(SocketAddr),
    /// A socket file.
    Unix(PathBuf),
}

impl Listening {
    /// The port of a TCP listener.
    pub fn tcp_port(&self) -> Option<u16> {
        match self {
            Self::Tcp(address) => Some(address.port()),
            Self::Udp(_) | Self::Unix(_) => None,
        }
    }

    /// The port of a UDP socket.
    pub fn udp_port(&self) -> Option<u16> {
        match self {
            Self::Udp(address) => Some(address.port()),
            Self::Tcp(_) | Self::Unix(_) => None,
        }
    }
}

impl fmt::Display for Listening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(address) => write!(f, "tcp {address}"),
            Self::Udp(address) => write!(f, "udp {address}"),
            Self::Unix(path) => write!(f, "unix {}", path.display()),
        }
    }
}

/// One line for each socket, as the contract has it. On a thread of its own, which
/// may wait for a reader as long as it likes.
pub async fn announce(listening: Vec<Listening>) -> Result<(), Failure> {
    let written = spawn_blocking(move || {
        let mut output = io::stdout().lock();
        for listening in listening {
            writeln!(output, "listening on {listening}")?;
        }
        output.flush()
    });
    let written = written.await.unwrap_or_else(|e| Err(io::Error::other(e)));
    written.map_err(Failure::Output)
}
