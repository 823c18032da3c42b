//! What of a history is seen through a window: rows, from an entry and a row in
//! it, or from the newest upwards. Only these rows are ever wrapped. Where one
//! looks is the timeline's.

use std::ops::Range;

use crate::app::conversation::entry::Entry;
use crate::app::conversation::timeline::log::Log;
use crate::app::conversation::url;
use crate::wrap;

/// The window through which it is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    /// Columns for text.
    pub width: u16,
    /// Rows.
    pub height: u16,
    /// Whether names stand in the text, for want of a column of their own.
    pub inline: bool,
    /// How many of the newest rows stay on the screen while one reads older
    /// ones, where there is room for them.
    pub live: u16,
    /// How messages stand in it.
    pub lay: Lay,
}

/// How messages stand in a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lay {
    /// One below another, with all that happened between them.
    Chat,
    /// The same, cut where rows are full, to be joined again.
    Bare,
    /// What was said and nothing else, with a free row below each message.
    Apart,
}

/// What is seen.
#[derive(Debug)]
pub struct Glance<'a> {
    /// The rows that are read.
    pub rows: Vec<Row<'a>>,
    /// What is below, where the newest rows are not among them.
    pub below: Option<Below<'a>>,
}

/// What comes under the rows that are read.
#[derive(Debug)]
pub struct Below<'a> {
    /// How many have come since one reads older ones.
    pub new: usize,
    /// The newest rows; none where there is no room.
    pub rows: Vec<Row<'a>>,
}

/// One row that is looked at.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// Of which entry.
    pub entry: &'a Entry,
    /// Whether it is the entry's first.
    pub first: bool,
    /// What comes after it.
    pub end: RowEnd,
    /// Where it begins in what the entry shows.
    pub from: usize,
    /// What it shows.
    pub text: String,
    /// The addresses in it, or the parts of them that it has.
    pub urls: Vec<Url>,
    /// How many rows are folded away, where this one stands for them.
    pub hidden: usize,
    /// The entry above the row's own, whose minute need not be repeated.
    pub above: Option<&'a Entry>,
}

/// How a row ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowEnd {
    /// So does the entry.
    Entry,
    /// At a blank or where a line ends.
    Break,
    /// The next row goes on with the next letter.
    RunsOn,
}

/// An address in a row, or a part of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Url {
    /// Its bytes in the row's text.
    pub at: Range<usize>,
    /// All of it.
    pub whole: String,
}

/// An entry, from the oldest, and a row of it.
pub type Spot = (usize, usize);

impl Window {
    /// The newest rows that stay on the screen while one reads older ones: fewer
    /// in a low window, none where most of it would be theirs.
    pub fn live_rows(self) -> u16 {
        if self.height < SPLIT_FROM {
            return 0;
        }
        self.live.min(self.height / SHARE)
    }

    /// The rows that are left for older ones then.
    pub fn read_rows(self) -> u16 {
        match self.live_rows() {
            0 => self.height,
            // And one that says what is below.
            live => self.height - live - 1,
        }
    }
}

/// So many rows, from this one on.
pub(in crate::app) fn rows_from(
    log: &Log,
    (index, skipped): Spot,
    rows: u16,
    window: Window,
) -> Vec<Row<'_>> {
    let all = (index..log.len()).flat_map(|index| rows_of(log, index, window));
    all.skip(skipped).take(usize::from(rows)).collect()
}

/// The row from which on the newest rows fill so many.
pub(in crate::app) fn top_of_newest(log: &Log, rows: u16, window: Window) -> Spot {
    let mut left = usize::from(rows);
    for index in (0..log.len()).rev() {
        let count = row_count(log, index, window);
        if count >= left {
            return (index, count - left);
        }
        left -= count;
    }
    (0, 0)
}

/// The row so many above another, and whether there are as many.
pub fn above(log: &Log, (mut index, mut row): Spot, rows: usize, window: Window) -> (Spot, bool) {
    let mut left = rows;
    while left > row {
        left -= row + 1;
        // Some have no rows.
        let mut others = (0..index).rev().map(|at| (at, row_count(log, at, window)));
        let Some((at, count)) = others.find(|(_, count)| *count > 0) else {
            return ((0, 0), false);
        };
        (index, row) = (at, count - 1);
    }
    ((index, row - left), true)
}

