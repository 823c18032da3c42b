//! The letters of the whole window: there nothing is written, so they are keys.

use crate::app::wire::player::Play;
use crate::app::wire::shown::View;
use crate::speech::topic::Wire;

/// What a letter does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Letter {
    /// Stand still, or go on.
    Freeze,
    /// The next row that something is to be said about.
    NextMark,
    /// The one before.
    LastMark,
    /// Write a filter.
    Filter,
    /// Show everything again.
    Clear,
    /// Show what is in the background, or fold it.
    Background,
    /// Only what belongs to the chosen row.
    Life,
    /// Hide letters, or show them.
    Mask,
    /// Show something else.
    Show(View),
}

/// A sentence of the catalogue.
pub type Words = fn(&Wire) -> &'static str;

/// Every letter, what it does, and in words.
pub const LETTERS: [(char, Letter, Words); 16] = [
    (' ', Letter::Freeze, Wire::freezes),
    ('n', Letter::NextMark, Wire::next_mark),
    ('N', Letter::LastMark, Wire::last_mark),
    ('f', Letter::Filter, Wire::filters),
    ('/', Letter::Filter, Wire::filters),
    ('c', Letter::Clear, Wire::clears),
    ('b', Letter::Background, Wire::backgrounds),
    ('s', Letter::Life, Wire::lives),
    ('*', Letter::Mask, Wire::masks),
    ('1', Letter::Show(View::Ladder), Wire::view_ladder),
    ('2', Letter::Show(View::Bytes), Wire::view_bytes),
    ('3', Letter::Show(View::Waits), Wire::view_waits),
    ('4', Letter::Show(View::Queues), Wire::view_queues),
    ('5', Letter::Show(View::Woke), Wire::view_woke),
    ('6', Letter::Show(View::System), Wire::view_system),
    ('7', Letter::Show(View::People), Wire::view_people),
];

/// Those that are others while a recording is played.
pub const PLAYED: [(char, Play, Words); 5] = [
    (' ', Play::Turn, Wire::plays),
    ('.', Play::Next, Wire::plays_next),
    (',', Play::Back, Wire::plays_back),
    (']', Play::Faster, Wire::plays_faster),
    ('[', Play::Slower, Wire::plays_slower),
];

/// What this letter does while a recording is played.
pub fn played(letter: char) -> Option<Play> {
    let mut known = PLAYED.iter().filter(|(known, ..)| *known == letter);
    known.next().map(|(_, does, _)| *does)
}

/// What this letter does, if it does anything.
pub fn meaning(letter: char) -> Option<Letter> {
    let mut known = LETTERS.iter().filter(|(known, ..)| *known == letter);
    known.next().map(|(_, does, _)| *does)
}
