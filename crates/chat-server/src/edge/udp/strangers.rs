//! Who is heard without a link. Nobody has proved that its address is its own;
//! so only those are heard whose address cannot lie on the other side of the
//! world, and where the operator wants it, only who types a code back.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use chat_proto::codec::Tongue;
use chat_proto::frame::peer::Heard;
use chat_proto::frame::peer::PeerFrame;
use chat_proto::now::Now;
use tracing::debug;

use crate::clock;
use crate::config::Config;
use crate::config::NaiveUdp;
use crate::edge::discovery::Discovery;
use crate::edge::udp_endpoint::UdpEndpoint;
use crate::links::gate::Admission;
use crate::links::gate::Knock;
use crate::listening::Listening;
use crate::near::is_near;

/// How those are heard who have no link, at all sockets.
#[derive(Clone, Debug)]
pub struct Strangers {
    /// Which of them may become peers.
    pub naive: NaiveUdp,
    /// What those are told who only look for servers.
    pub discovery: Arc<Discovery>,
}

impl Strangers {
    /// As the operator wants it, at a server with these sockets and so many people.
    pub fn new(config: &Config, listening: &[Listening], people: &Arc<AtomicUsize>) -> Self {
        let discovery = Discovery::new(clock::now(), config, listening, people);
        Self {
            naive: config.datagrams.naive,
            discovery: Arc::new(discovery),
        }
    }
}

/// What somebody says whom the hub does not know.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    /// As it was understood.
    pub heard: &'a Heard,
    /// In which tongue.
    pub tongue: Option<Tongue>,
    /// How long the datagram was.
    pub bytes: usize,
}

/// Whether an address may speak without a link at all.
pub fn may_be_naive(naive: NaiveUdp, from: SocketAddr) -> bool {
    let may = naive != NaiveUdp::Off && is_near(from.ip());
    if !may {
        debug!(%from, "not heard: an address that is not proved to be the sender's");
    }
    may
}

/// Whether a datagram is what `nc -uv` sends to see whether a port is open.
pub fn is_probe(bytes: &[u8]) -> bool {
    bytes == PROBE
}

/// Whether somebody unknown has typed the code back; otherwise it is asked.
pub fn is_admitted(endpoint: &UdpEndpoint, now: Now, from: SocketAddr, said: Said<'_>) -> bool {
    let Said {
        heard,
        tongue,
        bytes,
    } = said;
    let text = match heard {
        Ok(PeerFrame::Say(say)) => Some(say.text.as_str()),
        Ok(_) | Err(_) => None,
    };
    let tongue = tongue.unwrap_or(Tongue::Plain);
    let knock = Knock {
        text,
        bytes,
        tongue,
    };
    let Admission { granted, answer } =
        endpoint.links().admit(endpoint.for_links(now), from, knock);
    if !answer.is_empty() {
        endpoint.send(now.mono, from, &answer, answer.len());
    }
    granted
}

/// Nobody says only this.
const PROBE: &[u8] = b"X";
