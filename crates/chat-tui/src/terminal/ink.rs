//! Cells to bytes: what a terminal is told so that it shows a frame.
//!
//! Only what differs from the frame before is written, in one piece; where
//! nothing differs, nothing is. An address that can be followed is kept with its
//! cells as a number, so that a cell that leads elsewhere is another cell, and
//! the terminal is told where it leads around each run of them (OSC 8).

use std::collections::BTreeMap;
use std::io;
use std::io::Write;

use ratatui::buffer::Buffer;
use ratatui::buffer::Cell;
use ratatui::layout::Position;
use ratatui::layout::Rect;
use ratatui::style::Color;
use ratatui::style::Style;

use crate::terminal::pen::Pen;
use crate::view::Painted;

/// What the terminal shows, and the way to it.
pub(in crate::terminal) struct Ink<W> {
    out: W,
    shown: Buffer,
    next: Buffer,
    cursor: Cursor,
    /// What goes before the next frame.
    first: &'static [u8],
    /// Whether the terminal knows what to do with addresses.
    follows: bool,
    /// The numbers of the addresses of the frame that is shown. None is given
    /// twice, or an old cell could be taken for one that leads elsewhere.
    numbers: BTreeMap<String, u32>,
    given: u32,
}

/// The cursor of the terminal.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cursor {
    Unknown,
    Hidden,
    At(Position),
}

impl<W: Write> Ink<W> {
    /// On a terminal that shows nothing yet.
    pub(in crate::terminal) fn new(out: W, size: (u16, u16), follows: bool) -> Self {
        let empty = Buffer::empty(area(size));
        Self {
            out,
            shown: empty.clone(),
            next: empty,
            cursor: Cursor::Unknown,
            first: b"",
            follows,
            numbers: BTreeMap::new(),
            given: 0,
        }
    }

    /// Shows a frame.
    pub(in crate::terminal) fn frame(
        &mut self,
        paint: impl FnOnce(&mut Buffer) -> Painted,
    ) -> io::Result<()> {
        self.next.reset();
        let painted = paint(&mut self.next);
        let addresses = self.mark(&painted);
        let mut bytes = std::mem::take(&mut self.first).to_vec();
        let told = Told {
            addresses: &addresses,
            running_on: &painted.running_on,
            width: self.next.area.width,
        };
        write_cells(&mut bytes, self.shown.diff_iter(&self.next), &told)?;
        let moved = !bytes.is_empty();
        if bytes.len() > LARGE {
            bytes.splice(0..0, BEGIN.iter().copied());
            bytes.extend(END);
        }
        self.write_cursor(&mut bytes, painted.cursor, moved)?;
        std::mem::swap(&mut self.shown, &mut self.next);
        self.tell(&bytes)
    }

    /// The terminal has this size, and what it shows is not known.
    pub(in crate::terminal) fn anew(&mut self, size: (u16, u16)) {
        self.shown = Buffer::empty(area(size));
        self.next = self.shown.clone();
        self.cursor = Cursor::Unknown;
        self.first = CLEAR;
    }

    /// Tells the terminal something that shows nothing.
    pub(in crate::terminal) fn tell(&mut self, bytes: &[u8]) -> io::Result<()> {
        if bytes.is_empty() {
            return Ok(());
        }
        self.out.write_all(bytes)?;
        self.out.flush()
    }

    /// Gives the cells of each address its number. What the numbers stand for
    /// comes back.
    fn mark(&mut self, painted: &Painted) -> BTreeMap<u32, String> {
        let mut numbers = BTreeMap::new();
        for link in painted.links.iter().filter(|_| self.follows) {
            let known = numbers.get(&link.target).copied();
            let known = known.or_else(|| self.numbers.get(&link.target).copied());
            let number = known.unwrap_or_else(|| {
                self.given = (self.given + 1) % NUMBERS;
                self.given
            });
            numbers.insert(link.target.clone(), number);
            let cells = Rect::new(link.x, link.y, link.width, 1);
            let number = Style::new().underline_color(Color::from_u32(number));
            self.next.set_style(cells, number);
        }
        let addresses = numbers.iter().map(|(target, at)| (*at, target.clone()));
        let addresses = addresses.collect();
        self.numbers = numbers;
        addresses
    }

