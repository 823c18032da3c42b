//! The options that concern datagrams: the link, the weather, the trace.

use std::path::PathBuf;
use std::time::Duration;

use chat_proto::link::policy::Policy;
use chat_proto::weather::sky::Sky;
use chat_proto::weather::words;
use clap::Args;
use clap::ValueEnum;

use crate::config::Air;
use crate::speech::Speech;

/// The options, as they are written.
#[derive(Debug, Args)]
pub struct Asked {
    /// When copies of unconfirmed datagrams leave: by measuring, or as the textbook has it
    #[arg(long, value_enum, default_value_t = Rto::Adaptive, help_heading = LINK)]
    rto: Rto,
    /// Give a server up that confirms nothing for so many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 60, help_heading = LINK,
        value_parser = clap::value_parser!(u64).range(1..=3600))]
    patience: u64,
    /// Write what link and weather do, one JSON object a line
    #[arg(long, value_name = "FILE", help_heading = LINK)]
    trace: Option<PathBuf>,
    /// A bad network for UDP, in one string: "drop 30%, delay 20..80ms, seed 7", or classroom,
    /// crowded-wifi, 3g, satellite, textbook
    #[arg(long, value_name = "SKY", help_heading = WEATHER)]
    weather: Option<String>,
    /// Lose datagrams: 30%, in:30%, out:30%, #2,#5, every:3, ack:50%, burst:5%/30%
    #[arg(long, value_name = "WHICH", help_heading = WEATHER)]
    drop: Option<String>,
    /// Make them late: 80ms, 20..80ms, out:100ms
    #[arg(long, value_name = "TIME", help_heading = WEATHER)]
    delay: Option<String>,
    /// Let them arrive twice: 10%
    #[arg(long, value_name = "WHICH", help_heading = WEATHER)]
    dup: Option<String>,
    /// Let others pass them: 20%:3
    #[arg(long, value_name = "WHICH", help_heading = WEATHER)]
    reorder: Option<String>,
    /// Flip a bit of them: 1%
    #[arg(long, value_name = "WHICH", help_heading = WEATHER)]
    corrupt: Option<String>,
    /// Lose those that are longer
    #[arg(long, value_name = "BYTES", help_heading = WEATHER)]
    mtu: Option<String>,
    /// Let no more through than 64kbps
    #[arg(long, value_name = "RATE", help_heading = WEATHER)]
    rate: Option<String>,
    /// Lose all for a while: 10s+5s, 10s+5s/30s
    #[arg(long, value_name = "WHEN", help_heading = WEATHER)]
    blackout: Option<String>,
    /// The same seed is the same weather
    #[arg(long, value_name = "N", help_heading = WEATHER)]
    seed: Option<u64>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Rto {
    Adaptive,
    Textbook,
}

impl Asked {
    /// What they mean, or what is wrong with them. `chance` is the seed where
    /// none was given.
    pub fn read(&self, chance: u64, over_udp: bool, speech: &Speech) -> Result<Air, String> {
        let weather = self.sky()?;
        if weather.is_some() && !over_udp {
            return Err(speech.usage.weather_over_tcp().to_owned());
        }
        let mut policy = match self.rto {
            Rto::Adaptive => Policy::default(),
            Rto::Textbook => Policy::textbook(),
        };
        policy.patience = Duration::from_secs(self.patience);
        policy.keep_alive = Some(KEEP_ALIVE);
        Ok(Air {
            policy,
            weather: weather.map(|sky| {
                let seed = sky.seed.unwrap_or(chance);
                (sky, seed)
            }),
            trace: self.trace.clone(),
        })
    }

    fn sky(&self) -> Result<Option<Sky>, String> {
        let single = [
            ("drop", self.drop.as_deref()),
            ("delay", self.delay.as_deref()),
            ("dup", self.dup.as_deref()),
            ("reorder", self.reorder.as_deref()),
            ("corrupt", self.corrupt.as_deref()),
            ("mtu", self.mtu.as_deref()),
            ("rate", self.rate.as_deref()),
            ("blackout", self.blackout.as_deref()),
        ];
        let whole = self.weather.as_deref().unwrap_or_default();
        words::composed(whole, &single, self.seed)
    }
}

const LINK: &str = "Over UDP";
const WEATHER: &str = "Weather over UDP";

/// Often enough for a server that drops the silent after a minute.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
