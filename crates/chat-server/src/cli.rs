//! The command line, read into a [`Config`]. Nothing beyond this file sees the
//! arguments.

mod archives;
mod audits;
#[cfg(feature = "cluster")]
mod clusters;
#[cfg(feature = "cluster")]
mod entries;
#[cfg(feature = "cluster")]
mod cluster;
mod papers;
mod datagrams;
mod keeping;
mod secrecy;
mod values;

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::io;
use std::io::IsTerminal;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;

use chat_link::policy::Policy;
use chat_net::chance;
use chat_net::papers::Paper;
use chat_proto::rate::Limit;
use chat_proto::text::quoted;
use chat_trust::words;
use clap::CommandFactory;
use clap::Parser;
use clap::Subcommand;
use clap::error::ContextKind;
use clap::error::ContextValue;
use clap::error::ErrorKind;

use crate::auditfile;
use crate::config::Config;
use crate::config::Discovery;
use crate::config::PORT;
use crate::config::Queues;
use crate::config::Rules;
use crate::config::Sockets;
use crate::failure::Failure;
use crate::log::Loudness;

use archives::ArchiveOrder;
use values::Addresses;
use values::address;
use values::peers;
use values::port;
use values::queue;
use values::rate;

/// A chat server: TCP, UDP and Unix sockets, JSON and plain text, in the same rooms.
///
/// With none of --tcp, --udp and --unix, TCP and UDP are served.
#[derive(Debug, Parser)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one switch of the command line"
)]
#[command(
    name = "chat-server",
    version,
    max_term_width = 100,
    after_help = PAPERS,
    args_conflicts_with_subcommands = true,
    disable_help_subcommand = true
)]
struct Args {
    /// Serve TCP
    #[arg(long)]
    tcp: bool,
    /// Serve UDP
    #[arg(long)]
    udp: bool,
    /// Serve a Unix socket at this path
    #[arg(long, value_name = "PATH")]
    unix: Option<PathBuf>,
    /// Listen on this address only; may be repeated [default: every interface]
    #[arg(long, value_name = "ADDR", value_parser = address)]
    bind: Vec<Addresses>,
    /// The port of both TCP and UDP; 0 lets the system choose [default: 1234]
    #[arg(long, value_name = "N", value_parser = port)]
    port: Option<u16>,
    /// Peers at once
    #[arg(long, value_name = "N", default_value_t = Rules::default().max_peers,
        value_parser = peers)]
    max_peers: usize,
    /// Connections at once from one address; this machine's own are not counted
    #[arg(long, value_name = "N", default_value_t = Rules::default().max_per_address)]
    max_per_address: usize,
    /// Messages of one peer: a burst, then so many a second; `off` turns the limit off
    #[arg(long, value_name = "BURST/RATE", default_value = "20/10", value_parser = rate)]
    rate_limit: Limit,
    /// Limit this machine's own peers as those of any address: to try the limits out
    #[arg(long)]
    limit_loopback: bool,
    /// Ask everybody who joins for the password in this file (or in `CHAT_PASSWORD`)
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// Ask for a password of four words, made now and shown at the start
    #[arg(long, conflicts_with = "password_file")]
    password: bool,
    #[command(flatten)]
    secrecy: secrecy::SecrecyArgs,
    #[cfg(feature = "cluster")]
    #[command(flatten)]
    sharing: cluster::ClusterArgs,
    /// What the server calls itself to whoever looks for servers [default: the machine's name]
    #[arg(long, value_name = "TEXT", conflicts_with = "hidden")]
    title: Option<String>,
    /// Answer nobody who looks for servers
    #[arg(long)]
    hidden: bool,
    /// Write who orders what in the class to this file [default: one of yours, see `audit`]
    #[arg(long, value_name = "FILE")]
    audit: Option<PathBuf>,
    /// Messages of each room that are in memory
    #[arg(long, value_name = "N", default_value_t = Rules::default().memory.messages)]
    history: usize,
    #[command(flatten)]
    keeping: keeping::KeepingArgs,
    /// A peer for which more than this many bytes wait is closed
    #[arg(long, value_name = "BYTES", default_value_t = Queues::default().hard,
        value_parser = queue)]
    outbox: usize,
    /// Drop a JSON peer on UDP after this many seconds of silence
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=A_YEAR))]
    udp_silence: u64,
    /// Drop a plain peer on UDP after this many seconds of silence
    #[arg(long, value_name = "SECONDS", default_value_t = 600, value_parser = clap::value_parser!(u64).range(1..=A_YEAR))]
    udp_plain_silence: u64,
    #[command(flatten)]
    datagrams: datagrams::NetworkArgs,
    #[command(subcommand)]
    task: Option<Task>,
    /// Log everything, and a line of figures each minute
    #[arg(short, long, conflicts_with = "quiet")]
    verbose: bool,
    /// Log warnings only, and print no hints
    #[arg(short, long)]
    quiet: bool,
}

