//! A language: its words beside those of the others, so that none can be forgotten, and
//! how it writes numbers.

use std::fmt::Arguments;

/// What is spoken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// European Portuguese.
    Portuguese,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::English, Self::Portuguese];

    /// What it says.
    pub fn of(self, english: Arguments<'_>, portuguese: Arguments<'_>) -> String {
        match self {
            Self::English => english.to_string(),
            Self::Portuguese => portuguese.to_string(),
        }
    }

    /// A number with decimals.
    pub fn decimal(self, value: f64, places: usize) -> String {
        let written = format!("{value:.places$}");
        match self {
            Self::English => written,
            Self::Portuguese => written.replace('.', ","),
        }
    }

    /// A time in microseconds, as exactly as one reads it: `0.2 ms`, `46 ms`, `1.6 s`.
    pub fn time(self, us: i64) -> String {
        #[expect(clippy::cast_precision_loss, reason = "three digits are shown")]
        let us = us as f64;
        match us.abs() {
            time if time < 9_950.0 => format!("{} ms", self.decimal(us / 1e3, 1)),
            time if time < 999_500.0 => format!("{} ms", self.decimal(us / 1e3, 0)),
            _ => format!("{} s", self.decimal(us / 1e6, 1)),
        }
    }

    /// An error, which may be a few microseconds: `0.03 ms`.
    pub fn time_finely(self, us: i64) -> String {
        if us >= 9_950 {
            return self.time(us);
        }
        #[expect(clippy::cast_precision_loss, reason = "it is below ten thousand")]
        let ms = us as f64 / 1e3;
        format!("{} ms", self.decimal(ms, 2))
    }

    /// What was drawn of a million, as a probability.
    pub fn drawn(self, millionths: u32) -> String {
        self.decimal(f64::from(millionths) / 1e6, 2)
    }

    /// So many of something.
    pub fn count(self, count: u64, one: [&str; 2], more: [&str; 2]) -> String {
        let [english, portuguese] = if count == 1 { one } else { more };
        self.of(
            format_args!("{count} {english}"),
            format_args!("{count} {portuguese}"),
        )
    }
}
