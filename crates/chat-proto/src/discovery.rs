//! Being found: what whoever looks for servers on its network asks, and what each
//! server answers. How it is written is [`codec::json`](crate::codec::json)'s.
//!
//! Nobody proves anything here: a title is no identity, and an answer is what
//! somebody says of itself.

use std::fmt;

use crate::frame::server::RunId;
use crate::hex::Hex;
use crate::text;

/// A question: which servers are there?
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Find {
    /// Repeated in the answer, so that whoever asks knows its own; empty where there is
    /// none that can be repeated.
    pub nonce: String,
}

/// A server's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Here {
    /// The question's.
    pub nonce: String,
    /// What the server calls itself.
    pub title: Title,
    /// How many people have a name there.
    pub people: usize,
    /// Where it listens on TCP, if it does.
    pub tcp: Option<u16>,
    /// Where it listens on UDP.
    pub udp: Option<u16>,
    /// What its certificate begins with, by SHA-256, where it offers TLS.
    pub tls: Option<Hex<8>>,
    /// Whether it asks for a password.
    pub asks_password: bool,
    /// Its run: the same at each of its addresses.
    pub run: Option<RunId>,
}

/// What a server calls itself: one short line that steers nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Title(String);

impl Title {
    /// As much of it as can be shown. Nothing where nothing can be read.
    pub fn of(raw: &str) -> Self {
        let clean = text::clean(raw);
        let words: Vec<&str> = clean.split_whitespace().collect();
        let mut title = String::new();
        let mut written = 0;
        for c in words.join(" ").chars() {
            // What JSON writes with a backslash before it.
            written += c.len_utf8() + usize::from(matches!(c, '"' | '\\'));
            if written > TITLE_BYTES {
                break;
            }
            title.push(c);
        }
        title.truncate(title.trim_end().len());
        Self(title)
    }

    /// The title itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing to read.
    pub fn is_blank(&self) -> bool {
        self.0.chars().all(text::is_blank)
    }
}

impl fmt::Display for Title {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The longest title, in bytes of UTF-8 as JSON writes them: an answer with it is no
/// longer than the shortest question.
pub const TITLE_BYTES: usize = 48;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_title_is_one_short_line_that_steers_nothing() {
        for (raw, expected) in [
            ("redes A", "redes A"),
            ("  sala\n\t 2.1  ", "sala 2.1"),
            ("a\u{1b}[2Jb\u{202e}c\u{200b}", "a[2Jbc"),
            ("", ""),
            ("\u{7}", ""),
        ] {
            assert_eq!(Title::of(raw).as_str(), expected, "{raw:?}");
        }
        assert!(Title::of("\u{3164}").is_blank() && !Title::of("x").is_blank());
    }

    proptest! {
        #[test]
        fn no_input_makes_a_title_that_is_long_or_breaks_a_line(raw in any::<String>()) {
            let title = Title::of(&raw);
            prop_assert!(title.as_str().len() <= TITLE_BYTES);
            prop_assert!(!title.as_str().chars().any(char::is_control));
            let again = Title::of(title.as_str());
            prop_assert_eq!(again, title);
        }
    }
}
