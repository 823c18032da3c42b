//! What the terminal shows, and the fewest bytes that make it show another frame.
//!
//! Pure: frames go in, bytes come out, and where nothing has changed, none. Who
//! writes them is [`crate::terminal`]; what is painted is the view's.

mod pen;
mod scroll;
mod rows;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::layout::Rect;

use pen::Pen;

/// The screen as the terminal has it.
#[derive(Debug)]
pub struct Canvas {
    shown: Buffer,
    next: Buffer,
    /// Where the cursor is seen.
    cursor: Option<Position>,
    /// Whether what the terminal shows is not known.
    spoilt: bool,
}

impl Canvas {
    /// A screen of so many columns and rows, on which anything may stand.
    pub fn new(width: u16, height: u16) -> Self {
        let area = Rect::new(0, 0, width, height);
        Self {
            shown: Buffer::empty(area),
            next: Buffer::empty(area),
            cursor: None,
            spoilt: true,
        }
    }

    /// Another size: anything may stand there.
    pub fn resize(&mut self, width: u16, height: u16) {
        *self = Self::new(width, height);
    }

    /// Anything may stand there: the next frame is written whole.
    pub fn spoil(&mut self) {
        self.spoilt = true;
    }

    /// The next frame, which says where the cursor is to be seen, as bytes.
    pub fn draw(&mut self, paint: impl FnOnce(&mut Buffer) -> Option<Position>) -> Vec<u8> {
        self.next.reset();
        let wanted = paint(&mut self.next);
        let mut pen = Pen::at(self.cursor.filter(|_| !self.spoilt));
        if self.spoilt {
            pen.write_whole(&self.next);
        } else {
            if let Some(found) = scroll::find(&self.shown, &self.next) {
                pen.scroll(found);
                scroll::apply(found, &mut self.shown);
            }
            pen.write_changes(&self.shown, &self.next);
        }
        std::mem::swap(&mut self.shown, &mut self.next);
        let was = self.cursor.is_some();
        self.cursor = wanted;
        let known = !std::mem::replace(&mut self.spoilt, false);
        pen.lift(wanted, known && was == wanted.is_some())
    }
}

#[cfg(test)]
mod tests;
