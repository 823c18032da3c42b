//! The mouse: the wheel moves what is read, a click goes to what it is on. All of it can
//! be done with keys too.

use crate::app::conversation::timeline::Row;
use crate::app::event::Action;
use crate::app::event::Effect;
use crate::app::event::Go;
use crate::app::event::Mouse;
use crate::app::event::Scroll;
use crate::app::event::WireKey;
use crate::app::focus::Focus;
use crate::app::on_action;
use crate::app::on_past;
use crate::app::on_place;
use crate::app::on_server;
use crate::app::on_wire;
use crate::app::roomlist;
use crate::app::state::App;
use crate::areas::Area;
use crate::areas::Areas;
use crate::areas::Parts;
use crate::wrap;

/// Something was done with it.
pub(in crate::app) fn on_mouse(app: &mut App, mouse: Mouse) {
    on_action::on_touch(app);
    match mouse {
        Mouse::Wheel { older } => wheel(app, older),
        Mouse::Click { x, y } => {
            if let (Focus::Chat, Areas::Parts(parts)) = (&app.focus, app.areas()) {
                click(app, parts, (x, y));
            }
        }
    }
    app.effects.push(Effect::Draw);
}

fn wheel(app: &mut App, older: bool) {
    let (row, step, key) = if older {
        (Scroll::RowUp, Action::Up, WireKey::Up)
    } else {
        (Scroll::RowDown, Action::Down, WireKey::Down)
    };
    match app.focus {
        Focus::Wire | Focus::WireFilter => on_wire::on_key(app, key),
        Focus::Choice(_) | Focus::Found(_) | Focus::Message(_) => {
            on_action::on_action(app, step);
        }
        Focus::Chat
        | Focus::Search(_)
        | Focus::Recall(_)
        | Focus::Copy(_)
        | Focus::Present(_)
        | Focus::Answer(_)
        | Focus::Help { .. } => {
            for _ in 0..ROWS {
                on_action::on_action(app, Action::Scroll(row));
            }
        }
    }
}

fn click(app: &mut App, parts: Parts, at: (u16, u16)) {
    if let Some(row) = parts.rooms.and_then(|area| row_in(area, at)) {
        return to_conversation(app, parts, row);
    }
    if let Some(row) = parts.people.and_then(|area| row_in(area, at)) {
        // Below the row that says how many there are.
        let name = row.checked_sub(1).and_then(|at| {
            let mut people = app.roster.people(app.room());
            people.nth(usize::from(at)).map(str::to_owned)
        });
        return address(app, name);
    }
    if let Some(row) = row_in(parts.timeline, at) {
        return in_history(app, parts, (at.0 - parts.timeline.x, row));
    }
    if at.1 == parts.status.y {
        let below = app.timeline().new_below(app.window());
        match below {
            Some(_) => app.timeline_mut().to_bottom(),
            None => {
                if !on_server::go(app, Go::Wanted) {
                    on_place::on_go(app, Go::Wanted);
                }
            }
        }
    }
}

/// The list as it is seen: the shown one is among its rows.
fn to_conversation(app: &mut App, parts: Parts, row: u16) {
    let height = parts.rooms.map_or(0, |area| area.height);
    let rows = roomlist::rows(app);
    let first = roomlist::first_seen(app, &rows, height);
    if let Some(row) = rows.get(first + usize::from(row)) {
        on_server::to(app, *row);
    }
}

/// Their name goes into the input.
fn address(app: &mut App, name: Option<String>) {
    let Some(name) = name else {
        return;
    };
    let end = if app.composer().is_empty() { ": " } else { " " };
    // An input that is full says so with the next key.
    app.composer_mut().insert(&format!("{name}{end}"));
}

fn in_history(app: &mut App, parts: Parts, (x, y): (u16, u16)) {
    let window = app.window();
    let glance = app.timeline().glance(window);
    let read = glance.rows.len();
    let live = glance.below.as_ref().map_or(0, |below| below.rows.len());
    let row = usize::from(y);
    let found = if live == 0 {
        // A short history stands at the bottom.
        let free = usize::from(parts.timeline.height).saturating_sub(read);
        row.checked_sub(free).and_then(|at| glance.rows.get(at))
    } else if row == read {
        return app.timeline_mut().to_bottom();
    } else {
        let below = glance.below.as_ref().map(|below| below.rows.as_slice());
        let below = below.unwrap_or_default();
        let at = row.checked_sub(read + 1);
        at.map_or_else(|| glance.rows.get(row), |at| below.get(at))
    };
    let Some(row) = found else {
        return;
    };
    let name = row.entry.speaker().to_owned();
    let (says, hidden) = (row.entry.kind.is_said(), row.hidden > 0);
    // The quiet line above an answer leads to what it answers.
    let cited = row.entry.refers().filter(|_| row.from < row.entry.quoted());
    let url = url_at(row, x.checked_sub(parts.gutter));
    match url {
        Some(url) => {
            app.effects.push(Effect::Copy(url));
            app.flash = Some(app.speech.reading.url_copied().into());
        }
        None if hidden => {
            app.timeline_mut().unfold(window);
        }
        None if says && (parts.time..parts.gutter).contains(&x) => address(app, Some(name)),
        None => {
            if let (Some((_, seq)), Some(room)) = (cited, app.room().cloned()) {
                on_past::go_to(app, &room, seq);
            }
        }
    }
}

/// The address that this column of a row's text shows.
fn url_at(row: &Row<'_>, column: Option<u16>) -> Option<String> {
    let column = usize::from(column?);
    let found = row.urls.iter().find(|url| {
        let edge = |at| row.text.get(..at).map_or(0, wrap::width);
        (edge(url.at.start)..edge(url.at.end)).contains(&column)
    });
    found.map(|url| url.whole.clone())
}

fn row_in(area: Area, (x, y): (u16, u16)) -> Option<u16> {
    let across = (area.x..area.x + area.width).contains(&x);
    let row = y.checked_sub(area.y).filter(|row| *row < area.height);
    row.filter(|_| across)
}

/// What one notch of the wheel moves.
const ROWS: usize = 3;
