//! Arguments to [`Config`]; nothing else sees them.

mod datagrams;
mod locale;
mod translated;

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::io::IsTerminal;
use std::net::Ipv6Addr;
use std::path::Path;
use std::path::PathBuf;

use chat_proto::limits::NAME_CHARS;
use chat_proto::name::Name;
use chat_proto::room::RoomName;
use clap::CommandFactory;
use clap::FromArgMatches;
use clap::Parser;

use crate::config::Config;
use crate::config::Endpoint;
use crate::config::Mode;
use crate::config::PORT;
use crate::config::Place;
use crate::config::Transport;
use crate::failure::Failure;
use crate::speech::Language;
use crate::speech::Speech;
use crate::speech::topic::Usage;

use locale::Lang;

/// A chat in the terminal.
///
/// Without HOST: joins the server on this machine, or hosts one where there is
/// none. With input or output that is no terminal: says each input line and
/// prints each message.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of its own on the command line"
)]
#[derive(Debug, Parser)]
#[command(name = "chat-tui", version, after_help = EXAMPLES)]
struct Args {
    /// Where the server is: a name, an IPv4 or IPv6 address, `[IPv6]:PORT`
    #[arg(value_name = "HOST[:PORT]", conflicts_with_all = ["unix", "host"])]
    address: Option<String>,
    /// Connect over TCP (the default)
    #[arg(long, conflicts_with_all = ["udp", "unix"])]
    tcp: bool,
    /// Connect over UDP
    #[arg(long, conflicts_with = "unix")]
    udp: bool,
    /// Connect to a socket file
    #[arg(long, value_name = "PATH")]
    unix: Option<PathBuf>,
    /// Host a server inside this program, for everybody on the network
    #[arg(long, conflicts_with_all = ["unix", "udp", "plain"])]
    host: bool,
    /// The port, where HOST does not say it
    #[arg(long, value_name = "N", default_value_t = PORT)]
    port: u16,
    /// How to be called [default: the login name]
    #[arg(long)]
    name: Option<String>,
    /// The room to enter first
    #[arg(long, default_value = "lobby")]
    room: String,
    /// Without a screen: print frames as they come
    #[arg(long, conflicts_with = "plain")]
    json: bool,
    /// Raw lines to any server whatever; nothing is parsed
    #[arg(long)]
    plain: bool,
    /// A file with the server's password [or the environment's `CHAT_PASSWORD`]
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// The language of the screen [default: the one of the environment's `LANG`]
    #[arg(long, value_enum)]
    lang: Option<Lang>,
    #[command(flatten)]
    datagrams: datagrams::Asked,
}

/// Seeds that a person can write down.
const SEEDS: u64 = 10_000;

const EXAMPLES: &str = "\
Examples:
  chat-tui                       join the server on this machine, or host one
  chat-tui 192.168.1.7           join the one on that machine
  echo hi | chat-tui 192.168.1.7 say one thing; status 0 means delivered
  chat-tui --plain HOST:PORT     talk to any server, line by line";

/// The language to speak from the first word on: of the arguments, before they
/// are understood, or of the environment.
pub(crate) fn language() -> Language {
    let asked = locale::asked(std::env::args_os());
    asked.map_or_else(locale::of_environment, Lang::language)
}

/// What the arguments ask for. Help, version and wrong usage end the program.
pub(crate) fn read(speech: &'static Speech) -> Result<Config, Failure> {
    let matches = translated::command(Args::command(), speech).get_matches();
    let args = Args::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    let terminal = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    let seed = RandomState::new().hash_one(std::process::id());
    let login = ["USER", "LOGNAME", "USERNAME"]
        .into_iter()
        .find_map(|variable| std::env::var(variable).ok());
    understand(&args, terminal, login.as_deref(), (seed, speech))
}

