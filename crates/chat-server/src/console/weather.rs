//! The active weather in words, and what it could be.

use chat_weather::profile::Profile;
use chat_weather::profile::Transports;

/// The active weather, and the transports that it applies to, if not all.
pub fn describe(profile: &Profile, over: Transports) -> String {
    let Profile { words, seed, .. } = profile;
    let only = match profile.transports().filter(|_| over == Transports::Both) {
        Some(Transports::Datagrams) => " (over UDP only: TCP hides it)",
        Some(Transports::Streams) => " (over TCP only)",
        Some(Transports::Both) | None => "",
    };
    if profile.is_clear() {
        "weather: none".to_owned()
    } else {
        let legend = profile.legend().map(|legend| format!(" ({legend})"));
        let legend = legend.unwrap_or_default();
        format!("weather: {words}, seed {seed}{only}{legend}")
    }
}

/// The active weather, and the words that may follow.
pub fn choices(profile: &Profile, over: Transports) -> Vec<String> {
    let (known, names) = (over.words(), over.names());
    let (known, names) = (known.join(", "), names.join(", "));
    let example = example(over);
    vec![
        describe(profile, over),
        format!(
            "weather {example}, seed 7 (one or several of {known}), or a named profile: \
             {names}; weather off"
        ),
    ]
}

/// Some words as they are written.
pub fn example(over: Transports) -> &'static str {
    match over {
        Transports::Datagrams => "drop 30%, delay 20..80ms",
        Transports::Streams => "slice 1..16, stall 2s+1s/5s",
        Transports::Both => "drop 30%, delay 20..80ms, slice 1..16",
    }
}
