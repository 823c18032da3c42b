//! Where one looks: held by message and byte, whatever becomes of the rows.

use crate::app::conversation::entry::Entry;
use crate::app::conversation::timeline::glance::Window;
use crate::app::conversation::timeline::glance::wrapped;

/// Which part is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ScrollPosition {
    /// The newest rows.
    #[default]
    Bottom,
    /// Beginning with the row of entry `key` that shows the byte `offset` of
    /// its text; `new` entries have come since.
    At {
        /// The entry.
        key: u64,
        /// The byte of its text.
        offset: usize,
        /// How many have come since.
        new: usize,
    },
}

/// The place of an entry's row, by its words.
pub(in crate::app) fn place_at(
    entry: &Entry,
    row: usize,
    window: Window,
    before: ScrollPosition,
) -> ScrollPosition {
    let start = wrapped(entry, window)
        .get(row)
        .map_or(0, |range| range.start);
    ScrollPosition::At {
        key: entry.key,
        offset: start.saturating_sub(entry.prefix(window.inline)),
        new: match before {
            ScrollPosition::Bottom => 0,
            ScrollPosition::At { new, .. } => new,
        },
    }
}
