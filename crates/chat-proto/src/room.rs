//! The name of a room: letters, digits, `-` and `_`, compared without case.
//!
//! Which rooms exist and who is in them is the server's business.

use std::cmp::Ordering;
use std::fmt;
use std::hash::Hash;
use std::hash::Hasher;
use std::sync::Arc;

use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

use crate::limits::ROOM_CHARS;
use crate::text::quoted;

/// A room's name. Two that differ only in case are equal; each keeps its own
/// spelling.
#[derive(Clone, Debug)]
pub struct RoomName(Arc<Spelling>);

#[derive(Debug)]
struct Spelling {
    shown: Box<str>,
    /// What is compared: without case.
    key: Box<str>,
}

/// Why a word cannot be a room's name.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RoomFault {
    /// Nothing but perhaps a `#`.
    #[error("a room needs a name: 1 to {ROOM_CHARS} letters, digits, - or _")]
    Empty,
    /// More than [`ROOM_CHARS`] characters.
    #[error("the room name has {0} characters and may have {ROOM_CHARS}")]
    TooLong(usize),
    /// A character that may not stand in a room's name.
    #[error("`{0}` cannot be a room: only letters, digits, - and _ may stand in its name")]
    Character(String),
}

impl RoomName {
    /// The room where everybody begins.
    pub fn lobby() -> Self {
        Self::from_shown("lobby".into())
    }

    /// One leading `#` is dropped.
    pub fn parse(raw: &str) -> Result<Self, RoomFault> {
        let raw = raw.strip_prefix('#').unwrap_or(raw);
        if raw.is_empty() {
            return Err(RoomFault::Empty);
        }
        // Cut before normalising: a megabyte is refused without being walked.
        let shown: String = raw.chars().take(4 * ROOM_CHARS).nfc().collect();
        let allowed = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
        if !shown.chars().all(allowed) {
            return Err(RoomFault::Character(quoted(raw)));
        }
        if shown.chars().count() > ROOM_CHARS {
            return Err(RoomFault::TooLong(raw.chars().count()));
        }
        Ok(Self::from_shown(shown))
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.0.shown
    }

    fn from_shown(shown: String) -> Self {
        // Down, up and down again: ß and ss, ς and σ, İ and i̇ become one.
        let lower = shown.chars().flat_map(char::to_lowercase);
        let folded = lower.flat_map(char::to_uppercase);
        let key = folded.flat_map(char::to_lowercase).nfkc().collect();
        Self(Arc::new(Spelling {
            shown: shown.into(),
            key,
        }))
    }
}

impl fmt::Display for RoomName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl PartialEq for RoomName {
    fn eq(&self, other: &Self) -> bool {
        self.0.key == other.0.key
    }
}

impl Eq for RoomName {}

impl PartialOrd for RoomName {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for RoomName {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.key.cmp(&other.0.key)
    }
}

impl Hash for RoomName {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.key.hash(state);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn letters_of_any_language_and_two_signs_make_a_room() {
        for raw in ["lab", "Lab-1_b", "sala-à", "教室", &"x".repeat(ROOM_CHARS)] {
            assert_eq!(RoomName::parse(raw).unwrap().as_str(), raw);
        }
    }

    #[test]
    fn one_leading_hash_is_dropped_and_case_is_ignored() {
        assert_eq!(
            RoomName::parse("#Lab").unwrap(),
            RoomName::parse("lAB").unwrap()
        );
        assert_eq!(RoomName::parse("#Lab").unwrap().as_str(), "Lab");
        for (one, other) in [("ΟΔΟΣ", "οδος"), ("straße", "STRASSE"), ("ﬁx", "FIX")] {
            assert_eq!(
                RoomName::parse(one).unwrap(),
                RoomName::parse(other).unwrap()
            );
        }
    }

    #[test]
    fn everything_else_is_refused_with_the_reason() {
        assert_eq!(RoomName::parse("").unwrap_err(), RoomFault::Empty);
        assert_eq!(RoomName::parse("#").unwrap_err(), RoomFault::Empty);
        let long = "x".repeat(ROOM_CHARS + 1);
        assert_eq!(RoomName::parse(&long).unwrap_err(), RoomFault::TooLong(33));
        for raw in ["a b", "a.b", "##a", "a\nb", "a/b", "*", "a\u{200b}b", "👍"] {
            let fault = RoomName::parse(raw).unwrap_err();
            assert!(matches!(fault, RoomFault::Character(_)), "{raw}");
        }
    }

    proptest! {
        #[test]
        fn a_room_name_reads_back(raw in any::<String>()) {
            if let Ok(room) = RoomName::parse(&raw) {
                let again = RoomName::parse(room.as_str());
                prop_assert_eq!(again.as_ref(), Ok(&room));
                prop_assert!(room.as_str().chars().count() <= ROOM_CHARS);
            }
        }
    }
}
