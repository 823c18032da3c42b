//! The conversations, and where something is new.

use ratatui::buffer::Buffer;

use crate::app::App;
use crate::app::event::Action;
use crate::app::event::Go;
use crate::areas::Area;
use crate::view::paint;
use crate::view::theme::Theme;
use crate::wrap;

pub(in crate::view) fn draw(buffer: &mut Buffer, area: Area, app: &App, theme: &Theme) {
    let edge = area.x + area.width.saturating_sub(2);
    for y in area.y..area.y + area.height {
        paint::put(buffer, (edge, y), 1, "│", theme.quiet);
    }
    let width = area.width.saturating_sub(3);
    let shown = &app.places.shown().with;
    let listed = app.places.listed();
    // The shown one is on the screen, however long the list is.
    let at = listed
        .iter()
        .position(|one| one.with == *shown)
        .unwrap_or(0);
    let first = (at + 1).saturating_sub(usize::from(area.height));
    let rows = listed.iter().enumerate().skip(first);
    for (y, (at, one)) in (area.y..area.y + area.height).zip(rows) {
        let style = match (one.with == *shown, one.for_you > 0, one.unread > 0) {
            (true, _, _) => theme.own,
            (false, true, _) => theme.mention,
            (false, false, true) => theme.text,
            (false, false, false) => theme.quiet,
        };
        let sign = if one.with == *shown { ">" } else { " " };
        let news = news(one.unread, one.for_you);
        let room = usize::from(width).saturating_sub(wrap::width(&news) + 5);
        let title = wrap::shortened(&one.with.title(app.speech), room);
        let row = format!("{sign}{:>2} {title}", at + 1);
        let end = paint::put(buffer, (area.x, y), width, &row, style);
        let wide = u16::try_from(wrap::width(&news)).unwrap_or(width);
        let x = (area.x + width.saturating_sub(wide)).max(end);
        paint::put(buffer, (x, y), wide, &news, style);
    }
}

/// What is new elsewhere in a few words, where there is no room for the list.
pub(in crate::view) fn in_words(app: &App) -> Option<String> {
    let mut listed = app.places.listed();
    listed.retain(|one| one.unread > 0);
    // Who speaks to us first.
    listed.sort_by_key(|one| one.for_you == 0);
    let (first, rest) = listed.split_first()?;
    let more = if rest.is_empty() { "" } else { " …" };
    let title = wrap::shortened(&first.with.title(app.speech), TITLE);
    let key = app.key(Action::Go(Go::Wanted));
    let key = key.map_or(String::new(), |key| format!(" · {key}"));
    Some(format!(
        "{title} {}{more}{key}",
        news(first.unread, first.for_you)
    ))
}

/// How many are unread, and how many of these are for us.
pub(in crate::view) fn news(unread: usize, for_you: usize) -> String {
    match (for_you, unread) {
        (0, 0) => String::new(),
        (0, unread) => unread.to_string(),
        (for_you, unread) if for_you == unread => format!("»{unread}"),
        (for_you, unread) => format!("»{for_you}/{unread}"),
    }
}

/// Columns of a title in the status row.
const TITLE: usize = 12;
