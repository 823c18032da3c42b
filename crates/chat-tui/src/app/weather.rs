//! The weather that was asked for, and the datagrams that are held.

use chat_weather::manual_queue::HeldDatagram;
use chat_weather::profile::Profile;
use chat_weather::profile::Transports;
use chat_weather::words;

use crate::speech::topic;

/// What the network is made to be.
#[derive(Debug)]
pub struct Weather {
    /// The transport of this conversation.
    pub over: Transports,
    /// The active weather.
    pub profile: Profile,
    /// Whether every datagram waits until a person releases it.
    pub manual_delivery: bool,
    /// Those that do, oldest first.
    pub held: Vec<HeldDatagram>,
    /// Whether the link's clock goes on meanwhile.
    pub clock: ClockState,
    /// Who else goes by it.
    pub clocks: Clocks,
    /// The types of those that are held, where not all are.
    pub only: Vec<String>,
}

/// The clock of the link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockState {
    /// It goes on, and timers expire.
    Runs,
    /// It stands still until a person lets it run.
    Stands,
}

/// Who goes by the clock of the link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clocks {
    /// This link alone: the server's goes on.
    OfThisLink,
    /// The server too, and everybody's link: all of them are in this program.
    OfAll,
}

impl Weather {
    /// None, and what is asked for later has a seed that was drawn.
    pub fn clear(datagrams: bool, seed: u64) -> Self {
        Self {
            over: if datagrams {
                Transports::Datagrams
            } else {
                Transports::Streams
            },
            profile: Profile::clear(seed % SEEDS),
            manual_delivery: false,
            held: Vec::new(),
            clock: ClockState::Runs,
            clocks: Clocks::OfThisLink,
            only: Vec::new(),
        }
    }

    /// Whether a person decides about this one; others pass by themselves.
    pub(in crate::app) fn holds(&self, held: &HeldDatagram) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| only == held.kind())
    }

    /// Some words as they are written.
    pub(in crate::app) fn example(&self, words: &topic::Weather) -> &'static str {
        match self.over {
            Transports::Datagrams | Transports::Both => words.of_datagrams(),
            Transports::Streams => words.of_streams(),
        }
    }

    /// The words that begin so.
    pub(in crate::app) fn completions(&self, begun: &str) -> Vec<String> {
        let all = [
            self.over.names(),
            self.over.words(),
            words::BESIDES.to_vec(),
        ]
        .concat();
        let fits = all.into_iter().filter(|word| word.starts_with(begun));
        fits.map(str::to_owned).collect()
    }
}

/// Seeds that a person can write down.
const SEEDS: u64 = 10_000;
