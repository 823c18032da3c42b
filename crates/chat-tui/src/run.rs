//! Joins place, socket, session and one of the three loops.

mod hosts;

use std::future::pending;
use std::io;
use std::io::Write;
use std::path::PathBuf;

use chat_net::chance;
use chat_net::recording::Author;
use chat_net::recording::Before;
use chat_net::recording::Recording;
use chat_proto::trace::recording::Kept;
use chat_weather::profile::Profile;
use tokio::runtime::Runtime;

use crate::alone::runtime;
use crate::app::App;
use crate::aside::Aside;
use crate::choosing;
use crate::choosing::Settled;
use crate::clock;
use crate::config::Config;
use crate::config::Endpoint;
use crate::config::Mode;
use crate::config::ServerLocation;
use crate::demo::Cast;
use crate::failure::Failure;
use crate::hosting::Hosted;
use crate::journal::Journal;
use crate::keyfile::KeyFile;
use crate::keyfile::Owner;
use crate::lines;
use crate::meeting;
use crate::opening::Opener;
use crate::pipe;
use crate::raw;
use crate::recorder::House;
use crate::recorder::Recorder;
#[cfg(unix)]
use crate::resort;
use crate::run_config::RunConfig;
use crate::screen;
use crate::screen::TerminalConfig;
use crate::session::traffic::Identity;
use crate::session::traffic::Setup;
use crate::socket::PROGRAM;
use crate::socket::Socket;
use crate::speech::Speech;
use crate::speech::topic::failures;
use crate::speech::topic::weather;

use hosts::Hosting;
use hosts::Invitations;

/// Does what was asked.
pub(crate) fn run(run_config: RunConfig) -> Result<(), Failure> {
    #[cfg(unix)]
    resort::watch()?;
    let speech = run_config.config.speech;
    let trace = begin_trace(&run_config.config)?;
    let done = settle_and_talk(run_config);
    if let Some(trace) = trace {
        let path = trace.path().to_owned();
        let lost = trace.finish();
        if lost > 0 {
            let words = speech.failures.trace_lost(failures::TraceLost {
                path: path.display(),
                count: lost,
            });
            let _ = writeln!(io::stderr(), "chat-tui: {words}");
        }
    }
    done
}

/// What has been begun before it is the caller's to finish, however this ends.
fn settle_and_talk(mut run_config: RunConfig) -> Result<(), Failure> {
    let journal = run_config.log.take().map(journal).transpose()?;
    let runtime = runtime()?;
    let Some(Settled {
        endpoint,
        mut hosted,
        sought,
    }) = choosing::settle(&run_config.config, &runtime)?
    else {
        return Ok(());
    };
    if matches!(run_config.config.mode, Mode::Screen | Mode::Lines { .. }) {
        let config = &run_config.config;
        for endpoint in std::iter::once(&endpoint).chain(&config.more) {
            meeting::meet(&runtime, endpoint, &config.network, config.speech)?;
        }
    }
    let cast = cast(&run_config.config, hosted.as_ref(), &runtime)?;
    let secrecy = run_config.config.network.secrecy.clone();
    let place = Place {
        endpoint,
        hosting: hosted.as_ref().map(|hosted| match &cast {
            Some(cast) => Hosting::Demo(cast.names().join(", ")),
            None => Hosting::Others(Invitations::of(hosted, sought)),
        }),
        house: hosted.as_ref().map(|hosted| match &cast {
            // What passed before somebody looks is shown too, as it was: there is nobody to
            // whom that could matter.
            Some(_) => House::open(hosted.tap(), Kept::Yes),
            // The host sees what any observer would.
            None => House::closed(hosted.tap(), Kept::Masked),
        }),
    };
    let done = runtime.block_on(while_served(
        talk(run_config, place, journal),
        failed(hosted.as_mut()),
    ));
    if let Some(cast) = cast {
        runtime.block_on(cast.leave());
    }
    if let Some(secrecy) = secrecy {
        runtime.block_on(secrecy.kept());
    }
    // Standard input may still be waited for; nobody wants it any more.
    runtime.shutdown_background();
    if let Some(hosted) = hosted {
        hosted.stop();
    }
    done
}

