//! Rows that have only moved: found, so that they need not be written anew.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::buffer::Cell;

use crate::canvas::rows::row;

/// The rows from `top` to before `bottom` move up by `rows`, or down where that
/// is negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::canvas) struct Scroll {
    pub top: u16,
    pub bottom: u16,
    pub rows: i16,
}

/// The move after which least is left to be written, where one is worth it.
pub(in crate::canvas) fn find(shown: &Buffer, next: &Buffer) -> Option<Scroll> {
    let pair = Pair { shown, next };
    let height = next.area().height;
    let still: Vec<usize> = (0..height).map(|y| pair.bytes(y, y)).collect();
    if still.iter().sum::<usize>() < WORTH {
        return None;
    }
    let saved_by = |scroll: Scroll| {
        let moved: usize = scroll.range().map(|y| pair.cost(scroll, y)).sum();
        let before: usize = scroll.range().map(|y| still[usize::from(y)]).sum();
        (moved + WORTH <= before).then(|| before - moved)
    };
    STEPS
        .into_iter()
        .filter_map(|rows| pair.region(rows))
        .filter_map(|scroll| saved_by(scroll).map(|saved| (saved, scroll)))
        .max_by_key(|(saved, _)| *saved)
        .map(|(_, scroll)| scroll)
}

/// What the terminal shows after the move.
pub(in crate::canvas) fn apply(scroll: Scroll, shown: &mut Buffer) {
    let width = usize::from(shown.area().width);
    let cells = usize::from(scroll.top) * width..usize::from(scroll.bottom) * width;
    let by = usize::from(scroll.rows.unsigned_abs()) * width;
    let Some(region) = shown.content.get_mut(cells) else {
        return;
    };
    let by = by.min(region.len());
    let fresh = if scroll.rows > 0 {
        region.rotate_left(by);
        region.len() - by..region.len()
    } else {
        region.rotate_right(by);
        0..by
    };
    region[fresh].fill(Cell::EMPTY);
}

impl Scroll {
    fn range(self) -> Range<u16> {
        self.top..self.bottom
    }

    /// Which row comes to stand here, if one does.
    fn source(self, y: u16) -> Option<u16> {
        let from = y.checked_add_signed(self.rows)?;
        self.range().contains(&from).then_some(from)
    }
}

/// Two frames of one size.
struct Pair<'a> {
    shown: &'a Buffer,
    next: &'a Buffer,
}

impl Pair<'_> {
    /// From the first row that has moved so far to the last one.
    fn region(&self, rows: i16) -> Option<Scroll> {
        let height = self.next.area().height;
        let width = usize::from(self.next.area().width);
        let moved = |y: &u16| {
            let from = y.checked_add_signed(rows).filter(|from| *from < height);
            from.is_some_and(|from| self.distance(from, *y) <= width / ALIKE)
        };
        let first = (0..height).find(|y| moved(y) && self.distance(*y, *y) > 0)?;
        let last = (first..height)
            .rev()
            .find(|y| moved(y) && self.distance(*y, *y) > 0)?;
        let far = rows.unsigned_abs();
        let (top, bottom) = if rows > 0 {
            (first, last + far + 1)
        } else {
            (first.checked_sub(far)?, last + 1)
        };
        Some(Scroll { top, bottom, rows })
    }

    /// What is to be written of a row after the move.
    fn cost(&self, scroll: Scroll, y: u16) -> usize {
        if let Some(from) = scroll.source(y) {
            return self.bytes(from, y);
        }
        let cells = row(self.next, y).iter();
        cells.filter(|cell| **cell != Cell::EMPTY).count()
    }

    /// About how many bytes make one row of another: its letters, and the way to
    /// each run of them.
    fn bytes(&self, shown: u16, next: u16) -> usize {
        let mut bytes = 0;
        let mut running = false;
        for (was, is) in row(self.shown, shown).iter().zip(row(self.next, next)) {
            let differs = was != is;
            bytes += match (differs, running) {
                (true, true) => 1,
                (true, false) => WAY,
                (false, _) => 0,
            };
            running = differs;
        }
        bytes
    }

    /// How many cells differ between a row that is shown and one that is wanted.
    fn distance(&self, shown: u16, next: u16) -> usize {
        let cells = row(self.shown, shown).iter().zip(row(self.next, next));
        cells.filter(|(a, b)| a != b).count()
    }
}

/// How far: a message or two, a turn of the wheel.
const STEPS: [i16; 8] = [1, 2, 3, 4, -1, -2, -3, -4];
/// Bytes that must be saved.
const WORTH: usize = 200;
/// To another place, and the letter there.
const WAY: usize = 8;
/// A row that has moved is the same but for one cell in so many: what stands
/// beside the history stays where it is.
const ALIKE: usize = 3;
