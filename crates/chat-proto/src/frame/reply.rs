//! What a message answers: the number of an earlier one in its room, and as much of that
//! one as whoever sees no numbers is shown.

use std::sync::Arc;

use unicode_segmentation::UnicodeSegmentation;

use crate::name::Name;

/// A message answers another one of its room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The number of the message that is answered.
    pub seq: u64,
    /// What it said, where that is remembered. Shared by every receiver's frame.
    pub said: Option<Arc<Quote>>,
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
