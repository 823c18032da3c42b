//! Going back in what was said: what is not here is asked for where one looks, and what
//! does not fit any more is forgotten where one does not.

use chat_proto::frame::peer::Part;
use chat_proto::limits::PAGE_MOST;
use chat_proto::room::RoomName;
use chat_proto::stamp::Stamp;

use crate::app::conversation::past::Lack;
use crate::app::conversation::places::With;
use crate::app::focus::jump::Jump;
use crate::app::state::App;
use crate::session::past::Question;
use crate::session::past::page;

/// Forgets what is more than is kept, and says where something is missing.
pub(in crate::app) fn settle(app: &mut App) {
    for gone in app.places.trim() {
        app.session.forget(&gone.room, gone.from, gone.to);
    }
    if !app.session.catches_up() {
        return;
    }
    let window = app.window();
    let rooms: Vec<With> = app
        .places
        .listed()
        .into_iter()
        .map(|one| one.with.clone())
        .collect();
    for with in rooms {
        let With::Room(room) = &with else {
            continue;
        };
        let Some(past) = app.session.past(room) else {
            continue;
        };
        let gaps: Vec<_> = past.here.gaps().collect();
        if let Some(one) = app.places.find(&with) {
            one.timeline.lay_gaps(&gaps, window);
        }
    }
}

/// Forgets all of the conversation that is shown.
pub(in crate::app) fn clear(app: &mut App) {
    app.timeline_mut().clear();
    if let Some(room) = app.room().cloned() {
        app.session.forget(&room, 0, u64::MAX - 1);
    }
}

/// Asks for what is lacking where one looks.
pub(in crate::app) fn look(app: &mut App) {
    if let Some((room, part)) = lacking(app) {
        app.asked_past = Some((room.clone(), part));
        app.session.fetch(app.now, &room, page(part, PAGE_MOST));
    }
}

/// The same once more after an answer, where that has brought one further: what does not
/// fit is not asked for without end.
pub(in crate::app) fn look_on(app: &mut App) {
    if app.timeline().is_at_bottom() || lacking(app) == app.asked_past {
        return;
    }
    look(app);
}

/// To a message of this number in a room, which is shown.
pub(in crate::app) fn go_to(app: &mut App, room: &RoomName, seq: u64) {
    let here = app
        .session
        .past(room)
        .is_some_and(|past| past.here.has(seq));
    app.jump = None;
    if here {
        return arrive(app, seq);
    }
    if app
        .session
        .fetch(app.now, room, page(Part::Around(seq), PAGE_MOST))
    {
        let room = room.clone();
        app.jump = Some(Jump::Message { room, seq });
    } else if !app.session.catches_up() {
        app.trouble(app.speech.past.not_kept());
    }
}

/// To the first message from this moment on.
pub(in crate::app) fn go_to_moment(app: &mut App, room: &RoomName, at: Stamp) {
    let Some(past) = app.session.past(room) else {
        return app.trouble(app.speech.past.not_kept());
    };
    app.jump = Some(Jump::Moment {
        room: room.clone(),
        at,
        low: 0,
        high: past.newest(),
        found: None,
    });
    narrow(app);
}

/// Asks what was said in the middle of where a moment may be, or goes there.
pub(in crate::app) fn narrow(app: &mut App) {
    let Some(Jump::Moment { room, found, .. }) = app.jump.clone() else {
        return;
    };
    if let Some(middle) = app.jump.as_ref().and_then(Jump::middle) {
        let question = Question::Reading(page(Part::After(middle), 1));
        if !app.session.look_for(app.now, &room, question) {
            app.jump = None;
            app.trouble(app.speech.past.not_kept());
        }
        return;
    }
    if let Some(seq) = found {
        return go_to(app, &room, seq);
    }
    app.jump = None;
    to_the_end(app);
}

/// Nothing was said since.
fn to_the_end(app: &mut App) {
    app.timeline_mut().to_bottom();
    app.flash = Some(app.speech.past.nothing_since().into());
}

/// A page has come: to where one wanted to go, if it is there.
pub(in crate::app) fn on_page(app: &mut App, room: &RoomName) {
    if let Some(Jump::Message { room: wanted, seq }) = app.jump.clone()
        && wanted == *room
        && app.room() == Some(room)
    {
        app.jump = None;
        return arrive(app, seq);
    }
    if app.room() == Some(room) {
        look_on(app);
    }
}

fn arrive(app: &mut App, seq: u64) {
    let window = app.window();
    let shown = app.places.shown_mut();
    shown.led_to = shown.timeline.to_seq(seq, window);
    if shown.led_to.is_none() {
        return to_the_end(app);
    }
    look(app);
}

fn lacking(app: &mut App) -> Option<(RoomName, Part)> {
    let room = app.room().filter(|_| app.session.catches_up())?.clone();
    let window = app.window();
    let known = app.session.past(&room)?;
    let part = match app.timeline().lack(window)? {
        Lack::Above(seq) => Part::Before(seq),
        Lack::Below(seq) => Part::After(seq),
        Lack::Older => match known.here.first() {
            Some(0 | 1) => {
                app.timeline_mut().say_start(window);
                return None;
            }
            Some(first) => Part::Before(first),
            None if known.newest() > 0 => Part::Before(known.newest().saturating_add(1)),
            None => return None,
        },
    };
    Some((room, part))
}
