//! A message that one has chosen, and what its letters do. Plain values.

use crate::app::conversation::timeline::ScrollPosition;
use crate::speech::Speech;

/// Which message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Picked {
    /// The entry's key.
    pub key: u64,
    /// Where one was before.
    pub from: ScrollPosition,
}

/// What a letter does with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// It is answered.
    Reply,
    /// It goes to the clipboard.
    Copy,
}

/// A sentence of the catalogue.
type Words = fn(&Speech) -> &'static str;

/// Every letter, what it does, and in words.
pub const DEEDS: [(char, Deed, Words); 2] = [
    ('r', Deed::Reply, |all| all.reading.replies()),
    ('y', Deed::Copy, |all| all.reading.copies()),
];

/// What this letter does, if it does anything.
pub fn deed(letter: char) -> Option<Deed> {
    let found = DEEDS.iter().find(|(known, ..)| *known == letter);
    found.map(|(_, deed, _)| *deed)
}
