//! Long messages are folded; one of them is unfolded for whoever wants to read it.

use crate::app::conversation::timeline::Glance;
use crate::app::conversation::timeline::Timeline;
use crate::app::conversation::timeline::Window;

impl Timeline {
    /// Unfolds the lowest message in sight of which rows are folded away, if there is one:
    /// it begins at the top then.
    pub fn unfold(&mut self, window: Window) -> bool {
        let Glance { rows, below } = self.glance(window);
        let live = below.into_iter().flat_map(|below| below.rows);
        let mut folded = rows.into_iter().chain(live).filter(|row| row.hidden > 0);
        let Some(key) = folded.next_back().map(|row| row.entry.key) else {
            return false;
        };
        self.log.unfold(self.log.index_of(key));
        self.to_entry(key, window);
        true
    }
}
