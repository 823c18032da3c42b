//! A frame, row by row.

use ratatui::buffer::Buffer;
use ratatui::buffer::Cell;

/// The cells of one row.
pub(in crate::canvas) fn row(frame: &Buffer, y: u16) -> &[Cell] {
    let width = usize::from(frame.area().width);
    let from = usize::from(y) * width;
    frame.content().get(from..from + width).unwrap_or_default()
}
