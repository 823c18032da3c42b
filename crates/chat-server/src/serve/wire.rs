//! What is told of the wire from the start: the active weather, the recording of the
//! whole run, and who may watch.

use std::path::PathBuf;

#[cfg(unix)]
use chat_net::observers::Observers;
use chat_net::recording::Author;
use chat_net::recording::Before;
use chat_net::recording::Recording;
use chat_net::tap::Tap;
use chat_proto::trace::event::Event;
use chat_proto::trace::weather::Impairments;
use chat_weather::profile::Transports;
use tokio::task::spawn_blocking;
use tracing::info;
use tracing::warn;

use crate::clock;
use crate::config::Config;
use crate::config::Datagrams;
use crate::console::weather::describe;
use crate::failure::Failure;

/// What was begun.
#[derive(Debug)]
pub struct Wire {
    recording: Option<Recording>,
    /// Their socket file is gone when the server is.
    #[cfg(unix)]
    _observers: Option<Observers>,
}

impl Wire {
    /// Begins what was asked for.
    pub fn begin(config: &Config, tap: &Tap) -> Result<Self, Failure> {
        let recording = begin_weather(config, config.sockets.over(), tap)?;
        #[cfg(unix)]
        let observers = observe(config, tap)?;
        #[cfg(not(unix))]
        refuse_observers(config)?;
        Ok(Self {
            recording,
            #[cfg(unix)]
            _observers: observers,
        })
    }

    /// Gives what is under way a moment to be written.
    pub async fn finish(self) {
        let Some(recording) = self.recording else {
            return;
        };
        let lost = spawn_blocking(|| recording.finish()).await;
        let lost = lost.unwrap_or_default();
        if lost > 0 {
            warn!("{lost} events are missing in the recording: the file took them too slowly");
        }
    }
}

/// Logs the active weather, and begins the recording of the whole run.
fn begin_weather(
    config: &Config,
    over: Transports,
    tap: &Tap,
) -> Result<Option<Recording>, Failure> {
    let asked = &config.datagrams;
    let profile = &asked.profile;
    if !profile.is_clear() {
        info!("{}", describe(profile, over));
    }
    let now = clock::now().mono;
    let author = author(config);
    let begin = |path: &PathBuf| {
        let begun = tap.record(now, (path, Before::GivesWay), &author);
        begun.map_err(|source| Failure::Trace {
            path: path.clone(),
            source,
        })
    };
    let recording = asked.trace.as_ref().map(begin).transpose()?;
    if !profile.is_clear() {
        let (words, seed) = (profile.words.as_str().into(), profile.seed);
        tap.note(now, || Event::Impairments(Impairments { words, seed }));
    }
    Ok(recording)
}

/// Who writes what is recorded and observed.
fn author(config: &Config) -> Author {
    let Datagrams {
        profile, policy, ..
    } = &config.datagrams;
    Author {
        program: concat!("chat-server ", env!("CARGO_PKG_VERSION")).to_owned(),
        name: None,
        seed: Some(profile.seed).filter(|_| !profile.is_clear()),
        rto: Some(policy.rto_mode.name().to_owned()),
        run: Some(config.rules.run.to_string()),
    }
}

/// Lets observers in, where that was asked for.
#[cfg(unix)]
fn observe(config: &Config, tap: &Tap) -> Result<Option<Observers>, Failure> {
    let Some(observe) = &config.observe else {
        return Ok(None);
    };
    let path = &observe.path;
    let author = author(config);
    let served = Observers::serve(tap, path, observe.kept, author);
    let observers = served.map_err(|source| Failure::Observe {
        path: path.clone(),
        source,
    })?;
    info!("observers can connect to {}", path.display());
    Ok(Some(observers))
}

#[cfg(not(unix))]
fn refuse_observers(config: &Config) -> Result<(), Failure> {
    config.observe.as_ref().map_or(Ok(()), |observe| {
        Err(Failure::Observe {
            path: observe.path.clone(),
            source: std::io::ErrorKind::Unsupported.into(),
        })
    })
}