    /// The cursor goes where it belongs, if it is not there.
    fn write_cursor(
        &mut self,
        bytes: &mut Vec<u8>,
        wanted: Option<Position>,
        moved: bool,
    ) -> io::Result<()> {
        let was = std::mem::replace(&mut self.cursor, wanted.map_or(Cursor::Hidden, Cursor::At));
        let Some(at) = wanted else {
            return match was {
                Cursor::Hidden => Ok(()),
                Cursor::At(_) | Cursor::Unknown => bytes.write_all(b"\x1b[?25l"),
            };
        };
        if moved || was != self.cursor {
            write_move(bytes, at)?;
        }
        match was {
            Cursor::At(_) => Ok(()),
            Cursor::Hidden | Cursor::Unknown => bytes.write_all(b"\x1b[?25h"),
        }
    }
}

/// What is told besides the cells.
struct Told<'a> {
    addresses: &'a BTreeMap<u32, String>,
    /// Full rows whose text goes on in the next one.
    running_on: &'a [u16],
    width: u16,
}

impl Told<'_> {
    /// Where the cursor is after this cell was written. After a full row that
    /// runs on it is at the next one without being told, by which the terminal
    /// knows that they are one line: so it is selected.
    fn after(&self, at: Position) -> Position {
        let full = at.x + 1 == self.width && self.running_on.contains(&at.y);
        if full {
            Position { x: 0, y: at.y + 1 }
        } else {
            Position { x: at.x + 1, ..at }
        }
    }
}

fn write_cells<'a>(
    bytes: &mut Vec<u8>,
    cells: impl Iterator<Item = (u16, u16, &'a Cell)>,
    told: &Told<'_>,
) -> io::Result<()> {
    let addresses = told.addresses;
    let mut pen = Pen::default();
    let mut at = None;
    let mut open = None;
    for (x, y, cell) in cells {
        let here = Position { x, y };
        if at != Some(here) {
            write_move(bytes, here)?;
        }
        let number = number(cell).filter(|number| addresses.contains_key(number));
        if number != open {
            let target = number.and_then(|number| addresses.get(&number));
            write_link(bytes, number, target)?;
            open = number;
        }
        pen.take(bytes, cell)?;
        bytes.write_all(cell.symbol().as_bytes())?;
        at = is_of_one_width(cell.symbol()).then(|| told.after(here));
    }
    if open.is_some() {
        write_link(bytes, None, None)?;
    }
    pen.lay_down(bytes)
}

/// What follows leads there, or nowhere any more.
fn write_link(bytes: &mut Vec<u8>, number: Option<u32>, target: Option<&String>) -> io::Result<()> {
    match (number, target) {
        (Some(number), Some(target)) => write!(bytes, "\x1b]8;id={number};{target}\x1b\\"),
        (Some(_) | None, _) => bytes.write_all(b"\x1b]8;;\x1b\\"),
    }
}

fn write_move(bytes: &mut Vec<u8>, to: Position) -> io::Result<()> {
    write!(bytes, "\x1b[{};{}H", to.y + 1, to.x + 1)
}

fn number(cell: &Cell) -> Option<u32> {
    let Color::Rgb(r, g, b) = cell.underline_color else {
        return None;
    };
    Some(u32::from_be_bytes([0, r, g, b]))
}

/// Whether every terminal agrees how wide it is. After anything else the cursor
/// is put where the next cell is, so that a row is never sheared.
fn is_of_one_width(symbol: &str) -> bool {
    let mut chars = symbol.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) => c < '\u{300}' || ('\u{2500}'..='\u{257f}').contains(&c),
        _ => false,
    }
}

fn area((width, height): (u16, u16)) -> Rect {
    Rect::new(0, 0, width, height)
}

/// As many as a colour can stand for.
const NUMBERS: u32 = 1 << 24;
/// Frames of more bytes are held back until they are whole (where the terminal
/// knows how).
const LARGE: usize = 2048;
const CLEAR: &[u8] = b"\x1b[0m\x1b[2J";
const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";

#[cfg(test)]
mod tests;
