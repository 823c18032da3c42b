//! The impairments that somebody asks for, for datagrams and for streams.
//!
//! One text for both: each word applies to the transports on which it has a meaning;
//! where it has none, the error says why.

use crate::impairments::Impairments;
use crate::stream;
use crate::stream::StreamImpairments;
use crate::word_error::WordError;
use crate::words;

/// The impairments that are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// As a person wrote them, without the seed. Empty: none.
    pub words: String,
    /// What every draw depends on.
    pub seed: u64,
    /// What happens to datagrams.
    pub datagrams: Impairments,
    /// What happens to streams.
    pub streams: StreamImpairments,
}

/// The transports that a program uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transports {
    /// UDP alone.
    Datagrams,
    /// TCP, Unix sockets.
    Streams,
    /// Both.
    Both,
}

impl Transports {
    /// The impairments that exist on them, by their words.
    pub fn words(self) -> Vec<&'static str> {
        match self {
            Self::Datagrams => words::WORDS.to_vec(),
            Self::Streams => stream::WORDS.to_vec(),
            Self::Both => [&words::WORDS[..], &words::ON_STREAMS].concat(),
        }
    }

    /// The named profiles that have an effect on them.
    pub fn names(self) -> Vec<&'static str> {
        let names = words::NAMED.iter().map(|(name, _)| *name);
        let applies = |name: &&str| Profile::read(name, self, 0).is_ok();
        names.filter(applies).collect()
    }
}

impl Profile {
    /// No impairments. What is asked for later uses this seed where it names none.
    pub fn clear(seed: u64) -> Self {
        Self {
            words: String::new(),
            seed,
            datagrams: Impairments::default(),
            streams: StreamImpairments::default(),
        }
    }

    /// Parses a text. `seed` is used where the text names none.
    pub fn read(text: &str, over: Transports, seed: u64) -> Result<Self, WordError> {
        let text = &*text.to_ascii_lowercase();
        let mut profile = Self::clear(seed);
        let mut on_datagrams = Vec::new();
        let mut shown = Vec::new();
        if is_clear(text) {
            return Ok(profile);
        }
        for (word, value) in words::items(text) {
            if word == "seed" {
                profile.seed = words::seed(&value)?;
                continue;
            }
            let item = format!("{word} {value}").trim_end().to_owned();
            profile.add_to_streams(word, &value, over)?;
            if over != Transports::Streams
                && !(over == Transports::Both && words::ON_STREAMS.contains(&word))
            {
                on_datagrams.push(item.clone());
            }
            shown.push(item);
        }
        profile.datagrams = words::impairments(&on_datagrams.join(", "))?;
        profile.words = shown.join(", ");
        Ok(profile)
    }

    /// From the options of a command line: a whole text, then single impairments, then
    /// a seed that takes precedence over the text's own.
    pub fn composed(
        whole: &str,
        single: &[(&str, Option<&str>)],
        seed: (Option<u64>, u64),
        over: Transports,
    ) -> Result<Self, WordError> {
        let whole = whole.trim();
        let whole = (!is_clear(whole)).then(|| whole.to_owned());
        let single = single
            .iter()
            .filter_map(|(word, value)| Some(format!("{word} {}", (*value)?)));
        let text: Vec<String> = whole.into_iter().chain(single).collect();
        let (given, chance) = seed;
        let mut profile = Self::read(&text.join(", "), over, chance)?;
        profile.seed = given.unwrap_or(profile.seed);
        Ok(profile)
    }

    fn add_to_streams(
        &mut self,
        word: &str,
        value: &str,
        over: Transports,
    ) -> Result<(), WordError> {
        if over == Transports::Datagrams {
            return Ok(());
        }
        match self.streams.add(word, value) {
            // It applies to datagrams.
            Err(WordError::OnDatagrams(_)) if over == Transports::Both => Ok(()),
            Err(WordError::Unknown { .. }) if over == Transports::Both => {
                Err(words::no_such_word(word, &over.words()))
            }
            // Of one type of frame, which can be told apart in datagrams only.
            Err(_) if over == Transports::Both && words::WORDS.contains(&word) => Ok(()),
            read => read,
        }
    }

