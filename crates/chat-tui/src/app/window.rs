//! The window through which what was said is looked at: as wide and as high as the screen
//! has room for it now.

use crate::app::conversation::timeline::Lay;
use crate::app::conversation::timeline::Window;
use crate::app::focus::Focus;
use crate::app::state::App;
use crate::areas::Areas;

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
}

/// Columns at each side of what a whole class reads, and of its rows.
const PRESENT_MARGIN: u16 = 4;
const PRESENT_WIDTH: u16 = 100;
