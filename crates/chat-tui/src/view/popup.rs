//! The pop-up above the status row: words to choose from, and how a command
//! goes on. What stands in it is decided in [`crate::app::writing::popup`].

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::style::Modifier;
use ratatui::style::Style;

use crate::app::writing::popup::Popup;
use crate::areas::Area;
use crate::view::paint;
use crate::view::theme::Theme;
use crate::wrap;

/// Over rows of what was said, the last but for those that are to stay in sight.
/// Which rows are covered comes back: nothing of theirs is left.
pub(in crate::view) fn draw(
    buffer: &mut Buffer,
    over: Area,
    popup: &Popup<'_>,
    theme: &Theme,
) -> Range<u16> {
    let rows = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
    let free = over.height.saturating_sub(rows(popup.rows()));
    let first = over.y + free.saturating_sub(rows(popup.clear));
    let mut y = first;
    let column = popup
        .words
        .iter()
        .map(|offer| wrap::width(offer.word))
        .max();
    // Half of the width, where what they do stands beside them.
    let alone = popup.words.iter().all(|offer| offer.what.is_empty());
    let most = if alone { over.width } else { over.width / 2 };
    let column = column.unwrap_or(0).min(usize::from(most));
    for (at, offer) in popup.words.iter().enumerate() {
        let (sign, style) = if popup.taken == Some(at) {
            (">", theme.chosen)
        } else {
            (" ", theme.bar)
        };
        let word = wrap::shortened(offer.word, column);
        let gap = " ".repeat(column - wrap::width(&word).min(column));
        let row = format!("{sign} {word}{gap}  {} ", offer.what);
        put(buffer, (over, y), &row, (style, theme));
        y += 1;
    }
    if let Some(usage) = &popup.usage {
        let row = format!(" {}{}{} ", usage.before, usage.next, usage.after);
        put(buffer, (over, y), &row, (theme.bar, theme));
        let columns = |text: &str| rows(wrap::width(text));
        let x = columns(&usage.before).saturating_add(1).min(over.width);
        let wide = columns(&usage.next).min(over.width - x);
        let next = theme.bar.add_modifier(Modifier::UNDERLINED);
        paint::fill(buffer, y, over.x + x, wide, next);
        y += 1;
    }
    first..y
}

/// One row, from edge to edge.
fn put(buffer: &mut Buffer, (over, y): (Area, u16), row: &str, (style, theme): (Style, &Theme)) {
    paint::clear(buffer, y, over.x, over.width, theme.text);
    paint::fill(buffer, y, over.x, over.width, style);
    let row = wrap::shortened(row, usize::from(over.width));
    paint::put(buffer, (over.x, y), over.width, &row, style);
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Color;

    use super::*;
    use crate::app::settings::Depth;
    use crate::app::settings::Palette;
    use crate::app::writing::popup::Offer;
    use crate::app::writing::popup::Usage;

    #[test]
    fn nothing_of_what_it_covers_shows_through() {
        let theme = Theme::new(Palette::Terminal, Depth::Sixteen);
        let mut buffer = Buffer::empty(Rect::new(0, 0, 12, 4));
        let over = Area {
            x: 0,
            y: 0,
            width: 12,
            height: 4,
        };
        for y in 0..4 {
            paint::put(&mut buffer, (0, y), 12, "abc漢字 defg", theme.trouble);
        }
        let popup = Popup {
            words: ["x", "é"].map(|word| Offer { word, what: "" }).to_vec(),
            taken: Some(0),
            usage: Some(Usage {
                before: "/x".to_owned(),
                ..Usage::default()
            }),
            clear: 1,
        };
        assert_eq!(draw(&mut buffer, over, &popup, &theme), 0..3);
        for (y, expected) in [(0, "> x"), (1, "  é"), (2, " /x")] {
            let row: String = (0..12).map(|x| buffer[(x, y)].symbol()).collect();
            assert_eq!(row.trim_end(), expected);
            let style = if y == 0 { theme.chosen } else { theme.bar };
            for x in 0..12 {
                let cell = &buffer[(x, y)];
                assert_eq!(cell.fg, Color::Reset, "{x} {y}");
                assert_eq!(cell.modifier, style.add_modifier, "{x} {y}");
            }
        }
        assert_eq!(
            buffer[(0, 3)].symbol(),
            "a",
            "what is to stay in sight does"
        );
    }
}
