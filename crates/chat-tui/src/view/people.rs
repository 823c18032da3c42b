//! Who is here.

use ratatui::buffer::Buffer;

use crate::app::App;
use crate::areas::Area;
use crate::view::paint;
use crate::view::theme::Theme;
use crate::wrap;

pub(in crate::view) fn draw(buffer: &mut Buffer, area: Area, app: &App, theme: &Theme) {
    for y in area.y..area.y + area.height {
        paint::put(buffer, (area.x, y), 1, "│", theme.quiet);
    }
    let (x, width) = (area.x + 2, area.width - 2);
    let room = app.room();
    let count = app.roster.count(room);
    if count == 0 {
        return;
    }
    let head = app.speech.status.here(count);
    paint::put(buffer, (x, area.y), width, &head, theme.quiet);
    let rows = usize::from(area.height.saturating_sub(1));
    for (at, name) in app.roster.people(room).take(rows).enumerate() {
        let y = area.y + 1 + u16::try_from(at).unwrap_or(0);
        if at + 1 == rows && count > rows {
            let more = app.speech.screen.more(count - at);
            paint::put(buffer, (x, y), width, &more, theme.quiet);
            return;
        }
        let style = if name == app.session.you() {
            theme.own
        } else {
            theme.name(app.faces.of(name))
        };
        if app.class.leads(room, name) {
            paint::put(buffer, (x - 1, y), 1, LEADS, theme.hint);
        } else if app.signs.is_anybodys(name) {
            // In a column that names do not reach: nobody can wear it, or hide it.
            paint::put(buffer, (x - 1, y), 1, ANYBODYS, theme.quiet);
        }
        // Behind the name, in cells that it does not reach either.
        let mark = mark(app, name);
        let room = width.saturating_sub(u16::from(mark.is_some()) * 2);
        if let Some(mark) = mark {
            paint::put(buffer, (x + room, y), 2, mark, theme.mention);
        }
        let room = usize::from(room);
        let fit = |room| app.faces.of(name).fit(name, room);
        let (style, shown) = if app.signs.is_away(name) {
            let word = wrap::width(&app.speech.signs.away(""));
            (
                theme.quiet,
                app.speech.signs.away(fit(room.saturating_sub(word))),
            )
        } else {
            (style, fit(room))
        };
        paint::put(buffer, (x, y), width, &shown, style);
        let taken = wrap::width(&shown);
        if let Some(server) = server(app, name, room.saturating_sub(taken)) {
            let at = x + u16::try_from(taken).unwrap_or(width);
            paint::put(buffer, (at, y), width, &server, theme.quiet);
        }
    }
}

/// The other server that somebody is on, where so many cells have room for it: the name
/// wins.
fn server(app: &App, name: &str, room: usize) -> Option<String> {
    let server = app.elsewhere.of(name)?;
    let server = format!(" ·{server}");
    (wrap::width(&server) <= room).then_some(server)
}

/// Whose hand is up, and who may not speak.
fn mark(app: &App, name: &str) -> Option<&'static str> {
    let room = app.room();
    if app.class.has_hand(room, name) {
        return Some(" !");
    }
    app.class.is_muted(room, name).then_some(" x")
}

/// Before a name that nobody has proved, where others have proved theirs.
const ANYBODYS: &str = "~";

/// Beside the name of a teacher, here and in the history.
pub(in crate::view) const LEADS: &str = "◆";
