//! The help page: made of the list of commands and of the table of keys, those
//! that work where one came from, as they are bound now.

use ratatui::buffer::Buffer;

use crate::app::App;
use crate::app::event::Action;
use crate::app::event::Scroll;
use crate::app::focus::picked;
use crate::app::input::command;
use crate::app::keys::Row;
use crate::app::keys::binding::Scope;
use crate::app::keys::chord::Chord;
use crate::app::wire::letters;
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
    let column = column(area.width);
    let lines = lines(app, about, usize::from(column) - 1);
    let lines = lines.iter();
    let rows: Vec<_> = lines
        .flat_map(|(keys, what)| rows(keys, what, area.width))
        .collect();
    let height = usize::from(area.height.saturating_sub(1));
    let most = rows.len().saturating_sub(height);
    let first = usize::from(row).min(most);
    for (y, row) in (0..).zip(rows.iter().skip(first).take(height)) {
        let style = if row.is_head { theme.own } else { theme.hint };
        paint::put(buffer, (1, y), area.width, row.keys, style);
        paint::put(buffer, (row.at, y), area.width, row.what, theme.text);
    }
    let y = area.height.saturating_sub(1);
    paint::fill(buffer, y, 0, area.width, theme.bar);
    let foot = foot(app, scrolls((first > 0, first < most)));
    let foot = wrap::shortened(&foot, usize::from(area.width));
    paint::put(buffer, (0, y), area.width, &foot, theme.bar);
}

/// How one leaves the page, and how one sees the rest of it.
pub(in crate::view) fn foot(app: &App, scrolls: &[Scroll]) -> String {
    let words = &app.speech.keys;
    let back = app.key(Action::Escape);
    let back = back.map(|key| format!(" {key}: {} ", words.back()));
    let keys = scrolls
        .iter()
        .map(|scroll| app.key(Action::Scroll(*scroll)));
    let keys: Option<Vec<_>> = keys.map(|key| key.map(|key| key.to_string())).collect();
    let keys = keys.filter(|keys| !keys.is_empty());
    let scroll = keys.map(|keys| format!("  {}: {} ", keys.join(" "), words.more()));
    back.into_iter().chain(scroll).collect()
}

/// With what is hidden above and below. Back one goes where one came from, also
/// while there is more below.
pub(in crate::view) fn scrolls(hidden: (bool, bool)) -> &'static [Scroll] {
    match hidden {
        (_, true) => &[Scroll::PageDown, Scroll::PageUp],
        (true, false) => &[Scroll::PageUp],
        (false, false) => &[],
    }
}

/// One row of the page.
struct Shown<'a> {
    /// At its left edge.
    keys: &'a str,
    /// Whether that is a heading.
    is_head: bool,
    /// From a column on.
    what: &'a str,
    at: u16,
}

/// A column for the keys, where there is room for what they do besides.
fn column(width: u16) -> u16 {
    if is_wide(width) { COLUMN } else { COLUMN / 2 }
}

fn is_wide(width: u16) -> bool {
    width >= WIDE
}

/// What they do stands beside the keys, or below them: in a narrow window
/// whatever does not fit into one row.
fn rows<'a>(keys: &'a str, what: &'a str, width: u16) -> Vec<Shown<'a>> {
    let is_head = what.is_empty();
    let row = |keys, what, at| Shown {
        keys,
        is_head,
        what,
        at,
    };
    // The last column stays free.
    let room = |at: u16| usize::from(width.saturating_sub(at + 1));
    let wrapped = |text: &'a str, at| {
        let parts = wrap::rows(text, room(at)).into_iter();
        parts.map(move |part| text.get(part).unwrap_or_default())
    };
    if what.trim().is_empty() {
        return wrapped(keys, 1).map(|keys| row(keys, "", 1)).collect();
    }
    let column = column(width);
    let fits = wrap::width(keys) < usize::from(column);
    let beside = fits && (is_wide(width) || wrap::width(what) <= room(column + 1));
    let at = if beside || is_wide(width) {
        column + 1
    } else {
        1 + INDENT
    };
    let mut rows: Vec<_> = wrapped(what, at).map(|what| row("", what, at)).collect();
    match rows.first_mut().filter(|_| beside) {
        Some(first) => first.keys = keys,
        None => rows.insert(0, row(keys, "", at)),
    }
    rows
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
    if about == Scope::Message {
        let all = picked::DEEDS.iter();
        lines.extend(
            all.map(|(letter, _, what)| (Chord::letter(*letter).to_string(), what(app.speech))),
        );
        return lines;
    }
    if about == Scope::Wire {
        let played = letters::PLAYED
            .iter()
            .map(|(letter, _, what)| (letter, what));
        let played = played.filter(|_| app.wire.player().is_some());
        let all = letters::LETTERS
            .iter()
            .map(|(letter, _, what)| (letter, what));
        // While a recording is played, some of them play it.
        let other = |letter| app.wire.player().is_some() && letters::played(letter).is_some();
        let all = all.filter(|(letter, _)| !other(**letter));
        lines.extend(
            played
                .chain(all)
                .map(|(letter, what)| (Chord::letter(*letter).to_string(), what(app.speech))),
        );
        return lines;
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
const WIDE: u16 = 50;
/// Under the keys, in a narrow window.
const INDENT: u16 = 3;
