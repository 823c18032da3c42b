//! Code that is shared with a room: a file that is read, and one that is written.

use chat_proto::frame::Incoming;
use chat_proto::paste::Title;
use chat_proto::room::RoomName;

use crate::app::conversation::entry::Entry;
use crate::app::conversation::entry::Kind;
use crate::app::errand::Errand;
use crate::app::event::Effect;
use crate::app::event::Filed;
use crate::app::input::fetched::Fetched;
use crate::app::input::sharing::Sharing;
use crate::app::on_set;
use crate::app::state::App;
use crate::speech::topic::pasting;

/// What was typed about it.
pub(in crate::app) fn obey(app: &mut App, what: Sharing) {
    match what {
        Sharing::Paste(file) => paste(app, file),
        Sharing::Get(number) => {
            app.fetched = None;
            get(app, number);
        }
        Sharing::Save(number, file) => {
            let room = app.room().cloned();
            app.fetched = room.map(|room| Fetched { room, number, file });
            get(app, number);
        }
    }
}

/// `/paste`.
fn paste(app: &mut App, file: String) {
    match app.room().cloned() {
        Some(room) => app
            .effects
            .push(Effect::Errand(Errand::ReadCode(room, file))),
        None => app.trouble(app.speech.pasting.to_a_room()),
    }
}

/// Asks for it.
fn get(app: &mut App, number: u64) {
    let Some(room) = app.room().cloned() else {
        return app.trouble(app.speech.troubles.no_room_to_ask());
    };
    if !app.session.get(app.now, room, number) {
        app.trouble(app.speech.troubles.who_offline());
    }
}

/// It has come: it is written where that was wanted, else shown.
pub(in crate::app) fn on_code(
    app: &mut App,
    frame: &Incoming,
    (room, number, title): (Option<&str>, u64, &Title),
) {
    let room = room.and_then(|room| RoomName::parse(room).ok());
    let is_it =
        |wanted: &mut Fetched| room.as_ref() == Some(&wanted.room) && wanted.number == number;
    if let Some(wanted) = app.fetched.take_if(is_it) {
        let file = wanted.file.unwrap_or_else(|| title.to_string());
        let effect = Effect::Errand(Errand::WriteCode(file, frame.text.clone()));
        return app.effects.push(effect);
    }
    let name = &frame.name;
    let head = app.speech.pasting.of(pasting::Of { title, name });
    let text = format!("{head}\n{}", frame.text.trim_end());
    let entry = Entry::new(frame.at, Kind::Happened, "", &text);
    app.timeline_mut().push(entry);
}

/// A file was read or written.
pub(in crate::app) fn on_filed(app: &mut App, filed: Result<Filed, String>) {
    app.effects.push(Effect::Draw);
    match filed {
        Ok(Filed::Read { room, title, code }) => {
            if !app.session.paste(app.now, room, (title, code)) {
                app.trouble(app.speech.pasting.offline());
            }
        }
        Ok(Filed::Written(path)) => app.hint(&app.speech.pasting.saved(path)),
        Ok(Filed::Kept { path, names }) => on_set::on_kept(app, &path, &names),
        Err(why) => app.trouble(&why),
    }
}
