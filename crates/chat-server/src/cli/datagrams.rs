//! The options that concern the network: the link, the weather, the recording, and who may
//! watch.

use std::ffi::OsString;
#[cfg(not(unix))]
use std::path::PathBuf;
use std::time::Duration;

use chat_net::args::LINK;
use chat_net::args::LinkArgs;
use chat_net::args::WeatherArgs;
#[cfg(unix)]
use chat_net::observers::usual_place;
use chat_proto::trace::recording::Kept;
use chat_weather::profile::Transports;
use clap::Args;
use clap::ValueEnum;

use crate::config::Datagrams;
use crate::config::NaiveUdp;
use crate::config::Observe;

/// The options, as they are written.
#[derive(Debug, Args)]
#[command(
    mut_arg("weather", |arg| arg.help(WEATHER)),
    mut_arg("hold", |arg| arg.help(HOLD))
)]
pub struct NetworkArgs {
    /// UDP peers without a link: accepted from near addresses, once they have typed four
    /// digits back, or not at all
    #[arg(long, value_enum, default_value_t = Naive::Open, help_heading = LINK)]
    naive_udp: Naive,
    #[command(flatten)]
    link: LinkArgs,
    /// Show the same live on a Unix socket that only you can connect to, texts masked
    #[arg(long, value_name = "WHERE", num_args = 0..=1, default_missing_value = "",
        help_heading = LINK)]
    observe: Option<OsString>,
    /// With --observe: texts too
    #[arg(long, requires = "observe", help_heading = LINK)]
    observe_contents: bool,
    #[command(flatten)]
    weather: WeatherArgs,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Naive {
    Open,
    Code,
    Off,
}

/// There is none: whoever asks for it is told so.
#[cfg(not(unix))]
fn usual_place() -> PathBuf {
    PathBuf::from("chat-server-observe")
}

impl NetworkArgs {
    /// How long a silent link is waited for.
    pub fn patience(&self) -> Duration {
        self.link.patience()
    }

    /// Whether lines of standard input, whatever it is, are meant as commands: where
    /// there is something that they could end, or begin (`--weather off`).
    pub fn takes_orders(&self) -> bool {
        self.weather.asks_for_any()
    }

    /// Whether others may watch, and where.
    pub fn observe(&self) -> Option<Observe> {
        let place = self.observe.as_ref()?;
        Some(Observe {
            path: if place.is_empty() {
                usual_place()
            } else {
                place.into()
            },
            kept: if self.observe_contents {
                Kept::Yes
            } else {
                Kept::Masked
            },
        })
    }

    /// What they mean, or what is wrong with them. `chance` is the seed where
    /// none was given.
    pub fn read(&self, chance: u64, over: Transports) -> Result<Datagrams, String> {
        let profile = self.weather.read(chance, over);
        let profile = profile.map_err(|(_, error)| error.to_string())?;
        let hold = self.weather.holds();
        let mut policy = self.link.policy();
        if hold {
            policy = policy.with_manual_delivery();
        }
        Ok(Datagrams {
            naive: match self.naive_udp {
                Naive::Open => NaiveUdp::Open,
                Naive::Code => NaiveUdp::Code,
                Naive::Off => NaiveUdp::Off,
            },
            policy,
            profile,
            hold,
            trace: self.link.trace(),
            clock: None,
        })
    }
}

/// What the operator can do besides.
const WEATHER: &str = "\
Simulate a bad network (loss, delay, jitter, duplication, reordering), in one string: \
\"drop 30%, delay 20..80ms, seed 7\", over TCP \"slice 1..16, stall 10s+5s\"; or classroom, \
crowded-wifi, 3g, satellite, textbook. A line `weather WORDS` of standard input changes it";
const HOLD: &str = "\
Over UDP: every datagram waits until the operator releases, doubles or kills it, by \
commands on standard input; `help` lists them";
