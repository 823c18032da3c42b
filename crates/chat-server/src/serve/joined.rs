//! Coming to the log that several servers share.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use chat_archive::Conversation;
use chat_cluster::Cluster;
use chat_cluster::News;
use chat_net::chance;
use chat_proto::frame::server::RunId;
use chat_proto::name::unicode;
use tokio::sync::mpsc::Receiver;
use tracing::info;
use tracing::warn;

use crate::advice::own_addresses;
use crate::config::Config;
use crate::config::Rules;
use crate::config::Sockets;
use crate::digest::Digest;
use crate::failure::Failure;
use crate::listening::Listening;
use crate::membership::Hello;
use crate::membership::Membership;

/// A log that was come to and not read yet.
#[derive(Debug)]
pub struct Joined {
    ends: (Cluster, Receiver<News>),
    server: String,
    hello: Hello,
}

/// Comes to the log, where that is asked for: from then on the run is the log's, and the
/// archive a copy of what it says.
pub async fn join(config: &mut Config, listening: &[Listening]) -> Result<Option<Joined>, Failure> {
    let Some(asked) = config.cluster.take() else {
        return Ok(None);
    };
    let failure = |fault: chat_cluster::Fault| Failure::Cluster(fault.to_string());
    let server = asked.server.to_string();
    let joined = Cluster::connect(asked.settings(), 0).await;
    let (cluster, news, engine) = joined.map_err(failure)?;
    info!(
        nats = %engine.version, at = %engine.address, copies = engine.replicas,
        entries = engine.last, "the log of the conversation"
    );
    if let Some(warning) = engine.warning {
        warn!("{warning}");
    }
    let id = number(cluster.log_id());
    config.rules.run = RunId(id | 1);
    if let Some(archive) = &mut config.archive {
        archive.conversation = Conversation::Shared((id >> 1).cast_signed());
    }
    let mut addresses = asked.told;
    if addresses.is_empty() {
        addresses = found_at(&config.sockets, listening);
    }
    let secret = chance::pair().map_err(|source| Failure::System {
        what: "draw random numbers",
        source,
    })?;
    let hello = Hello::new(addresses, rules(&config.rules), secret);
    cluster.addresses(hello.addresses.clone());
    Ok(Some(Joined {
        ends: (cluster, news),
        server,
        hello,
    }))
}

impl Joined {
    /// What this server is called, and which log it is.
    pub fn named(&self) -> (String, String) {
        (self.server.clone(), self.ends.0.log_id().to_owned())
    }

    /// This server's part in it.
    pub fn takes_part(self, last_peer: Arc<AtomicU64>) -> Membership {
        Membership::new(self.ends, self.hello, last_peer)
    }
}

/// A number that stands for the log in this program: the same for all servers.
fn number(log: &str) -> u64 {
    Digest::of(log)
}

/// What all servers have to go by, or they would not stay the same.
fn rules(rules: &Rules) -> String {
    let (rooms, tables) = (rules.rooms_per_peer, unicode());
    format!("{VERSION}, {rooms} rooms a peer, Unicode {tables}")
}

/// Where people on the machine's networks find this server.
fn found_at(sockets: &Sockets, listening: &[Listening]) -> Vec<String> {
    let ports = |of: fn(&Listening) -> Option<u16>| listening.iter().find_map(of);
    let mut ports: Vec<u16> = [ports(Listening::tcp_port), ports(Listening::udp_port)]
        .into_iter()
        .flatten()
        .collect();
    ports.dedup();
    let addresses = own_addresses(sockets);
    let all = addresses.iter().flat_map(|ip| {
        let at = |port: &u16| SocketAddr::new(*ip, *port).to_string();
        ports.iter().map(at)
    });
    all.take(TOLD).collect()
}

/// Of the way in which entries are applied: another one for each that leads elsewhere.
const VERSION: &str = "1";

/// Addresses of one server that others are told.
const TOLD: usize = 4;