fn understand(
    args: &Args,
    terminal: bool,
    login: Option<&str>,
    (seed, speech): (u64, &'static Speech),
) -> Result<Config, Failure> {
    let usage = |what: &str, why: String| Failure::Usage(format!("{what}: {why}"));
    let name = match &args.name {
        Some(name) => {
            Name::parse(name).map_err(|bad| usage("--name", speech.name_fault(bad.fault)))?
        }
        None => default_name(login, seed, speech)?,
    };
    let room =
        RoomName::parse(&args.room).map_err(|fault| usage("--room", speech.room_fault(&fault)))?;
    let mode = match (args.plain, terminal && !args.json) {
        (true, _) => Mode::Raw,
        (false, true) => Mode::Screen,
        (false, false) => Mode::Pipe { json: args.json },
    };
    let place = place(args, speech)?;
    if mode == Mode::Raw && matches!(place, Place::Here(_)) {
        let why = speech.usage.needs_host().to_owned();
        return Err(usage("--plain", why));
    }
    let air = args.datagrams.read(seed % SEEDS, args.udp, speech);
    let air = air.map_err(|why| usage("weather", why))?;
    Ok(Config {
        speech,
        air,
        mode,
        place,
        name,
        room,
        password: password(args.password_file.as_deref())?,
        seed,
    })
}

fn place(args: &Args, speech: &Speech) -> Result<Place, Failure> {
    let transport = if args.udp {
        Transport::Udp
    } else {
        Transport::Tcp
    };
    Ok(match (&args.unix, &args.address) {
        (Some(path), _) => Place::At(Endpoint::Unix(path.clone())),
        (None, Some(address)) => {
            let (host, port) = host_and_port(address, args.port, &speech.usage)?;
            Place::At(Endpoint::Net {
                transport,
                host,
                port,
            })
        }
        (None, None) if args.host => Place::Hosted(args.port),
        // UDP says which server: the one on this machine.
        (None, None) if args.udp => Place::At(Endpoint::Net {
            transport,
            host: "127.0.0.1".to_owned(),
            port: args.port,
        }),
        (None, None) => Place::Here(args.port),
    })
}

/// `host`, `host:port`, `1.2.3.4:port`, `::1`, `[::1]`, `[::1]:port`.
fn host_and_port(address: &str, default: u16, words: &Usage) -> Result<(String, u16), Failure> {
    let wrong = |why: &str| {
        let shown = chat_proto::text::quoted(address);
        Failure::Usage(words.no_address(shown, why))
    };
    let port = |digits: &str| digits.parse().map_err(|_| wrong(words.ports()));
    let (host, port) = if let Some(rest) = address.strip_prefix('[') {
        let (host, rest) = rest
            .split_once(']')
            .ok_or_else(|| wrong(words.no_bracket()))?;
        match rest.strip_prefix(':') {
            Some(digits) => (host, port(digits)?),
            None if rest.is_empty() => (host, default),
            None => return Err(wrong(words.only_a_port())),
        }
    } else if address.parse::<Ipv6Addr>().is_ok() || address.contains('%') {
        (address, default)
    } else if let Some((host, digits)) = address.rsplit_once(':') {
        (host, port(digits)?)
    } else {
        (address, default)
    };
    let odd = |c: char| c.is_whitespace() || c.is_control() || c == '/';
    if host.is_empty() || host.chars().any(odd) {
        return Err(wrong(words.no_host()));
    }
    Ok((host.to_owned(), port))
}

/// The login name as far as it can be a name, or one of a student.
fn default_name(login: Option<&str>, seed: u64, speech: &Speech) -> Result<Name, Failure> {
    let fit = |c: &char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let cleaned: String = login
        .unwrap_or_default()
        .chars()
        .filter(fit)
        .take(NAME_CHARS)
        .collect();
    Name::parse(&cleaned)
        .or_else(|_| Name::parse(&format!("student-{}", 1000 + seed % 9000)))
        .map_err(|bad| Failure::Usage(speech.name_fault(bad.fault)))
}

fn password(file: Option<&Path>) -> Result<Option<String>, Failure> {
    let Some(path) = file else {
        let given = std::env::var("CHAT_PASSWORD").ok();
        return Ok(given.filter(|password| !password.is_empty()));
    };
    let content = std::fs::read_to_string(path).map_err(|error| Failure::File {
        path: path.display().to_string(),
        error,
    })?;
    Ok(Some(content.trim_end_matches(['\r', '\n']).to_owned()))
}

#[cfg(test)]
mod tests;
