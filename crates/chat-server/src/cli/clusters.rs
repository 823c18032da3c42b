//! `chat-server cluster`: how the log and its servers stand, and what is written, for whoever
//! operates them.

use std::fmt::Write;

use chat_cluster::Fault;
use chat_cluster::Reader;
use chat_cluster::ServerSeen;
use chat_cluster::Settings;
use chat_cluster::Status;
use chat_cluster::status;
use clap::Subcommand;

use crate::cli::cluster::ClusterArgs;
use crate::cli::entries::Entries;
use crate::cli::papers;
use crate::config::PORT;
use crate::failure::Failure;

/// What is asked of the cluster.
#[derive(Debug, Subcommand)]
pub enum ClusterOrder {
    /// Say who takes part, how far each has read, and who keeps the log
    Status(ClusterArgs),
    /// Show the log as it is written, until Ctrl-C
    Log {
        #[command(flatten)]
        args: ClusterArgs,
        /// So many of its last entries first
        #[arg(long, value_name = "N", default_value_t = 10)]
        last: u64,
    },
}

/// Says how they stand, or what is written.
pub fn carry_out(order: &ClusterOrder) -> Result<(), Failure> {
    let (ClusterOrder::Status(args) | ClusterOrder::Log { args, .. }) = order;
    let Some(asked) = args.read(PORT) else {
        let words = "where is the log? say it with --cluster nats://HOST[:PORT]";
        return Err(Failure::Cluster(words.to_owned()));
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.map_err(|source| Failure::System {
        what: "start",
        source,
    })?;
    match order {
        ClusterOrder::Status(_) => {
            let found = runtime.block_on(status(asked.settings()));
            papers::put(text(&found.map_err(|fault| failure(&fault))?).as_bytes())
        }
        ClusterOrder::Log { last, .. } => runtime.block_on(show(asked.settings(), *last)),
    }
}

/// Until nobody wants to see any more.
async fn show(settings: Settings, last: u64) -> Result<(), Failure> {
    let reader = Reader::come(settings, last).await;
    let mut reader = reader.map_err(|fault| failure(&fault))?;
    let mut entries = Entries::default();
    loop {
        let read = reader.next().await.map_err(|fault| failure(&fault))?;
        if !papers::is_taken(entries.lines(&read).as_bytes())? {
            return Ok(());
        }
    }
}

fn failure(fault: &Fault) -> Failure {
    Failure::Cluster(fault.to_string())
}

fn text(found: &Status) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write_log(&mut text, found);
    let _ = write_servers(&mut text, &found.servers);
    let _ = write_agreement(&mut text, &found.servers);
    text
}

fn write_log(text: &mut String, found: &Status) -> std::fmt::Result {
    let engine = &found.engine;
    writeln!(
        text,
        "engine    nats-server {} at {}",
        engine.version, engine.address
    )?;
    let kept = match (engine.replicas, found.leader.as_deref()) {
        (0 | 1, Some(node)) => format!("one copy, on {node}"),
        (0 | 1, None) => "one copy".to_owned(),
        (copies, Some(leader)) => format!("{copies} copies, led by {leader}"),
        (copies, None) => format!("{copies} copies, led by nobody: too few nodes are there"),
    };
    writeln!(text, "log       {}, {kept}", found.log_id)?;
    let most = found.max_bytes.map(|most| format!(" of {} MB", most / MB));
    writeln!(
        text,
        "          {} entries, {} MB{}",
        found.messages,
        found.bytes.div_ceil(MB),
        most.unwrap_or_default()
    )?;
    for node in &found.followers {
        let state = match (node.is_offline, node.is_current) {
            (true, _) => "offline".to_owned(),
            (false, true) => "has all".to_owned(),
            (false, false) => format!("{} entries behind", node.lag),
        };
        writeln!(text, "          {}: {state}", node.name)?;
    }
    if let Some(warning) = &engine.warning {
        writeln!(text, "          {warning}")?;
    }
    Ok(())
}

fn write_servers(text: &mut String, servers: &[ServerSeen]) -> std::fmt::Result {
    if servers.is_empty() {
        return writeln!(text, "servers   none was heard within a second");
    }
    let last = servers.iter().map(|server| server.position).max();
    for (number, server) in servers.iter().enumerate() {
        let title = if number == 0 { "servers" } else { "" };
        let lag = last.unwrap_or_default() - server.position;
        let people = server.people;
        let life = match server.life {
            Some(life) => format!("life {life}"),
            None => "not begun".to_owned(),
        };
        let at = server.addresses.join(" ");
        writeln!(
            text,
            "{title:<10}{:<20} {people:>4} people  position {} (lag {lag})  {life}  {at}",
            server.name.as_str(),
            server.position
        )?;
    }
    Ok(())
}

/// Whether the log has made the same of all that live, at the last place of which all tell.
fn write_agreement(text: &mut String, servers: &[ServerSeen]) -> std::fmt::Result {
    let lives: Vec<_> = servers.iter().filter(|s| s.life.is_some()).collect();
    let [first, _, ..] = lives[..] else {
        return Ok(());
    };
    let told_at = |place: u64| -> Option<Vec<(&str, &str)>> {
        let told = lives.iter().map(|server| {
            let sum = server.sums.iter().find(|sum| sum.place == place)?;
            Some((server.name.as_str(), sum.digest.as_str()))
        });
        told.collect()
    };
    let places = first.sums.iter().map(|sum| sum.place);
    let common = places.filter_map(|place| Some((place, told_at(place)?)));
    let Some((place, told)) = common.max_by_key(|(place, _)| *place) else {
        return Ok(());
    };
    let mut digests = told.iter().map(|(_, digest)| digest);
    let one = digests.next();
    if digests.all(|other| Some(other) == one) {
        return writeln!(text, "state     the same on all of them, at entry {place}");
    }
    write!(text, "state     DIFFERS at entry {place}:")?;
    for (name, digest) in told {
        write!(text, " {name} {digest}")?;
    }
    writeln!(text, ": one of them is wrong, and stops")
}

const MB: u64 = 1024 * 1024;