    /// What the named profiles in its words consist of, as far as they apply: `3g: drop
    /// 1.5%, …`.
    pub fn legend(&self) -> Option<String> {
        let felt = |word: &str| !self.datagrams.list.is_empty() || stream::WORDS.contains(&word);
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

    /// The transports that it applies to; none where it is empty.
    pub fn transports(&self) -> Option<Transports> {
        match (self.datagrams.list.is_empty(), self.streams.is_clear()) {
            (true, true) => None,
            (false, true) => Some(Transports::Datagrams),
            (true, false) => Some(Transports::Streams),
            (false, false) => Some(Transports::Both),
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
    fn explained(text: &str, over: Transports, words: &str) {
        let error = Profile::read(text, over, 0).unwrap_err().to_string();
        assert!(error.contains(words), "{text}: {error}");
    }

    #[test]
    fn each_word_goes_where_it_means_something() {
        let text = "drop 30%, delay 20..80ms, slice 1..16, seed 7";
        let both = Profile::read(text, Transports::Both, 1).unwrap();
        assert_eq!(both.seed, 7);
        assert_eq!(both.words, "drop 30%, delay 20..80ms, slice 1..16");
        assert_eq!(both.datagrams.list.len(), 2);
        let out = &both.streams.outward;
        assert!(out.slice.is_some() && out.delay.is_some());
    }

    #[test]
    fn the_wrong_word_for_the_transport_is_explained() {
        explained("drop 30%", Transports::Streams, "TCP hides loss");
        explained("textbook", Transports::Streams, "TCP hides loss");
        explained("delay 5ms, slice 3", Transports::Datagrams, "is for TCP");
        explained("rain 3", Transports::Streams, "slice");
        explained("rain 3", Transports::Both, "slice");
        explained("rain 3", Transports::Both, "drop");
        explained("rain 3", Transports::Datagrams, "crowded-wifi");
        explained("slice 0", Transports::Both, "1..16");
        explained("drop 1", Transports::Both, "write 100% for all");
    }

    #[test]
    fn a_weather_says_where_it_is_felt() {
        let felt = |text| {
            Profile::read(text, Transports::Both, 0)
                .unwrap()
                .transports()
        };
        assert_eq!(felt("off"), None);
        assert_eq!(felt("drop 30%"), Some(Transports::Datagrams));
        assert_eq!(felt("stall 2s+1s"), Some(Transports::Streams));
        assert_eq!(felt("delay 20ms"), Some(Transports::Both));
        assert_eq!(felt("textbook"), Some(Transports::Datagrams));
    }

    #[test]
    fn every_word_and_name_that_is_told_can_be_asked_for() {
        for over in [Transports::Datagrams, Transports::Streams, Transports::Both] {
            for word in over.words() {
                let error = Profile::read(&format!("{word} ?"), over, 0).unwrap_err();
                let words = error.to_string();
                assert!(
                    words.contains("write") && !words.contains("is for"),
                    "{words}"
                );
            }
            assert!(over.names().contains(&"classroom"));
            assert_eq!(
                over.names().contains(&"textbook"),
                over != Transports::Streams
            );
        }
    }

    #[test]
    fn a_named_profile_is_on_a_stream_what_applies_to_streams() {
        let slow = Profile::read("3g", Transports::Streams, 0).unwrap();
        assert!(slow.streams.inward.delay.is_some() && slow.streams.inward.rate.is_some());
        assert_eq!(slow.words, "3g");
    }

    #[test]
    fn a_named_profile_says_what_it_consists_of() {
        let legend = |text, over| Profile::read(text, over, 0).unwrap().legend();
        assert_eq!(legend("drop 3%", Transports::Both), None);
        let both = legend("textbook, mtu 576, 3g", Transports::Datagrams).unwrap();
        assert_eq!(
            both,
            "textbook: drop in:50%; 3g: drop 1.5%, delay 100..250ms, rate 780kbps"
        );
        let stream = legend("3g", Transports::Streams).unwrap();
        assert_eq!(stream, "3g: delay 100..250ms, rate 780kbps");
    }

    #[test]
    fn nonsense_is_explained() {
        explained("drop mgs:20%", Transports::Datagrams, "not a type of frame");
        explained("mtu 0", Transports::Datagrams, "like 576");
        explained("blackout 10s+5s/3s", Transports::Datagrams, "never ends");
        explained("stall 10s+5s/3s", Transports::Streams, "never ends");
        explained("reset 0s", Transports::Streams, "before anything is said");
        explained("drop burst:0%/0%", Transports::Datagrams, "above 0");
        explained("drop 30%,50%", Transports::Datagrams, "gives two values");
        explained("delay 5ms,9ms", Transports::Datagrams, "gives two values");
        for word in ["drop", "drop in:", "drop ,"] {
            explained(word, Transports::Datagrams, "write 30%");
        }
        explained("slice", Transports::Both, "write 1..16");
        for fine in [
            "drop in:30%,out:10%",
            "drop #2,30%",
            "blackout 1s+1s,5s+1s",
            "dup #1,#3",
        ] {
            assert!(
                Profile::read(fine, Transports::Datagrams, 0).is_ok(),
                "{fine}"
            );
        }
    }

    #[test]
    fn capitals_are_as_good() {
        let read = |text| Profile::read(text, Transports::Datagrams, 0);
        assert_eq!(read("DROP 30%, Rate 1Mbps"), read("drop 30%, rate 1mbps"));
        assert_eq!(read("Classroom"), read("classroom"));
    }

    #[test]
    fn options_compose_and_the_given_seed_outranks() {
        let single = [("dup", Some("10%")), ("mtu", None)];
        let read =
            |whole, seed| Profile::composed(whole, &single, (seed, 3), Transports::Datagrams);
        let both = read("drop 30%, seed 7", Some(9)).unwrap();
        assert_eq!((&*both.words, both.seed), ("drop 30%, dup 10%", 9));
        assert_eq!(read("drop 30%, seed 7", None).unwrap().seed, 7);
        assert_eq!(read("off", None).unwrap().seed, 3);
        assert!(read("much", None).is_err());
        let none = Profile::composed("off", &[("mtu", None)], (Some(9), 3), Transports::Both);
        assert!(none.unwrap().is_clear());
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic_and_its_words_can_be_read_again(
            text in "((drop|delay|slice|rate|dup|3g|stall|seed) ?[a-z0-9#%.+/:]{0,9},? ?){0,4}",
        ) {
            for over in [Transports::Datagrams, Transports::Streams, Transports::Both] {
                if let Ok(profile) = Profile::read(&text, over, 5) {
                    let again = Profile::read(&profile.words, over, profile.seed);
                    prop_assert_eq!(again, Ok(profile));
                }
            }
        }
    }
}
