//! What the terminal shows, and the fewest bytes that make it show another frame.
//!
//! Pure: frames go in, bytes come out, and where nothing has changed, none. Who
//! writes them is [`crate::terminal`]; what is painted is the view's. Addresses
//! that can be followed are told around the cells that show them (OSC 8).

mod pen;
mod scroll;
mod links;
mod rows;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::layout::Rect;

use crate::painted::Painted;

use links::Links;
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
    links: Links,
}

impl Canvas {
    /// A screen of so many columns and rows, on which anything may stand; with
    /// addresses, where the terminal follows them.
    pub fn new(size: (u16, u16), follows: bool) -> Self {
        let frame = empty(size);
        Self {
            shown: frame.clone(),
            next: frame,
            cursor: None,
            spoilt: true,
            links: Links::new(follows),
        }
    }

    /// Another size: anything may stand there.
    pub fn resize(&mut self, size: (u16, u16)) {
        self.shown = empty(size);
        self.next = empty(size);
        self.spoil();
    }

    /// Anything may stand there: the next frame is written whole.
    pub fn spoil(&mut self) {
        self.spoilt = true;
    }

    /// The next frame, as bytes.
    pub fn draw(&mut self, paint: impl FnOnce(&mut Buffer) -> Painted) -> Vec<u8> {
        self.next.reset();
        let Painted {
            cursor,
            links,
            running_on,
        } = paint(&mut self.next);
        self.links.mark(&links, &mut self.next);
        let mut pen = Pen::at(
            self.cursor.filter(|_| !self.spoilt),
            &self.links,
            &running_on,
        );
        if self.spoilt {
            pen.write_whole(&self.next);
        } else {
            if let Some(found) = scroll::find(&self.shown, &self.next) {
                pen.scroll(found);
                scroll::apply(found, &mut self.shown);
            }
            pen.write_changes(&self.shown, &self.next);
        }
        let seen = !self.spoilt && self.cursor.is_some() == cursor.is_some();
        let bytes = pen.lift(cursor, seen);
        std::mem::swap(&mut self.shown, &mut self.next);
        self.cursor = cursor;
        self.spoilt = false;
        bytes
    }
}

fn empty((width, height): (u16, u16)) -> Buffer {
    Buffer::empty(Rect::new(0, 0, width, height))
}

#[cfg(test)]
mod tests;
