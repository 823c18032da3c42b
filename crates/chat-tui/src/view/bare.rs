//! What was said and nothing else, over the whole width: to be selected.

use ratatui::buffer::Buffer;

use crate::app::App;
use crate::app::conversation::timeline::RowEnd;
use crate::painted::Painted;
use crate::view::help;
use crate::view::history;
use crate::view::paint;
use crate::view::theme::Theme;
use crate::wrap;

pub(in crate::view) fn draw(buffer: &mut Buffer, app: &App, theme: &Theme) -> Painted {
    let mut painted = Painted::default();
    let window = app.window();
    let seen = app.timeline().glance(window);
    for (y, row) in (0..).zip(&seen.rows) {
        if row.entry.kind.is_rule() {
            history::draw_rule(buffer, (0, y, window.width), row.entry, app, theme);
            continue;
        }
        let style = history::text_style(row.entry, theme);
        let end = paint::put(buffer, (0, y), window.width, &row.text, style);
        painted.links.extend(history::links_of(row, (0, y), end));
        if row.end == RowEnd::RunsOn && end == window.width {
            painted.running_on.push(y);
        }
    }
    let width = app.size.0;
    let y = app.size.1.saturating_sub(1);
    paint::fill(buffer, y, 0, width, theme.bar);
    let foot = format!(
        "{} {}",
        help::foot(app, help::scrolls((true, true))),
        app.speech.reading.select()
    );
    let foot = wrap::shortened(&foot, usize::from(width));
    paint::put(buffer, (0, y), width, &foot, theme.bar);
    painted
}
