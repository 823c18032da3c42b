//! What was said: time, name and text, one left edge for all of it.

use chat_proto::stamp::Stamp;
use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::app::App;
use crate::app::conversation::entry::Entry;
use crate::app::conversation::entry::Kind;
use crate::app::conversation::places::With;
use crate::app::conversation::timeline::Before;
use crate::app::conversation::timeline::Row;
use crate::app::conversation::timeline::RowEnd;
use crate::app::event::Action;
use crate::app::focus::Focus;
use crate::app::people::faces::Face;
use crate::app::settings::Named;
use crate::app::settings::Times;
use crate::areas::Area;
use crate::areas::Parts;
use crate::painted::Link;
use crate::speech::topic::screen;
use crate::view::date;
use crate::view::paint;
use crate::view::people::LEADS;
use crate::view::searched;
use crate::view::status;
use crate::view::theme::Theme;
use crate::wrap;

/// What leads somewhere comes back.
pub(in crate::view) fn draw(
    buffer: &mut Buffer,
    parts: Parts,
    app: &App,
    theme: &Theme,
) -> Vec<Link> {
    let seen = app.timeline().glance(app.window());
    let area = parts.timeline;
    let Some(below) = seen.below.filter(|below| !below.rows.is_empty()) else {
        return draw_rows(buffer, parts, area, &seen.rows, (app, theme));
    };
    let height = |rows: &[Row<'_>]| u16::try_from(rows.len()).unwrap_or(0);
    let (read, live) = (height(&seen.rows), height(&below.rows));
    let read = Area {
        height: read,
        ..area
    };
    let mut links = draw_rows(buffer, parts, read, &seen.rows, (app, theme));
    let y = area.y + read.height;
    let row = Area {
        y,
        height: 1,
        ..area
    };
    draw_marker(buffer, parts, row, below.new, (app, theme));
    let live = Area {
        y: y + 1,
        height: live,
        ..area
    };
    links.extend(draw_rows(buffer, parts, live, &below.rows, (app, theme)));
    links
}

fn draw_rows(
    buffer: &mut Buffer,
    parts: Parts,
    area: Area,
    rows: &[Row<'_>],
    (app, theme): (&App, &Theme),
) -> Vec<Link> {
    let mut links = Vec::new();
    // A short history begins at the bottom, where the eye is.
    let free = usize::from(area.height).saturating_sub(rows.len());
    let y = area.y + u16::try_from(free).unwrap_or(0);
    for (y, (at, row)) in (y..).zip(rows.iter().enumerate()) {
        let x = area.x;
        if row.entry.kind.is_rule() {
            draw_rule(buffer, (x, y, area.width), row.entry, app, theme);
            continue;
        }
        if parts.gutter > 0 && row.first {
            let time = time(app, row.entry.at());
            let above = row.above.and_then(|entry| self::time(app, entry.at()));
            // The top row always says when.
            if let Some(time) = time.filter(|time| at == 0 || above.as_ref() != Some(time)) {
                paint::put(buffer, (x, y), parts.time, &time, theme.quiet);
            }
            let area = (x + parts.time, y, parts.name);
            if at > 0 && goes_on(app, row) && !searched::is_called(app, row.entry) {
                draw_sign(buffer, area, row.entry, (AGAIN, theme.quiet), theme);
            } else {
                draw_name(buffer, area, row.entry, (app, theme));
                draw_role(buffer, (x, y), parts, row.entry, theme);
            }
        }
        let is_led_to = app.places.shown().led_to == Some(row.entry.key);
        let picked = app.focus.picked().map(|picked| picked.key);
        let is_picked = picked == Some(row.entry.key);
        let style = if is_picked || (is_led_to && app.focus == Focus::Chat) {
            theme.found
        } else if row.from < row.entry.quoted() || is_of_signs(row, parts) {
            theme.quiet
        } else {
            plain_style(app, row.entry, theme)
        };
        let width = parts.text_width();
        let hang = if row.first { 0 } else { parts.hang() };
        let x = x + parts.gutter + hang;
        if row.hidden > 0 {
            let word = folded(app, row.hidden);
            paint::put(buffer, (x, y), width, &word, theme.hint);
            continue;
        }
        if parts.gutter > 0 && row.entry.is_block() {
            paint::put(buffer, (x.saturating_sub(1), y), 1, BLOCK, theme.quiet);
        }
        let end = paint::put(buffer, (x, y), width, &row.text, style);
        searched::mark(buffer, row, (x, y, end), (parts.gutter == 0, app, theme));
        draw_mark(buffer, (end, y), row, theme);
        links.extend(links_of(row, (x, y), end));
    }
    links
}

/// Whether a row tells what others think of a message.
fn is_of_signs(row: &Row<'_>, parts: Parts) -> bool {
    let from = row.entry.signs_from(parts.gutter == 0);
    from.is_some_and(|from| row.from >= from)
}

/// How many rows are folded away, and how one sees them.
pub(in crate::view) fn folded(app: &App, count: usize) -> String {
    let key = app
        .key(Action::Send)
        .map_or(String::new(), |key| key.to_string());
    app.speech.screen.folded(screen::Folded { count, key })
}

/// The cells of a row's addresses, as far as they are painted.
pub(in crate::view) fn links_of(
    row: &Row<'_>,
    (x, y): (u16, u16),
    end: u16,
) -> impl Iterator<Item = Link> {
    row.urls.iter().filter_map(move |url| {
        let before = wrap::width(row.text.get(..url.at.start)?);
        let x = x.saturating_add(u16::try_from(before).ok()?);
        let wide = u16::try_from(url.at.len()).ok()?;
        let width = wide.min(end.saturating_sub(x));
        (width > 0).then(|| Link {
            x,
            y,
            width,
            target: url.whole.clone(),
        })
    })
}

/// A dotted line between what one reads and the newest rows.
fn draw_marker(
    buffer: &mut Buffer,
    parts: Parts,
    area: Area,
    new: usize,
    (app, theme): (&App, &Theme),
) {
    let style = if new > 0 { theme.mention } else { theme.quiet };
    let word = status::below(app, new);
    // The word begins where texts do, where they have a column.
    let before = usize::from(parts.gutter.saturating_sub(1).max(2));
    let word = format!("{} {word} ", "·".repeat(before));
    draw_across(buffer, (area.x, area.y), area.width, (&word, "·"), style);
}

/// A line across, with a word on it.
pub(in crate::view) fn draw_rule(
    buffer: &mut Buffer,
    (x, y, width): (u16, u16, u16),
    entry: &Entry,
    app: &App,
    theme: &Theme,
) {
    let word = match entry.kind {
        Kind::Day(day) => date::long(day, &app.speech.dates),
        Kind::Unread(count) => app.speech.screen.unread(count),
        Kind::Gap(count) => app.speech.past.gap(count),
        Kind::Start => app.speech.past.start().to_owned(),
        Kind::Before => before(app),
        Kind::Said
        | Kind::Own
        | Kind::Waiting(_)
        | Kind::Refused
        | Kind::TakenBack
        | Kind::Edited
        | Kind::Reacted
        | Kind::Unconfirmed(_)
        | Kind::Happened
        | Kind::Hint
        | Kind::Trouble => String::new(),
    };
    let style = if matches!(entry.kind, Kind::Unread(_)) {
        theme.mention
    } else {
        theme.quiet
    };
    draw_across(buffer, (x, y), width, (&format!("── {word} "), "─"), style);
}

/// Which days what was said before we came is of, and how much more there was.
fn before(app: &App) -> String {
    let Before { days, older } = app.timeline().before();
    let words = &app.speech.past;
    let day = |day| date::short(day, &app.speech.dates);
    let days = days.map(|(from, to)| {
        if from == to {
            day(from)
        } else {
            format!("{} – {}", day(from), day(to))
        }
    });
    let older = (older > 0).then(|| words.older(older));
    let parts = std::iter::once(words.before().to_owned());
    let parts: Vec<_> = parts.chain(days).chain(older).collect();
    parts.join(" · ")
}

/// A word, and a line to the end of the row.
fn draw_across(
    buffer: &mut Buffer,
    (x, y): (u16, u16),
    width: u16,
    (word, line): (&str, &str),
    style: Style,
) {
    let inner = usize::from(width.saturating_sub(1));
    let word = wrap::shortened(word, inner);
    let rest = line.repeat(inner.saturating_sub(wrap::width(&word)));
    paint::put(buffer, (x, y), width, &format!("{word}{rest}"), style);
}

/// When it was, as exactly as the person wants to know.
pub(in crate::view) fn time(app: &App, at: Option<Stamp>) -> Option<String> {
    let at = at?;
    let (hour, minute) = at.hour_minute(app.offset_minutes);
    match app.settings.times {
        Times::Minutes => Some(format!("{hour:02}:{minute:02}")),
        Times::Seconds => Some(format!("{hour:02}:{minute:02}:{:02}", at.second())),
        Times::Off => None,
    }
}

/// Whether the one who spoke just above goes on.
fn goes_on(app: &App, row: &Row<'_>) -> bool {
    let Some(above) = row.above.filter(|_| app.settings.named == Named::First) else {
        return false;
    };
    let entry = row.entry;
    let same = entry.kind.is_said() && above.kind.is_said() && entry.name() == above.name();
    let pause = entry.at().zip(above.at()).map(|(now, before)| {
        let (now, before) = (now.unix_ms(), before.unix_ms());
        now.abs_diff(before)
    });
    same && pause.is_none_or(|pause| pause < PAUSE_MS)
}

fn draw_name(
    buffer: &mut Buffer,
    area: (u16, u16, u16),
    entry: &Entry,
    (app, theme): (&App, &Theme),
) {
    let face = app.faces.of(entry.speaker());
    let (name, style) = match entry.kind {
        Kind::Said | Kind::TakenBack => (fit(entry, face, area.2), theme.name(face)),
        Kind::Own | Kind::Waiting(_) | Kind::Refused | Kind::Unconfirmed(_) => {
            (fit(entry, face, area.2), theme.own)
        }
        Kind::Happened => ("*".to_owned(), theme.quiet),
        Kind::Hint => ("-".to_owned(), theme.hint),
        Kind::Trouble => ("!".to_owned(), theme.trouble),
        Kind::Edited
        | Kind::Reacted
        | Kind::Day(_)
        | Kind::Unread(_)
        | Kind::Gap(_)
        | Kind::Before
        | Kind::Start => return,
    };
    let style = if searched::is_called(app, entry) {
        style.patch(searched::style(app, entry, theme))
    } else {
        style
    };
    draw_sign(buffer, area, entry, (&name, style), theme);
}

/// In a column that no name reaches, before those of names or behind them: nobody can wear it.
fn draw_role(buffer: &mut Buffer, (x, y): (u16, u16), parts: Parts, entry: &Entry, theme: &Theme) {
    if entry.leads() {
        let before = parts.time.checked_sub(1);
        let x = x + before.unwrap_or(parts.name);
        paint::put(buffer, (x, y), 1, LEADS, theme.hint);
    }
}

/// The name as far as there is room; of somebody who does something with a sign before it.
fn fit(entry: &Entry, face: Face, room: u16) -> String {
    let (name, room) = (entry.name(), usize::from(room));
    let speaker = entry.speaker();
    if speaker.len() == name.len() || wrap::width(name) <= room {
        return face.fit(name, room);
    }
    format!("*{}", face.fit(speaker, room.saturating_sub(1)))
}

/// At the right edge of the names' column.
fn draw_sign(
    buffer: &mut Buffer,
    (x, y, width): (u16, u16, u16),
    entry: &Entry,
    (name, style): (&str, Style),
    theme: &Theme,
) {
    let wide = u16::try_from(wrap::width(name)).unwrap_or(width);
    let x = x + width.saturating_sub(wide);
    paint::put(buffer, (x, y), width, name, style);
    if entry.for_you {
        // At most into the blank between time and name.
        paint::put(buffer, (x.saturating_sub(1), y), 1, "»", theme.mention);
    }
}

/// Where all that others say is for us, the sign before the name is enough.
fn plain_style(app: &App, entry: &Entry, theme: &Theme) -> Style {
    match &app.places.shown().with {
        With::Person(_) if entry.for_you => theme.text,
        With::Person(_) | With::Room(_) | With::Nobody => text_style(entry, theme),
    }
}

pub(in crate::view) fn text_style(entry: &Entry, theme: &Theme) -> Style {
    if entry.for_you {
        return theme.mention;
    }
    kind_style(entry.kind, theme)
}

/// That of its kind, whoever looks at it.
pub(in crate::view) fn kind_style(kind: Kind, theme: &Theme) -> Style {
    match kind {
        Kind::Said | Kind::Own => theme.text,
        Kind::Waiting(_)
        | Kind::TakenBack
        | Kind::Edited
        | Kind::Reacted
        | Kind::Happened
        | Kind::Day(_)
        | Kind::Unread(_)
        | Kind::Gap(_)
        | Kind::Before
        | Kind::Start => theme.quiet,
        Kind::Refused | Kind::Unconfirmed(_) | Kind::Trouble => theme.trouble,
        Kind::Hint => theme.hint,
    }
}

/// Where our own message stands, after its last word; confirmed ones need no sign.
fn draw_mark(buffer: &mut Buffer, (x, y): (u16, u16), row: &Row<'_>, theme: &Theme) {
    if row.end == RowEnd::Entry && matches!(row.entry.kind, Kind::Waiting(_)) {
        paint::put(buffer, (x, y), 2, " …", theme.quiet);
    }
}

/// In place of the name of whoever goes on speaking.
const AGAIN: &str = "·";
/// Beside the rows of one message of several lines.
const BLOCK: &str = "│";
/// After so long a pause the name stands there again: 5 minutes.
const PAUSE_MS: u64 = 5 * 60 * 1000;
