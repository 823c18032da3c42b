//! What can go wrong, in words that say what to do next.
//!
//! Everything that a person may read as the last line of the program is made
//! here; the exit status too.

use std::io;

use thiserror::Error;

use crate::config::Endpoint;
use crate::config::PORT;
use crate::config::Transport;

/// Why the program could not do what it was asked.
#[derive(Debug, Error)]
pub enum Failure {
    /// An argument that makes no sense.
    #[error("{0}")]
    Usage(String),
    /// A file that was named on the command line.
    #[error("cannot read {path}: {error}")]
    File {
        /// Which.
        path: String,
        /// Why.
        error: io::Error,
    },
    /// The host name means nothing.
    #[error(
        "no machine is called `{host}` ({error}): check the spelling, or use its address, like 192.168.1.7"
    )]
    UnknownHost {
        /// As it was written.
        host: String,
        /// What the system says.
        error: String,
    },
    /// Nobody listens.
    #[error("nobody listens on {endpoint}: {}", start_one(.endpoint))]
    Refused {
        /// Where.
        endpoint: Endpoint,
    },
    /// The other transport answers.
    #[error("nobody answers on {endpoint}, but a server is there on {}: {}", .asked.other(), switch(*.asked))]
    OtherTransport {
        /// Where.
        endpoint: Endpoint,
        /// What was asked for.
        asked: Transport,
    },
    /// No answer at all.
    #[error(
        "no answer from {endpoint} in {seconds} s: is the address right, are both machines in the same network, does a firewall block port {port}?"
    )]
    Silent {
        /// Where.
        endpoint: Endpoint,
        /// How long we waited.
        seconds: u64,
        /// The port to open.
        port: u16,
    },
    /// Any other reason not to get there.
    #[error("cannot reach {endpoint}: {error}")]
    Unreachable {
        /// Where.
        endpoint: Endpoint,
        /// Why.
        error: io::Error,
    },
    /// The port that we wanted to host on belongs to a chat server.
    #[error("a chat-server already runs here: join it with `{join}`")]
    AlreadyHosted {
        /// What to type.
        join: String,
    },
    /// Hosting did not work.
    #[error("cannot host: {0}")]
    Hosting(String),
    /// Nobody to talk to, and no screen to host for.
    #[error(
        "no chat-server on this machine's port {port}: start `chat-server`, or name the machine that runs one, as in `chat-tui HOST`"
    )]
    NobodyHere {
        /// The port that was tried.
        port: u16,
    },
    /// The terminal cannot be used.
    #[error("cannot use this terminal: {0}")]
    Terminal(io::Error),
    /// The session ended otherwise than it should.
    #[error("{0}")]
    Session(String),
    /// Something in our own house.
    #[error("{0}")]
    Io(#[from] io::Error),
}

impl Failure {
    /// The exit status of the program.
    pub fn status(&self) -> u8 {
        if matches!(self, Self::Usage(_)) { 2 } else { 1 }
    }
}

fn start_one(endpoint: &Endpoint) -> String {
    match endpoint {
        Endpoint::Net {
            transport, port, ..
        } => {
            let port = if *port == PORT {
                String::new()
            } else {
                format!(" --port {port}")
            };
            format!(
                "start a server there with `chat-server --{transport}{port}`, or check host and port"
            )
        }
        Endpoint::Unix(path) => {
            format!(
                "start a server with `chat-server --unix {}`",
                path.display()
            )
        }
    }
}

fn switch(asked: Transport) -> &'static str {
    match asked {
        Transport::Tcp => "add --udp",
        Transport::Udp => "leave out --udp",
    }
}
