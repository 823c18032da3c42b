//! The options that concern the screen: how it looks, what it keeps, when it
//! calls, which keys do what.

use std::path::PathBuf;

use clap::Args;
use clap::ValueEnum;
use clap::builder::PossibleValue;

use crate::app::highlight;
use crate::app::highlight::Highlight;
use crate::app::settings::Call;
use crate::app::settings::Charset;
use crate::app::settings::MOST_LIVE_ROWS;
use crate::app::settings::MouseUse;
use crate::app::settings::Named;
use crate::app::settings::Palette;
use crate::app::settings::ScreenSettings;
use crate::app::settings::Times;
use crate::app::settings::WireKept;
use crate::areas::Panes;
use crate::areas::Shown;
use crate::cli::locale;
use crate::speech;
use crate::speech::Language;
use crate::terminal::Tells;

/// The options, as they are written.
#[derive(Debug, Args)]
pub struct Wishes {
    /// The colours: the terminal's own sixteen, or a palette of ours for a dark or light background
    #[arg(long, value_enum, default_value_t = Palette::Terminal, help_heading = SCREEN)]
    theme: Palette,
    /// What calls you when you are named, or spoken to alone, while you look elsewhere; several with commas
    #[arg(long, value_enum, value_name = "HOW", value_delimiter = ',', default_value = "bell",
        help_heading = SCREEN)]
    notify: Vec<Notify>,
    /// Words or /regular expressions/ that mark a message as your name does; several with commas, or repeated
    #[arg(long, value_name = "WORD", value_parser = words, help_heading = SCREEN)]
    highlight: Vec<String>,
    /// How many messages are kept, of all conversations together
    #[arg(long, value_name = "N", default_value_t = 10_000, help_heading = SCREEN,
        value_parser = clap::value_parser!(u32).range(100..=1_000_000))]
    history: u32,
    /// How many of the newest rows stay on the screen while one reads older ones
    #[arg(long, value_name = "N", default_value_t = 5, help_heading = SCREEN,
        value_parser = clap::value_parser!(u16).range(0..=i64::from(MOST_LIVE_ROWS)))]
    live_rows: u16,
    /// What the time of a message shows
    #[arg(long, value_enum, default_value_t = Times::Minutes, help_heading = SCREEN)]
    times: Times,
    /// Whether each message has the name of who says it, not only the first of several
    #[arg(long, value_enum, default_value_t = Switch::Off, help_heading = SCREEN)]
    repeat_names: Switch,
    /// Whether the conversations are listed where there is width for it
    #[arg(long, value_enum, default_value_t = Switch::On, help_heading = SCREEN)]
    room_list: Switch,
    /// Whether the people are listed where there is width for it
    #[arg(long, value_enum, default_value_t = Switch::On, help_heading = SCREEN)]
    people_list: Switch,
    /// Whether others see that you write or are away; you see theirs either way
    #[arg(long, value_enum, default_value_t = Switch::On, help_heading = SCREEN)]
    signs: Switch,
    /// Whether the newest events on the wire are kept, for F9
    #[arg(long, value_enum, default_value_t = Switch::On, help_heading = SCREEN)]
    wire: Switch,
    /// Whether signs are drawn in ASCII; auto: where the locale names no UTF-8
    #[arg(long, value_enum, default_value_t = Ascii::Auto, num_args = 0..=1, require_equals = true,
        default_missing_value = "on", help_heading = SCREEN)]
    ascii: Ascii,
    /// Whether the terminal is asked for its extended keyboard protocol, as for Shift-Enter
    #[arg(long, value_enum, default_value_t = Switch::On, help_heading = SCREEN)]
    keyboard_protocol: Switch,
    /// Whether the wheel scrolls and a click goes to a room, a name or an address; Shift selects
    #[arg(long, value_enum, default_value_t = Switch::On, help_heading = SCREEN)]
    mouse: Switch,
    /// Append what is said to this file, which only you can read
    #[arg(long, value_name = "FILE", help_heading = SCREEN)]
    pub log: Option<PathBuf>,
    /// Another key for an action, as in next-room=F6; may be repeated. F1 and `chat-tui man` tell
    /// the actions
    #[arg(long, value_name = "ACTION=KEYS", help_heading = SCREEN)]
    pub key: Vec<String>,
}

