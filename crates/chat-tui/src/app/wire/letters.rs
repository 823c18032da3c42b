//! The letters of the whole window: there nothing is written, so they are keys.

use chat_weather::manual_queue::ManualCommand;

use crate::app::wire::player::Play;
use crate::app::wire::shown::View;
use crate::speech::Speech;

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
    /// Ask what happens next.
    Ask,
    /// Hold every datagram, or none any more.
    Hold,
    /// What becomes of the chosen datagram that waits, or of all.
    Decide(Decision),
    /// One event on, while the window stands still; or the link's clock runs to its next
    /// timer.
    Next,
    /// One event back.
    Back,
    /// Show what is folded beside the chosen row, or fold it.
    Unfold,
    /// The link's clock stands still, or runs.
    TurnClock,
    /// Time to scale, or not.
    Scale,
    /// Closer, or from further away.
    Zoom {
        /// Closer.
        closer: bool,
    },
    /// The lanes of other people.
    Lanes,
    /// The sentence, or more rows.
    Sentence,
    /// To the line in the chat.
    Line,
    /// Begin to write a command.
    Command(&'static str),
    /// Show something else.
    Show(View),
}

/// What becomes of a datagram that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It passes.
    Pass,
    /// It passes twice.
    Double,
    /// It is lost.
    Kill,
    /// All pass.
    All,
}

impl Decision {
    /// The command about the datagram of this number.
    pub fn about(self, number: u64) -> ManualCommand {
        match self {
            Self::Pass => ManualCommand::Pass(Some(number)),
            Self::Double => ManualCommand::Double(Some(number)),
            Self::Kill => ManualCommand::Kill(Some(number)),
            Self::All => ManualCommand::All,
        }
    }
}

/// A sentence of the catalogue.
pub type Words = fn(&Speech) -> &'static str;

/// Every letter, what it does, and in words.
pub const LETTERS: [(char, Letter, Words); 35] = [
    (' ', Letter::Freeze, |all| all.wire.freezes()),
    ('n', Letter::NextMark, |all| all.wire.next_mark()),
    ('N', Letter::LastMark, |all| all.wire.last_mark()),
    ('w', Letter::Ask, |all| all.doing.quizzes()),
    ('f', Letter::Filter, |all| all.wire.filters()),
    ('/', Letter::Filter, |all| all.wire.filters()),
    ('c', Letter::Clear, |all| all.wire.clears()),
    ('s', Letter::Life, |all| all.wire.lives()),
    ('b', Letter::Background, |all| all.wire.backgrounds()),
    ('e', Letter::Sentence, |all| all.doing.sentences()),
    ('t', Letter::Scale, |all| all.doing.scales()),
    ('+', Letter::Zoom { closer: true }, |all| {
        all.doing.zooms_in()
    }),
    ('-', Letter::Zoom { closer: false }, |all| {
        all.doing.zooms_out()
    }),
    ('l', Letter::Lanes, |all| all.doing.lanes()),
    ('*', Letter::Mask, |all| all.wire.masks()),
    ('h', Letter::Hold, |all| all.doing.holds()),
    ('p', Letter::Decide(Decision::Pass), |all| {
        all.doing.passes()
    }),
    ('d', Letter::Decide(Decision::Double), |all| {
        all.doing.doubles()
    }),
    ('k', Letter::Decide(Decision::Kill), |all| all.doing.kills()),
    ('a', Letter::Decide(Decision::All), |all| {
        all.doing.passes_all()
    }),
    ('.', Letter::Next, |all| all.doing.steps()),
    (',', Letter::Back, |all| all.doing.steps_back()),
    ('u', Letter::Unfold, |all| all.doing.unfolds()),
    ('o', Letter::TurnClock, |all| all.doing.stands()),
    ('m', Letter::Line, |all| all.doing.goes_to_line()),
    ('r', Letter::Command("/record "), |all| all.doing.records()),
    ('x', Letter::Command("/export "), |all| all.doing.exports()),
    ('1', Letter::Show(View::Ladder), |all| {
        all.wire.view_ladder()
    }),
    ('2', Letter::Show(View::Bytes), |all| all.wire.view_bytes()),
    ('3', Letter::Show(View::Waits), |all| all.wire.view_waits()),
    ('4', Letter::Show(View::Queues), |all| {
        all.wire.view_queues()
    }),
    ('5', Letter::Show(View::Woke), |all| all.wire.view_woke()),
    ('6', Letter::Show(View::System), |all| {
        all.wire.view_system()
    }),
    ('7', Letter::Show(View::People), |all| {
        all.wire.view_people()
    }),
    ('8', Letter::Show(View::Held), |all| all.doing.view_held()),
];

/// Those that are others while a recording is played.
pub const PLAYED: [(char, Play, Words); 5] = [
    (' ', Play::Turn, |all| all.wire.plays()),
    ('.', Play::Next, |all| all.wire.plays_next()),
    (',', Play::Back, |all| all.wire.plays_back()),
    (']', Play::Faster, |all| all.wire.plays_faster()),
    ('[', Play::Slower, |all| all.wire.plays_slower()),
];

/// What this letter does while a recording is played.
pub fn played(letter: char) -> Option<Play> {
    found(&PLAYED, letter)
}

/// What this letter does, if it does anything.
pub fn meaning(letter: char) -> Option<Letter> {
    found(&LETTERS, letter)
}

fn found<T: Copy>(table: &[(char, T, Words)], letter: char) -> Option<T> {
    let known = table.iter().find(|(known, ..)| *known == letter);
    known.map(|(_, does, _)| *does)
}
