//! The windows through which what was said, and what passes on the wire, is looked at: as
//! wide and as high as the screen has room for them now.

use crate::app::conversation::timeline::Lay;
use crate::app::conversation::timeline::Window;
use crate::app::focus::Focus;
use crate::app::state::App;
use crate::app::wire::shown::Extent;
use crate::areas::Areas;
use crate::wire_areas;
use crate::wire_areas::BelowRows;
use crate::wire_areas::WireParts;

impl App {
    /// The window through which the history is looked at.
    pub fn window(&self) -> Window {
        if let Focus::Copy(_) = self.focus {
            return Window {
                width: self.size.0.max(1),
                // The last row says how one leaves.
                height: self.size.1.saturating_sub(1).max(1),
                inline: true,
                live: 0,
                lay: Lay::Bare,
            };
        }
        if let Focus::Present(_) = self.focus {
            let (width, height) = self.size;
            return Window {
                width: width
                    .saturating_sub(2 * PRESENT_MARGIN)
                    .clamp(1, PRESENT_WIDTH),
                height: (height.saturating_sub(1) * 2 / 3).max(1),
                inline: true,
                live: 0,
                lay: Lay::Apart,
            };
        }
        match self.areas() {
            Areas::TooSmall => Window {
                width: 1,
                height: 1,
                inline: true,
                live: 0,
                lay: Lay::Chat,
            },
            Areas::Parts(parts) => Window {
                width: parts.text_width(),
                height: parts.timeline.height,
                inline: parts.gutter == 0,
                live: self.settings.live_rows,
                lay: Lay::Chat,
            },
        }
    }

    /// Where the parts of the window on the wire are, where it is open.
    pub fn wire_parts(&self) -> Option<WireParts> {
        let (width, height) = self.size;
        match (self.wire.extent()?, self.areas()) {
            (_, Areas::TooSmall) => None,
            (Extent::Whole, Areas::Parts(_)) => {
                let bytes = self.wire.shows_bytes(self.wire_shows_bytes());
                Some(wire_areas::whole(
                    width,
                    height,
                    wire_areas::Extras {
                        bytes,
                        below: self.below_rows(),
                    },
                ))
            }
            (Extent::Pane, Areas::Parts(parts)) => parts.wire.map(wire_areas::pane),
        }
    }

    /// What stands below the rows of the whole window.
    fn below_rows(&self) -> BelowRows {
        match (self.wire.quiz(), self.wire.has_sentence()) {
            (Some(_), _) => BelowRows::Question,
            (None, true) => BelowRows::Sentence,
            (None, false) => BelowRows::Nothing,
        }
    }

    /// Whether the bytes of a row are shown without being asked for.
    pub(in crate::app) fn wire_shows_bytes(&self) -> bool {
        // While the newest row is followed it would be another one all the time.
        wire_areas::shows_bytes(self.size.0) && !self.wire.follows()
    }

    /// How many rows of the window are in sight.
    pub(in crate::app) fn wire_rows(&self) -> usize {
        let parts = self.wire_parts();
        parts.map_or(1, |parts| usize::from(parts.rows.height))
    }
}

/// Columns at each side of what a whole class reads, and of its rows.
const PRESENT_MARGIN: u16 = 4;
const PRESENT_WIDTH: u16 = 100;
