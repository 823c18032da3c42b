//! The row that is chosen, and which lines are in sight. A row is remembered by its number:
//! whatever comes moves nothing that one looks at.

use chat_wire::fold::Line;
use chat_wire::rows::Ladder;

/// Which row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    /// None: the newest is followed.
    at: Option<usize>,
    /// The row at the top, while one is chosen.
    top: usize,
}

/// A step among the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// So many up.
    Up(usize),
    /// So many down: behind the newest it is followed again.
    Down(usize),
    /// The oldest.
    Oldest,
    /// Whatever comes is followed.
    Follow,
    /// The next one that something is to be said about.
    NextMark,
    /// The one before.
    LastMark,
}

impl Chosen {
    /// The row; none where the newest is followed.
    pub fn at(&self) -> Option<usize> {
        self.at
    }

    /// This one.
    pub fn choose(&mut self, row: usize) {
        self.at = Some(row);
    }

    /// Another one.
    pub fn step(&mut self, ladder: &Ladder, lines: &[Line], step: Step) {
        let rows: Vec<usize> = rows(lines).collect();
        let Some(last) = rows.len().checked_sub(1) else {
            return self.at = None;
        };
        let here = self
            .at
            .map_or(last, |at| rows.partition_point(|row| *row < at).min(last));
        let notable = |at: &usize| {
            let row = rows.get(*at).and_then(|row| ladder.rows.get(*row));
            row.is_some_and(|row| row.mark.is_notable() || row.is_again())
        };
        let stays = || Some(here).filter(|_| self.at.is_some());
        let to = match step {
            // The first step chooses the newest.
            Step::Up(count) if self.at.is_none() => Some(last.saturating_sub(count - 1)),
            Step::Up(count) => Some(here.saturating_sub(count)),
            Step::Down(_) if self.at.is_none() => None,
            Step::Down(count) => Some(here + count).filter(|to| *to <= last),
            Step::Oldest => Some(0),
            Step::Follow => None,
            Step::NextMark if self.at.is_some() => {
                (here + 1..rows.len()).find(notable).or_else(stays)
            }
            // Nothing comes after the newest: the last mark is meant.
            Step::NextMark | Step::LastMark => {
                let end = here + usize::from(self.at.is_none());
                (0..end).rev().find(notable).or_else(stays)
            }
        };
        self.at = to.and_then(|to| rows.get(to).copied());
    }

    /// Keeps it in sight, in so many lines.
    pub fn settle(&mut self, lines: &[Line], height: usize) {
        let Some(at) = self.at else { return };
        let chosen = line_of(lines, at);
        let top = line_of(lines, self.top).min(chosen);
        let top = top.max((chosen + 1).saturating_sub(height));
        let most = lines.len().saturating_sub(height);
        let mut shown = lines.iter().skip(top.min(most));
        self.top = shown.find_map(row_of).unwrap_or(at);
    }

    /// Begins to choose where one looks.
    pub fn hold_on(&mut self, lines: &[Line], height: usize) {
        if self.at.is_none() {
            let first = lines.len().saturating_sub(height);
            let mut shown = lines.iter().skip(first);
            self.top = shown.find_map(row_of).unwrap_or(0);
        }
    }

    /// The first line in sight.
    pub fn first(&self, lines: &[Line], height: usize) -> usize {
        let most = lines.len().saturating_sub(height);
        match self.at {
            Some(_) => line_of(lines, self.top).min(most),
            None => most,
        }
    }
}

/// The row of a line, if it is one.
pub fn row_of(line: &Line) -> Option<usize> {
    match line {
        Line::Row(at) => Some(*at),
        Line::Folded(_) | Line::Silence(_) | Line::Blank => None,
    }
}

/// The rows among the lines.
pub fn rows(lines: &[Line]) -> impl DoubleEndedIterator<Item = usize> {
    lines.iter().filter_map(row_of)
}

/// The line of a row, or of the next one that is shown.
fn line_of(lines: &[Line], row: usize) -> usize {
    let found = |line: &Line| row_of(line).is_some_and(|at| at >= row);
    let at = lines.iter().position(found);
    at.unwrap_or_else(|| lines.len().saturating_sub(1))
}
