//! A terminal's screen as an SVG picture: cells of one size, runs of one style as
//! one text, backgrounds as rectangles below. Several of them, one after another, are a
//! picture that moves.

use std::fmt::Write;

use vt100::Cell;
use vt100::Color;
use vt100::Screen;

/// How a run of cells looks.
#[expect(
    clippy::struct_excessive_bools,
    reason = "three attributes of a terminal, each by itself"
)]
#[derive(Clone, PartialEq, Eq)]
struct Style {
    ink: String,
    ground: String,
    bold: bool,
    italic: bool,
    underline: bool,
}

/// Which of the terminal's own colours text and ground have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// Light letters on dark.
    Dark,
    /// Dark letters on light.
    Light,
}

impl Ground {
    fn ink(self) -> &'static str {
        match self {
            Self::Dark => "#d0d0d0",
            Self::Light => "#1c1c1c",
        }
    }

    fn paper(self) -> &'static str {
        match self {
            Self::Dark => "#1c1c1c",
            Self::Light => "#ffffff",
        }
    }

    fn dimmed(self) -> &'static str {
        match self {
            Self::Dark => "#8a8a8a",
            Self::Light => "#6c6c6c",
        }
    }
}

/// The screen as it stands.
pub fn picture(screen: &Screen, ground: Ground) -> String {
    let mut out = begin(screen.size(), ground);
    for row in Rows::of(screen, ground).0 {
        out.push_str(&row);
    }
    out.push_str("</svg>\n");
    out
}

/// What stands on each row of a screen, as SVG.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rows(Vec<String>);

impl Rows {
    /// Those of this screen, the cursor on its own.
    pub fn of(screen: &Screen, ground: Ground) -> Self {
        let (rows, columns) = screen.size();
        let cursor = (!screen.hide_cursor()).then(|| screen.cursor_position());
        let drawn = (0..rows).map(|row| {
            let mut out = String::new();
            draw_row(screen, row, (columns, ground), &mut out);
            if let Some((at, column)) = cursor
                && at == row
            {
                rectangle(&mut out, (row, column), 1, ground.ink(), 0.6);
            }
            out
        });
        Self(drawn.collect())
    }
}

/// Screens of one size, each for so many tenths of a second, again and again. What stays on a
/// row from one to the next is drawn once.
pub fn animation(frames: &[(Rows, u32)], size: (u16, u16), ground: Ground) -> String {
    let total: u32 = frames.iter().map(|(_, tenths)| tenths).sum();
    let mut out = begin(size, ground);
    let mut styles = String::new();
    let mut drawn = String::new();
    let mut number = 0;
    for row in 0..usize::from(size.0) {
        let mut began = 0;
        let mut now = 0;
        let mut stands: Option<&String> = None;
        for (rows, tenths) in frames {
            let next = rows.0.get(row);
            if next != stands {
                number += show(
                    stands,
                    (began, now, total),
                    number,
                    (&mut styles, &mut drawn),
                );
                (stands, began) = (next, now);
            }
            now += tenths;
        }
        number += show(
            stands,
            (began, now, total),
            number,
            (&mut styles, &mut drawn),
        );
    }
    let seconds = f64::from(total) / 10.0;
    let _ = writeln!(
        out,
        "<style>g{{visibility:hidden;animation:{seconds}s step-end infinite}}\n{styles}</style>"
    );
    out.push_str(&drawn);
    out.push_str("</svg>\n");
    out
}

/// What stands on a row from one moment to another; how many pictures that takes.
fn show(
    row: Option<&String>,
    (from, to, total): (u32, u32, u32),
    number: u32,
    (styles, drawn): (&mut String, &mut String),
) -> u32 {
    let Some(row) = row.filter(|row| !row.is_empty() && from < to) else {
        return 0;
    };
    let percent = |tenths: u32| f64::from(tenths) * 100.0 / f64::from(total);
    let mut steps = String::new();
    if from > 0 {
        let _ = write!(steps, "0%{{visibility:hidden}}");
    }
    let _ = write!(steps, "{:.3}%{{visibility:visible}}", percent(from));
    if to < total {
        let _ = write!(steps, "{:.3}%{{visibility:hidden}}", percent(to));
    }
    let _ = writeln!(
        styles,
        "#r{number}{{animation-name:k{number}}}@keyframes k{number}{{{steps}}}"
    );
    let _ = writeln!(drawn, "<g id=\"r{number}\">\n{row}</g>");
    1
}

fn begin((rows, columns): (u16, u16), ground: Ground) -> String {
    let (width, height) = (
        f64::from(columns) * CELL.0 + 2.0 * MARGIN,
        f64::from(rows) * CELL.1 + 2.0 * MARGIN,
    );
    let paper = ground.paper();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" \
         font-size=\"{FONT}\">\n<rect width=\"{width}\" height=\"{height}\" rx=\"6\" fill=\"{paper}\"/>\n"
    )
}

