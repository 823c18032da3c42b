//! To which conversation a frame belongs.

use chat_proto::frame::Incoming;
use chat_proto::frame::incoming::Kind;
use chat_proto::frame::peer::Whom;
use chat_proto::room::RoomName;

use crate::app::conversation::places::Conversation;
use crate::app::conversation::places::With;
use crate::app::state::App;

/// With whom the conversation is to which a frame belongs; the shown one, where
/// it belongs to none.
pub(in crate::app) fn with(app: &App, frame: &Incoming) -> With {
    match &frame.kind {
        Kind::Said { to: Some(to), .. } => {
            let other = if frame.name == app.session.you() {
                to
            } else {
                &frame.name
            };
            return With::Person(Whom::new(other));
        }
        Kind::Said { room, .. } | Kind::Notice { room, .. } => room.as_deref(),
        Kind::Welcome { room, .. } => Some(room.as_str()),
        Kind::Bye { .. }
        | Kind::Challenge(_)
        | Kind::History(_)
        | Kind::Other
        | Kind::Search(_)
        | Kind::Pasted { .. }
        | Kind::Pong { .. }
        | Kind::Refused { .. }
        | Kind::Rooms { .. }
        | Kind::Who { .. }
        | Kind::Whois(_) => None,
    }
    .and_then(|room| RoomName::parse(room).ok())
    .map_or_else(|| app.places.shown().with.clone(), With::Room)
}

/// The conversation with these people, or else the shown one.
pub(in crate::app) fn place<'a>(app: &'a mut App, with: &With) -> &'a mut Conversation {
    app.places.find_or_shown(with)
}

/// `#room ` where it was said in a room that has no conversation here.
pub(in crate::app) fn elsewhere(app: &App, frame: &Incoming) -> String {
    let (Kind::Said { room, .. } | Kind::Notice { room, .. }) = &frame.kind else {
        return String::new();
    };
    match room.as_deref().map(RoomName::parse) {
        Some(Ok(room)) if !app.places.has(&With::Room(room.clone())) => format!("#{room} "),
        Some(_) | None => String::new(),
    }
}
