//! The options that concern the way to the server: the link, the weather, the recording.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use chat_net::args::LINK;
use chat_net::args::LinkArgs;
use chat_net::args::WeatherArgs;
use chat_net::link_clock::LinkClock;
#[cfg(unix)]
use chat_net::observers::usual_place;
use chat_net::tap::Tap;
use chat_weather::profile::Transports;
use chat_weather::word_error::WordError;
use clap::Args;

use crate::config::Ear;
use crate::config::NetworkConfig;

/// The options, as they are written.
#[derive(Debug, Args)]
pub struct NetworkArgs {
    #[command(flatten)]
    link: LinkArgs,
    /// Show who is connected how to the server of this machine, which runs with --observe
    #[arg(long, value_name = "WHERE", num_args = 0..=1, default_missing_value = "",
        help_heading = LINK)]
    observe: Option<OsString>,
    /// Over UDP: hear everybody's datagrams, refuse what is not the server's, and show it (F9)
    #[arg(long, help_heading = LINK)]
    open_ear: bool,
    #[command(flatten)]
    weather: WeatherArgs,
}

impl NetworkArgs {
    /// Which server is to be observed, if one is.
    pub fn observe(&self) -> Option<PathBuf> {
        let place = self.observe.as_ref()?;
        Some(if place.is_empty() {
            usual_place()
        } else {
            place.into()
        })
    }

    /// How long nobody may be heard.
    pub fn patience(&self) -> Duration {
        self.link.policy().patience
    }

    /// What they mean, or which of them is wrong and why. `chance` is the seed
    /// where none was given.
    pub fn read(
        &self,
        chance: u64,
        over: Transports,
    ) -> Result<NetworkConfig, (&'static str, WordError)> {
        if self.open_ear && over == Transports::Streams {
            let word = "open-ear".to_owned();
            return Err(("open_ear", WordError::OnDatagrams(word)));
        }
        let mut policy = self.link.policy();
        policy.keep_alive = Some(KEEP_ALIVE);
        Ok(NetworkConfig {
            policy,
            profile: self.weather.read(chance, over)?,
            hold: self.weather.holds(),
            trace: self.link.trace(),
            tap: Tap::default(),
            secrecy: None,
            clock: LinkClock::default(),
            explains: true,
            ear: if self.open_ear {
                Ear::OfAll
            } else {
                Ear::OfTheServer
            },
        })
    }
}

/// There is none: whoever asks for it is told so.
#[cfg(not(unix))]
fn usual_place() -> PathBuf {
    PathBuf::from("chat-server-observe")
}

/// Often enough for a server that drops the silent after a minute.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
