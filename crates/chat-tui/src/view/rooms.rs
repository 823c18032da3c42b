//! The conversations, and where something is new.

use ratatui::buffer::Buffer;

use crate::app::App;
use crate::app::beside::ServerId;
use crate::app::event::Action;
use crate::app::event::Go;
use crate::app::roomlist;
use crate::app::roomlist::ListRow;
use crate::areas::Area;
use crate::session::phase::Phase;
use crate::view::paint;
use crate::view::theme::Theme;
use crate::wrap;

pub(in crate::view) fn draw(buffer: &mut Buffer, area: Area, app: &App, theme: &Theme) {
    let edge = area.x + area.width.saturating_sub(2);
    for y in area.y..area.y + area.height {
        paint::put(buffer, (edge, y), 1, "│", theme.quiet);
    }
    let width = area.width.saturating_sub(3);
    let rows = roomlist::rows(app);
    // The shown one is on the screen, however long the list is.
    let first = roomlist::first_seen(app, &rows, area.height);
    let rows = rows.into_iter().skip(first);
    for (y, row) in (area.y..area.y + area.height).zip(rows) {
        match row {
            ListRow::Server(server) => {
                draw_server(buffer, (area.x, y, width), server, (app, theme));
            }
            ListRow::Own(at, number) => {
                let listed = app.places.listed();
                if let Some(one) = listed.get(at) {
                    let is_shown = at == roomlist::shown(app);
                    let told = Told {
                        title: one.with.title(app.speech),
                        news: (one.unread, one.for_you),
                        is_shown,
                    };
                    draw_one(buffer, (area.x, y, width), number, &told, theme);
                }
            }
            ListRow::Other(server, at, number) => {
                let other = app.beside.iter().find(|other| other.id == server);
                if let Some(row) = other.and_then(|other| other.rows.get(at)) {
                    let told = Told {
                        title: row.title.clone(),
                        news: (row.unread, row.for_you),
                        is_shown: false,
                    };
                    draw_one(buffer, (area.x, y, width), number, &told, theme);
                }
            }
        }
    }
}

/// A conversation, as it is listed.
struct Told {
    title: String,
    /// How many are unread, and how many of these are for us.
    news: (usize, usize),
    is_shown: bool,
}

fn draw_one(
    buffer: &mut Buffer,
    (x, y, width): (u16, u16, u16),
    number: usize,
    told: &Told,
    theme: &Theme,
) {
    let (unread, for_you) = told.news;
    let style = match (told.is_shown, for_you > 0, unread > 0) {
        (true, _, _) => theme.own,
        (false, true, _) => theme.mention,
        (false, false, true) => theme.text,
        (false, false, false) => theme.quiet,
    };
    let sign = if told.is_shown { ">" } else { " " };
    let news = news(unread, for_you);
    let room = usize::from(width).saturating_sub(wrap::width(&news) + 5);
    let title = wrap::shortened(&told.title, room);
    let row = format!("{sign}{number:>2} {title}");
    let end = paint::put(buffer, (x, y), width, &row, style);
    let wide = u16::try_from(wrap::width(&news)).unwrap_or(width);
    let at = (x + width.saturating_sub(wide)).max(end);
    paint::put(buffer, (at, y), wide, &news, style);
}

/// The name of a server above its conversations, and whether there is a connection.
fn draw_server(
    buffer: &mut Buffer,
    (x, y, width): (u16, u16, u16),
    server: ServerId,
    (app, theme): (&App, &Theme),
) {
    let other = app.beside.iter().find(|other| other.id == server);
    let own = (
        app.title.as_str(),
        matches!(app.session.phase(), Phase::Online { .. }),
    );
    let (title, online) = other.map_or(own, |other| (other.title.as_str(), other.online));
    let style = match (online, other.is_none()) {
        (false, _) => theme.trouble,
        (true, true) => theme.accent,
        (true, false) => theme.quiet,
    };
    let room = usize::from(width);
    let state = format!(" {}", app.speech.several.offline());
    let row = if online {
        wrap::narrowed(title, room)
    } else if wrap::width(title) + wrap::width(&state) <= room {
        format!("{title}{state}")
    } else {
        // Which server it is matters more than the words: the colour says it too.
        format!("! {}", wrap::narrowed(title, room.saturating_sub(2)))
    };
    paint::put(buffer, (x, y), width, &row, style);
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
