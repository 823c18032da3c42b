//! How letters are written: colours and weight, told to the terminal when they
//! change.

use std::io;
use std::io::Write;

use ratatui::buffer::Cell;
use ratatui::style::Color;
use ratatui::style::Modifier;

/// What the terminal writes with.
#[derive(Default, PartialEq, Eq)]
pub(in crate::terminal) struct Pen {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

impl Pen {
    /// Takes the pen that a cell is written with.
    pub(in crate::terminal) fn take(&mut self, bytes: &mut Vec<u8>, cell: &Cell) -> io::Result<()> {
        let wanted = Self {
            fg: cell.fg,
            bg: cell.bg,
            modifier: cell.modifier,
        };
        if wanted == *self {
            return Ok(());
        }
        *self = wanted;
        bytes.write_all(b"\x1b[0")?;
        for (modifier, code) in MODIFIERS {
            if self.modifier.contains(modifier) {
                write!(bytes, ";{code}")?;
            }
        }
        write_colour(bytes, self.fg, 30)?;
        write_colour(bytes, self.bg, 40)?;
        bytes.write_all(b"m")
    }

    /// What comes next is written plainly.
    pub(in crate::terminal) fn lay_down(&mut self, bytes: &mut Vec<u8>) -> io::Result<()> {
        self.take(bytes, &Cell::EMPTY)
    }
}

fn write_colour(bytes: &mut Vec<u8>, colour: Color, base: u8) -> io::Result<()> {
    let code = match colour {
        Color::Reset => return Ok(()),
        Color::Black => base,
        Color::Red => base + 1,
        Color::Green => base + 2,
        Color::Yellow => base + 3,
        Color::Blue => base + 4,
        Color::Magenta => base + 5,
        Color::Cyan => base + 6,
        Color::Gray => base + 7,
        Color::DarkGray => base + 60,
        Color::LightRed => base + 61,
        Color::LightGreen => base + 62,
        Color::LightYellow => base + 63,
        Color::LightBlue => base + 64,
        Color::LightMagenta => base + 65,
        Color::LightCyan => base + 66,
        Color::White => base + 67,
        Color::Indexed(index) => return write!(bytes, ";{};5;{index}", base + 8),
        Color::Rgb(r, g, b) => return write!(bytes, ";{};2;{r};{g};{b}", base + 8),
    };
    write!(bytes, ";{code}")
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pen_is_taken_once_and_laid_down() {
        let mut cell = Cell::new("x");
        cell.fg = Color::LightRed;
        cell.bg = Color::Indexed(200);
        cell.modifier = Modifier::BOLD | Modifier::REVERSED;
        let mut bytes = Vec::new();
        let mut pen = Pen::default();
        pen.take(&mut bytes, &cell).unwrap();
        pen.take(&mut bytes, &cell).unwrap();
        pen.lay_down(&mut bytes).unwrap();
        pen.lay_down(&mut bytes).unwrap();
        assert_eq!(bytes, b"\x1b[0;1;7;91;48;5;200m\x1b[0m");
    }
}
