//! What the program was asked to do, after the arguments were understood.
//!
//! Plain values; [`crate::cli`] fills them in and nothing else sees arguments.

use std::fmt;
use std::path::PathBuf;

use chat_link::policy::Policy;
use chat_net::link_clock::LinkClock;
use chat_net::tap::Tap;
use chat_proto::name::Name;
use chat_proto::room::RoomName;
use chat_weather::profile::Profile;

use crate::keyfile::KeyWish;
use crate::secrecy::Secrecy;
use crate::speech::Speech;

/// One run of the program.
#[derive(Clone, Debug)]
pub struct Config {
    /// What is said to the person, in their language.
    pub speech: &'static Speech,
    /// Screen, pipe or raw lines.
    pub mode: Mode,
    /// With whom.
    pub place: ServerLocation,
    /// Servers beside that one.
    pub more: Vec<Endpoint>,
    /// The name to be called by.
    pub name: Name,
    /// The room to enter first.
    pub room: RoomName,
    /// More rooms to enter.
    pub rooms: Vec<RoomName>,
    /// What the operator told the people who may come in.
    pub password: Option<String>,
    /// Whether it is sent as it is.
    pub clear_password: bool,
    /// Which key, if any.
    pub key: KeyWish,
    /// How bytes and datagrams travel.
    pub network: NetworkConfig,
    /// Chance, drawn once: names of guests, ids and waiting times come from it.
    pub seed: u64,
}

/// How bytes and datagrams travel.
#[derive(Clone, Debug)]
pub struct NetworkConfig {
    /// How the link behaves.
    pub policy: Policy,
    /// A simulated bad network, or none.
    pub profile: Profile,
    /// Whether every datagram waits until a person releases it.
    pub hold: bool,
    /// The file that a recording is written to from the start.
    pub trace: Option<PathBuf>,
    /// Where everything about bytes is noted.
    pub tap: Tap,
    /// What secret connections need, where they are to be.
    pub secrecy: Option<Secrecy>,
    /// Whose datagrams come to the program.
    pub ear: Ear,
    /// Whether a failure to connect says what would have worked instead.
    pub explains: bool,
    /// What links go by.
    pub clock: LinkClock,
}

/// Whose datagrams come to the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ear {
    /// The server's: the system lets no other through.
    OfTheServer,
    /// Anybody's: what is not the server's is refused here, and noted.
    OfAll,
}

impl NetworkConfig {
    /// The network as it is, and nothing noted.
    pub fn clear() -> Self {
        Self {
            policy: Policy::default(),
            profile: Profile::clear(0),
            hold: false,
            trace: None,
            tap: Tap::default(),
            secrecy: None,
            ear: Ear::OfTheServer,
            explains: true,
            clock: LinkClock::default(),
        }
    }

    /// How the retransmission timeout is chosen, as a recording says it.
    pub fn rto_name(&self) -> &'static str {
        self.policy.rto_mode.name()
    }
}

/// How the program meets its user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// A person at a terminal.
    Screen,
    /// A person without a screen.
    Lines {
        /// Because the terminal has none.
        dumb: bool,
    },
    /// A program: lines in, lines out.
    Pipe {
        /// Whether frames are printed as they came.
        json: bool,
    },
    /// Bytes to any server whatever.
    Raw,
}

/// Where the server is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServerLocation {
    /// On this machine's port: joined if it is there, hosted if not.
    Here(u16),
    /// Inside this program.
    Hosted(u16),
    /// Inside this program, with so many people who follow a script; reached this way.
    Demo(usize, Transport),
    /// Somewhere.
    At(Endpoint),
}

/// An address as a person gave it. Names are looked up anew at each attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Endpoint {
    /// A host and a port.
    Net {
        /// TCP or UDP.
        transport: Transport,
        /// A name or an address, without brackets.
        host: String,
        /// The port.
        port: u16,
    },
    /// A socket in the file system.
    Unix(PathBuf),
}

/// The two transports that have ports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// A stream.
    Tcp,
    /// Datagrams.
    Udp,
}

impl Endpoint {
    /// Whether messages may get lost on the way.
    pub fn is_datagram(&self) -> bool {
        match self {
            Self::Net { transport, .. } => *transport == Transport::Udp,
            Self::Unix(_) => false,
        }
    }

    /// This machine, over TCP.
    pub fn local(port: u16) -> Self {
        Self::Net {
            transport: Transport::Tcp,
            host: "127.0.0.1".to_owned(),
            port,
        }
    }
}

impl Transport {
    /// The one that was not asked for.
    pub fn other(self) -> Self {
        match self {
            Self::Tcp => Self::Udp,
            Self::Udp => Self::Tcp,
        }
    }
}

impl fmt::Display for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Tcp => "tcp",
            Self::Udp => "udp",
        })
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Net {
                transport,
                host,
                port,
            } => write!(f, "{transport} {}", with_port(host, *port)),
            Self::Unix(path) => write!(f, "unix {}", path.display()),
        }
    }
}

/// `host:port`, with brackets where the host has colons of its own.
pub fn with_port(host: &str, port: u16) -> String {
    if host.contains(':') {
        format!("[{host}]:{port}")
    } else {
        format!("{host}:{port}")
    }
}

/// The port of the contract.
pub const PORT: u16 = 1234;
