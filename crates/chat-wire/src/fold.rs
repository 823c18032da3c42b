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
    background: Background,
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
        if row.is_background && background == Background::Folded {
            fold.take(row);
            continue;
        }
        let span = last.map_or(0, |last| row.at - last);
        if !fold.is_empty() {
            lines.push(Line::Folded(Folded { span, ..fold }));
        } else if span >= SILENCE {
            lines.push(Line::Silence(span));
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

/// A second: longer than any wait of a link that is well.
const SILENCE: i64 = 1_000_000;