/// What is done instead of serving.
#[derive(Debug, Subcommand)]
enum Task {
    #[command(flatten)]
    Paper(Paper),
    #[command(flatten)]
    Archive(ArchiveOrder),
    /// Say how several servers stand that share one conversation
    #[cfg(feature = "cluster")]
    #[command(subcommand, hide = true)]
    Cluster(clusters::ClusterOrder),
    /// Say who gave which order to the class
    #[command(hide = true)]
    Audit {
        /// The file [default: where a server writes it, unless it is told otherwise]
        #[arg(long, value_name = "FILE")]
        audit: Option<PathBuf>,
        /// The lines as they are kept
        #[arg(long)]
        json: bool,
    },
}

/// What the program was asked to do.
#[derive(Debug)]
pub struct Invocation {
    /// The server.
    pub config: Config,
    /// The log.
    pub loudness: Loudness,
}

/// Reads the command line; nothing comes back where something was only to be
/// printed. Help, version and wrong usage end the program here.
pub fn read() -> Result<Option<Invocation>, Failure> {
    let args = Args::try_parse().unwrap_or_else(|error| surplus(error).exit());
    match args.task {
        Some(Task::Paper(paper)) => return papers::print(paper, Args::command()).map(|()| None),
        Some(Task::Archive(order)) => return archives::carry_out(order).map(|()| None),
        #[cfg(feature = "cluster")]
        Some(Task::Cluster(order)) => return clusters::carry_out(&order).map(|()| None),
        Some(Task::Audit { audit, json }) => return audits::print(audit, json).map(|()| None),
        None => {}
    }
    if let Some(words) = idle_options(&args) {
        Args::command()
            .error(ErrorKind::ArgumentConflict, words)
            .exit();
    }
    let loudness = match (args.quiet, args.verbose) {
        (true, _) => Loudness::Quiet,
        (_, true) => Loudness::Verbose,
        (false, false) => Loudness::Usual,
    };
    let config = match config(args, loudness == Loudness::Verbose) {
        Err(Failure::Weather(words)) => Args::command()
            .error(ErrorKind::ValueValidation, words)
            .exit(),
        other => other?,
    };
    Ok(Some(Invocation { config, loudness }))
}

/// Options of TCP and UDP where neither is served: whoever writes them expects both,
/// and a socket file alone would be a server that nobody finds.
fn idle_options(args: &Args) -> Option<String> {
    #[cfg(feature = "cluster")]
    if let Some(words) = args.sharing.conflict(&args.keeping) {
        return Some(words);
    }
    let unix_alone = args.unix.is_some() && !args.tcp && !args.udp;
    let option = match (args.port, args.bind.is_empty()) {
        (Some(_), _) => "--port",
        (None, false) => "--bind",
        (None, true) => return None,
    };
    let words = format!(
        "{option} is of TCP and UDP, and --unix alone serves neither: add --tcp, --udp or both"
    );
    unix_alone.then_some(words)
}

/// A word that is no option is no name of a subcommand that somebody had in mind.
fn surplus(error: clap::Error) -> clap::Error {
    let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidSubcommand) else {
        return error;
    };
    let advice = if word.parse::<u16>().is_ok() {
        format!("write the port as --port {word}")
    } else {
        "all that this program is told is an option".to_owned()
    };
    let words = format!("`{}` is one word too many: {advice}", quoted(word));
    Args::command().error(ErrorKind::UnknownArgument, words)
}

