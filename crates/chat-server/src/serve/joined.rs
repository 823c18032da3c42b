//! Coming to the log that several servers share.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use chat_archive::Opened;
use chat_cluster::Cluster;
use chat_cluster::Engine;
use chat_cluster::Fault;
use chat_cluster::News;
use chat_net::chance;
use chat_proto::name::unicode;
use tokio::sync::mpsc::Receiver;
use tracing::info;
use tracing::warn;

use crate::advice::own_addresses;
use crate::clock;
use crate::config;
use crate::config::Config;
use crate::config::Rules;
use crate::config::Sockets;
use crate::failure::Failure;
use crate::hub::Hub;
use crate::listening::Listening;
use crate::membership::Checkpoint;
use crate::membership::Hello;
use crate::membership::Membership;
use crate::membership::beside;
use crate::membership::forget;
use crate::serve::copied;
use crate::serve::log_number;

/// A log that was come to and not read yet, or from where a checkpoint ends.
#[derive(Debug)]
pub struct Joined {
    ends: (Cluster, Receiver<News>),
    asked: config::Cluster,
    hello: Hello,
    from: Option<Checkpoint>,
    /// Where the copy is that this server keeps.
    archive: Option<PathBuf>,
}

/// Comes to the log, where that is asked for: from then on the run is the log's, and the
/// archive a copy of what it says.
pub async fn join(config: &mut Config, listening: &[Listening]) -> Result<Option<Joined>, Failure> {
    let Some(asked) = config.cluster.take() else {
        return Ok(None);
    };
    let rules = rules(&config.rules);
    let archive = config.archive.as_ref().map(|archive| archive.path.clone());
    let from = archive.as_deref();
    let from = from.and_then(|archive| Checkpoint::read(&beside(archive), &rules));
    let (ends, from) = match (come(&asked, from).await, &archive) {
        (Err(hole @ Fault::Hole { .. }), Some(archive)) => {
            let from = copied::from_another(&asked, archive, &rules).await;
            come(&asked, Some(from.ok_or_else(|| failure(&hole))?)).await
        }
        (come, _) => come,
    }
    .map_err(|fault| failure(&fault))?;
    config.rules.run = log_number::run(ends.0.log_id());
    if let Some(archive) = &mut config.archive {
        archive.conversation = log_number::conversation(ends.0.log_id());
    }
    let mut addresses = asked.told.clone();
    if addresses.is_empty() {
        addresses = found_at(&config.sockets, listening);
    }
    let secret = chance::pair().map_err(|source| Failure::System {
        what: "draw random numbers",
        source,
    })?;
    let hello = Hello::new(addresses, rules, secret);
    ends.0.addresses(hello.addresses.clone());
    Ok(Some(Joined {
        ends,
        asked,
        hello,
        from,
        archive,
    }))
}

/// Comes to the log where the checkpoint ends, if that is of this log; else at its beginning.
async fn come(
    asked: &config::Cluster,
    from: Option<Checkpoint>,
) -> Result<((Cluster, Receiver<News>), Option<Checkpoint>), Fault> {
    if let Some(from) = from {
        let resumed = Cluster::resume(asked.settings(), from.lives.clone()).await;
        match resumed {
            Ok((cluster, news, engine)) if cluster.log_id() == from.log => {
                tell(&engine);
                let position = from.lives.position();
                info!(position, "this server goes on from its checkpoint");
                return Ok(((cluster, news), Some(from)));
            }
            Ok((cluster, ..)) => cluster.leave(LEAVING).await,
            // Another log may be shorter; what it means that it is another the archive says.
            Err(Fault::Shorter { log, .. }) if log != from.log => {}
            Err(fault) => return Err(fault),
        }
        warn!("the checkpoint is of another log: passed over");
    }
    let (cluster, news, engine) = Cluster::connect(asked.settings(), 0).await?;
    tell(&engine);
    Ok(((cluster, news), None))
}

fn tell(engine: &Engine) {
    info!(
        nats = %engine.version, at = %engine.address, copies = engine.replicas,
        entries = engine.last, "the log of the conversation"
    );
    if let Some(warning) = &engine.warning {
        warn!("{warning}");
    }
}

fn failure(fault: &Fault) -> Failure {
    Failure::Cluster(fault.to_string())
}

impl Joined {
    /// The hub: as the checkpoint has it, where the archive has all that belongs to that.
    pub async fn hub(mut self, rules: Rules, opened: &Opened) -> Result<(Hub, Self), Failure> {
        let (server, log) = (
            self.asked.server.to_string(),
            self.ends.0.log_id().to_owned(),
        );
        let hub = || Hub::sharing(rules.clone(), server.clone(), &log, opened);
        if let Some(from) = &self.from {
            let is_kept = from.state.is_kept_in(opened);
            let there = is_kept.then(|| hub().going_on(clock::now(), &from.state));
            if let Some(there) = there.flatten() {
                return Ok((there, self));
            }
            warn!("the archive is not what the checkpoint is: the log is read from its beginning");
            // Where that is gone too, the next start takes a copy, and does not stop here again.
            self.archive
                .iter()
                .for_each(|archive| forget(&beside(archive)));
            let come = come(&self.asked, None).await;
            let (ends, from) = come.map_err(|fault| failure(&fault))?;
            let before = std::mem::replace(&mut self.ends, ends);
            before.0.leave(LEAVING).await;
            self.from = from;
        }
        Ok((hub(), self))
    }

    /// This server's part in it.
    pub fn takes_part(self, last_peer: Arc<AtomicU64>) -> Membership {
        let from = self.from.as_ref();
        Membership::new(self.ends, (self.hello, from, self.archive), last_peer)
    }
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

/// Nothing of it stands in the log yet.
const LEAVING: Duration = Duration::from_millis(100);

/// Addresses of one server that others are told.
const TOLD: usize = 4;