impl ValueEnum for Palette {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
}

/// A way to call, or `off`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Notify(Option<Call>);

impl ValueEnum for Notify {
    fn value_variants<'a>() -> &'a [Self] {
        const ALL: [Notify; 4] = {
            let [bell, osc9, osc777] = Call::ALL;
            [
                Notify(Some(bell)),
                Notify(Some(osc9)),
                Notify(Some(osc777)),
                Notify(None),
            ]
        };
        &ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.0.map_or("off", Call::name)))
    }
}

impl ValueEnum for Times {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
}

/// Whether signs are drawn in ASCII.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Ascii {
    /// Where the locale says that there is nothing else.
    Auto,
    On,
    Off,
}

/// On or off; a file may say true or false.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Switch {
    On,
    Off,
}

impl Wishes {
    /// All but the language and the keys, which take more than this to know.
    pub fn settings(&self) -> ScreenSettings {
        ScreenSettings {
            palette: self.theme,
            calls: self.calls(),
            history: usize::try_from(self.history).unwrap_or(usize::MAX),
            live_rows: self.live_rows,
            times: self.times,
            named: match self.repeat_names {
                Switch::On => Named::Each,
                Switch::Off => Named::First,
            },
            panes: Panes {
                rooms: shown(self.room_list),
                people: shown(self.people_list),
            },
            signs: self.signs == Switch::On,
            wire: match self.wire {
                Switch::On => WireKept::Newest,
                Switch::Off => WireKept::Nothing,
            },
            mouse: match self.mouse {
                Switch::On => MouseUse::Ours,
                Switch::Off => MouseUse::OfTheTerminal,
            },
            highlight: self.highlight(),
            log: self.log.is_some(),
            drawn_in: self.drawn_in(),
            ..ScreenSettings::default()
        }
    }

    /// Which characters the terminal shows.
    pub fn drawn_in(&self) -> Charset {
        match self.ascii {
            Ascii::Auto => locale::charset(),
            Ascii::On => Charset::Ascii,
            Ascii::Off => Charset::Unicode,
        }
    }

    /// What the terminal is asked to tell.
    pub fn tells(&self) -> Tells {
        Tells {
            keys_apart: self.keyboard_protocol == Switch::On,
            mouse: self.mouse == Switch::On,
        }
    }

    /// The ways to call; none where any of them is `off`.
    fn calls(&self) -> Vec<Call> {
        let ways = self.notify.iter().map(|way| way.0);
        ways.collect::<Option<_>>().unwrap_or_default()
    }

    /// The words that mark a message: those that can, as many as there may be.
    fn highlight(&self) -> Highlight {
        let mut words = Highlight::default();
        let lines = self.highlight.iter();
        for word in lines.flat_map(|line| highlight::divided(line, COMMA)) {
            if words.add(word).is_err() {
                // Each of them is a word: there are more than so many.
                break;
            }
        }
        words
    }
}

/// Words that mark a message, for the command line's parser, which speaks English.
fn words(typed: &str) -> Result<String, String> {
    let english = speech::of(Language::English);
    let words = highlight::divided(typed, COMMA);
    if words.is_empty() {
        return Err(english.setting.no_word().to_owned());
    }
    let fit = Highlight::of(words).map(|_| typed.to_owned());
    fit.map_err(|why| why.words(english).into_owned())
}

/// Where it is wanted, it stands where there is room for it.
fn shown(list: Switch) -> Shown {
    match list {
        Switch::On => Shown::WithRoom,
        Switch::Off => Shown::Never,
    }
}

const SCREEN: &str = "Screen";
/// What divides the words of an option: a word may have blanks.
const COMMA: &[char] = &[','];
