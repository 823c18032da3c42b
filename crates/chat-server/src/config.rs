//! What the operator decides: parsed, valid, plain. No option is read here.
//!
//! The defaults are those of a class on one network; the reason stands beside
//! each.

#[cfg(feature = "cluster")]
mod cluster;
mod secrecy;

use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use chat_archive::Settings;
use chat_link::policy::Policy;
use chat_link::proof::Secret;
use chat_net::link_clock::LinkClock;
use chat_proto::frame::server::RunId;
use chat_proto::frame::trust::Salted;
use chat_proto::hex::Hex;
use chat_proto::rate::Rate;
use chat_proto::trace::recording::Kept;
use chat_trust::password::PasswordKey;
use chat_weather::profile::Profile;
use chat_weather::profile::Transports;

#[cfg(feature = "cluster")]
pub use cluster::Cluster;
pub use secrecy::Certificate;
pub use secrecy::Secrecy;

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
    /// What whoever looks for servers is told.
    pub discovery: Discovery,
    /// What whoever asks for a secret connection is offered.
    pub secrecy: Secrecy,
    /// Whether others may watch, and where.
    pub observe: Option<Observe>,
    /// Whether a line of figures is logged each minute.
    pub figures: bool,
    /// Whether lines of standard input are orders. Not inside another program.
    pub desk: bool,
    /// The password, where it was made for this run and somebody has to be told.
    pub shown: Option<String>,
    /// Where what is said is kept; nowhere, and it ends with the server.
    pub archive: Option<Settings>,
    /// Where it is written who orders what; nowhere, and nobody can look it up.
    pub audit: Option<PathBuf>,
    /// The conversation that it shares with other servers, if it does.
    #[cfg(feature = "cluster")]
    pub cluster: Option<Cluster>,
}

/// How others may watch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observe {
    /// The Unix socket.
    pub path: PathBuf,
    /// What they see of texts. Secrets are masked in any case.
    pub kept: Kept,
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
    /// The addresses to bind, each once: neither what is asked for twice, nor what
    /// every interface of its family includes. The system would refuse the second
    /// socket because of the first.
    pub fn addresses(&self) -> Vec<IpAddr> {
        let asked: Vec<IpAddr> = self.bind.iter().map(IpAddr::to_canonical).collect();
        let is_covered = |ip: &IpAddr| {
            let every = |other: &IpAddr| other.is_unspecified() && other.is_ipv4() == ip.is_ipv4();
            !ip.is_unspecified() && asked.iter().any(every)
        };
        let mut distinct = Vec::new();
        for ip in asked.iter().filter(|ip| !is_covered(ip)) {
            if !distinct.contains(ip) {
                distinct.push(*ip);
            }
        }
        distinct
    }

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
    /// What links go by, where somebody may let all of them stand still.
    pub clock: Option<LinkClock>,
}

