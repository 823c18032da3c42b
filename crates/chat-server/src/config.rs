//! What the operator decides: parsed, valid, plain. No option is read here.
//!
//! The defaults are those of a class on one network; the reason stands beside
//! each.

use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use chat_link::policy::Policy;
use chat_proto::frame::server::RunId;
use chat_proto::rate::Rate;
use chat_weather::profile::Profile;
use chat_weather::profile::Transports;

/// Everything that the server is told at its start.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// Which transports are served, and where.
    pub sockets: Sockets,
    /// What the hub allows.
    pub rules: Rules,
    /// How much may wait to be sent.
    pub queues: Queues,
    /// What is done with datagrams.
    pub datagrams: Datagrams,
    /// Whether a line of figures is logged each minute.
    pub figures: bool,
    /// Whether lines of standard input are orders. Not inside another program.
    pub desk: bool,
}

/// Which transports are served, and where.
#[derive(Clone, Debug)]
pub struct Sockets {
    /// Serve TCP.
    pub tcp: bool,
    /// Serve UDP.
    pub udp: bool,
    /// Serve a Unix socket at this path.
    pub unix: Option<PathBuf>,
    /// The addresses to bind; empty means every interface.
    pub bind: Vec<IpAddr>,
    /// The port of both TCP and UDP; 0 lets the system choose.
    pub port: u16,
}

impl Sockets {
    /// The kinds of transport that are served.
    pub fn over(&self) -> Transports {
        match (self.udp, self.tcp || self.unix.is_some()) {
            (true, true) => Transports::Both,
            (true, false) => Transports::Datagrams,
            (false, _) => Transports::Streams,
        }
    }
}

/// What is done with datagrams, and to the network.
#[derive(Clone, Debug, Default)]
pub struct Datagrams {
    /// Which peers are heard that do not ask for a link.
    pub naive: NaiveUdp,
    /// How links behave.
    pub policy: Policy,
    /// A simulated bad network, for every transport.
    pub profile: Profile,
    /// Whether every datagram is held until the operator releases it.
    pub hold: bool,
    /// The file of the trace.
    pub trace: Option<PathBuf>,
}

/// Which UDP peers are heard that do not ask for a link.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NaiveUdp {
    /// Those of near addresses.
    #[default]
    Open,
    /// The same, once they have typed four digits back.
    Code,
    /// None.
    Off,
}

/// What the hub allows.
#[derive(Clone, Debug)]
pub struct Rules {
    /// This run of the server.
    pub run: RunId,
    /// Asked of everybody who joins.
    pub password: Option<String>,
    /// Peers at once, in all.
    pub max_peers: usize,
    /// Connections at once from one address: a lab behind one gateway is 60, a
    /// demonstration 200.
    pub max_per_address: usize,
    /// Messages of one peer; `None` is no limit. A demonstration pastes 20
    /// lines; ten a second is faster than anybody types.
    pub messages: Option<Rate>,
    /// `who`, `join`, `leave` and `nick` of one peer: each costs the server more than a
    /// message.
    pub questions: Option<Rate>,
    /// Frames of one peer that are refused unread, before their answers stop too.
    pub faults: Option<Rate>,
    /// A JSON peer on UDP is dropped after this silence: it can ping.
    pub udp_silence: Duration,
    /// A plain peer on UDP is: a person reads, and cannot ping.
    pub udp_plain_silence: Duration,
    /// What is remembered.
    pub memory: Memory,
    /// Rooms that one peer may be in.
    pub rooms_per_peer: usize,
    /// Rooms in all, the empty ones that are remembered included.
    pub rooms: usize,
}

/// What is remembered of the rooms.
#[derive(Clone, Copy, Debug)]
pub struct Memory {
    /// Messages of one room.
    pub messages: usize,
    /// Bytes of one room's messages.
    pub bytes: usize,
    /// Messages that are replayed to somebody who joins.
    pub replayed: usize,
    /// How long an empty room is remembered.
    pub empty_rooms_for: Duration,
    /// How many empty rooms are.
    pub empty_rooms: usize,
}

/// How much may wait to be sent to one peer, and in all.
///
/// Bytes protect the server's memory, time protects honest readers: a bound in
/// bytes alone is a few milliseconds of a busy room.
#[derive(Clone, Copy, Debug)]
pub struct Queues {
    /// A peer with more waiting is closed at once.
    pub hard: usize,
    /// A peer with more than this waiting all the time is closed after
    /// [`Queues::patience`].
    pub soft: usize,
    /// See `soft`; also how long one write may make no progress.
    pub patience: Duration,
    /// All peers together; above it the one with the most is closed.
    pub total: usize,
}

impl Default for Sockets {
    fn default() -> Self {
        Self {
            tcp: true,
            udp: true,
            unix: None,
            bind: Vec::new(),
            port: PORT,
        }
    }
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            run: RunId(0),
            password: None,
            max_peers: 4096,
            max_per_address: 256,
            messages: Some(Rate {
                burst: 20,
                per_second: 10,
            }),
            questions: Some(Rate {
                burst: 10,
                per_second: 5,
            }),
            faults: Some(Rate {
                burst: 100,
                per_second: 10,
            }),
            udp_silence: Duration::from_secs(60),
            udp_plain_silence: Duration::from_secs(600),
            memory: Memory::default(),
            rooms_per_peer: 50,
            rooms: 8192,
        }
    }
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            messages: 500,
            bytes: 256 * 1024,
            replayed: 100,
            empty_rooms_for: Duration::from_secs(3600),
            empty_rooms: 1024,
        }
    }
}

impl Default for Queues {
    fn default() -> Self {
        Self {
            hard: 1024 * 1024,
            soft: 256 * 1024,
            patience: Duration::from_secs(10),
            total: 256 * 1024 * 1024,
        }
    }
}

/// The port of the contract.
pub const PORT: u16 = 1234;
