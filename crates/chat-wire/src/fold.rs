//! Which rows are shown, and what stands for those that are not: signs of life and
//! their answers are folded, a long silence takes one line.

use crate::payload::Payload;
use crate::rows::row::Row;

/// A line of a folded ladder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// A row, by its number.
    Row(usize),
    /// Rows that are folded.
    Folded(Folded),
    /// Nothing happened for so many microseconds.
    Silence(i64),
    /// A part of a time that is drawn to scale.
    Blank,
}

/// Rows that are not shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// From the row before to the row behind them: microseconds.
    pub span: i64,
    /// Signs of life.
    pub pings: usize,
    /// Everything else in the background.
    pub answers: usize,
    /// What a filter does not show.
    pub hidden: usize,
}

impl Folded {
    fn is_empty(self) -> bool {
        self.pings + self.answers + self.hidden == 0
    }

    fn take(&mut self, row: &Row) {
        let ping = |payload: &Payload| payload.is("ping") || payload.is("pong");
        if row.payload().is_some_and(ping) {
            self.pings += 1;
        } else {
            self.answers += 1;
        }
    }
}

/// How rows are folded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Folding {
    /// What becomes of the background.
    pub background: Background,
    /// How many microseconds a line stands for, where time is drawn to scale.
    pub scale: Option<i64>,
    /// Rows that are shown though they are in the background.
    pub unfolded: Option<Span>,
}

/// Rows from the first to the last, by their numbers.
pub type Span = (usize, usize);

impl Folding {
    fn folds(self, at: usize, row: &Row) -> bool {
        let shown = self
            .unfolded
            .is_some_and(|(first, last)| (first..=last).contains(&at));
        row.is_background && self.background == Background::Folded && !shown
    }
}

/// What is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Background {
    /// It is folded.
    #[default]
    Folded,
    /// It is shown.
    Shown,
}

/// The lines of these rows. A filter says what it does not show.
pub fn folded<'a>(
    rows: impl IntoIterator<Item = (usize, &'a Row)>,
    folding: Folding,
    shows: impl Fn(usize, &Row) -> bool,
) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut fold = Folded::default();
    let mut last = None;
    for (at, row) in rows {
        if !shows(at, row) {
            fold.hidden += 1;
            continue;
        }
        if folding.folds(at, row) {
            fold.take(row);
            continue;
        }
        let span = last.map_or(0, |last| row.at - last);
        if fold.is_empty() {
            pause(span, folding.scale, &mut lines);
        } else {
            lines.push(Line::Folded(Folded { span, ..fold }));
        }
        fold = Folded::default();
        lines.push(Line::Row(at));
        last = Some(row.at);
    }
    if !fold.is_empty() {
        lines.push(Line::Folded(fold));
    }
    lines
}

/// What stands between two rows that are so far from each other.
fn pause(span: i64, scale: Option<i64>, lines: &mut Vec<Line>) {
    let Some(scale) = scale else {
        if span >= SILENCE {
            lines.push(Line::Silence(span));
        }
        return;
    };
    // The second row is a line itself.
    match (span / scale.max(1)).saturating_sub(1) {
        ..=0 => {}
        blanks @ 1..=MOST_BLANKS => lines.extend((0..blanks).map(|_| Line::Blank)),
        // A silence to scale would be an empty page.
        _ => lines.extend([Line::Blank, Line::Silence(span), Line::Blank]),
    }
}

/// Lines that are left empty for a time to scale.
const MOST_BLANKS: i64 = 5;

/// A second: longer than any wait of a link that is well.
const SILENCE: i64 = 1_000_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_to_scale_leaves_lines_empty_and_a_long_silence_is_told() {
        let between = |span, scale| {
            let mut lines = Vec::new();
            pause(span, scale, &mut lines);
            lines
        };
        let lines = |span| between(span, Some(10_000));
        assert_eq!(lines(9_999), [], "less than a line");
        assert_eq!(lines(19_999), [], "the next row is that line");
        assert_eq!(lines(40_000), [Line::Blank, Line::Blank, Line::Blank]);
        assert_eq!(lines(60_000).len(), 5);
        let silence = [Line::Blank, Line::Silence(70_000), Line::Blank];
        assert_eq!(lines(70_000), silence);
        assert_eq!(between(70_000, None), [], "no scale, no time");
        assert_eq!(between(SILENCE, None), [Line::Silence(SILENCE)]);
    }
}
