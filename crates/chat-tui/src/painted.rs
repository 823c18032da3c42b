//! What a frame says besides its cells.

use ratatui::layout::Position;

/// What cells do not say.
#[derive(Debug, Default)]
pub struct Painted {
    /// Where the cursor belongs, if it is seen.
    pub cursor: Option<Position>,
    /// The cells that lead somewhere.
    pub links: Vec<Link>,
    /// Full rows whose text goes on in the next one.
    pub running_on: Vec<u16>,
}

/// Cells of one row that lead somewhere; an address that is longer than its row
/// has several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Its first column.
    pub x: u16,
    /// Its row.
    pub y: u16,
    /// Its columns.
    pub width: u16,
    /// Where to: the whole address as one reads it.
    pub target: String,
}