/// What whoever looks for servers is told.
#[derive(Clone, Debug, Default)]
pub struct Discovery {
    /// Nothing.
    pub hidden: bool,
    /// What the server calls itself; `None` is the machine's name.
    pub title: Option<String>,
    /// What its certificate begins with, once there is one.
    pub tls: Option<Hex<8>>,
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
    /// What the tokens of sessions are made with in this run.
    pub secret: Secret,
    /// Asked of everybody who joins.
    pub password: Option<String>,
    /// Whether nobody is heard on a connection that is not secret.
    pub secret_only: bool,
    /// How it is shown to be known without being said; made once a run.
    pub proving: Option<Proving>,
    /// What the server's part of each challenge is made of; drawn once a run.
    pub nonces: [u8; 32],
    /// Peers at once, in all.
    pub max_peers: usize,
    /// Connections at once from one address: a lab behind one gateway is 60, a
    /// demonstration 200.
    pub max_per_address: usize,
    /// Messages of one peer; `None` is no limit. A demonstration pastes 20
    /// lines; ten a second is faster than anybody types. What [`together`] makes of
    /// this and of the next two, all peers of one address may do.
    pub messages: Option<Rate>,
    /// `who`, `join`, `leave` and `nick` of one peer: each costs the server more than a
    /// message.
    pub questions: Option<Rate>,
    /// `history` and `search` of one peer: somebody who scrolls back turns a few pages a
    /// second, a client that catches up turns them as they come.
    pub pages: Option<Rate>,
    /// Frames of one peer that are refused unread, before their answers stop too.
    pub faults: Option<Rate>,
    /// How often somebody may come from one address. A lab of sixty behind one gateway
    /// comes in ten times over, and then each of them every three seconds.
    pub arrivals: Option<Rate>,
    /// Wrong passwords from one address. A lab of sixty that mistypes has enough; a
    /// guesser has 43,000 in a day.
    pub guesses: Pace,
    /// Wrong passwords from all addresses together. An address that has given none lately
    /// is looked at all the same.
    pub all_guesses: Pace,
    /// New owned names from one address: a lab of sixty in ten minutes.
    pub claims: Pace,
    /// Whether this machine's own peers share a limit as those of any address do. A
    /// demonstration runs hundreds of them, and they could harm it in easier ways.
    pub limit_loopback: bool,
    /// How long a first line may take, from its first byte to its end.
    pub first_line: Duration,
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

/// What a password is worked into, and how.
#[derive(Clone, Debug)]
pub struct Proving {
    /// What both sides compute proofs with.
    pub key: PasswordKey,
    /// What a peer needs to compute the same.
    pub salted: Salted,
}

/// So many at once, and one more each time this has passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// So many at once.
    pub burst: u32,
    /// What one more takes.
    pub each: Duration,
}

/// What all peers of one address may do together, where one may do so much: a whole
/// lab's burst, and ten who never rest.
pub fn together(rate: Rate) -> Rate {
    Rate {
        burst: rate.burst.saturating_mul(LAB),
        per_second: rate.per_second.saturating_mul(RESTLESS),
    }
}

/// What is remembered of the rooms.
#[derive(Clone, Copy, Debug)]
pub struct Memory {
    /// Messages of one room.
    pub messages: usize,
    /// Bytes of one room's messages.
    pub bytes: usize,
    /// Bytes of the messages of all rooms. A hundred rooms that are full; above it
    /// the room that takes most for each of its people forgets its oldest: whoever
    /// fills rooms alone does not take a class its memory.
    pub all_rooms: usize,
    /// Messages that are replayed to somebody who joins, the newest: a few screens. The
    /// rest is there for whoever asks.
    pub replayed: usize,
    /// The same for a plain peer: what a first lesson's program hears first is its own.
    pub replayed_plain: usize,
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
    /// All peers together, what several wait for counted once; above it those with the
    /// most are closed until an eighth of it is free.
    pub total: usize,
}

impl From<Rate> for Pace {
    fn from(rate: Rate) -> Self {
        Self {
            burst: rate.burst.max(1),
            each: rate.each(),
        }
    }
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
            secret: Secret::new([0; 2]),
            password: None,
            secret_only: false,
            proving: None,
            nonces: [0; 32],
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
            pages: Some(Rate {
                burst: 10,
                per_second: 10,
            }),
            faults: Some(Rate {
                burst: 100,
                per_second: 10,
            }),
            arrivals: Some(Rate {
                burst: 600,
                per_second: 20,
            }),
            guesses: Pace {
                burst: 40,
                each: Duration::from_secs(2),
            },
            all_guesses: Pace {
                burst: 40,
                each: Duration::from_millis(33),
            },
            claims: Pace {
                burst: 60,
                each: Duration::from_secs(10),
            },
            limit_loopback: false,
            first_line: Duration::from_secs(10),
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
            all_rooms: 32 * 1024 * 1024,
            replayed: 50,
            replayed_plain: 0,
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

/// People behind one gateway: a lab.
const LAB: u32 = 60;

/// Those of them who do all the time as much as one may.
const RESTLESS: u32 = 10;

/// The port of the contract.
pub const PORT: u16 = 1234;

#[cfg(test)]
mod tests;
