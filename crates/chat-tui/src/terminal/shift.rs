//! Rows that only move: when a message arrives at the bottom, everything above it
//! goes up. A terminal does that by itself when it is told to delete rows in a
//! region; then hardly anything is left to be written.

use std::io;
use std::io::Write;

use ratatui::buffer::Buffer;
use ratatui::buffer::Cell;

/// Rows from `first` on, so many, which show what stood `up` rows below them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::terminal) struct Shift {
    first: u16,
    rows: u16,
    up: u16,
}

/// The movement that saves most, where it saves enough.
pub(in crate::terminal) fn find(shown: &Buffer, next: &Buffer) -> Option<Shift> {
    let height = next.area.height;
    let own: Vec<usize> = (0..height).map(|y| differing(shown, y, next, y)).collect();
    if own.iter().sum::<usize>() < WORTH {
        return None;
    }
    let shifts = (1..=MOST_UP.min(height)).filter_map(|up| best(shown, next, &own, up));
    let (saved, shift) = shifts.max_by_key(|(saved, _)| *saved)?;
    (saved >= WORTH).then_some(shift)
}

impl Shift {
    /// Tells the terminal.
    pub(in crate::terminal) fn write(self, bytes: &mut Vec<u8>) -> io::Result<()> {
        let (top, bottom) = (self.first + 1, self.first + self.rows + self.up);
        let up = self.up;
        write!(bytes, "\x1b[{top};{bottom}r\x1b[{top};1H\x1b[{up}M\x1b[r")
    }

    /// Does the same to what is known of the terminal.
    pub(in crate::terminal) fn apply(self, shown: &mut Buffer) {
        let width = shown.area.width;
        let end = self.first + self.rows;
        let cells = (self.first..end + self.up).flat_map(|y| (0..width).map(move |x| (x, y)));
        for (x, y) in cells {
            let moved = shown.cell((x, y + self.up)).filter(|_| y < end).cloned();
            if let Some(cell) = shown.cell_mut((x, y)) {
                *cell = moved.unwrap_or(Cell::EMPTY);
            }
        }
    }
}

/// The rows that save most when they go up by so many, and how many cells.
fn best(shown: &Buffer, next: &Buffer, own: &[usize], up: u16) -> Option<(usize, Shift)> {
    let mut best: Option<(usize, Shift)> = None;
    let mut first = 0;
    let mut saved = 0_isize;
    for y in 0..next.area.height.checked_sub(up)? {
        let moved = differing(shown, y + up, next, y);
        let own = own.get(usize::from(y)).copied().unwrap_or(0);
        saved += own.cast_signed() - moved.cast_signed();
        if saved <= 0 {
            (first, saved) = (y + 1, 0);
            continue;
        }
        let cells = saved.cast_unsigned();
        if best.is_none_or(|(most, _)| cells > most) {
            let rows = y + 1 - first;
            best = Some((cells, Shift { first, rows, up }));
        }
    }
    best
}

fn differing(shown: &Buffer, from: u16, next: &Buffer, to: u16) -> usize {
    let cells = (0..next.area.width).filter(|x| shown.cell((*x, from)) != next.cell((*x, to)));
    cells.count()
}

/// Rows of one message, or of a few that came together.
const MOST_UP: u16 = 4;
/// Cells: less is as well written anew.
const WORTH: usize = 200;
