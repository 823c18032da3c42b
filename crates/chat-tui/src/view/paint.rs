//! Text to cells: the last door before the terminal.
//!
//! Whatever comes here, a row stays within its columns, and what reaches a cell
//! is a visible cluster of bounded length.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::wrap;

/// Writes a text from a column on, at most `width` columns of it. The column
/// after it comes back.
pub(in crate::view) fn put(
    buffer: &mut Buffer,
    (x, y): (u16, u16),
    width: u16,
    text: &str,
    style: Style,
) -> u16 {
    let area = *buffer.area();
    let end = x.saturating_add(width).min(area.right());
    let mut at = x;
    if y >= area.bottom() {
        return at;
    }
    for (_, cluster) in wrap::clusters(text) {
        let shown = fit_to_show(cluster);
        let wide = u16::try_from(wrap::cells(shown)).unwrap_or(u16::MAX);
        let (shown, wide) = if shown == "\t" {
            ("    ", wide)
        } else if wide > width {
            // Wider than the whole column: it could never be shown.
            ("?", 1)
        } else {
            (shown, wide)
        };
        if at.saturating_add(wide) > end {
            break;
        }
        if wide > 0 {
            place(buffer, (at, y), shown, wide, style);
        }
        at += wide;
    }
    at
}

/// One cluster: what it covers besides its first cell is empty.
fn place(buffer: &mut Buffer, (x, y): (u16, u16), shown: &str, wide: u16, style: Style) {
    if shown.chars().any(char::is_control) {
        return;
    }
    let blank = shown.bytes().all(|byte| byte == b' ');
    for at in x..x + wide {
        let Some(cell) = buffer.cell_mut((at, y)) else {
            return;
        };
        if at == x || blank {
            let symbol = if blank { " " } else { shown };
            cell.set_symbol(symbol).set_style(style);
        } else {
            cell.reset();
        }
    }
}

/// Takes away what cells show and how, down to this style.
pub(in crate::view) fn clear(buffer: &mut Buffer, y: u16, x: u16, width: u16, style: Style) {
    for x in x..x.saturating_add(width) {
        if let Some(cell) = buffer.cell_mut((x, y)) {
            cell.reset();
            cell.set_style(style);
        }
    }
}

/// Gives cells a style, text or not.
pub(in crate::view) fn fill(buffer: &mut Buffer, y: u16, x: u16, width: u16, style: Style) {
    let area = ratatui::layout::Rect {
        x,
        y,
        width,
        height: 1,
    };
    let area = area.intersection(*buffer.area());
    buffer.set_style(area, style);
}

/// A cluster without its tail, where a hostile one would fill the terminal with
/// accents; and what has no width but steers is nothing.
fn fit_to_show(cluster: &str) -> &str {
    if cluster.len() <= CLUSTER_BYTES {
        return cluster;
    }
    let end = cluster.chars().next().map_or(0, char::len_utf8);
    cluster.get(..end).unwrap_or_default()
}

/// A family of four with skin colours has 41 bytes.
const CLUSTER_BYTES: usize = 64;

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;

    use super::*;

    #[track_caller]
    fn check(text: &str, width: u16, expected: &str) {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 10, 1));
        put(&mut buffer, (0, 0), width, text, Style::default());
        let shown: String = (0..10)
            .map(|x| buffer[(x, 0)].symbol().to_owned())
            .collect();
        assert_eq!(shown.trim_end(), expected);
    }

    #[test]
    fn a_text_stays_within_its_columns() {
        check("abcdef", 3, "abc");
        check("a漢字", 4, "a漢");
        check("漢", 1, "?");
        check("a\tb", 10, "a    b");
    }

    #[test]
    fn a_tower_of_accents_is_cut_to_its_letter() {
        let zalgo = format!("a{}b", "\u{301}".repeat(500));
        check(&zalgo, 10, "ab");
    }
}
