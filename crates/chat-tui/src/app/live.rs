//! What can be chosen anew while the program runs: each setting by the name that the
//! configuration file has for it, with what it may be.

use crate::app::errand::Given;
use crate::app::highlight;
use crate::app::highlight::Highlight;
use crate::app::settings::Call;
use crate::app::settings::MOST_LIVE_ROWS;
use crate::app::settings::MouseUse;
use crate::app::settings::Named;
use crate::app::settings::Palette;
use crate::app::settings::ScreenSettings;
use crate::app::settings::Times;
use crate::areas::Shown;

/// One of them.
#[derive(Clone, Copy, Debug)]
pub struct Live {
    /// As the file calls it.
    pub name: &'static str,
    /// What it may be; nothing where any words will do.
    pub values: &'static [&'static str],
    /// What it is.
    pub read: fn(&ScreenSettings) -> Given,
    /// Makes it what was typed; nothing where it cannot be that.
    pub write: fn(&mut ScreenSettings, &str) -> Option<()>,
}

/// Every one.
pub const LIVE: [Live; 10] = [
    Live {
        name: THEME,
        values: &["terminal", "dark", "light", "high-contrast"],
        read: |settings| Given::Text(settings.palette.name().to_owned()),
        write: |settings, word| Palette::named(word).map(|palette| settings.palette = palette),
    },
    Live {
        name: "notify",
        values: &["bell", "osc9", "osc777", "off"],
        read: |settings| called(&settings.calls),
        write: |settings, words| calls(words).map(|calls| settings.calls = calls),
    },
    Live {
        name: "live-rows",
        values: &["0", "…", "20"],
        read: |settings| Given::Number(settings.live_rows),
        write: |settings, word| {
            let rows = word.parse().ok().filter(|rows| *rows <= MOST_LIVE_ROWS);
            rows.map(|rows| settings.live_rows = rows)
        },
    },
    Live {
        name: "times",
        values: &["minutes", "seconds", "off"],
        read: |settings| Given::Text(settings.times.name().to_owned()),
        write: |settings, word| Times::named(word).map(|times| settings.times = times),
    },
    Live {
        name: "repeat-names",
        values: SWITCH,
        read: |settings| Given::Switch(settings.named == Named::Each),
        write: |settings, word| {
            let named = switched(word, Named::Each, Named::First);
            named.map(|named| settings.named = named)
        },
    },
    Live {
        name: ROOM_LIST,
        values: SWITCH,
        read: |settings| Given::Switch(settings.panes.rooms != Shown::Never),
        write: |settings, word| {
            let shown = switched(word, Shown::WithRoom, Shown::Never);
            shown.map(|shown| settings.panes.rooms = shown)
        },
    },
    Live {
        name: PEOPLE_LIST,
        values: SWITCH,
        read: |settings| Given::Switch(settings.panes.people != Shown::Never),
        write: |settings, word| {
            let shown = switched(word, Shown::WithRoom, Shown::Never);
            shown.map(|shown| settings.panes.people = shown)
        },
    },
    Live {
        name: "signs",
        values: SWITCH,
        read: |settings| Given::Switch(settings.signs),
        write: |settings, word| switched(word, true, false).map(|on| settings.signs = on),
    },
    Live {
        name: "mouse",
        values: SWITCH,
        read: |settings| Given::Switch(settings.mouse == MouseUse::Ours),
        write: |settings, word| {
            let mouse = switched(word, MouseUse::Ours, MouseUse::OfTheTerminal);
            mouse.map(|mouse| settings.mouse = mouse)
        },
    },
    Live {
        name: HIGHLIGHT,
        values: &[],
        read: |settings| Given::Texts(settings.highlight.words().to_vec()),
        write: |settings, words| {
            let words = highlight::divided(words, highlight::DIVIDES).into_iter();
            let words = Highlight::of(words.filter(|word| *word != OFF));
            words.ok().map(|words| settings.highlight = words)
        },
    },
];

impl Live {
    /// Whether it is about a list beside the history, which a key shows and hides too.
    pub fn is_of_a_list(&self) -> bool {
        [ROOM_LIST, PEOPLE_LIST].contains(&self.name)
    }
}

/// The one of this name.
pub fn named(name: &str) -> Option<&'static Live> {
    LIVE.iter()
        .find(|live| live.name.eq_ignore_ascii_case(name))
}

/// What a setting is, as somebody types it.
pub fn typed(given: &Given) -> String {
    match given {
        Given::Switch(true) => "on".to_owned(),
        Given::Switch(false) => OFF.to_owned(),
        Given::Number(number) => number.to_string(),
        Given::Text(word) => word.clone(),
        Given::Texts(words) if words.is_empty() => OFF.to_owned(),
        Given::Texts(words) => words.join(", "),
    }
}

fn switched<T>(word: &str, on: T, off: T) -> Option<T> {
    match word {
        "on" | "true" => Some(on),
        "off" | "false" => Some(off),
        _ => None,
    }
}

/// The ways to call; none where any of them is `off`.
fn calls(words: &str) -> Option<Vec<Call>> {
    let words = words.split([',', ' ']).filter(|word| !word.is_empty());
    let known = |word| match Call::named(word) {
        None if word == OFF => Some(None),
        None => None,
        call => Some(call),
    };
    let ways: Vec<_> = words.map(known).collect::<Option<_>>()?;
    let mut calls: Vec<_> = ways.into_iter().collect::<Option<_>>().unwrap_or_default();
    calls.dedup();
    Some(calls)
}

fn called(calls: &[Call]) -> Given {
    Given::Texts(calls.iter().map(|call| call.name().to_owned()).collect())
}

/// What is no longer so.
const OFF: &str = "off";
/// The colours.
pub const THEME: &str = "theme";
/// The words that mark a message.
pub const HIGHLIGHT: &str = "highlight";
const ROOM_LIST: &str = "room-list";
const PEOPLE_LIST: &str = "people-list";
const SWITCH: &[&str] = &["on", "off"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_setting_can_be_what_it_says_it_may_be_and_nothing_else() {
        for live in LIVE {
            for value in live.values.iter().filter(|value| **value != "…") {
                let mut settings = ScreenSettings::default();
                assert_eq!(
                    (live.write)(&mut settings, value),
                    Some(()),
                    "{}",
                    live.name
                );
                let is = typed(&(live.read)(&settings));
                assert_eq!(is, *value, "{}", live.name);
            }
            let mut settings = ScreenSettings::default();
            let before = (live.read)(&settings);
            let wrong = (live.write)(&mut settings, "a-very-unlikely-value!");
            assert_eq!(wrong.is_none(), !live.values.is_empty(), "{}", live.name);
            if wrong.is_none() {
                assert_eq!((live.read)(&settings), before);
            }
        }
        assert!(named("THEME").is_some() && named("lang").is_none());
    }
}