fn draw_row(screen: &Screen, row: u16, (columns, ground): (u16, Ground), out: &mut String) {
    let mut column = 0;
    while column < columns {
        let begin = column;
        let Some(style) = screen.cell(row, column).map(|cell| style(cell, ground)) else {
            return;
        };
        let mut text = String::new();
        while column < columns
            && let Some(cell) = screen.cell(row, column)
            && style == self::style(cell, ground)
        {
            text.push_str(letters(cell));
            column += 1;
        }
        if style.ground != ground.paper() {
            rectangle(out, (row, begin), column - begin, &style.ground, 1.0);
        }
        if !text.trim().is_empty() {
            words(out, (row, begin), column - begin, &text, &style);
        }
    }
}

/// What stands in a cell; nothing in the second half of a wide letter.
fn letters(cell: &Cell) -> &str {
    match cell.contents() {
        _ if cell.is_wide_continuation() => "",
        "" => " ",
        letters => letters,
    }
}

fn rectangle(out: &mut String, (row, column): (u16, u16), cells: u16, colour: &str, opacity: f64) {
    let (x, y) = (at(column, CELL.0), at(row, CELL.1));
    let (width, height) = (f64::from(cells) * CELL.0, CELL.1);
    let _ = writeln!(
        out,
        "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" fill=\"{colour}\" opacity=\"{opacity}\"/>"
    );
}

fn words(out: &mut String, (row, column): (u16, u16), cells: u16, text: &str, style: &Style) {
    let (x, y) = (at(column, CELL.0), at(row, CELL.1) + CELL.1 * 0.75);
    let length = f64::from(cells) * CELL.0;
    let mut more = String::new();
    for (wanted, attribute) in [
        (style.bold, " font-weight=\"bold\""),
        (style.italic, " font-style=\"italic\""),
        (style.underline, " text-decoration=\"underline\""),
    ] {
        more.push_str(if wanted { attribute } else { "" });
    }
    let ink = &style.ink;
    let text = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    let _ = writeln!(
        out,
        "<text x=\"{x:.1}\" y=\"{y:.1}\" textLength=\"{length:.1}\" lengthAdjust=\"spacingAndGlyphs\" \
         xml:space=\"preserve\" fill=\"{ink}\"{more}>{text}</text>"
    );
}

fn at(cell: u16, size: f64) -> f64 {
    MARGIN + f64::from(cell) * size
}

fn style(cell: &Cell, ground: Ground) -> Style {
    let mut ink = colour(cell.fgcolor(), ground.ink());
    let mut paper = colour(cell.bgcolor(), ground.paper());
    if cell.inverse() {
        std::mem::swap(&mut ink, &mut paper);
    }
    if cell.dim() {
        ground.dimmed().clone_into(&mut ink);
    }
    Style {
        ink,
        ground: paper,
        bold: cell.bold(),
        italic: cell.italic(),
        underline: cell.underline(),
    }
}

fn colour(colour: Color, default: &str) -> String {
    match colour {
        Color::Default => default.to_owned(),
        Color::Idx(index) => indexed(index),
        Color::Rgb(red, green, blue) => format!("#{red:02x}{green:02x}{blue:02x}"),
    }
}

/// The 256 colours of xterm: sixteen, a cube of six by six by six, a ramp of greys.
fn indexed(index: u8) -> String {
    match index {
        0..=15 => SIXTEEN[usize::from(index)].to_owned(),
        16..=231 => {
            let cube = index - 16;
            let level = |part: u8| if part == 0 { 0 } else { 55 + 40 * part };
            let (red, green, blue) = (cube / 36, cube / 6 % 6, cube % 6);
            format!("#{:02x}{:02x}{:02x}", level(red), level(green), level(blue))
        }
        232..=255 => {
            let grey = 8 + 10 * (index - 232);
            format!("#{grey:02x}{grey:02x}{grey:02x}")
        }
    }
}

/// Width and height of a cell.
const CELL: (f64, f64) = (8.4, 18.0);
const FONT: f64 = 14.0;
const MARGIN: f64 = 8.0;
/// The sixteen, as xterm has them.
const SIXTEEN: [&str; 16] = [
    "#000000", "#cd0000", "#00cd00", "#cdcd00", "#5c5cff", "#cd00cd", "#00cdcd", "#e5e5e5",
    "#7f7f7f", "#ff0000", "#00ff00", "#ffff00", "#8787ff", "#ff00ff", "#00ffff", "#ffffff",
];
