//! The theme in use: another one where the person chose another.

use crate::app::settings::Depth;
use crate::app::settings::Palette;
use crate::view::theme::Theme;

/// How everything is painted.
#[derive(Debug)]
pub struct Look {
    /// The styles.
    pub theme: Theme,
    palette: Palette,
    /// How many colours there are, where any are wanted.
    colours: Depth,
}

impl Look {
    /// These colours, or none.
    pub fn new(palette: Palette, colours: Depth) -> Self {
        Self {
            theme: Theme::new(palette, colours),
            palette,
            colours,
        }
    }

    /// Whether these are other colours than before: then all is to be painted anew.
    pub fn follow(&mut self, palette: Palette) -> bool {
        let other = palette != self.palette;
        if other {
            *self = Self::new(palette, self.colours);
        }
        other
    }
}
