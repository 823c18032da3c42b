//! The options that concern the way to the server: the link, the weather, the recording.

use std::time::Duration;

use chat_net::args::LinkArgs;
use chat_net::args::WeatherArgs;
use chat_net::tap::Tap;
use chat_weather::profile::Transports;
use chat_weather::word_error::WordError;
use clap::Args;

use crate::config::NetworkConfig;

/// The options, as they are written.
#[derive(Debug, Args)]
pub struct NetworkArgs {
    #[command(flatten)]
    link: LinkArgs,
    #[command(flatten)]
    weather: WeatherArgs,
}

impl NetworkArgs {
    /// What they mean, or which of them is wrong and why. `chance` is the seed
    /// where none was given.
    pub fn read(
        &self,
        chance: u64,
        over: Transports,
    ) -> Result<NetworkConfig, (&'static str, WordError)> {
        let mut policy = self.link.policy();
        policy.keep_alive = Some(KEEP_ALIVE);
        Ok(NetworkConfig {
            policy,
            profile: self.weather.read(chance, over)?,
            hold: self.weather.holds(),
            trace: self.link.trace(),
            tap: Tap::default(),
            secrecy: None,
        })
    }
}

/// Often enough for a server that drops the silent after a minute.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