/// The people of a demo, where this is one. They talk while the runtime does anything.
fn cast(
    config: &Config,
    hosted: Option<&Hosted>,
    runtime: &Runtime,
) -> Result<Option<Cast>, Failure> {
    let (ServerLocation::Demo(count, _), Some(hosted)) = (&config.place, hosted) else {
        return Ok(None);
    };
    let _inside = runtime.enter();
    let cast = Cast::begin(*count, (&config.name, hosted), (config.speech, config.seed));
    Ok(Some(cast?))
}

/// Begins the recording of the whole run.
fn begin_trace(config: &Config) -> Result<Option<Recording>, Failure> {
    let network = &config.network;
    let Some(path) = &network.trace else {
        return Ok(None);
    };
    let author = Author {
        program: PROGRAM.to_owned(),
        name: Some(config.name.to_string()),
        seed: Some(network.profile.seed).filter(|_| !network.profile.is_clear()),
        rto: Some(network.rto_name().to_owned()),
        ..Author::default()
    };
    let into = (path.as_path(), Before::GivesWay);
    let recording = network.tap.record(clock::now().mono, into, &author);
    recording.map(Some).map_err(|error| Failure::Trace {
        path: path.display().to_string(),
        error,
    })
}

fn journal(path: PathBuf) -> Result<Journal, Failure> {
    let shown = path.display().to_string();
    Journal::open(path).map_err(|error| Failure::Log { path: shown, error })
}

/// Talks until that ends, or until the server here can serve no longer: a screen that
/// stayed would look for it for ever.
async fn while_served(
    talk: impl Future<Output = Result<(), Failure>>,
    failed: impl Future<Output = Failure>,
) -> Result<(), Failure> {
    tokio::select! {
        // The cause is told, and not that it could be seen from the connection.
        biased;
        failure = failed => Err(failure),
        done = talk => done,
    }
}

/// Waits until the server here fails: for ever, where it is another program's.
async fn failed(hosted: Option<&mut Hosted>) -> Failure {
    match hosted {
        Some(hosted) => hosted.failed().await,
        None => pending().await,
    }
}

/// Where one talks.
struct Place {
    endpoint: Endpoint,
    /// What is told where the server is ours.
    hosting: Option<Hosting>,
    /// The same server, as the window on the wire sees it.
    house: Option<House>,
}

async fn talk(
    run_config: RunConfig,
    place: Place,
    journal: Option<Journal>,
) -> Result<(), Failure> {
    let Place {
        endpoint,
        hosting,
        house,
    } = place;
    let config = run_config.config;
    let speech = config.speech;
    let owner = match config.mode {
        Mode::Raw => None,
        Mode::Screen | Mode::Lines { .. } | Mode::Pipe { .. } => {
            KeyFile::owner(&config.key, speech).map_err(Failure::Usage)?
        }
    };
    let setup = setup(&config, owner.as_ref(), &endpoint)?;
    let words = owner.as_ref().map(|owner| owner.words);
    let remark = owner.as_ref().and_then(|owner| owner.remark.clone());
    let (keyfile, file) = (owner.map(|owner| owner.file), run_config.file);
    let aside = Aside::new(keyfile.clone(), speech).keeping(file.clone());
    match config.mode {
        Mode::Raw => {
            tell_weather(&config.network.profile, speech);
            raw::run(&endpoint, &config.network).await
        }
        Mode::Pipe { json } => {
            tell_weather(&config.network.profile, speech);
            tell_beginning(hosting.as_ref(), remark, speech);
            let socket = Socket::new(endpoint, config.network, aside);
            pipe::run(setup, socket, json, speech).await
        }
        Mode::Lines { .. } | Mode::Screen => {
            let opener = Opener {
                setup,
                rooms: config.rooms,
                network: config.network.clone(),
                settings: run_config.settings,
                keyfile,
                words,
                file,
                speech,
                more: config.more,
            };
            let seat = seat(&opener, &endpoint, (remark, hosting, house));
            let socket = Socket::new(endpoint, config.network, aside);
            if let Mode::Lines { dumb } = config.mode {
                let (mut app, recorder) = seat;
                if dumb {
                    app.hint(speech.lines.dumb());
                }
                return Box::pin(lines::run(app, socket, recorder, journal)).await;
            }
            let terminal_config = TerminalConfig {
                colours: run_config.colours,
                tells: run_config.tells,
            };
            let opener = Some(opener);
            Box::pin(screen::run(seat, socket, terminal_config, opener, journal)).await
        }
    }
}

