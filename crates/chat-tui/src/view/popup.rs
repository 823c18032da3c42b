//! The pop-up above the status row: words to choose from, and how a command
//! goes on. What stands in it is decided in [`crate::app::popup`].

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::app::popup::Popup;
use crate::areas::Area;
use crate::view::paint;
use crate::view::theme::Theme;
use crate::wrap;

/// Over the last rows of what was said. The first row that is covered comes back.
pub(in crate::view) fn draw(
    buffer: &mut Buffer,
    over: Area,
    popup: &Popup<'_>,
    theme: &Theme,
) -> u16 {
    let height = u16::try_from(popup.rows()).unwrap_or(u16::MAX);
    let first = over.y + over.height.saturating_sub(height);
    let most = usize::from(over.width);
    let rows: Vec<_> = popup.words.iter().enumerate().collect();
    // As wide as the widest: what was said is still read beside them.
    let widest = rows.iter().map(|(_, word)| wrap::width(word) + FRAME).max();
    let width = widest.unwrap_or(0).min(most);
    let mut y = first;
    for (at, word) in rows {
        let (sign, style) = if at == popup.taken {
            (">", theme.own)
        } else {
            (" ", theme.bar)
        };
        let row = padded(&format!("{sign} {word} "), width);
        put(buffer, (over, y), &row, (style, theme));
        y += 1;
    }
    if let Some(usage) = &popup.usage {
        let usage = format!(" {usage} ");
        let row = wrap::shortened(&usage, most);
        put(buffer, (over, y), &row, (theme.bar, theme));
    }
    first
}

/// One row; of a wide letter that it covers by half nothing stays.
fn put(buffer: &mut Buffer, (over, y): (Area, u16), row: &str, (style, theme): (Style, &Theme)) {
    let columns = u16::try_from(wrap::width(row)).unwrap_or(u16::MAX);
    let end = over.x + columns.min(over.width);
    let last = buffer.cell((end.saturating_sub(1), y));
    if last.is_some_and(|cell| wrap::cells(cell.symbol()) > 1) {
        paint::put(buffer, (end, y), 1, " ", theme.text);
    }
    paint::put(buffer, (over.x, y), over.width, row, style);
}

/// Exactly so many columns.
fn padded(text: &str, width: usize) -> String {
    let text = wrap::shortened(text, width);
    let missing = width.saturating_sub(wrap::width(&text));
    format!("{text}{}", " ".repeat(missing))
}

/// The sign before a word, and the blanks around it.
const FRAME: usize = 3;

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;

    use super::*;
    use crate::app::settings::Palette;

    #[test]
    fn of_a_wide_letter_that_is_covered_by_half_nothing_stays() {
        let theme = Theme::new(Palette::Dark, true);
        let mut buffer = Buffer::empty(Rect::new(0, 0, 12, 3));
        let over = Area {
            x: 0,
            y: 0,
            width: 12,
            height: 3,
        };
        paint::put(&mut buffer, (0, 1), 12, "abc漢字", theme.text);
        let popup = Popup {
            words: &["x".to_owned(), "é".to_owned()],
            taken: 0,
            usage: None,
        };
        assert_eq!(draw(&mut buffer, over, &popup, &theme), 1);
        let row: String = (0..7).map(|x| buffer[(x, 1)].symbol()).collect();
        assert_eq!(row, "> x  字 ");
        assert_eq!(buffer[(4, 1)].bg, buffer[(5, 1)].bg);
    }
}
