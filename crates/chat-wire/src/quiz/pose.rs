//! A question about one row, and its choices in the order in which they are put.

use crate::marks::Mark;
use crate::payload::Payload;
use crate::quiz::texts;
use crate::quiz::texts::Question;
use crate::record::event::Why;
use crate::rows::row::Row;
use crate::rows::row::What;
use crate::words::language::Language;

/// A question about one row, as it is put to somebody who has not seen it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posed {
    /// What is asked.
    pub asked: String,
    /// What might happen.
    pub choices: [String; 4],
    /// Which of them does.
    pub right: usize,
}

/// What can be asked before this row is shown, as the question of this number, from 0;
/// nothing where no rule decided it.
pub fn posed(row: &Row, number: usize, language: Language) -> Option<Posed> {
    if row.is_background {
        return None;
    }
    let (_, question) = question(row, language)?;
    Some(Posed::of(question, number))
}

impl Posed {
    /// Which place the right one has is the same each time, and no pattern.
    pub(in crate::quiz) fn of(question: Question, number: usize) -> Self {
        let right = (number * 3 + number / 4 + 1) % 4;
        let mut choices = question.choices;
        choices.rotate_left(1);
        choices[right..].rotate_right(1);
        Self {
            asked: question.asked,
            choices,
            right,
        }
    }
}

/// The question of a row, and its kind.
pub(in crate::quiz) fn question(row: &Row, language: Language) -> Option<(usize, Question)> {
    if let What::Read(chunk) = &row.what
        && row.records.is_none()
    {
        let kept = chunk.kept.filter(|kept| *kept > 0)?;
        let both = texts::border(chunk.bytes, chunk.lines, kept);
        return Some((0, both.of(language)));
    }
    let (n, copy) = row.payload().and_then(Payload::frame)?;
    if row.mark == Mark::Duplicate {
        return Some((1, texts::duplicate(n, copy).of(language)));
    }
    match row.decision() {
        Some((Why::Timeout, _)) => Some((2, texts::timeout(n, copy).of(language))),
        Some((Why::Overtaken, _)) => Some((3, texts::overtaken(n, copy).of(language))),
        Some((Why::New, _)) | None => {
            let missing = row.waits_for()?;
            Some((4, texts::kept(n, missing).of(language)))
        }
    }
}

/// How many kinds there are.
pub(in crate::quiz) const KINDS: usize = 5;
