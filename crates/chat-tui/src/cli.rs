//! Arguments to [`Config`]; nothing else sees them.

mod demo;
mod finding;
mod place;
mod secrecy;
mod layers;
mod printed;
mod word;
mod papers;
mod replay;
mod file;
mod chosen;
mod identity;
mod screen;
mod datagrams;
mod usual;
mod colours;
mod locale;
mod surplus;
mod translated;

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::io::IsTerminal;
use std::path::PathBuf;

use chat_proto::name::Name;
use chat_proto::room::RoomName;
use chat_weather::profile::Transports;
use clap::ArgMatches;
use clap::CommandFactory;
use clap::FromArgMatches;
use clap::Parser;

use crate::address;
use crate::app::settings::Depth;
use crate::app::settings::Display;
use crate::app::settings::ScreenSettings;
use crate::checking;
use crate::config::Config;
use crate::config::Mode;
use crate::config::PORT;
use crate::config::ServerLocation;
use crate::config::Transport;
use crate::failure::Failure;
use crate::find;
use crate::replay as replayed;
use crate::run_config::RunConfig;
use crate::speech;
use crate::speech::Speech;

use layers::Sources;
use locale::Lang;
use translated::EXAMPLES;
use usual::terminal;
use word::Word;

/// A chat in the terminal.
///
/// Without HOST: joins the server on this machine; else lists those of this
/// network, and hosts one where there is none. With input or output that is no
/// terminal: says each input line and prints each message.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of its own on the command line"
)]
#[derive(Debug, Parser)]
#[command(
    name = "chat-tui",
    version,
    after_help = EXAMPLES,
    args_conflicts_with_subcommands = true,
    disable_help_subcommand = true
)]
struct Args {
    /// Where the server is: a name, an IPv4 or IPv6 address, `[IPv6]:PORT`
    #[arg(value_name = "HOST[:PORT]", conflicts_with_all = ["unix", "host"])]
    address: Option<String>,
    /// More servers beside it, on a screen
    #[arg(value_name = "HOST[:PORT]", requires = "address", conflicts_with_all = ["unix", "host", "plain", "json", "lines"])]
    more: Vec<String>,
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
    #[command(flatten)]
    demo: demo::DemoArgs,
    #[command(flatten)]
    finding: finding::FindingArgs,
    /// The port, where HOST does not say it
    #[arg(long, value_name = "N", default_value_t = PORT, value_parser = address::port)]
    port: u16,
    /// How to be called [default: the login name]
    #[arg(long)]
    name: Option<String>,
    /// The room to enter; may be repeated, the first is shown
    #[arg(long, default_value = "lobby")]
    room: Vec<String>,
    /// Without a screen: print frames as they come
    #[arg(long, conflicts_with = "plain")]
    json: bool,
    /// Lines instead of a screen, for screen readers and slow lines; also where `TERM` is `dumb`
    #[arg(long, conflicts_with_all = ["json", "plain"])]
    lines: bool,
    /// Raw lines to any server whatever; nothing is parsed
    #[arg(long)]
    plain: bool,
    /// A file with the server's password [or the environment's `CHAT_PASSWORD`]
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// The language of the screen [default: that of `LANG`, or else the system's]
    #[arg(long, value_enum)]
    lang: Option<Lang>,
    /// Read the options from this file [default: config.toml in the system's place for it]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Read no options from a file
    #[arg(long, conflicts_with = "config")]
    no_config: bool,
    /// Print all options as they are now, in the form of that file, and end
    #[arg(long)]
    print_config: bool,
    /// Write them to that file, in place of what is there, and end
    #[arg(long, conflicts_with_all = ["print_config", "no_config"])]
    write_config: bool,
    #[command(flatten)]
    secrecy: secrecy::SecrecyArgs,
    #[command(flatten)]
    identity: identity::IdentityArgs,
    #[command(flatten)]
    screen: screen::Wishes,
    #[command(flatten)]
    datagrams: datagrams::NetworkArgs,
    #[command(subcommand)]
    word: Option<Word>,
}

/// Seeds that a person can write down.
const SEEDS: u64 = 10_000;

