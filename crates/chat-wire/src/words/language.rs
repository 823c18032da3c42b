//! A language: its words beside those of the others, so that none can be forgotten, and
//! how it writes numbers. Brazil has words of its own only where it says it otherwise.

use std::fmt::Arguments;

/// What is spoken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// European Portuguese.
    Portuguese,
    /// Brazilian Portuguese.
    Brazilian,
}

/// A word or a few in each language.
#[derive(Clone, Copy, Debug)]
pub struct Words<'a>([&'a str; 3]);

/// English, and the same Portuguese in Portugal and in Brazil.
impl<'a> From<[&'a str; 2]> for Words<'a> {
    fn from([english, portuguese]: [&'a str; 2]) -> Self {
        Self([english, portuguese, portuguese])
    }
}

/// English, the Portuguese of Portugal, and that of Brazil.
impl<'a> From<[&'a str; 3]> for Words<'a> {
    fn from(words: [&'a str; 3]) -> Self {
        Self(words)
    }
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::English, Self::Portuguese, Self::Brazilian];

    /// What it says, which is the same in Portugal and in Brazil.
    pub fn of(self, english: Arguments<'_>, portuguese: Arguments<'_>) -> String {
        self.of_three(english, portuguese, portuguese)
    }

    /// What it says, where Brazil says it otherwise.
    pub fn of_three(
        self,
        english: Arguments<'_>,
        portuguese: Arguments<'_>,
        brazilian: Arguments<'_>,
    ) -> String {
        match self {
            Self::English => english.to_string(),
            Self::Portuguese => portuguese.to_string(),
            Self::Brazilian => brazilian.to_string(),
        }
    }

    /// Its word.
    pub fn word<'a>(self, words: impl Into<Words<'a>>) -> &'a str {
        let Words([english, portuguese, brazilian]) = words.into();
        match self {
            Self::English => english,
            Self::Portuguese => portuguese,
            Self::Brazilian => brazilian,
        }
    }

    /// A number with decimals.
    pub fn decimal(self, value: f64, places: usize) -> String {
        let written = format!("{value:.places$}");
        match self {
            Self::English => written,
            Self::Portuguese | Self::Brazilian => written.replace('.', ","),
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
    pub fn count<'a, W: Into<Words<'a>>>(self, count: u64, one: W, more: W) -> String {
        let words = if count == 1 { one } else { more };
        format!("{count} {}", self.word(words))
    }
}
