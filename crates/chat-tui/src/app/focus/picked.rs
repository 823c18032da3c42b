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
    /// Whether a sign is chosen for it.
    pub signs: bool,
}

impl Picked {
    /// Nothing is done with it yet.
    pub fn new(key: u64, from: ScrollPosition) -> Self {
        Self {
            key,
            from,
            signs: false,
        }
    }
}

/// What a letter does with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// It is answered.
    Reply,
    /// It is given a sign.
    React,
    /// It is said better.
    Edit,
    /// It is shown as it was said before.
    Before,
    /// It goes to the clipboard.
    Copy,
}

/// A sentence of the catalogue.
type Words = fn(&Speech) -> &'static str;

/// Every letter, what it does, and in words.
pub const DEEDS: [(char, Deed, Words); 5] = [
    ('r', Deed::Reply, |all| all.reading.replies()),
    ('+', Deed::React, |all| all.referring.reacts()),
    ('e', Deed::Edit, |all| all.referring.edits()),
    ('b', Deed::Before, |all| all.referring.shows_before()),
    ('y', Deed::Copy, |all| all.reading.copies()),
];

/// What this letter does, if it does anything.
pub fn deed(letter: char) -> Option<Deed> {
    let found = DEEDS.iter().find(|(known, ..)| *known == letter);
    found.map(|(_, deed, _)| *deed)
}
