//! The options that both programs have: the link, the recording, the weather.

use std::path::PathBuf;
use std::time::Duration;

use chat_link::policy::Policy;
use chat_weather::profile::Profile;
use chat_weather::profile::Transports;
use chat_weather::word_error::WordError;
use clap::Args;
use clap::ValueEnum;

/// Of a link, and what is recorded.
#[derive(Debug, Args)]
pub struct LinkArgs {
    /// The retransmission timeout: from the measured round trip, or as in the textbook
    #[arg(long, value_enum, default_value_t = Rto::Adaptive, help_heading = LINK)]
    rto: Rto,
    /// Give up a UDP link over which nothing was received for so many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 60, help_heading = LINK,
        value_parser = clap::value_parser!(u64).range(1..=3600))]
    patience: u64,
    /// Record what is read, written and decided: one JSON object a line
    #[arg(long, value_name = "FILE", help_heading = LINK)]
    trace: Option<PathBuf>,
}

/// The simulated bad network.
#[derive(Debug, Args)]
pub struct WeatherArgs {
    /// Simulate a bad network (loss, delay, jitter, duplication, reordering), in one string:
    /// "drop 30%, delay 20..80ms, seed 7", over TCP "slice 1..16, stall 10s+5s"; or classroom,
    /// crowded-wifi, 3g, satellite, textbook
    #[arg(long, value_name = "WORDS", help_heading = WEATHER)]
    weather: Option<String>,
    /// Lose datagrams: 30%, in:30%, out:30%, #2,#5, every:3, ack:50%, burst:5%/30%
    #[arg(long, value_name = "WHICH", help_heading = WEATHER)]
    drop: Option<String>,
    /// Delay datagrams, or the bytes of TCP; a range is jitter: 80ms, 20..80ms, out:100ms
    #[arg(long, value_name = "TIME", help_heading = WEATHER)]
    delay: Option<String>,
    /// Duplicate datagrams: 10%
    #[arg(long, value_name = "WHICH", help_heading = WEATHER)]
    dup: Option<String>,
    /// Reorder datagrams, so that three others overtake: 20%:3
    #[arg(long, value_name = "WHICH", help_heading = WEATHER)]
    reorder: Option<String>,
    /// Flip a bit, which the checksum turns into loss: 1%
    #[arg(long, value_name = "WHICH", help_heading = WEATHER)]
    corrupt: Option<String>,
    /// Lose datagrams that are longer: 576
    #[arg(long, value_name = "BYTES", help_heading = WEATHER)]
    mtu: Option<String>,
    /// Limit the rate: 64kbps, 2mbps
    #[arg(long, value_name = "RATE", help_heading = WEATHER)]
    rate: Option<String>,
    /// Lose everything for a while: 10s+5s, 10s+5s/30s
    #[arg(long, value_name = "WHEN", help_heading = WEATHER)]
    blackout: Option<String>,
    /// Over TCP: split what is written and read into pieces of so many bytes: 5, 1..16
    #[arg(long, value_name = "BYTES", help_heading = WEATHER)]
    slice: Option<String>,
    /// Over TCP: collect bytes for so long and join them: 200ms
    #[arg(long, value_name = "TIME", help_heading = WEATHER)]
    glue: Option<String>,
    /// Over TCP: nothing moves for a while: 10s+5s, 10s+5s/30s
    #[arg(long, value_name = "WHEN", help_heading = WEATHER)]
    stall: Option<String>,
    /// Over TCP: break each connection after so long: 20s
    #[arg(long, value_name = "TIME", help_heading = WEATHER)]
    reset: Option<String>,
    /// Over UDP: every datagram waits until you release, double or kill it
    #[arg(long, help_heading = WEATHER)]
    hold: bool,
    /// Repeat a weather: the same seed gives the same losses and delays
    #[arg(long, value_name = "N", help_heading = WEATHER)]
    seed: Option<u64>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Rto {
    Adaptive,
    Textbook,
}

impl LinkArgs {
    /// What they mean.
    pub fn policy(&self) -> Policy {
        let policy = match self.rto {
            Rto::Adaptive => Policy::default(),
            Rto::Textbook => Policy::textbook(),
        };
        Policy {
            patience: self.patience(),
            ..policy
        }
    }

    /// How long a silent link is waited for.
    pub fn patience(&self) -> Duration {
        Duration::from_secs(self.patience)
    }

    /// The file of the recording.
    pub fn trace(&self) -> Option<PathBuf> {
        self.trace.clone()
    }
}

impl WeatherArgs {
    /// What they mean, or which of them is wrong and why. `chance` is the seed where
    /// none was given.
    pub fn read(
        &self,
        chance: u64,
        over: Transports,
    ) -> Result<Profile, (&'static str, WordError)> {
        if self.hold && over == Transports::Streams {
            return Err(("hold", WordError::OnDatagrams("hold".to_owned())));
        }
        let single = self.single();
        let whole = self.weather.as_deref().unwrap_or_default();
        let read =
            |whole, single: &[_]| Profile::composed(whole, single, (self.seed, chance), over);
        read(whole, &single).map_err(|error| {
            let alone = |one: &(&'static str, _)| Some((one.0, read("", &[*one]).err()?));
            single.iter().find_map(alone).unwrap_or(("weather", error))
        })
    }

    /// Whether every datagram waits until a person releases it.
    pub fn holds(&self) -> bool {
        self.hold
    }

    /// Whether there is anything that could end, or change.
    pub fn asks_for_any(&self) -> bool {
        let words = self.single().iter().any(|(_, value)| value.is_some());
        self.hold || self.weather.is_some() || words
    }

    /// The weather's words, each with its value.
    fn single(&self) -> [(&'static str, Option<&str>); 12] {
        [
            ("drop", self.drop.as_deref()),
            ("delay", self.delay.as_deref()),
            ("dup", self.dup.as_deref()),
            ("reorder", self.reorder.as_deref()),
            ("corrupt", self.corrupt.as_deref()),
            ("mtu", self.mtu.as_deref()),
            ("rate", self.rate.as_deref()),
            ("blackout", self.blackout.as_deref()),
            ("slice", self.slice.as_deref()),
            ("glue", self.glue.as_deref()),
            ("stall", self.stall.as_deref()),
            ("reset", self.reset.as_deref()),
        ]
    }
}

/// Where these stand in the help.
pub const LINK: &str = "Over UDP";
const WEATHER: &str = "Weather";
