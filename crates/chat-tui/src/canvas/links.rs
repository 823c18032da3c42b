//! Where cells lead: kept with them as a number, so that a cell that leads
//! elsewhere is another cell.

use std::collections::BTreeMap;

use ratatui::buffer::Buffer;
use ratatui::buffer::Cell;
use ratatui::layout::Rect;
use ratatui::style::Color;
use ratatui::style::Style;

use crate::painted::Link;

/// The addresses of a frame.
#[derive(Debug)]
pub(in crate::canvas) struct Links {
    /// Whether the terminal knows what to do with them.
    follows: bool,
    /// The number of each. None is given twice, or an old cell could be taken
    /// for one that leads elsewhere.
    numbers: BTreeMap<String, u32>,
    targets: BTreeMap<u32, String>,
    given: u32,
}

impl Links {
    pub(in crate::canvas) fn new(follows: bool) -> Self {
        Self {
            follows,
            numbers: BTreeMap::new(),
            targets: BTreeMap::new(),
            given: 0,
        }
    }

    /// Gives the cells of each address of a frame its number: the one that it
    /// had in the frame before.
    pub(in crate::canvas) fn mark(&mut self, links: &[Link], frame: &mut Buffer) {
        let before = std::mem::take(&mut self.numbers);
        for link in links.iter().filter(|_| self.follows) {
            let known = self.numbers.get(&link.target);
            let known = known.or_else(|| before.get(&link.target));
            let number = known.copied().unwrap_or_else(|| {
                self.given = (self.given + 1) % NUMBERS;
                self.given
            });
            self.numbers.insert(link.target.clone(), number);
            let cells = Rect::new(link.x, link.y, link.width, 1);
            // The one thing of a cell that nobody here paints with.
            let number = Style::new().underline_color(Color::from_u32(number));
            frame.set_style(cells, number);
        }
        let targets = self
            .numbers
            .iter()
            .map(|(target, at)| (*at, target.clone()));
        self.targets = targets.collect();
    }

    /// The number of the address to which a cell leads, if it does.
    pub(in crate::canvas) fn of(&self, cell: &Cell) -> Option<u32> {
        let Color::Rgb(r, g, b) = cell.underline_color else {
            return None;
        };
        let number = u32::from_be_bytes([0, r, g, b]);
        self.targets.contains_key(&number).then_some(number)
    }

    /// The address of a number.
    pub(in crate::canvas) fn target(&self, number: u32) -> &str {
        self.targets.get(&number).map_or("", String::as_str)
    }
}

/// As many as a colour can stand for.
const NUMBERS: u32 = 1 << 24;

#[cfg(test)]
mod tests;
