//! Who speaks, and from where: a connection, or an address of UDP.

use std::net::SocketAddr;

use crate::host::Host;

/// One connection, or one UDP address for as long as it is remembered. Never
/// used twice in a run; a later one is greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PeerId(pub u64);

impl PeerId {
    /// The first of those that a server has in one of its lives: of several servers that
    /// share a conversation no two have the same.
    pub fn first_of(life: u64) -> Self {
        Self(life << OF_ONE_LIFE)
    }

    /// In which life of which server it came; 0 for a server by itself.
    pub fn life(self) -> u64 {
        self.0 >> OF_ONE_LIFE
    }
}

/// Bits for the peers of one life: a thousand million, a hundred each second for months. The
/// rest is for lives, which are numbered by their places in the log.
const OF_ONE_LIFE: u32 = 30;

/// How a peer reaches the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// A TCP connection.
    Tcp,
    /// Datagrams from one address.
    Udp,
    /// A connection to the socket file.
    Unix,
}

/// Where a peer comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// On which transport.
    pub transport: Transport,
    /// Its address; a Unix socket has none.
    pub address: Option<SocketAddr>,
    /// Whether it has shown to hear at that address. Others may be one sender with as
    /// many addresses as it likes.
    pub proven: bool,
}

impl Transport {
    /// As the list of a class spells it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Tcp => "tcp",
            Self::Udp => "udp",
            Self::Unix => "unix",
        }
    }
}

impl Origin {
    /// With whom it shares what an address may do.
    pub fn host(&self) -> Host {
        self.address.map_or(Host::HERE, |at| Host::of(at.ip()))
    }
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.transport, self.address) {
            (Transport::Tcp, Some(address)) => write!(f, "tcp {address}"),
            (Transport::Udp, Some(address)) => write!(f, "udp {address}"),
            (Transport::Unix, _) => f.write_str("unix"),
            (Transport::Tcp | Transport::Udp, None) => f.write_str("unknown"),
        }
    }
}
