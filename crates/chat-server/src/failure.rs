//! Why the program ends without having been asked to: one line that says what
//! happened and what to do next.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use chat_archive::OpenError;
use thiserror::Error;

/// What went wrong, and for whom it is to mend.
#[derive(Debug, Error)]
pub enum Failure {
    /// Another program has the port.
    #[error(
        "port {port} ({transport} {address}) is in use by {owner}: stop it, or choose another with --port"
    )]
    InUse {
        /// `tcp` or `udp`.
        transport: &'static str,
        /// What could not be bound.
        address: SocketAddr,
        /// The port, again, because it is what to change.
        port: u16,
        /// Who has it, as far as can be told.
        owner: &'static str,
    },
    /// The system does not allow the port.
    #[error(
        "not allowed to use port {port}: ports below 1024 belong to the administrator; choose another with --port"
    )]
    NotAllowed {
        /// The port.
        port: u16,
    },
    /// The address is not one of this machine's.
    #[error(
        "{address} is not an address of this machine: leave --bind out to serve every interface"
    )]
    NotOurs {
        /// The address.
        address: SocketAddr,
    },
    /// Any other reason why a socket cannot be had.
    #[error("cannot listen on {transport} {address}: {source}")]
    Bind {
        /// `tcp` or `udp`.
        transport: &'static str,
        /// What could not be bound.
        address: SocketAddr,
        /// The system's words.
        source: io::Error,
    },
    /// A socket file that cannot be made.
    #[error("cannot listen on unix {}: {why}", path.display())]
    Unix {
        /// The path.
        path: PathBuf,
        /// What happened and what to do.
        why: String,
    },
    /// An archive that cannot be had.
    #[error(transparent)]
    Archive(OpenError),
    /// A password file without a password.
    #[error("the password file {}: {why}", path.display())]
    Password {
        /// The path.
        path: PathBuf,
        /// What happened and what to do.
        why: String,
    },
    /// The file of the names that belong to keys.
    #[error("cannot keep whose a name is in {}: {why}; give that file to yourself, or say --ephemeral", path.display())]
    Claims {
        /// The path.
        path: PathBuf,
        /// What happened.
        why: String,
    },
    /// A certificate that cannot be had, or secrecy that is not there.
    #[error("{0}")]
    Secrecy(String),
    /// A socket for observers that cannot be served.
    #[error("cannot serve observers at {}: {source}; give another place with --observe WHERE", path.display())]
    Observe {
        /// Where.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A trace that cannot be written.
    #[error("cannot write the trace {}: {source}", path.display())]
    Trace {
        /// The path.
        path: PathBuf,
        /// The system's words.
        source: io::Error,
    },
    /// Words of the weather that mean nothing.
    #[error("{0}")]
    Weather(String),
    /// Standard output, on which others read where to come.
    #[error(
        "cannot write to standard output, where it is told on which address this server listens: {0}; keep the reader of the pipe running, or send the output to a file (> FILE)"
    )]
    Output(io::Error),
    /// The conversation that several servers share.
    #[error("no conversation with other servers: {0}")]
    Cluster(String),
    /// A task without which nothing works.
    #[error(
        "{what} has ended: {why}. That is a mistake in this program: start it again, and report this line"
    )]
    Ended {
        /// Which.
        what: &'static str,
        /// Where and why, as far as it is known.
        why: String,
    },
    /// The runtime.
    #[error("cannot {what}: {source}")]
    System {
        /// What was tried.
        what: &'static str,
        /// The system's words.
        source: io::Error,
    },
}
