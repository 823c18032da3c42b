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
        }
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
