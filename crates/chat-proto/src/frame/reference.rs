//! A message that refers to an earlier one of its room: it answers it, says it better, or is
//! a sign of what somebody thinks of it. That one is known by its number, and by as much of
//! it as whoever sees no numbers is shown.

use std::sync::Arc;

use unicode_segmentation::UnicodeSegmentation;

use crate::name::Name;

/// Which message of its room another one refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// In which way.
    pub how: How,
    /// Its number, from 1.
    pub seq: u64,
}

/// In which way a message refers to another one. Each is a field of its own on the wire,
/// and each message has one of them at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// It answers it: `reply`.
    Answers,
    /// The same person says it better: `edit`.
    Edits,
    /// Its text is a sign of what somebody thinks of it: `react`.
    Reacts,
}

/// A reference with what it refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// To which message.
    pub of: Reference,
    /// What that said, where it is remembered. Shared by every receiver's frame.
    pub said: Option<Arc<Quote>>,
}

impl Reference {
    /// What the three fields of a message with this text say: the first that is a number
    /// counts. What is no sign is no reaction either, but something that is said.
    pub fn of(fields: [(How, Option<u64>); 3], text: &str) -> Option<Self> {
        let mut all = fields.into_iter();
        let (how, seq) = all.find_map(|(how, seq)| Some((how, seq.filter(|seq| *seq > 0)?)))?;
        (how != How::Reacts || is_sign(text)).then_some(Self { how, seq })
    }

    /// The number, if it refers in this way.
    pub fn seq_if(self, how: How) -> Option<u64> {
        (self.how == how).then_some(self.seq)
    }
}

/// Whether a text is a sign: a few characters as people count them, and no blank between.
pub fn is_sign(text: &str) -> bool {
    text.len() <= SIGN_BYTES
        && text.graphemes(true).take(SIGN + 1).count() <= SIGN
        && !text.chars().any(char::is_whitespace)
}

/// The beginning of a message, for whoever is to recognise it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    name: Name,
    text: Box<str>,
}

impl Quote {
    /// Of what somebody said: one line of at most [`QUOTED`] characters as people count
    /// them, with `…` where there was more.
    pub fn new(name: &Name, text: &str) -> Self {
        let words: Vec<&str> = text.split_whitespace().collect();
        // What is quoted cannot end the parenthesis that it stands in, and go on as if
        // whoever quotes it had said the rest.
        let mut line = words.join(" ").replace("):", ") :");
        let ends = line.grapheme_indices(true).map(|(at, one)| at + one.len());
        let short = ends.take(QUOTED).take_while(|end| *end <= QUOTED_BYTES);
        let end = short.last().unwrap_or(0);
        if end < line.len() {
            line.truncate(end);
            line.truncate(line.trim_end().len());
            line.push('…');
        }
        Self {
            name: name.clone(),
            text: line.into(),
        }
    }

    /// Who said it.
    pub fn name(&self) -> &Name {
        &self.name
    }

    /// The beginning of what was said.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// Characters of a sign: `+1`, `:-)`, an emoji.
const SIGN: usize = 4;

/// And its bytes: an emoji of a family has 25.
const SIGN_BYTES: usize = 32;

/// So many characters are enough to recognise a message that one has just read.
pub const QUOTED: usize = 16;

/// No more than this, however many accents are stacked on a letter.
const QUOTED_BYTES: usize = 4 * QUOTED;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let quote = Quote::new(&Name::guest(1), text);
        assert_eq!(quote.text(), expected, "{text:?}");
    }

    #[test]
    fn a_quotation_is_the_beginning_on_one_line() {
        check("yes", "yes");
        check("exactly sixteen.", "exactly sixteen.");
        check("does accept block here?", "does accept bloc…");
        check("does it, really, block?", "does it, really,…");
        check("one two three, four", "one two three, f…");
        check("sixteen and then here", "sixteen and then…");
        check("  a\n\n\tb  ", "a b");
    }

    #[test]
    fn a_character_of_several_is_kept_whole_or_left_out() {
        let (family, flag) = ("👩‍👩‍👧", "🇵🇹");
        check(&flag.repeat(9), &format!("{}…", flag.repeat(8)));
        check(&family.repeat(9), &format!("{}…", family.repeat(3)));
        check(
            &"e\u{301}".repeat(17),
            &format!("{}…", "e\u{301}".repeat(16)),
        );
        check(&format!("a{}", "\u{301}".repeat(300)), "…");
    }

    #[test]
    fn a_sign_is_a_few_characters() {
        for sign in ["👍", "+1", ":-)", "👩‍👩‍👧", "🇵🇹", "ok", "não"] {
            assert!(is_sign(sign), "{sign}");
        }
        let stacked = format!("a{}", "\u{301}".repeat(300));
        for none in ["+1 +1", "hello", "a\nb", stacked.as_str()] {
            assert!(!is_sign(none), "{none}");
        }
    }

    #[test]
    fn the_first_number_counts() {
        let of = |edit, react, reply, text: &str| {
            let fields = [
                (How::Edits, edit),
                (How::Reacts, react),
                (How::Answers, reply),
            ];
            Reference::of(fields, text).map(|one| (one.how, one.seq))
        };
        assert_eq!(of(None, None, None, "a"), None);
        assert_eq!(of(Some(0), None, Some(3), "a"), Some((How::Answers, 3)));
        assert_eq!(of(Some(1), Some(2), Some(3), "a"), Some((How::Edits, 1)));
        assert_eq!(of(None, Some(2), None, "👍"), Some((How::Reacts, 2)));
        assert_eq!(of(None, Some(2), None, "not a sign"), None);
    }

    #[test]
    fn what_is_quoted_does_not_end_its_parenthesis() {
        check("a): I lied", "a) : I lied");
    }

    proptest! {
        #[test]
        fn a_quotation_is_bounded_whatever_was_said(text in any::<String>()) {
            let quote = Quote::new(&Name::guest(1), &text);
            let longest = QUOTED_BYTES + '…'.len_utf8();
            prop_assert!(quote.text().len() <= longest);
            prop_assert!(quote.text().graphemes(true).count() <= QUOTED + 1);
            prop_assert!(!quote.text().contains(['\n', '\r', '\t']));
        }
    }
}
