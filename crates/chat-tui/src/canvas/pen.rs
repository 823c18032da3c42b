//! Cells to bytes: where the cursor stands and how it writes is remembered, so
//! that only what changes is said.

use std::io::Write;

use ratatui::buffer::Buffer;
use ratatui::buffer::Cell;
use ratatui::buffer::CellWidth;
use ratatui::layout::Position;
use ratatui::style::Color;
use ratatui::style::Modifier;
use unicode_width::UnicodeWidthChar;

use crate::canvas::links::Links;
use crate::canvas::rows;
use crate::canvas::scroll::Scroll;

/// A pen, and what it has written.
#[derive(Debug)]
pub(in crate::canvas) struct Pen<'a> {
    out: Vec<u8>,
    /// Where the cursor stands, where that is sure.
    at: Option<Position>,
    ink: Ink,
    links: &'a Links,
    /// Full rows whose text goes on in the next one.
    running_on: &'a [u16],
    /// The address to which what it writes leads.
    open: Option<u32>,
}

/// How it writes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Ink {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

impl<'a> Pen<'a> {
    pub(in crate::canvas) fn at(
        at: Option<Position>,
        links: &'a Links,
        running_on: &'a [u16],
    ) -> Self {
        Self {
            out: Vec::new(),
            at,
            ink: Ink::default(),
            links,
            running_on,
            open: None,
        }
    }

    /// Every cell, whatever was there; never an empty screen in between, which
    /// would flicker.
    pub(in crate::canvas) fn write_whole(&mut self, frame: &Buffer) {
        self.say("\x1b[r\x1b[m");
        let width = frame.area().width;
        for y in 0..frame.area().height {
            let row = rows::row(frame, y);
            let blanks = row.iter().rev().take_while(|cell| **cell == Cell::EMPTY);
            let end = width - u16::try_from(blanks.count()).unwrap_or(width);
            let mut x = 0;
            while let Some(cell) = row.get(usize::from(x)).filter(|_| x < end) {
                self.put((x, y), cell, width);
                x += columns(cell);
            }
            // Not in the middle of a wide letter.
            if x < width {
                self.go(x, y);
                self.lead(None);
                self.write_as(Ink::default());
                self.say("\x1b[K");
            }
        }
    }

    /// The cells that differ, and those over which a terminal may have painted
    /// what it takes to be wider.
    pub(in crate::canvas) fn write_changes(&mut self, shown: &Buffer, next: &Buffer) {
        for y in 0..next.area().height {
            let (old, new) = (rows::row(shown, y), rows::row(next, y));
            if old != new {
                self.write_row(y, old, new);
            }
        }
    }

    fn write_row(&mut self, y: u16, old: &[Cell], new: &[Cell]) {
        let width = u16::try_from(new.len()).unwrap_or(u16::MAX);
        let mut x = 0;
        let mut unsure = 0;
        while let (Some(was), Some(is)) = (old.get(usize::from(x)), new.get(usize::from(x))) {
            if was != is || x < unsure {
                self.put((x, y), is, width);
                unsure = unsure.max(x + reach(was)).max(x + reach(is));
            }
            x += columns(is);
        }
    }

    /// Moves rows instead of writing them anew.
    pub(in crate::canvas) fn scroll(&mut self, scroll: Scroll) {
        let Scroll {
            top, bottom, rows, ..
        } = scroll;
        let sign = if rows > 0 { 'M' } else { 'L' };
        let count = rows.unsigned_abs();
        let (first, last) = (top + 1, bottom);
        // Lines are deleted or inserted between margins: every terminal can.
        let _ = write!(
            self.out,
            "\x1b[{first};{last}r\x1b[{first}H\x1b[{count}{sign}\x1b[r"
        );
        self.at = None;
    }

    /// Writes one cell of a row that is so wide.
    fn put(&mut self, (x, y): (u16, u16), cell: &Cell, width: u16) {
        self.go(x, y);
        self.lead(self.links.of(cell));
        self.write_as(Ink {
            fg: cell.fg,
            bg: cell.bg,
            modifier: cell.modifier,
        });
        let symbol = cell.symbol();
        if is_plain(symbol) {
            self.say(symbol);
            // At the edge it stays or goes on, as the terminal likes; where the
            // text runs on, it is let go on, by which the terminal knows that the
            // two rows are one line: so it is selected.
            self.at = if x + 1 < width {
                Some(Position { x: x + 1, y })
            } else {
                let runs_on = self.running_on.contains(&y);
                runs_on.then_some(Position { x: 0, y: y + 1 })
            };
            return;
        }
        // How wide anything else is, terminals disagree upon. One that paints
        // less leaves blanks, one that paints more is painted over, and after it
        // one says where one is: it disturbs nothing but itself.
        if columns(cell) > 1 {
            self.out
                .extend(std::iter::repeat_n(b' ', usize::from(columns(cell))));
            self.at = None;
            self.go(x, y);
        }
        let fits = x + reach(cell) <= width;
        let own = without_lead(symbol);
        let first = own.chars().next().map_or(0, char::len_utf8);
        let written = if fits {
            own
        } else {
            own.get(..first).unwrap_or_default()
        };
        self.say(written);
        self.at = None;
    }

