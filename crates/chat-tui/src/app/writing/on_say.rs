//! Saying, and having something done: what was written goes out, or comes back.

use chat_proto::frame::order::Act;
use chat_proto::frame::reference::Reference;
use chat_proto::text::Text;

use crate::app::conversation::entry::Entry;
use crate::app::conversation::entry::Kind;
use crate::app::conversation::entry::acting;
use crate::app::conversation::places::With;
use crate::app::state::App;
use crate::session::receipts::Manner;
use crate::session::receipts::Recipient;
use crate::session::traffic::QueueFull;

/// Says it to those with whom the shown conversation is.
pub(in crate::app) fn say(app: &mut App, texts: Vec<Text>, me: bool) {
    let place = match &app.places.shown().with {
        With::Nobody => None,
        With::Room(room) => Some(Recipient::Room(room.clone())),
        With::Person(whom) => Some(Recipient::Direct(whom.clone())),
    };
    let Some(place) = place else {
        give_back(app, &as_typed(&joined(&texts), me));
        return app.trouble(app.speech.troubles.no_room_to_speak());
    };
    // Of several parts the first one refers to it.
    let about = app.about.take();
    let about = about.filter(|one| one.with == app.places.shown().with);
    let mut about = about.map(|one| one.cited);
    let mut texts = texts.into_iter();
    while let Some(text) = texts.next() {
        let you = app.session.you();
        let you = if me { acting(you) } else { you.to_owned() };
        let mut entry = Entry::new(None, Kind::Own, &you, text.as_str());
        let cited = about.take();
        if let Some(cited) = &cited {
            entry.cite(cited);
        }
        let refers = cited.map(|cited| Reference {
            how: cited.how,
            seq: cited.seq,
        });
        let manner = Manner { does: me, refers };
        let said = (text.clone(), manner);
        match app.session.utter(app.now, place.clone(), said) {
            Ok(ticket) => app.timeline_mut().push_own(ticket, entry),
            Err(QueueFull(count)) => {
                let rest: Vec<_> = std::iter::once(text).chain(texts).collect();
                give_back(app, &as_typed(&joined(&rest), me));
                return app.trouble(&app.speech.troubles.queue_full(count));
            }
        }
    }
    app.signs.has_said();
    // Whoever answers has read.
    app.timeline_mut().drop_ruler();
}

/// What was written is given back, to be mended or sent later.
pub(in crate::app) fn give_back(app: &mut App, written: &str) {
    if app.composer_mut().take_back(written.to_owned()) {
        app.flash = Some(app.speech.writing.draft_kept().into());
    }
}

/// As somebody types it who wants to say it, or do it.
pub(in crate::app) fn as_typed(text: &str, me: bool) -> String {
    if me {
        format!("/me {text}")
    } else {
        as_text(text)
    }
}

/// As it is written where it is to be said and not to be obeyed.
pub(in crate::app) fn as_text(text: &str) -> String {
    if text.starts_with('/') {
        format!("/{text}")
    } else {
        text.to_owned()
    }
}

fn joined(texts: &[Text]) -> String {
    let texts: Vec<_> = texts.iter().map(Text::as_str).collect();
    texts.join("\n\n")
}

/// In the room that is shown, or else the one last joined.
pub(in crate::app) fn order(app: &mut App, act: Act) {
    let room = app.room().cloned();
    if !app.session.order(app.now, act, room) {
        app.trouble(app.speech.class.offline());
    }
}
