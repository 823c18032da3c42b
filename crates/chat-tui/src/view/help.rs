//! The help page: made of the table of keys and the list of commands.

use ratatui::buffer::Buffer;

use crate::app::App;
use crate::app::command;
use crate::app::keys;
use crate::speech::Speech;
use crate::view::paint;
use crate::view::theme::Theme;
use crate::wrap;

pub(in crate::view) fn draw(buffer: &mut Buffer, app: &App, row: u16, theme: &Theme) {
    let area = *buffer.area();
    let words = &app.speech.screen;
    let lines = lines(app.speech);
    let height = usize::from(area.height.saturating_sub(1));
    let most = lines.len().saturating_sub(height);
    let first = usize::from(row).min(most);
    // A column for the keys, where there is room for what they do besides.
    let column = if area.width >= 50 { COLUMN } else { COLUMN / 2 };
    for (y, (keys, what)) in (0..).zip(lines.iter().skip(first).take(height)) {
        let style = if what.is_empty() {
            theme.own
        } else {
            theme.hint
        };
        let end = paint::put(buffer, (1, y), area.width, keys, style);
        paint::put(
            buffer,
            (end.max(column) + 1, y),
            area.width,
            what,
            theme.text,
        );
    }
    let y = area.height.saturating_sub(1);
    paint::fill(buffer, y, 0, area.width, theme.bar);
    let foot = if most > 0 {
        format!(" {}   {} ", words.help_back(), words.help_more())
    } else {
        format!(" {} ", words.help_back())
    };
    let foot = wrap::shortened(&foot, usize::from(area.width));
    paint::put(buffer, (0, y), area.width, &foot, theme.bar);
}

fn lines(speech: &Speech) -> Vec<(&'static str, &'static str)> {
    let keys = keys::TABLE.iter().filter(|row| !row.shown.is_empty());
    let keys = keys.map(|row| (row.shown, (row.what)(&speech.keys)));
    let mut lines = vec![(speech.screen.commands(), "")];
    lines.extend(command::all(speech));
    lines.extend([(" ", " "), (speech.screen.keys(), "")]);
    lines.extend(keys);
    lines
}

const COLUMN: u16 = 24;
