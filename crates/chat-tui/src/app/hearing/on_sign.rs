//! What is let known without words: that somebody writes, that nobody sits here.

use chat_proto::frame::Incoming;
use chat_proto::frame::incoming::Kind;
use chat_proto::frame::peer::Sign;
use chat_proto::frame::peer::Toward;
use chat_proto::frame::peer::Whom;
use chat_proto::room::RoomName;

use crate::app::conversation::places::With;
use crate::app::state::App;
use crate::session::phase::Phase;

/// Something was typed. A command is nobody's business.
pub(in crate::app) fn on_typed(app: &mut App) {
    if !app.settings.signs {
        return;
    }
    let written = app.composer().text();
    let begun = written.trim_start();
    let is_command = begun.starts_with('/') && !begun.starts_with("//");
    if begun.is_empty() || is_command {
        return;
    }
    let with = &app.places.shown().with;
    let toward = match with {
        With::Nobody => return,
        With::Room(room) => Toward::Room(Some(room.clone())),
        With::Person(whom) => Toward::Person(whom.clone()),
    };
    if app.signs.tell_writing(app.now.mono, with) {
        app.session.sign(app.now, Sign::Typing(toward));
    }
}

/// Somebody sits here, or nobody has for a long while. Without a connection nobody can
/// be told: they are after the next join.
pub(in crate::app) fn on_presence(app: &mut App) {
    let gone = app.settings.signs && app.attention.is_gone(app.now.mono);
    let online = matches!(app.session.phase(), Phase::Online { .. });
    if online && app.signs.tell_gone(gone) {
        app.session.sign(app.now, Sign::Away(gone));
    }
}

/// Somebody else writes.
pub(in crate::app) fn on_writes(app: &mut App, frame: &Incoming, who: &str) {
    let Kind::Notice { room, .. } = &frame.kind else {
        return;
    };
    let with = match room.as_deref().map(RoomName::parse) {
        Some(Ok(room)) => With::Room(room),
        Some(Err(_)) => return,
        None => With::Person(Whom::new(who)),
    };
    app.signs.writes(app.now.mono, who, with);
}