/// The app of the first server, and what is noted on its wire.
fn seat(
    opener: &Opener,
    endpoint: &Endpoint,
    told: (Option<String>, Option<Hosting>, Option<House>),
) -> (App, Recorder) {
    let (remark, hosting, house) = told;
    let mut app = opener.app(endpoint, opener.setup.clone());
    if let Some(remark) = remark {
        app.trouble(&remark);
    }
    if let Some(hosting) = hosting {
        hosting.tell(&mut app);
    }
    let recorder = Recorder::new(&opener.network.tap, app.settings.wire).hosting(house);
    (app, recorder)
}

/// What the conversation begins with.
fn setup(config: &Config, owner: Option<&Owner>, endpoint: &Endpoint) -> io::Result<Setup> {
    Ok(Setup {
        clear_password: config.clear_password,
        identity: Identity {
            key: owner.map(|owner| owner.key.clone()),
            keep: config.key.keep,
            secret: chance::bytes()?,
        },
        room: config.room.clone(),
        password: config.password.clone(),
        datagrams: endpoint.is_datagram(),
        under_way: match config.mode {
            Mode::Pipe { .. } => pipe::UNDER_WAY,
            Mode::Screen | Mode::Lines { .. } | Mode::Raw => 1,
        },
        asks: matches!(config.mode, Mode::Screen),
        roster: matches!(config.mode, Mode::Screen | Mode::Lines { .. }),
        catches_up: matches!(config.mode, Mode::Screen),
        ..Setup::new(config.name.clone(), config.seed)
    })
}

/// How others come, and what is to be known of one's key, where there is no screen.
fn tell_beginning(hosting: Option<&Hosting>, remark: Option<String>, speech: &Speech) {
    let lines = hosting.into_iter().flat_map(Hosting::lines);
    let lines = lines.map(|line| speech.screen.others_come(line));
    for line in lines.chain(remark) {
        let _ = writeln!(io::stderr(), "chat-tui: {line}");
    }
}

/// Where there is no screen to show it.
fn tell_weather(profile: &Profile, speech: &Speech) {
    if !profile.is_clear() {
        let weather = speech.weather.begins(weather::Begins {
            words: &profile.words,
            seed: profile.seed,
        });
        let legend = profile.legend().map(|legend| format!(" ({legend})"));
        let _ = writeln!(
            io::stderr(),
            "chat-tui: {weather}{}",
            legend.unwrap_or_default()
        );
    }
}

#[cfg(test)]
mod tests {
    use std::future::ready;

    use super::*;
    use crate::speech;
    use crate::speech::Language;

    #[tokio::test]
    async fn a_hosted_server_that_fails_ends_the_talk_with_its_reason() {
        let failure = Failure::Hosted("the hub has ended".to_owned());
        let failure = while_served(pending(), ready(failure)).await.unwrap_err();
        assert_eq!(failure.status(), 1);
        for language in Language::ALL {
            let said = failure.said(speech::of(language));
            assert!(said.contains("the hub has ended"), "{said}");
            assert_eq!(said.lines().count(), 1, "{said}");
        }
        // Both at once: the cause counts.
        let failure = Failure::Hosted(String::new());
        assert!(while_served(ready(Ok(())), ready(failure)).await.is_err());
    }

    #[tokio::test]
    async fn a_talk_that_ends_does_not_wait_for_a_server_to_fail() {
        let done = while_served(ready(Ok(())), failed(None)).await;
        assert!(done.is_ok());
    }
}
