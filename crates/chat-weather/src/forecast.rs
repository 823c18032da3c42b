//! What is asked of the network, for every transport that is there.
//!
//! One text for both: each word goes where it means something, and is explained
//! where it means nothing.

use crate::sky::Sky;
use crate::slip::Slip;
use crate::stream;
use crate::stream::Skies;
use crate::words;

/// The weather that is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forecast {
    /// Its words, as a person wrote them; the seed is not among them. Empty: it
    /// is clear.
    pub words: String,
    /// What every draw depends on.
    pub seed: u64,
    /// What happens to datagrams.
    pub datagrams: Sky,
    /// What happens to streams.
    pub streams: Skies,
}

/// The transports that there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// UDP alone.
    Datagrams,
    /// TCP, Unix sockets.
    Streams,
    /// Both.
    Both,
}

impl Over {
    /// What may be asked for, one by one.
    pub fn words(self) -> Vec<&'static str> {
        match self {
            Self::Datagrams => words::WORDS.to_vec(),
            Self::Streams => stream::WORDS.to_vec(),
            Self::Both => [&words::WORDS[..], &words::ON_STREAMS].concat(),
        }
    }

    /// And the skies that have a name.
    pub fn names(self) -> Vec<&'static str> {
        let names = words::NAMED.iter().map(|(name, _)| *name);
        let blows = |name: &&str| Forecast::read(name, self, 0).is_ok();
        names.filter(blows).collect()
    }
}

impl Forecast {
    /// No weather; what is asked for later has this seed where it names none.
    pub fn clear(seed: u64) -> Self {
        Self {
            words: String::new(),
            seed,
            datagrams: Sky::default(),
            streams: Skies::default(),
        }
    }

    /// Reads a text. `seed` counts where the text names none.
    pub fn read(text: &str, over: Over, seed: u64) -> Result<Self, Slip> {
        let text = &*text.to_ascii_lowercase();
        let mut forecast = Self::clear(seed);
        let mut on_datagrams = Vec::new();
        let mut shown = Vec::new();
        if is_clear(text) {
            return Ok(forecast);
        }
        for (word, value) in words::items(text) {
            if word == "seed" {
                forecast.seed = words::seed(&value)?;
                continue;
            }
            let item = format!("{word} {value}").trim_end().to_owned();
            forecast.add_to_streams(word, &value, over)?;
            if over != Over::Streams && !(over == Over::Both && words::ON_STREAMS.contains(&word)) {
                on_datagrams.push(item.clone());
            }
            shown.push(item);
        }
        forecast.datagrams = words::sky(&on_datagrams.join(", "))?;
        forecast.words = shown.join(", ");
        Ok(forecast)
    }

    /// A whole text, then words given one by one, then a seed that outranks the
    /// text's own: what both programs are told on their command lines.
    pub fn composed(
        whole: &str,
        single: &[(&str, Option<&str>)],
        seed: (Option<u64>, u64),
        over: Over,
    ) -> Result<Self, Slip> {
        let whole = whole.trim();
        let whole = (!is_clear(whole)).then(|| whole.to_owned());
        let single = single
            .iter()
            .filter_map(|(word, value)| Some(format!("{word} {}", (*value)?)));
        let text: Vec<String> = whole.into_iter().chain(single).collect();
        let (given, chance) = seed;
        let mut forecast = Self::read(&text.join(", "), over, chance)?;
        forecast.seed = given.unwrap_or(forecast.seed);
        Ok(forecast)
    }

    fn add_to_streams(&mut self, word: &str, value: &str, over: Over) -> Result<(), Slip> {
        if over == Over::Datagrams {
            return Ok(());
        }
        match self.streams.add(word, value) {
            // It means something to datagrams.
            Err(Slip::OnDatagrams(_)) if over == Over::Both => Ok(()),
            Err(Slip::Unknown { .. }) if over == Over::Both => {
                Err(words::no_such_word(word, &over.words()))
            }
            // Of one kind of frame, which only a datagram shows.
            Err(_) if over == Over::Both && words::WORDS.contains(&word) => Ok(()),
            read => read,
        }
    }

    /// What the skies with a name among its words are made of, as far as it is
    /// felt: `3g: drop 1.5%, …`.
    pub fn legend(&self) -> Option<String> {
        let felt = |word: &str| !self.datagrams.faults.is_empty() || stream::WORDS.contains(&word);
        let named = words::items(&self.words);
        let named = named.iter().filter_map(|(word, _)| {
            let (name, made_of) = words::NAMED.iter().find(|(name, _)| name == word)?;
            let items = words::items(made_of);
            let items = items.iter().filter(|(word, _)| felt(word));
            let items: Vec<_> = items
                .map(|(word, value)| format!("{word} {value}"))
                .collect();
            Some(format!("{name}: {}", items.join(", ")))
        });
        let named: Vec<_> = named.collect();
        (!named.is_empty()).then(|| named.join("; "))
    }

    /// Where it is felt; nowhere where it is clear.
    pub fn blows_over(&self) -> Option<Over> {
        match (self.datagrams.faults.is_empty(), self.streams.is_clear()) {
            (true, true) => None,
            (false, true) => Some(Over::Datagrams),
            (true, false) => Some(Over::Streams),
            (false, false) => Some(Over::Both),
        }
    }

    /// Whether nothing is asked for.
    pub fn is_clear(&self) -> bool {
        self.words.is_empty()
    }
}

