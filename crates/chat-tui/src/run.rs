//! Joins place, socket, session and one of the three loops.

use std::io;
use std::io::Write;
use std::path::PathBuf;

use chat_weather::profile::Profile;
use tokio::runtime::Runtime;

use crate::app;
use crate::app::App;
use crate::clock;
use crate::config::Config;
use crate::config::Endpoint;
use crate::config::Mode;
use crate::config::ServerLocation;
use crate::failure::Failure;
use crate::hosting::Hosted;
use crate::journal::Journal;
use crate::lines;
use crate::pipe;
use crate::raw;
#[cfg(unix)]
use crate::resort;
use crate::run_config::RunConfig;
use crate::screen;
use crate::screen::TerminalConfig;
use crate::session::traffic::Setup;
use crate::socket::Socket;
use crate::socket::probe;
use crate::speech::Speech;

/// Does what was asked.
pub(crate) fn run(mut run_config: RunConfig) -> Result<(), Failure> {
    #[cfg(unix)]
    resort::watch()?;
    if let Some(trace) = &run_config.config.network.trace {
        trace
            .begin(clock::now().mono)
            .map_err(|error| Failure::Trace {
                path: trace.path().display().to_string(),
                error,
            })?;
    }
    let journal = run_config.log.take().map(journal).transpose()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let (trace, speech) = (
        run_config.config.network.trace.clone(),
        run_config.config.speech,
    );
    let (endpoint, hosted) = settle(&run_config.config, &runtime)?;
    let invitations = hosted.as_ref().map(Hosted::invitations);
    let done = runtime.block_on(talk(run_config, endpoint, invitations, journal));
    // Standard input may still be waited for; nobody wants it any more.
    runtime.shutdown_background();
    if let Some(hosted) = hosted {
        hosted.stop();
    }
    if let Some(trace) = trace {
        let lost = trace.finish();
        if lost > 0 {
            let words = speech.failures.trace_lost(trace.path().display(), lost);
            let _ = writeln!(io::stderr(), "chat-tui: {words}");
        }
    }
    done
}

fn journal(path: PathBuf) -> Result<Journal, Failure> {
    let shown = path.display().to_string();
    Journal::open(path).map_err(|error| Failure::Log { path: shown, error })
}

/// Where the server is; it is started where there is none to join.
fn settle(config: &Config, runtime: &Runtime) -> Result<(Endpoint, Option<Hosted>), Failure> {
    let port = match &config.place {
        ServerLocation::At(endpoint) => return Ok((endpoint.clone(), None)),
        ServerLocation::Here(port) if runtime.block_on(probe::chat_here(*port)) => {
            return Ok((Endpoint::local(*port), None));
        }
        // A program that wants to say something to nobody has made a mistake.
        ServerLocation::Here(port) if matches!(config.mode, Mode::Pipe { .. } | Mode::Raw) => {
            return Err(Failure::NobodyHere(*port));
        }
        ServerLocation::Here(port) | ServerLocation::Hosted(port) => *port,
    };
    let hosted = Hosted::start(port, config.password.clone())?;
    Ok((Endpoint::local(hosted.port), Some(hosted)))
}

async fn talk(
    run_config: RunConfig,
    endpoint: Endpoint,
    invitations: Option<Vec<String>>,
    journal: Option<Journal>,
) -> Result<(), Failure> {
    let config = run_config.config;
    let speech = config.speech;
    let setup = Setup {
        room: config.room,
        password: config.password,
        datagrams: endpoint.is_datagram(),
        under_way: match config.mode {
            Mode::Pipe { .. } => pipe::UNDER_WAY,
            Mode::Screen | Mode::Lines { .. } | Mode::Raw => 1,
        },
        roster: matches!(config.mode, Mode::Screen | Mode::Lines { .. }),
        ..Setup::new(config.name, config.seed)
    };
    match config.mode {
        Mode::Raw => {
            tell_weather(&config.network.profile, speech);
            raw::run(&endpoint, &config.network).await
        }
        Mode::Pipe { json } => {
            tell_weather(&config.network.profile, speech);
            for line in invitations.iter().flatten() {
                let how = speech.screen.others_come(line);
                let _ = writeln!(io::stderr(), "chat-tui: {how}");
            }
            pipe::run(setup, Socket::new(endpoint, config.network), json, speech).await
        }
        Mode::Lines { .. } | Mode::Screen => {
            let offset = clock::offset_minutes();
            let mut app = App::new(clock::now(), setup, offset, run_config.settings);
            for room in config.rooms {
                app.enter_too(room);
            }
            if let Some(lines) = invitations {
                invite(&mut app, lines);
            }
            app::begin_weather(
                &mut app,
                config.network.profile.clone(),
                config.network.hold,
            );
            let socket = Socket::new(endpoint, config.network);
            if let Mode::Lines { dumb } = config.mode {
                if dumb {
                    app.hint(speech.lines.dumb());
                }
                return lines::run(app, socket, journal).await;
            }
            let terminal_config = TerminalConfig {
                colours: run_config.colours,
                asks_for_keys: run_config.asks_for_keys,
            };
            screen::run(app, socket, terminal_config, journal).await
        }
    }
}

/// Where there is no screen to show it.
fn tell_weather(profile: &Profile, speech: &Speech) {
    if !profile.is_clear() {
        let weather = speech.weather.begins(&profile.words, profile.seed);
        let legend = profile.legend().map(|legend| format!(" ({legend})"));
        let _ = writeln!(
            io::stderr(),
            "chat-tui: {weather}{}",
            legend.unwrap_or_default()
        );
    }
}

fn invite(app: &mut App, lines: Vec<String>) {
    let words = &app.speech.troubles;
    if lines.is_empty() {
        app.hint(words.hosting_alone());
    } else {
        let how = lines.join("\n    ");
        app.hint(&words.hosting(how));
    }
    app.invitation = lines.into_iter().next();
}
