//! What a person reads: text without anything that steers a terminal.
//!
//! [`Text`] is what a peer may say. [`clean`] is the rule itself, for texts
//! that come from elsewhere (another server, a file, an argument).

use std::borrow::Cow;
use std::sync::Arc;

use thiserror::Error;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::limits::TEXT_BYTES;

/// A message's text: not blank, at most [`TEXT_BYTES`] long, clean.
///
/// Shared, because the history and every receiver's frame hold the same one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text(Arc<str>);

/// Why a text is not said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum TextFault {
    /// Nothing that could be read was left.
    #[error("the text is empty: nothing was said")]
    Empty,
    /// Longer than a message may be.
    #[error("the text has {0} bytes and a message may have {TEXT_BYTES}: say it in parts")]
    TooLong(usize),
}

impl Text {
    /// Cleans what was sent, and refuses what is too long or blank.
    ///
    /// The length is measured as it came: a sender can count it without knowing
    /// our rules for cleaning.
    pub fn parse(raw: &str) -> Result<Self, TextFault> {
        if raw.len() > TEXT_BYTES {
            return Err(TextFault::TooLong(raw.len()));
        }
        let text = clean(raw);
        if text.chars().all(is_blank) {
            return Err(TextFault::Empty);
        }
        Ok(Self(text.into()))
    }

    /// The text itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Removes what steers instead of being read: control characters but `\n` and
/// `\t`, overrides of the writing direction, tag characters, invisible signs.
///
/// Joiners and emoji selectors stay, since families, flags and several scripts
/// are written with them.
pub fn clean(raw: &str) -> Cow<'_, str> {
    if raw.chars().any(steers) {
        Cow::Owned(raw.chars().filter(|c| !steers(*c)).collect())
    } else {
        Cow::Borrowed(raw)
    }
}

/// The letters without their accents, so that who types none finds them too: ligatures
/// and compatibility forms apart, a letter of its own that is one of ours with a stroke
/// or two of them in one as those.
pub fn unaccented(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let mut bare = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)) {
        match plain_letters(c) {
            Some(letters) => bare.push_str(letters),
            None => bare.push(c),
        }
    }
    bare
}

/// Letters that no decomposition takes apart, as whoever has no such key types them.
fn plain_letters(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'ẞ' => "SS",
        'œ' => "oe",
        'Œ' => "OE",
        'æ' => "ae",
        'Æ' => "AE",
        'ø' => "o",
        'Ø' => "O",
        'đ' | 'ð' => "d",
        'Đ' | 'Ð' => "D",
        'ħ' => "h",
        'Ħ' => "H",
        'ı' => "i",
        'ł' => "l",
        'Ł' => "L",
        'ŧ' => "t",
        'Ŧ' => "T",
        'þ' => "th",
        'Þ' => "TH",
        _ => return None,
    })
}

/// Something that a peer sent, fit to be quoted in a sentence: clean, on one
/// line, and short.
pub fn quoted(raw: &str) -> String {
    let mut chars = raw
        .chars()
        .filter(|c| !steers(*c))
        .map(|c| if c.is_whitespace() { ' ' } else { c });
    let mut short: String = chars.by_ref().take(QUOTED_CHARS).collect();
    if chars.next().is_some() {
        short.push('…');
    }
    short
}

/// Whether a character steers the terminal or hides instead of being read.
fn steers(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        // Line and paragraph separators break lines behind a client's back.
        '\u{2028}' | '\u{2029}' => true,
        _ => c.is_control() || is_invisible(c),
    }
}

/// Invisible characters that change how their neighbours look, or hide content.
/// Joiners (U+200C, U+200D) and the selectors U+FE00 to U+FE0F are not here.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}'                     // soft hyphen
        | '\u{061C}'                   // Arabic letter mark
        | '\u{180E}'                   // Mongolian vowel separator
        | '\u{200B}'                   // zero-width space
        | '\u{200E}' | '\u{200F}'      // direction marks
        | '\u{202A}'..='\u{202E}'      // direction embeddings and overrides
        | '\u{2060}'..='\u{206F}'      // word joiner, isolates, deprecated format
        | '\u{FEFF}'                   // byte order mark
        | '\u{FFF0}'..='\u{FFFB}'      // unassigned, interlinear annotation
        | '\u{1D173}'..='\u{1D17A}'    // musical format
        | '\u{E0000}'..='\u{E0FFF}'    // tags, supplementary selectors
    )
}

/// Whether a character leaves nothing to see on the screen.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || is_invisible(c)
        || looks_blank(c)
        || matches!(c,
            '\u{034F}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200C}' | '\u{200D}' | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FFA0}')
}

/// Whether a character is drawn as nothing, though it is no space and no sign: the
/// empty pattern of Braille, an empty note, the place of an object.
pub(crate) fn looks_blank(c: char) -> bool {
    matches!(c, '\u{2800}' | '\u{1D159}' | '\u{FFFC}')
}

/// Long enough to recognise what is quoted, short enough for a status row.
const QUOTED_CHARS: usize = 48;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(raw: &str, expected: &str) {
        assert_eq!(Text::parse(raw).unwrap().as_str(), expected);
    }

    #[test]
    fn what_people_write_stays() {
        check("olá,\n\tturma", "olá,\n\tturma");
        check("漢字 👩‍👩‍👧 🇵🇹 ❤️ नमस्ते می‌خواهم", "漢字 👩‍👩‍👧 🇵🇹 ❤️ नमस्ते می‌خواهم");
    }

    #[test]
    fn what_steers_a_terminal_is_removed() {
        check("a\u{1b}[2Jb", "a[2Jb");
        check("a\u{9b}2Jb\u{7f}\u{8}\u{7}\0", "a2Jb");
        check("a\r\nb\rc", "a\nbc");
        check("a\u{202e}b\u{2066}c\u{200b}d\u{e0041}e\u{feff}", "abcde");
        check("a\u{2028}b", "ab");
    }

    #[test]
    fn a_text_with_nothing_to_read_is_empty() {
        for raw in [
            "",
            " \n\t",
            "\u{1b}",
            "\u{200b}",
            "\u{3164}\u{200d}\u{fe0f}",
        ] {
            assert_eq!(Text::parse(raw), Err(TextFault::Empty), "{raw:?}");
        }
    }

    #[test]
    fn the_limit_counts_bytes_as_they_came() {
        assert!(Text::parse(&"x".repeat(TEXT_BYTES)).is_ok());
        let long = "é".repeat(TEXT_BYTES / 2 + 1);
        assert_eq!(Text::parse(&long), Err(TextFault::TooLong(TEXT_BYTES + 2)));
    }

    #[test]
    fn a_quotation_is_one_short_clean_line() {
        assert_eq!(quoted("a\nb\u{1b}"), "a b");
        assert_eq!(quoted(&"x".repeat(99)).chars().count(), QUOTED_CHARS + 1);
    }

    proptest! {
        #[test]
        fn no_input_makes_a_text_with_a_control_character(raw in any::<String>()) {
            if let Ok(text) = Text::parse(&raw) {
                prop_assert!(!text.as_str().chars().any(|c| c.is_control() && c != '\n' && c != '\t'));
                prop_assert!(!text.as_str().chars().any(is_invisible));
            }
        }

        #[test]
        fn cleaning_twice_is_cleaning_once(raw in any::<String>()) {
            let once = clean(&raw).into_owned();
            prop_assert_eq!(clean(&once).into_owned(), once.clone());
        }
    }
}