fn is_clear(text: &str) -> bool {
    matches!(text.trim(), "off" | "clear" | "")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn explained(text: &str, over: Over, words: &str) {
        let error = Forecast::read(text, over, 0).unwrap_err().to_string();
        assert!(error.contains(words), "{text}: {error}");
    }

    #[test]
    fn each_word_goes_where_it_means_something() {
        let text = "drop 30%, delay 20..80ms, slice 1..16, seed 7";
        let both = Forecast::read(text, Over::Both, 1).unwrap();
        assert_eq!(both.seed, 7);
        assert_eq!(both.words, "drop 30%, delay 20..80ms, slice 1..16");
        assert_eq!(both.datagrams.faults.len(), 2);
        let out = &both.streams.outward;
        assert!(out.slice.is_some() && out.delay.is_some());
    }

    #[test]
    fn the_wrong_word_for_the_transport_is_explained() {
        explained("drop 30%", Over::Streams, "TCP hides loss");
        explained("textbook", Over::Streams, "TCP hides loss");
        explained("delay 5ms, slice 3", Over::Datagrams, "is for TCP");
        explained("rain 3", Over::Streams, "slice");
        explained("rain 3", Over::Both, "slice");
        explained("rain 3", Over::Both, "drop");
        explained("rain 3", Over::Datagrams, "crowded-wifi");
        explained("slice 0", Over::Both, "1..16");
        explained("drop 1", Over::Both, "100% or #1");
    }

    #[test]
    fn a_weather_says_where_it_is_felt() {
        let felt = |text| Forecast::read(text, Over::Both, 0).unwrap().blows_over();
        assert_eq!(felt("off"), None);
        assert_eq!(felt("drop 30%"), Some(Over::Datagrams));
        assert_eq!(felt("stall 2s+1s"), Some(Over::Streams));
        assert_eq!(felt("delay 20ms"), Some(Over::Both));
        assert_eq!(felt("textbook"), Some(Over::Datagrams));
    }

    #[test]
    fn every_word_and_name_that_is_told_can_be_asked_for() {
        for over in [Over::Datagrams, Over::Streams, Over::Both] {
            for word in over.words() {
                let slip = Forecast::read(&format!("{word} ?"), over, 0).unwrap_err();
                let words = slip.to_string();
                assert!(
                    words.contains("write") && !words.contains("is for"),
                    "{words}"
                );
            }
            assert!(over.names().contains(&"classroom"));
            assert_eq!(over.names().contains(&"textbook"), over != Over::Streams);
        }
    }

    #[test]
    fn a_named_sky_is_on_a_stream_what_a_stream_shows_of_it() {
        let slow = Forecast::read("3g", Over::Streams, 0).unwrap();
        assert!(slow.streams.inward.delay.is_some() && slow.streams.inward.rate.is_some());
        assert_eq!(slow.words, "3g");
    }

    #[test]
    fn a_sky_with_a_name_says_what_it_is_made_of() {
        let legend = |text, over| Forecast::read(text, over, 0).unwrap().legend();
        assert_eq!(legend("drop 3%", Over::Both), None);
        let both = legend("textbook, mtu 576, 3g", Over::Datagrams).unwrap();
        assert_eq!(
            both,
            "textbook: drop in:50%; 3g: drop 1.5%, delay 100..250ms, rate 780kbps"
        );
        let stream = legend("3g", Over::Streams).unwrap();
        assert_eq!(stream, "3g: delay 100..250ms, rate 780kbps");
    }

    #[test]
    fn nonsense_is_explained() {
        explained("drop mgs:20%", Over::Datagrams, "no type of a frame");
        explained("mtu 0", Over::Datagrams, "like 576");
        explained("blackout 10s+5s/3s", Over::Datagrams, "never ends");
        explained("stall 10s+5s/3s", Over::Streams, "never ends");
        explained("reset 0s", Over::Streams, "before anything is said");
        explained("drop burst:0%/0%", Over::Datagrams, "above 0");
        explained("drop 30%,50%", Over::Datagrams, "which counts");
        explained("delay 5ms,9ms", Over::Datagrams, "which counts");
        for word in ["drop", "drop in:", "drop ,"] {
            explained(word, Over::Datagrams, "write 30%");
        }
        explained("slice", Over::Both, "write 1..16");
        for fine in [
            "drop in:30%,out:10%",
            "drop #2,30%",
            "blackout 1s+1s,5s+1s",
            "dup #1,#3",
        ] {
            assert!(Forecast::read(fine, Over::Datagrams, 0).is_ok(), "{fine}");
        }
    }

    #[test]
    fn capitals_are_as_good() {
        let read = |text| Forecast::read(text, Over::Datagrams, 0);
        assert_eq!(read("DROP 30%, Rate 1Mbps"), read("drop 30%, rate 1mbps"));
        assert_eq!(read("Classroom"), read("classroom"));
    }

    #[test]
    fn options_compose_and_the_given_seed_outranks() {
        let single = [("dup", Some("10%")), ("mtu", None)];
        let read = |whole, seed| Forecast::composed(whole, &single, (seed, 3), Over::Datagrams);
        let both = read("drop 30%, seed 7", Some(9)).unwrap();
        assert_eq!((&*both.words, both.seed), ("drop 30%, dup 10%", 9));
        assert_eq!(read("drop 30%, seed 7", None).unwrap().seed, 7);
        assert_eq!(read("off", None).unwrap().seed, 3);
        assert!(read("much", None).is_err());
        let none = Forecast::composed("off", &[("mtu", None)], (Some(9), 3), Over::Both);
        assert!(none.unwrap().is_clear());
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic_and_its_words_can_be_read_again(
            text in "((drop|delay|slice|rate|dup|3g|stall|seed) ?[a-z0-9#%.+/:]{0,9},? ?){0,4}",
        ) {
            for over in [Over::Datagrams, Over::Streams, Over::Both] {
                if let Ok(forecast) = Forecast::read(&text, over, 5) {
                    let again = Forecast::read(&forecast.words, over, forecast.seed);
                    prop_assert_eq!(again, Ok(forecast));
                }
            }
        }
    }
}
