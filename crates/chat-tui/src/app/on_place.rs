//! Going from one conversation to another.

use chat_proto::room::RoomName;

use crate::app::event::Go;
use crate::app::places::With;
use crate::app::state::App;

pub(in crate::app) fn on_go(app: &mut App, go: Go) {
    let places = &app.places;
    let wanted = match go {
        Go::Wanted => places.most_wanted(),
        Go::Last => places.last(),
        Go::Next => places.further(1),
        Go::Previous => places.further(places.count() - 1),
        Go::Number(number) => places.at(usize::from(number) - 1),
    };
    match wanted.cloned() {
        Some(with) => show(app, &with),
        None if go == Go::Wanted => app.flash = Some("nothing new elsewhere"),
        None => app.flash = Some("there is no such conversation"),
    }
}

/// Opens a conversation and shows it.
pub(in crate::app) fn enter(app: &mut App, with: &With) -> bool {
    let open = app.places.open(with);
    if open {
        show(app, with);
    } else {
        app.trouble("there are too many conversations: /leave closes this one");
    }
    open
}

/// Enters a room, or only shows it where we are in it already.
pub(in crate::app) fn join(app: &mut App, room: RoomName, password: Option<String>) {
    let you = app.session.you();
    let is_in = app.roster.people(Some(&room)).any(|name| name == you);
    if !is_in || password.is_some() {
        app.session.join(app.now, &room, password);
    }
    enter(app, &With::Room(room));
}

pub(in crate::app) fn leave(app: &mut App, room: Option<RoomName>) {
    let with = room.map_or_else(|| app.places.shown().with.clone(), With::Room);
    let With::Room(room) = &with else {
        return match with {
            With::Nobody => app.trouble("you are in no room"),
            With::Room(_) | With::Person(_) => close(app, &with),
        };
    };
    app.session.leave(app.now, room);
    app.roster.forget(room);
    close(app, &with);
    let text = match app.room() {
        Some(now_in) => format!("you left #{room}; you are in #{now_in} now"),
        None if app.session.room().is_some() => format!("you left #{room}"),
        None => format!("you left #{room}: /join ROOM enters another one"),
    };
    app.hint(&text);
}

fn close(app: &mut App, with: &With) {
    app.places.close(with);
    app.look();
}

fn show(app: &mut App, with: &With) {
    app.places.show(with);
    app.look();
}
