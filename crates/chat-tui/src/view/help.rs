//! The help page: made of the list of commands and of the table of keys, those
//! that work where one came from, as they are bound now.

use ratatui::buffer::Buffer;

use crate::app::App;
use crate::app::command;
use crate::app::event::Action;
use crate::app::event::Scroll;
use crate::app::keys::Row;
use crate::app::keys::binding::Scope;
use crate::view::paint;
use crate::view::theme::Theme;
use crate::wrap;

/// From a row on, the keys of a scope.
pub(in crate::view) fn draw(
    buffer: &mut Buffer,
    app: &App,
    (row, about): (u16, Scope),
    theme: &Theme,
) {
    let area = *buffer.area();
    // A column for the keys, where there is room for what they do besides.
    let column = if area.width >= 50 { COLUMN } else { COLUMN / 2 };
    let lines = lines(app, about, usize::from(column) - 1);
    let height = usize::from(area.height.saturating_sub(1));
    let most = lines.len().saturating_sub(height);
    let first = usize::from(row).min(most);
    for (y, (keys, what)) in (0..).zip(lines.iter().skip(first).take(height)) {
        let style = if what.is_empty() {
            theme.own
        } else {
            theme.hint
        };
        let end = paint::put(buffer, (1, y), area.width, keys, style);
        let x = end.max(column) + 1;
        paint::put(buffer, (x, y), area.width, what, theme.text);
    }
    let y = area.height.saturating_sub(1);
    paint::fill(buffer, y, 0, area.width, theme.bar);
    let foot = wrap::shortened(&foot(app, most > 0), usize::from(area.width));
    paint::put(buffer, (0, y), area.width, &foot, theme.bar);
}

/// How one leaves the page, and how one sees the rest of it.
pub(in crate::view) fn foot(app: &App, more: bool) -> String {
    let words = &app.speech.keys;
    let back = app.key(Action::Escape);
    let back = back.map(|key| format!(" {key}: {} ", words.back()));
    let down = app.key(Action::Scroll(Scroll::PageDown)).filter(|_| more);
    let scroll = down.zip(app.key(Action::Scroll(Scroll::PageUp)));
    let scroll = scroll.map(|(down, up)| format!("  {down} {up}: {} ", words.more()));
    back.into_iter().chain(scroll).collect()
}

fn lines(app: &App, about: Scope, most: usize) -> Vec<(String, &'static str)> {
    let words = &app.speech.screen;
    let mut lines = Vec::new();
    if about == Scope::Chat {
        lines.push((words.commands().to_owned(), ""));
        let commands = command::all(app.speech).into_iter();
        lines.extend(commands.map(|(usage, what)| (usage.to_owned(), what)));
        lines.push((" ".to_owned(), " "));
    }
    lines.push((words.keys().to_owned(), ""));
    let rows: Vec<_> = app.settings.keymap.working(about).collect();
    let alike = |a: &&Row, b: &&Row| sentence(app, a, about) == sentence(app, b, about);
    for alike in rows.chunk_by(alike) {
        let what = alike.first().map_or("", |row| sentence(app, row, about));
        lines.extend(keys_of(alike, most).map(|keys| (keys, what)));
    }
    lines.push((" ".to_owned(), " "));
    lines.push((app.speech.keys.others().to_owned(), " "));
    lines
}

fn sentence(app: &App, row: &Row, about: Scope) -> &'static str {
    let words = row.binding.words(about);
    words.map_or("", |words| words(&app.speech.keys))
}

/// The keys of one action, as many as have room, but one; of several that do the
/// like, `first … last`. Nothing where nobody can press it.
fn keys_of(rows: &[&Row], most: usize) -> Option<String> {
    let keys: Vec<_> = rows.iter().flat_map(|row| &row.keys).collect();
    let (first, rest) = keys.split_first()?;
    let plain = rows.iter().all(|row| row.is_as_it_was());
    if let (true, [_, _, _, ..], Some(last)) = (plain, rows, rest.last()) {
        return Some(format!("{first} … {last}"));
    }
    let mut shown = first.to_string();
    for other in rest {
        let longer = format!("{shown}, {other}");
        if wrap::width(&longer) > most {
            break;
        }
        shown = longer;
    }
    Some(shown)
}

const COLUMN: u16 = 24;
