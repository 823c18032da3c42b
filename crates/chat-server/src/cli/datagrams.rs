//! The options that concern the network: the link, the weather, the trace.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use chat_link::policy::Policy;
use chat_proto::trace::recording::Kept;
use chat_weather::profile::Profile;
use chat_weather::profile::Transports;
use chat_weather::word_error::WordError;
use clap::Args;
use clap::ValueEnum;

use crate::config::Datagrams;
use crate::config::NaiveUdp;
use crate::config::Observe;

/// The options, as they are written.
#[derive(Debug, Args)]
pub struct NetworkArgs {
    /// UDP peers without a link: accepted from near addresses, once they have typed four
    /// digits back, or not at all
    #[arg(long, value_enum, default_value_t = Naive::Open, help_heading = LINK)]
    naive_udp: Naive,
    /// The retransmission timeout: from the measured round trip, or as in the textbook
    #[arg(long, value_enum, default_value_t = Rto::Adaptive, help_heading = LINK)]
    rto: Rto,
    /// Close a UDP link when nothing was received for so many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 60, help_heading = LINK,
        value_parser = clap::value_parser!(u64).range(1..=3600))]
    patience: u64,
    /// Record what is read, written and decided: one JSON object a line
    #[arg(long, value_name = "FILE", help_heading = LINK)]
    trace: Option<PathBuf>,
    /// Show the same live on a Unix socket that only you can connect to, texts masked
    #[arg(long, value_name = "WHERE", num_args = 0..=1, default_missing_value = "",
        help_heading = LINK)]
    observe: Option<OsString>,
    /// With --observe: texts too
    #[arg(long, requires = "observe", help_heading = LINK)]
    observe_contents: bool,
    /// Simulate a bad network (loss, delay, jitter, duplication, reordering), in one string:
    /// "drop 30%, delay 20..80ms, seed 7", over TCP "slice 1..16, stall 10s+5s"; or classroom,
    /// crowded-wifi, 3g, satellite, textbook. A line `weather WORDS` of standard input changes it
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
    /// Over UDP: every datagram waits until the operator releases, doubles or kills it, by
    /// commands on standard input; `help` lists them
    #[arg(long, help_heading = WEATHER)]
    hold: bool,
    /// Repeat a weather: the same seed gives the same losses and delays
    #[arg(long, value_name = "N", help_heading = WEATHER)]
    seed: Option<u64>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Naive {
    Open,
    Code,
    Off,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Rto {
    Adaptive,
    Textbook,
}

/// The folder of this user's running programs, or the one of everybody's.
fn usual_place() -> PathBuf {
    let folder = env::var_os("XDG_RUNTIME_DIR").filter(|folder| !folder.is_empty());
    let folder = folder.map_or_else(env::temp_dir, PathBuf::from);
    folder.join("chat-server-observe.sock")
}

impl NetworkArgs {
    /// How long a silent link is waited for.
    pub fn patience(&self) -> Duration {
        Duration::from_secs(self.patience)
    }

    /// Whether lines of standard input, whatever it is, are meant as commands: where
    /// there is something that they could end, or begin (`--weather off`).
    pub fn takes_orders(&self) -> bool {
        let words = self.single().iter().any(|(_, value)| value.is_some());
        self.hold || self.weather.is_some() || words
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
    pub fn read(self, chance: u64, over: Transports) -> Result<Datagrams, String> {
        let profile = self.profile(chance, over)?;
        if self.hold && over == Transports::Streams {
            return Err(WordError::OnDatagrams("hold".to_owned()).to_string());
        }
        let mut policy = match self.rto {
            Rto::Adaptive => Policy::default(),
            Rto::Textbook => Policy::textbook(),
        };
        policy.patience = Duration::from_secs(self.patience);
        if self.hold {
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
            hold: self.hold,
            trace: self.trace,
        })
    }

    fn profile(&self, chance: u64, over: Transports) -> Result<Profile, String> {
        let whole = self.weather.as_deref().unwrap_or_default();
        Profile::composed(whole, &self.single(), (self.seed, chance), over)
            .map_err(|error| error.to_string())
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

const LINK: &str = "Datagrams";
const WEATHER: &str = "Weather";
