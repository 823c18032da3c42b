//! The list of conversations as it is shown: those of this server, and, where one is at
//! several, each server's under its name.

use crate::app::beside::ServerId;
use crate::app::state::App;

/// One row of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListRow {
    /// The name of a server.
    Server(ServerId),
    /// A conversation here, by its place, and its number in the whole list, from 1.
    Own(usize, usize),
    /// A conversation on another server, by its place there, and its number.
    Other(ServerId, usize, usize),
}

/// All rows, in order.
pub fn rows(app: &App) -> Vec<ListRow> {
    let own = 0..app.places.count();
    if app.beside.is_empty() {
        return own.map(|at| ListRow::Own(at, at + 1)).collect();
    }
    let mut rows = Vec::new();
    let mut number = 0;
    let mut next = || {
        number += 1;
        number
    };
    let mut ids: Vec<_> = app.beside.iter().map(|other| other.id).collect();
    ids.push(app.server);
    ids.sort_unstable();
    for id in ids {
        rows.push(ListRow::Server(id));
        match app.beside.iter().find(|other| other.id == id) {
            Some(other) => {
                let places = 0..other.rows.len();
                rows.extend(places.map(|at| ListRow::Other(id, at, next())));
            }
            None => rows.extend(own.clone().map(|at| ListRow::Own(at, next()))),
        }
    }
    rows
}

/// The first row that is seen in so many: the conversation that is shown is among them.
pub fn first_seen(app: &App, rows: &[ListRow], height: u16) -> usize {
    let shown = shown(app);
    let is_shown = |row: &ListRow| matches!(row, ListRow::Own(at, _) if *at == shown);
    let at = rows.iter().position(is_shown).unwrap_or(0);
    (at + 1).saturating_sub(usize::from(height))
}

/// The place of the conversation that is shown.
pub fn shown(app: &App) -> usize {
    let shown = &app.places.shown().with;
    let listed = app.places.listed();
    listed
        .iter()
        .position(|one| one.with == *shown)
        .unwrap_or(0)
}