/// How many rows an entry has.
pub(in crate::app) fn row_count(log: &Log, index: usize, window: Window) -> usize {
    log.entry(index)
        .map_or(0, |entry| wrapped(entry, window).len())
}

/// The rows of an entry, as ranges of what it shows.
pub(in crate::app) fn wrapped(entry: &Entry, window: Window) -> Vec<Range<usize>> {
    laid(entry, window).0
}

/// The same, and for how many rows the last one stands, where they are folded away.
fn laid(entry: &Entry, window: Window) -> (Vec<Range<usize>>, usize) {
    if entry.kind.is_elsewhere() || (window.lay == Lay::Apart && !entry.kind.is_said()) {
        return (Vec::new(), 0);
    }
    if entry.kind.is_rule() {
        return (std::iter::once(0..0).collect(), 0);
    }
    let shown = entry.shown(window.inline);
    let width = usize::from(window.width);
    if window.lay == Lay::Bare {
        return (wrap::cut(&shown, width), 0);
    }
    let mut rows = if entry.is_code() {
        wrap::cut(&shown, width)
    } else {
        wrap::rows(&shown, width)
    };
    squeeze(&mut rows, &shown);
    // What became of it stands at its end.
    let folds = rows.len() > FOLDED && !entry.is_whole() && !entry.kind.wants_mending();
    let mut hidden = 0;
    if let Some(first) = rows.get(FOLDED - 1).filter(|_| folds) {
        let stands = first.start..first.start;
        hidden = rows.len() + 1 - FOLDED;
        rows.truncate(FOLDED - 1);
        rows.push(stands);
    }
    if window.lay == Lay::Apart {
        rows.push(shown.len()..shown.len());
    }
    (rows, hidden)
}

/// Of several empty rows one is left, and none at either end.
fn squeeze(rows: &mut Vec<Range<usize>>, shown: &str) {
    let empty = |row: &Range<usize>| {
        let text = shown.get(row.clone()).unwrap_or_default();
        text.bytes().all(|byte| byte.is_ascii_whitespace())
    };
    rows.dedup_by(|next, before| empty(next) && empty(before));
    if rows.len() > 1 && rows.last().is_some_and(empty) {
        rows.pop();
    }
    if rows.len() > 1 && rows.first().is_some_and(empty) {
        rows.remove(0);
    }
}

fn rows_of(log: &Log, index: usize, window: Window) -> Vec<Row<'_>> {
    let Some(entry) = log.entry(index) else {
        return Vec::new();
    };
    let mut others = (0..index).rev().take(CLOSE).filter_map(|at| log.entry(at));
    let above = others.find(|entry| !entry.kind.is_elsewhere());
    let shown = entry.shown(window.inline);
    let (ranges, folded) = laid(entry, window);
    // Below the last one a row may be free.
    let free = usize::from(window.lay == Lay::Apart);
    let last = ranges.len().saturating_sub(1 + free);
    let before = entry.prefix(window.inline);
    let urls: Vec<_> = url::find(entry.text())
        .into_iter()
        .map(|at| at.start + before..at.end + before)
        .collect();
    let starts: Vec<_> = ranges.iter().skip(1).map(|row| row.start).collect();
    let row = |(at, range): (usize, Range<usize>)| Row {
        entry,
        first: at == 0,
        hidden: if at == last { folded } else { 0 },
        end: match starts.get(at) {
            None => RowEnd::Entry,
            Some(next) if *next == range.end => RowEnd::RunsOn,
            Some(_) => RowEnd::Break,
        },
        urls: urls_within(&shown, &urls, &range),
        from: range.start,
        text: shown.get(range).unwrap_or_default().to_owned(),
        above,
    };
    ranges.into_iter().enumerate().map(row).collect()
}

fn urls_within(shown: &str, urls: &[Range<usize>], row: &Range<usize>) -> Vec<Url> {
    let parts = urls.iter().filter_map(|url| {
        let (start, end) = (url.start.max(row.start), url.end.min(row.end));
        let whole = shown.get(url.clone())?;
        (start < end).then(|| Url {
            at: start - row.start..end - row.start,
            whole: whole.to_owned(),
        })
    });
    parts.collect()
}

/// So far back is looked for the entry above a row, past those that have no rows.
const CLOSE: usize = 64;
/// Longer messages are folded: the rest is one row.
const FOLDED: usize = 40;
/// The newest rows may take one row of so many.
const SHARE: u16 = 4;
/// Lower windows are not split.
const SPLIT_FROM: u16 = 6;
