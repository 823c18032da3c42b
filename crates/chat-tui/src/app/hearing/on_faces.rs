//! Whoever is named for the first time gets what tells them from the others.

use chat_proto::frame::Incoming;
use chat_proto::frame::incoming::Happening;
use chat_proto::frame::incoming::Kind;
use chat_proto::room::RoomName;

use crate::app::state::App;
use crate::session::traffic::News;

/// The names that the news have and nobody has heard yet, and in which room.
pub(in crate::app) fn strangers(app: &App, news: &News) -> (Option<RoomName>, Vec<String>) {
    match news {
        News::Heard(frame) | News::Missed(frame) | News::People { frame, .. } => {
            of_frame(app, frame)
        }
        News::Answered { room, answer } => {
            let names = answer.page.iter().map(|frame| &frame.name);
            (Some(room.clone()), unknown(app, names))
        }
        News::Connecting
        | News::Renumbered
        | News::Unanswered { .. }
        | News::CaughtUp { .. }
        | News::Joined(_)
        | News::Moved { .. }
        | News::Lost { .. }
        | News::Ended(_)
        | News::NameTaken { .. }
        | News::Also(_)
        | News::Needs(_)
        | News::Unasked
        | News::Gap { .. }
        | News::NotEntered { .. }
        | News::Confirmed { .. }
        | News::Refused { .. }
        | News::Unconfirmed { .. } => (None, Vec::new()),
    }
}

/// After the news are heard: the list has them.
pub(in crate::app) fn meet(app: &mut App, (room, names): (Option<RoomName>, Vec<String>)) {
    let room = room.as_ref();
    for name in names {
        let beside = app.roster.beside(room, &name);
        // Of more than there are colours for, only who is beside counts.
        let few = app.roster.count(room) <= COMPANY;
        let company = app.roster.people(room).take(if few { COMPANY } else { 0 });
        let company: Vec<_> = company.filter(|other| *other != name).collect();
        app.faces.meet(&name, &beside, &company);
    }
}

fn of_frame(app: &App, frame: &Incoming) -> (Option<RoomName>, Vec<String>) {
    let room = |room: &str| RoomName::parse(room).ok();
    match &frame.kind {
        Kind::Said { room: said, .. } => {
            let names = unknown(app, std::iter::once(&frame.name));
            (
                said.as_deref().filter(|_| !names.is_empty()).and_then(room),
                names,
            )
        }
        Kind::Who {
            room: of, names, ..
        } => (room(of), unknown(app, names.iter())),
        Kind::Notice {
            room: of,
            happening: Happening::Joined(who),
        } => (of.as_deref().and_then(room), unknown(app, who.iter())),
        Kind::Notice { .. }
        | Kind::Bye { .. }
        | Kind::Challenge(_)
        | Kind::History(_)
        | Kind::Other
        | Kind::Search(_)
        | Kind::Pasted { .. }
        | Kind::Pong { .. }
        | Kind::Refused { .. }
        | Kind::Rooms { .. }
        | Kind::Whois(_)
        | Kind::Welcome { .. } => (None, Vec::new()),
    }
}

fn unknown<'a>(app: &App, names: impl Iterator<Item = &'a String>) -> Vec<String> {
    let new = names.filter(|name| !app.faces.knows(name));
    new.cloned().collect()
}

/// Twice the colours that there are.
const COMPANY: usize = 64;