    /// The end of a frame, with the cursor here: the bytes. `seen` says that the
    /// terminal shows or hides it already.
    pub(in crate::canvas) fn lift(mut self, cursor: Option<Position>, seen: bool) -> Vec<u8> {
        self.lead(None);
        self.write_as(Ink::default());
        // A cursor that wanders over a large frame is seen to.
        let large = self.out.len() > LARGE;
        if let Some(Position { x, y }) = cursor {
            self.go(x, y);
        }
        match cursor {
            Some(_) if large => {
                self.out.splice(..0, HIDE.bytes());
                self.say(SHOW);
            }
            Some(_) if !seen => self.say(SHOW),
            None if !seen => self.say(HIDE),
            Some(_) | None => {}
        }
        if large {
            self.out.splice(..0, BEGIN.bytes());
            self.say(END);
        }
        self.out
    }

    fn go(&mut self, x: u16, y: u16) {
        let wanted = Position { x, y };
        // Writing to a vector does not fail, here and below.
        let _ = match self.at {
            Some(at) if at == wanted => Ok(()),
            Some(at) if at.y == y && at.x < x => write!(self.out, "\x1b[{}C", x - at.x),
            Some(_) | None => write!(self.out, "\x1b[{};{}H", y + 1, x + 1),
        };
        self.at = Some(wanted);
    }

    /// What follows leads there, or nowhere any more.
    fn lead(&mut self, to: Option<u32>) {
        if self.open == to {
            return;
        }
        self.open = to;
        if let Some(number) = to {
            let target = self.links.target(number);
            let _ = write!(self.out, "\x1b]8;id={number};{target}\x1b\\");
        } else {
            self.say("\x1b]8;;\x1b\\");
        }
    }

    fn write_as(&mut self, ink: Ink) {
        let was = std::mem::replace(&mut self.ink, ink);
        if was == ink {
            return;
        }
        if ink == Ink::default() {
            return self.say("\x1b[m");
        }
        // Where only the letters have another colour, only that is said.
        let same = (was.bg, was.modifier) == (ink.bg, ink.modifier);
        if same && ink.fg != Color::Reset {
            self.say("\x1b[");
        } else {
            self.say("\x1b[0;");
            self.weight(ink.modifier);
            self.colour(ink.bg, 40);
        }
        self.colour(ink.fg, 30);
        // After the last one no `;` is due.
        self.out.pop();
        self.say("m");
    }

    fn weight(&mut self, modifier: Modifier) {
        for (one, number) in MODIFIERS {
            if modifier.contains(one) {
                let _ = write!(self.out, "{number};");
            }
        }
    }

    /// The terminal's own sixteen by the short numbers that every terminal knows.
    fn colour(&mut self, colour: Color, base: u8) {
        let own = match colour {
            Color::Reset => return,
            Color::Rgb(r, g, b) => {
                let _ = write!(self.out, "{};2;{r};{g};{b};", base + 8);
                return;
            }
            Color::Indexed(number) => {
                let _ = write!(self.out, "{};5;{number};", base + 8);
                return;
            }
            Color::Black => 0,
            Color::Red => 1,
            Color::Green => 2,
            Color::Yellow => 3,
            Color::Blue => 4,
            Color::Magenta => 5,
            Color::Cyan => 6,
            Color::Gray => 7,
            Color::DarkGray => BRIGHT,
            Color::LightRed => BRIGHT + 1,
            Color::LightGreen => BRIGHT + 2,
            Color::LightYellow => BRIGHT + 3,
            Color::LightBlue => BRIGHT + 4,
            Color::LightMagenta => BRIGHT + 5,
            Color::LightCyan => BRIGHT + 6,
            Color::White => BRIGHT + 7,
        };
        let _ = write!(self.out, "{};", base + own);
    }

    fn say(&mut self, words: &str) {
        self.out.extend_from_slice(words.as_bytes());
    }
}

/// The columns that a cell takes.
fn columns(cell: &Cell) -> u16 {
    cell.cell_width().max(1)
}

/// The columns that a terminal takes for it which knows no clusters.
fn reach(cell: &Cell) -> u16 {
    let alone = cell.symbol().chars().filter_map(UnicodeWidthChar::width);
    let alone = u16::try_from(alone.sum::<usize>()).unwrap_or(u16::MAX);
    alone.max(columns(cell))
}

/// Without what stands before its first letter and has no column of its own, as the
/// Malayalam dot reph: a terminal would give it to the letter of the cell before.
fn without_lead(symbol: &str) -> &str {
    let own = symbol.trim_start_matches(|c| UnicodeWidthChar::width(c) == Some(0));
    if own.is_empty() { " " } else { own }
}

/// One letter of one column, on every terminal.
fn is_plain(symbol: &str) -> bool {
    let mut chars = symbol.chars();
    let sure = |c| matches!(c, ' '..ACCENTS | RULES_FROM..=RULES_TO);
    chars.next().is_some_and(sure) && chars.next().is_none()
}

/// How a terminal is told to write so.
const MODIFIERS: [(Modifier, u8); 9] = [
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::SLOW_BLINK, 5),
    (Modifier::RAPID_BLINK, 6),
    (Modifier::REVERSED, 7),
    (Modifier::HIDDEN, 8),
    (Modifier::CROSSED_OUT, 9),
];
/// From 30 to 90, as from 40 to 100.
const BRIGHT: u8 = 60;
/// Before the first sign that stands on another one, letters are letters.
const ACCENTS: char = '\u{300}';
/// And the lines of which frames are drawn.
const RULES_FROM: char = '\u{2500}';
const RULES_TO: char = '\u{257f}';
/// A frame of more bytes may reach the eye in parts: it is held back until it is
/// whole, where the terminal knows how.
const LARGE: usize = 1024;
const BEGIN: &str = "\x1b[?2026h";
const END: &str = "\x1b[?2026l";
const HIDE: &str = "\x1b[?25l";
const SHOW: &str = "\x1b[?25h";