fn config(args: Args, figures: bool) -> Result<Config, Failure> {
    let all = !args.tcp && !args.udp && args.unix.is_none();
    let password = asked_password(&args)?;
    let shown = password.clone().filter(|_| args.password);
    let mut rules = rules(&args, password);
    let chance = RandomState::new().hash_one(std::process::id()) % SEEDS;
    let sockets = Sockets {
        tcp: args.tcp || all,
        udp: args.udp || all,
        unix: args.unix,
        bind: args.bind.into_iter().flat_map(|b| b.0).collect(),
        port: args.port.unwrap_or(PORT),
    };
    let patience = args.datagrams.patience();
    if patience > Policy::default().patience {
        // Whoever waits longer for a silent link does not want it ended here.
        rules.udp_silence = rules.udp_silence.max(patience);
    }
    let orders = args.datagrams.takes_orders() || io::stdin().is_terminal();
    let observe = args.datagrams.observe();
    let datagrams = args.datagrams.read(chance, sockets.over());
    let datagrams = datagrams.map_err(Failure::Weather)?;
    if datagrams.hold {
        // Nobody is so quick that silence would mean anything.
        rules.udp_silence = rules.udp_silence.max(BY_HAND);
        rules.udp_plain_silence = rules.udp_plain_silence.max(BY_HAND);
    }
    #[cfg(feature = "cluster")]
    let cluster = args.sharing.read(sockets.port);
    #[cfg(feature = "cluster")]
    let archive = cluster::archive(cluster.as_ref(), &args.keeping)?;
    #[cfg(not(feature = "cluster"))]
    let archive = args.keeping.settings()?;
    Ok(Config {
        datagrams,
        observe,
        secrecy: args.secrecy.read(),
        sockets,
        rules,
        queues: Queues {
            hard: args.outbox,
            soft: args.outbox / 4,
            ..Queues::default()
        },
        discovery: discovery(args.hidden, args.title),
        figures,
        archive,
        #[cfg(feature = "cluster")]
        cluster,
        audit: Some(args.audit.map_or_else(auditfile::default_path, Ok)?),
        desk: orders,
        shown,
    })
}

/// What the hub allows.
fn rules(args: &Args, password: Option<String>) -> Rules {
    let mut rules = Rules {
        password,
        secret_only: args.secrecy.tls_only,
        max_peers: args.max_peers,
        max_per_address: args.max_per_address,
        limit_loopback: args.limit_loopback,
        messages: args.rate_limit.0,
        udp_silence: Duration::from_secs(args.udp_silence),
        udp_plain_silence: Duration::from_secs(args.udp_plain_silence),
        ..Rules::default()
    };
    rules.memory.messages = args.history;
    rules.memory.replayed = args.keeping.replay;
    rules.memory.replayed_plain = args.keeping.replay_plain;
    if args.rate_limit.0.is_none() {
        lift_limits(&mut rules);
    }
    rules
}

/// What whoever looks for servers is told; of its certificate, once there is one.
fn discovery(hidden: bool, title: Option<String>) -> Discovery {
    Discovery {
        hidden,
        title,
        tls: None,
    }
}

/// What is asked of whoever comes: made now, in a file, or in the environment.
fn asked_password(args: &Args) -> Result<Option<String>, Failure> {
    Ok(match &args.password_file {
        _ if args.password => {
            let drawn = chance::bytes().map_err(|source| Failure::System {
                what: "draw random numbers",
                source,
            })?;
            Some(words::password(drawn))
        }
        Some(path) => Some(password(path)?),
        None => std::env::var(PASSWORD).ok().filter(|word| !word.is_empty()),
    })
}

/// Whoever lifts the limit on messages measures, or tests.
fn lift_limits(rules: &mut Rules) {
    (rules.questions, rules.faults, rules.arrivals) = (None, None, None);
    rules.pages = None;
}

/// The first line of the file. An empty one would let everybody in or nobody:
/// neither can be meant.
fn password(path: &Path) -> Result<String, Failure> {
    let failure = |why: String| Failure::Password {
        path: path.to_owned(),
        why,
    };
    let file = std::fs::read_to_string(path).map_err(|e| failure(e.to_string()))?;
    match file.lines().next() {
        None | Some("") => {
            let why = "its first line is empty: write the password there";
            Err(failure(why.to_owned()))
        }
        Some(word) => Ok(word.to_owned()),
    }
}

const PAPERS: &str = "\
For what is kept, also while a server runs (each takes --archive FILE, and --help):
  chat-server export             what was said, to standard output
  chat-server stats              what is kept, and where
  chat-server check              whether the file is whole
  chat-server forget             a room or a name for good
  chat-server audit              who gave which order to the class (--audit FILE)

For a conversation that several servers share:
  chat-server cluster status     who takes part, how far each is, who keeps the log
  chat-server cluster log        what is written in the log, as it happens

For the shell and the manual:
  chat-server completions bash   what a shell needs to complete the options
  chat-server man                the manual page: chat-server man | man -l -";

/// The environment is not shown to other users of the machine, as arguments are.
const PASSWORD: &str = "CHAT_PASSWORD";

/// What counts as silence where a person releases each datagram.
const BY_HAND: Duration = Duration::from_secs(3600);

/// The longest silence: a number that no clock can be set to is a slip.
const A_YEAR: u64 = 365 * 24 * 3600;

/// Seeds that a person can write down.
const SEEDS: u64 = 10_000;

#[cfg(test)]
mod tests;
