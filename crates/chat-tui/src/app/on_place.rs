//! Going from one conversation to another.

use chat_proto::frame::peer::Whom;
use chat_proto::room::RoomName;

use crate::app::conversation::places::With;
use crate::app::event::Go;
use crate::app::state::App;
use crate::speech::topic::troubles;

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
        None if go == Go::Wanted => app.flash = Some(app.speech.flashes.nothing_new().into()),
        None => app.flash = Some(app.speech.flashes.no_such_conversation().into()),
    }
}

/// Opens a conversation and shows it.
pub(in crate::app) fn enter(app: &mut App, with: &With) -> bool {
    let open = app.places.open(with);
    if open {
        show(app, with);
    } else {
        app.trouble(app.speech.troubles.too_many_conversations());
    }
    open
}

/// The conversation with one person: whoever is nowhere to be seen may be a slip, and has
/// none before something is said.
pub(in crate::app) fn meet(app: &mut App, whom: Whom) {
    let name = whom.shown.clone();
    let with = With::Person(whom);
    if !app.places.has(&with) && app.roster.lacks(&name) {
        return app.hint(&app.speech.troubles.nowhere(name));
    }
    enter(app, &with);
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
            With::Nobody => app.trouble(app.speech.troubles.in_no_room()),
            With::Room(_) | With::Person(_) => close(app, &with),
        };
    };
    if app.session.wants(room) {
        app.session.leave(app.now, room);
    } else if !app.places.has(&with) {
        return app.trouble(&app.speech.troubles.not_in(room));
    }
    app.roster.forget(room);
    close(app, &with);
    let words = &app.speech.troubles;
    let text = match app.room() {
        Some(now_in) => words.left_for(troubles::LeftFor { room, now_in }),
        None if app.session.room().is_some() => words.left(room),
        None => words.left_last(room),
    };
    app.hint(&text);
}

/// Closes a conversation, and shows the one before it.
pub(in crate::app) fn close(app: &mut App, with: &With) {
    app.places.close(with);
    app.look();
}

/// Shows a conversation that there is.
pub(in crate::app) fn show(app: &mut App, with: &With) {
    app.places.show(with);
    app.look();
}
