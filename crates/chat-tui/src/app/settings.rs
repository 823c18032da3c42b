//! How the person wants the screen to behave: plain values, decided once at the
//! start by the command line and the configuration.

use crate::app::highlight::Highlight;
use crate::app::keys::Keymap;
use crate::areas::Panes;
use crate::areas::Shown;
use crate::speech::Language;

/// What can be chosen; the defaults are what nobody has to choose.
#[derive(Clone, Debug)]
pub struct ScreenSettings {
    /// The language of the screen.
    pub language: Language,
    /// The newest rows that stay on the screen while one reads older ones; none:
    /// 0.
    pub live_rows: u16,
    /// Which keys do what.
    pub keymap: Keymap,
    /// The colours.
    pub palette: Palette,
    /// What calls a person who looks elsewhere, all of these.
    pub calls: Vec<Call>,
    /// How many messages are kept, of all conversations together.
    pub history: usize,
    /// What the time of a message shows.
    pub times: Times,
    /// Which messages of the same speaker have the name.
    pub named: Named,
    /// What stands beside the history.
    pub panes: Panes<Shown>,
    /// Whether others are told that we write or are away.
    pub signs: bool,
    /// Whether what passes on the wire is kept, to be looked at.
    pub wire: WireKept,
    /// Whose the mouse is.
    pub mouse: MouseUse,
    /// The words that mark a message as our name does.
    pub highlight: Highlight,
    /// Whether a log is written of what is read.
    pub log: bool,
    /// Of what the signs are that are drawn.
    pub drawn_in: Charset,
}

impl Default for ScreenSettings {
    fn default() -> Self {
        Self {
            language: Language::default(),
            keymap: Keymap::default(),
            palette: Palette::Terminal,
            calls: vec![Call::Bell],
            live_rows: LIVE_ROWS,
            history: HISTORY,
            times: Times::Minutes,
            named: Named::First,
            panes: Panes::default(),
            signs: true,
            wire: WireKept::Newest,
            mouse: MouseUse::Ours,
            highlight: Highlight::default(),
            log: false,
            drawn_in: Charset::Unicode,
        }
    }
}

impl ScreenSettings {
    /// Whether signs are drawn in ASCII.
    pub fn is_ascii(&self) -> bool {
        self.drawn_in == Charset::Ascii
    }
}

/// How many colours the terminal has, as far as it says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// None are wanted.
    Nothing,
    /// Its own sixteen.
    Sixteen,
    /// 240 more, the same on every terminal.
    Indexed,
    /// All.
    Full,
}

/// Which colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Palette {
    /// The terminal's own sixteen, on its own background.
    Terminal,
    /// Ours, for a dark background.
    Dark,
    /// Ours, for a light background.
    Light,
    /// Black, white and little else.
    HighContrast,
}

impl Palette {
    /// Every one of them.
    pub const ALL: [Self; 4] = [Self::Terminal, Self::Dark, Self::Light, Self::HighContrast];

    /// What it is called, on the command line and in the chat.
    pub fn name(self) -> &'static str {
        match self {
            Self::Terminal => "terminal",
            Self::Dark => "dark",
            Self::Light => "light",
            Self::HighContrast => "high-contrast",
        }
    }

    /// The one of this name.
    pub fn named(name: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|palette| palette.name().eq_ignore_ascii_case(name))
    }
}

/// One way to call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// The terminal's bell.
    Bell,
    /// A notification of the desktop, as iTerm2 began it.
    Osc9,
    /// The same, as rxvt began it.
    Osc777,
}

impl Call {
    /// Every one of them.
    pub const ALL: [Self; 3] = [Self::Bell, Self::Osc9, Self::Osc777];

    /// What it is called, on the command line and in the chat.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bell => "bell",
            Self::Osc9 => "osc9",
            Self::Osc777 => "osc777",
        }
    }

    /// The one of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|call| call.name() == name)
    }
}

/// The form of a message's time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Times {
    /// `16:20`, where the minute changes.
    Minutes,
    /// `16:20:03`, where the second changes.
    Seconds,
    /// None.
    Off,
}

impl Times {
    /// Every one of them.
    pub const ALL: [Self; 3] = [Self::Minutes, Self::Seconds, Self::Off];

    /// What it is called, on the command line and in the chat.
    pub fn name(self) -> &'static str {
        match self {
            Self::Minutes => "minutes",
            Self::Seconds => "seconds",
            Self::Off => "off",
        }
    }

    /// The one of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|times| times.name() == name)
    }

    /// The columns that it takes, with the blank after it.
    pub fn columns(self) -> u16 {
        match self {
            Self::Minutes => 6,
            Self::Seconds => 9,
            Self::Off => 0,
        }
    }
}

/// Which messages have the name of who says them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// The first of several in a row.
    First,
    /// Each.
    Each,
}

/// Which characters a terminal shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charset {
    /// All.
    Unicode,
    /// Those of 1963.
    Ascii,
}

/// What a terminal shows, where there is nothing else to set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Display {
    /// How many colours there are, where any are wanted.
    pub colours: Depth,
    /// Which characters.
    pub drawn_in: Charset,
}

/// Whose the mouse is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseUse {
    /// The terminal tells us what is done with it.
    Ours,
    /// The terminal's, as ever.
    OfTheTerminal,
}

/// What is kept of what passes on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WireKept {
    /// The newest events.
    Newest,
    /// Nothing.
    Nothing,
}

/// With more of the newest rows little is left for what one reads.
pub const MOST_LIVE_ROWS: u16 = 20;
/// Enough to see that somebody answers.
const LIVE_ROWS: u16 = 5;
/// Messages that are kept: a long day of a class.
const HISTORY: usize = 10_000;
