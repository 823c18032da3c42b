//! What was said, for a room that looks at a projector: names and texts, far apart, the
//! newest where the lowest third begins; heads are in front of the rest.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::app::App;
use crate::app::conversation::entry::Entry;
use crate::app::conversation::entry::Kind;
use crate::app::conversation::timeline::Row;
use crate::painted::Painted;
use crate::view::help;
use crate::view::history;
use crate::view::paint;
use crate::view::theme::Theme;
use crate::wrap;

pub(in crate::view) fn draw(buffer: &mut Buffer, app: &App, theme: &Theme) -> Painted {
    let mut painted = Painted::default();
    let window = app.window();
    let (width, height) = app.size;
    let x = width.saturating_sub(window.width) / 2;
    let seen = app.timeline().glance(window);
    let rows = u16::try_from(seen.rows.len()).unwrap_or(u16::MAX);
    for (y, row) in (window.height.saturating_sub(rows)..).zip(&seen.rows) {
        if row.hidden > 0 {
            let words = history::folded(app, row.hidden);
            paint::put(buffer, (x, y), window.width, &words, theme.hint);
            continue;
        }
        let style = text_style(row.entry, theme);
        let end = paint::put(buffer, (x, y), window.width, &row.text, style);
        if row.first {
            draw_name(buffer, (x, y), row, (app, theme));
        }
        painted.links.extend(history::links_of(row, (x, y), end));
    }
    let y = height.saturating_sub(1);
    paint::fill(buffer, y, 0, width, theme.bar);
    let title = app.places.shown().with.title(app.speech);
    let foot = format!(
        " {title}  {}{}",
        app.speech.reading.presenting(),
        help::foot(app, &[])
    );
    let foot = wrap::shortened(&foot, usize::from(width));
    paint::put(buffer, (0, y), width, &foot, theme.bar);
    painted
}

/// The name once more, in its colour.
fn draw_name(buffer: &mut Buffer, (x, y): (u16, u16), row: &Row<'_>, (app, theme): (&App, &Theme)) {
    let name = row.entry.name();
    let Some((before, _)) = row.text.split_once(name).filter(|_| !name.is_empty()) else {
        return;
    };
    let x = x.saturating_add(u16::try_from(wrap::width(before)).unwrap_or(u16::MAX));
    let room = app.size.0.saturating_sub(x);
    let style = if matches!(row.entry.kind, Kind::Said) {
        theme.name(app.faces.of(row.entry.speaker()))
    } else {
        theme.own
    };
    paint::put(buffer, (x, y), room, name, style);
}

/// A whole class looks at it: nobody's own marks are there.
fn text_style(entry: &Entry, theme: &Theme) -> Style {
    if entry.kind == Kind::Hint {
        return theme.quiet;
    }
    history::kind_style(entry.kind, theme)
}
