//! A terminal's screen as an SVG picture: cells of one size, runs of one style as
//! one text, backgrounds as rectangles below.

use std::fmt::Write;

use vt100::Cell;
use vt100::Color;
use vt100::Screen;

/// How a run of cells looks.
#[derive(Clone, PartialEq, Eq)]
struct Style {
    ink: String,
    ground: String,
    bold: bool,
    italic: bool,
    underline: bool,
}

/// The screen as it stands.
pub(crate) fn picture(screen: &Screen) -> String {
    let (rows, columns) = screen.size();
    let (width, height) = (
        f64::from(columns) * CELL.0 + 2.0 * MARGIN,
        f64::from(rows) * CELL.1 + 2.0 * MARGIN,
    );
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" \
         font-size=\"{FONT}\">\n<rect width=\"{width}\" height=\"{height}\" rx=\"6\" fill=\"{GROUND}\"/>\n"
    );
    for row in 0..rows {
        draw_row(screen, row, columns, &mut out);
    }
    if !screen.hide_cursor() {
        let (row, column) = screen.cursor_position();
        rectangle(&mut out, (row, column), 1, INK, 0.6);
    }
    out.push_str("</svg>\n");
    out
}

fn draw_row(screen: &Screen, row: u16, columns: u16, out: &mut String) {
    let mut column = 0;
    while column < columns {
        let begin = column;
        let Some(style) = screen.cell(row, column).map(style) else {
            return;
        };
        let mut text = String::new();
        while column < columns
            && let Some(cell) = screen.cell(row, column)
            && style == self::style(cell)
        {
            if !cell.is_wide_continuation() {
                let letters = cell.contents();
                text.push_str(if letters.is_empty() { " " } else { letters });
            }
            column += 1;
        }
        if style.ground != GROUND {
            rectangle(out, (row, begin), column - begin, &style.ground, 1.0);
        }
        if !text.trim().is_empty() {
            words(out, (row, begin), column - begin, &text, &style);
        }
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

fn style(cell: &Cell) -> Style {
    let (mut ink, mut ground) = (colour(cell.fgcolor(), INK), colour(cell.bgcolor(), GROUND));
    if cell.inverse() {
        std::mem::swap(&mut ink, &mut ground);
    }
    if cell.dim() {
        DIMMED.clone_into(&mut ink);
    }
    Style {
        ink,
        ground,
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
const INK: &str = "#d0d0d0";
const GROUND: &str = "#1c1c1c";
const DIMMED: &str = "#8a8a8a";
/// The sixteen, as xterm has them.
const SIXTEEN: [&str; 16] = [
    "#000000", "#cd0000", "#00cd00", "#cdcd00", "#5c5cff", "#cd00cd", "#00cdcd", "#e5e5e5",
    "#7f7f7f", "#ff0000", "#00ff00", "#ffff00", "#8787ff", "#ff00ff", "#00ffff", "#ffffff",
];