/// What is asked for.
#[derive(Debug)]
pub(crate) enum Invocation {
    /// A chat.
    Chat(Box<RunConfig>),
    /// The servers of a network.
    Find(find::Asked, &'static Speech),
    /// Whether a class can talk with this server.
    CheckLab(checking::Asked, &'static Speech),
    /// What a server shows at this place, on such a terminal.
    Observe(PathBuf, Display, &'static Speech),
    /// These words, on standard output.
    Print(String),
    /// A recording, in this language.
    Replay(replayed::Asked, &'static Speech),
    /// This configuration, in the file at this path, and then these words.
    Write(PathBuf, String, String),
}

/// What the arguments and the configuration file ask for, and the language in
/// which anything that goes wrong is told. Help, version and wrong usage end the
/// program.
pub(crate) fn read() -> (&'static Speech, Result<Invocation, Failure>) {
    let argv: Vec<_> = std::env::args_os().collect();
    let flag = locale::asked(argv.iter().cloned());
    let language = flag.map_or_else(locale::of_environment, Lang::language);
    let mut speech = speech::of(language);
    let command = translated::command(Args::command(), speech);
    let paper = surplus::of_paper(&argv, &command);
    let flags = command
        .clone()
        .try_get_matches_from(paper.as_ref().unwrap_or(&argv));
    let flags = match flags {
        Ok(flags) => flags,
        Err(error) => match surplus::refusal(&error, &argv, (&command, speech)) {
            Some(words) => return (speech, Err(Failure::Usage(words))),
            None => error.exit(),
        },
    };
    match Args::from_arg_matches(&flags).map(|args| args.word) {
        Ok(Some(Word::Paper(paper))) => {
            let printed = papers::printed(paper, command, speech);
            return (speech, Ok(Invocation::Print(printed)));
        }
        Ok(Some(Word::Replay(replay))) => {
            return (
                speech,
                Ok(Invocation::Replay(replay.asked(terminal()), speech)),
            );
        }
        Ok(None) | Err(_) => {}
    }
    let layers = layers::read(&Args::command(), &flags, speech).and_then(|sources| {
        // A language in the file stands behind `--lang` and before the environment.
        let said = sources.said("lang").and_then(Lang::named);
        let said = said.filter(|_| flag.is_none());
        speech = said.map_or(speech, |said| speech::of(said.language()));
        let matches = layers::merged(Args::command(), argv, &sources)?;
        asked(&matches, sources.in_language(speech))
    });
    (speech, layers)
}

fn asked(matches: &ArgMatches, sources: Sources) -> Result<Invocation, Failure> {
    let mut args = Args::from_arg_matches(matches).unwrap_or_else(|error| error.exit());
    if args.finding.check_lab {
        let server = args.address.or_else(|| sources.server());
        let at = (server.as_deref(), args.port);
        let asked = finding::lab(at, args.datagrams.patience(), &sources);
        return asked.map(|asked| Invocation::CheckLab(asked, sources.speech()));
    }
    if args.finding.find {
        let asked = finding::asked(args.address.as_deref(), args.port, &sources);
        return asked.map(|asked| Invocation::Find(asked, sources.speech()));
    }
    if let Some(place) = args.datagrams.observe() {
        let speech = sources.speech();
        let no_screen = || sources.fault("observe", speech.wire.observes_on_a_screen().to_owned());
        let colours = terminal().ok_or_else(no_screen)?;
        let drawn_in = args.screen.drawn_in();
        let display = Display { colours, drawn_in };
        return Ok(Invocation::Observe(place, display, speech));
    }
    args.address = args.address.or_else(|| sources.server());
    let world = World {
        terminal: std::io::stdin().is_terminal() && std::io::stdout().is_terminal(),
        login: ["USER", "LOGNAME", "USERNAME"]
            .into_iter()
            .find_map(|variable| std::env::var(variable).ok()),
        colours: colours::of(|name| std::env::var_os(name)),
        seed: RandomState::new().hash_one(std::process::id()),
        sources,
    };
    let run_config = understand(&args, &world)?;
    if args.print_config || args.write_config {
        let command = translated::command(Args::command(), world.sources.speech());
        let server = args.address.as_deref();
        let printed = printed::configuration(&command, (matches, server), &run_config.settings);
        if !args.write_config {
            return Ok(Invocation::Print(printed));
        }
        let speech = run_config.config.speech;
        let path = layers::place(args.config.clone());
        let path = path.ok_or_else(|| {
            let why = speech.configuration.no_place().to_owned();
            world.sources.fault("write-config", why)
        })?;
        let words = speech.configuration.written(path.display());
        return Ok(Invocation::Write(path, printed, format!("{words}\n")));
    }
    Ok(Invocation::Chat(Box::new(run_config)))
}

/// What is not said by anybody.
struct World {
    terminal: bool,
    login: Option<String>,
    colours: Depth,
    seed: u64,
    sources: Sources,
}

fn understand(args: &Args, world: &World) -> Result<RunConfig, Failure> {
    let config = config(args, world)?;
    let (sources, speech) = (&world.sources, config.speech);
    let chosen = args.screen.key.iter().map(|one| chosen::read(one, speech));
    let chosen: Result<Vec<_>, _> = chosen.collect();
    let chosen = chosen.map_err(|what| sources.fault("key", what))?;
    let keymap = chosen::keymap(&chosen, speech);
    let keymap = keymap.map_err(|(what, action)| sources.key_fault(&action, what))?;
    let log = args.screen.log.clone();
    let log = match (log, config.mode) {
        (log, Mode::Screen | Mode::Lines { .. }) => log,
        (Some(_), Mode::Pipe { .. } | Mode::Raw) if !sources.says("log") => {
            let why = speech.usage.log_needs_a_reader().to_owned();
            return Err(sources.fault("log", why));
        }
        // The file's is for when there is one.
        (Some(_) | None, Mode::Pipe { .. } | Mode::Raw) => None,
    };
    Ok(RunConfig {
        settings: ScreenSettings {
            language: speech.language,
            keymap,
            ..args.screen.settings()
        },
        config,
        colours: world.colours,
        tells: args.screen.tells(),
        file: (!args.no_config)
            .then(|| layers::place(args.config.clone()))
            .flatten(),
        log,
    })
}

fn config(args: &Args, world: &World) -> Result<Config, Failure> {
    let (sources, speech) = (&world.sources, world.sources.speech());
    let name = match &args.name {
        Some(name) => {
            Name::parse(name).map_err(|bad| sources.fault("name", speech.name_fault(bad.fault)))?
        }
        None => usual::name(world.login.as_deref(), world.seed, speech)?,
    };
    let rooms = args.room.iter().map(|room| {
        let room = RoomName::parse(room);
        room.map_err(|fault| sources.fault("room", speech.room_fault(&fault)))
    });
    let mut rooms: Vec<_> = rooms.collect::<Result<_, _>>()?;
    let room = if rooms.is_empty() {
        RoomName::lobby()
    } else {
        rooms.remove(0)
    };
    let mode = mode(args, world)?;
    let asked = where_to(args);
    let place = place::of(&asked, sources)?;
    if mode == Mode::Raw && matches!(place, ServerLocation::Here(_)) {
        return Err(sources.fault("plain", speech.usage.needs_host().to_owned()));
    }
    let over = match asked.transport() {
        Transport::Udp => Transports::Datagrams,
        Transport::Tcp => Transports::Streams,
    };
    let network = args.datagrams.read(world.seed % SEEDS, over);
    let mut network =
        network.map_err(|(option, error)| sources.fault(option, speech.weather_error(&error)))?;
    let password = args
        .demo
        .without(|| usual::password(args.password_file.as_deref()))?;
    let asks = (mode, password.is_some());
    network.secrecy = args.secrecy.read(&args.identity, asks, sources)?;
    if network.hold && mode != Mode::Screen {
        let why = speech.weather.hold_needs_a_screen().to_owned();
        return Err(sources.fault("hold", why));
    }
    Ok(Config {
        speech,
        network,
        mode,
        more: place::others(&asked, (&args.more, mode), sources)?,
        place,
        name,
        room,
        rooms,
        password,
        clear_password: args.identity.clear_password,
        key: args.demo.key(&args.identity),
        seed: world.seed,
    })
}

/// Where somebody wants to go.
fn where_to(args: &Args) -> place::Asked<'_> {
    let udp = args.udp.then_some(Transport::Udp);
    place::Asked {
        address: args.address.as_deref(),
        unix: args.unix.as_deref(),
        transport: udp.or_else(|| args.tcp.then_some(Transport::Tcp)),
        host: args.host,
        port: args.port,
        tls: args.secrecy.tls,
        demo: args.demo.people(),
    }
}

/// How the person, or the program, is met.
fn mode(args: &Args, world: &World) -> Result<Mode, Failure> {
    let mode = match (args.plain, world.terminal && !args.json) {
        (true, _) => Mode::Raw,
        (false, _) if args.lines => Mode::Lines { dumb: false },
        (false, true) if usual::is_dumb() => Mode::Lines { dumb: true },
        (false, true) => Mode::Screen,
        (false, false) => Mode::Pipe { json: args.json },
    };
    let is_for_a_person = world.terminal && matches!(mode, Mode::Screen | Mode::Lines { .. });
    if args.demo.people().is_some() && !is_for_a_person {
        let why = world.sources.speech().demo.needs_a_terminal().to_owned();
        return Err(world.sources.fault("demo", why));
    }
    Ok(mode)
}

#[cfg(test)]
mod tests;
