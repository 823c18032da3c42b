//! The rows: lanes with an arrow for each datagram, read or write, and what is known of
//! it beside. Only those in sight are made.

use chat_wire::fold::Line;
use chat_wire::marks::Mark;
use chat_wire::page::Cells;
use chat_wire::page::Page;
use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::app::App;
use crate::view::paint;
use crate::view::theme::Theme;
use crate::view::wire::rim;
use crate::view::wire::tongue;
use crate::wire_areas::WireParts;

pub(in crate::view::wire) fn draw(buffer: &mut Buffer, parts: WireParts, app: &App, theme: &Theme) {
    let area = parts.rows;
    let ladder = app.wire.ladder();
    // A column for the sign of the chosen row.
    let page = Page::folding(ladder, tongue::look(app, area.width.saturating_sub(1)));
    rim::draw_titles(buffer, parts, &page.titles(ladder), theme);
    let shown = app.wire.page(usize::from(area.height));
    let rows = (area.y..area.y + area.height).zip(shown);
    let mut is_empty = true;
    for (y, (line, is_chosen)) in rows {
        is_empty = false;
        let cells = page.cells(ladder, line);
        let style = style(line, app, theme);
        if is_chosen {
            paint::fill(buffer, y, area.x, area.width, theme.found);
            paint::put(buffer, (area.x, y), 1, ">", theme.found);
        }
        let style = if is_chosen { [theme.found; 3] } else { style };
        draw_cells(buffer, (area.x + 1, y), area.width - 1, (&cells, style));
    }
    if is_empty {
        let words = &app.speech.wire;
        let text = if app.wire.written().is_empty() {
            words.nothing()
        } else {
            words.nothing_fits()
        };
        let at = (area.x + 1, area.y);
        paint::put(buffer, at, area.width.saturating_sub(1), text, theme.quiet);
    }
}

fn draw_cells(
    buffer: &mut Buffer,
    (x, y): (u16, u16),
    width: u16,
    (cells, styles): (&Cells, [Style; 3]),
) {
    let end = x.saturating_add(width);
    let mut x = x;
    let parts = [&cells.time, &cells.arrow, &cells.beside];
    for (text, style) in parts.into_iter().zip(styles) {
        let room = end.saturating_sub(x);
        x = paint::put(buffer, (x, y), room, text, style) + 1;
    }
}

/// Of the time, the arrow and what is beside it. Colour only repeats the mark.
fn style(line: &Line, app: &App, theme: &Theme) -> [Style; 3] {
    let row = match line {
        Line::Row(at) => app.wire.ladder().rows.get(*at),
        Line::Folded(_) | Line::Silence(_) | Line::Blank => None,
    };
    let Some(row) = row else {
        return [theme.quiet; 3];
    };
    match row.mark {
        Mark::Lost | Mark::Refused => [theme.quiet, theme.trouble, theme.trouble],
        Mark::Presumed | Mark::Duplicate | Mark::Waiting => {
            [theme.quiet, theme.mention, theme.mention]
        }
        Mark::Came if row.is_again() => [theme.quiet, theme.own, theme.own],
        Mark::Plain | Mark::Came if row.is_background => [theme.quiet; 3],
        Mark::Plain | Mark::Came => [theme.quiet, theme.text, theme.hint],
    }
}
