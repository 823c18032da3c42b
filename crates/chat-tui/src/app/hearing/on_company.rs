//! What becomes of somebody with whom one speaks alone, told in that conversation too.

use chat_proto::frame::Incoming;
use chat_proto::frame::incoming::Happening;
use chat_proto::frame::incoming::Kind;
use chat_proto::frame::peer::Whom;
use chat_proto::room::RoomName;

use crate::app::conversation::digest::Change;
use crate::app::conversation::digest::Digest;
use crate::app::conversation::entry;
use crate::app::conversation::entry::Entry;
use crate::app::conversation::places::Conversation;
use crate::app::conversation::places::With;
use crate::app::overlay::on_recall;
use crate::app::state::App;

/// People came into a room of ours, or left one: told of whoever was in none before, or
/// is in none any longer. The roster knows the change already.
pub(in crate::app) fn on_traffic(
    app: &mut App,
    frame: &Incoming,
    who: &[String],
    how: fn(String) -> Change,
) {
    for name in who.iter().filter(|name| !app.ignored.has(name)) {
        let change = [how(name.clone())];
        let text = if is_of_one(frame) {
            app.speech.told(frame)
        } else {
            Digest::new("", &change).words(app.speech)
        };
        if let Some(one) = app.places.find(&With::Person(Whom::new(name))) {
            let entry = Entry::new(frame.at, entry::Kind::Happened, "", &text);
            one.timeline.push(entry);
        }
    }
}

/// Those who are in none of our rooms.
pub(in crate::app) fn absent(app: &App, who: &[String]) -> Vec<String> {
    let absent = who.iter().filter(|name| !app.roster.has(name));
    absent.cloned().collect()
}

/// A conversation in which nothing was said is gone again.
pub(in crate::app) fn on_not_entered(app: &mut App, room: RoomName, frame: &Incoming) {
    let with = With::Room(room);
    let empty = |one: &mut Conversation| one.timeline.is_empty() && one.composer.is_empty();
    if app.places.find(&with).is_some_and(empty) {
        let before = app.places.shown().with.clone();
        app.places.close(&with);
        if app.places.shown().with != before {
            app.moved = Some(app.now.mono);
            on_recall::on_moved(app);
        }
        app.look();
    }
    app.trouble(&app.speech.told(frame));
}

fn is_of_one(frame: &Incoming) -> bool {
    match &frame.kind {
        Kind::Notice {
            happening: Happening::Joined(all) | Happening::Left(all),
            ..
        } => all.len() == 1,
        Kind::Bye { .. }
        | Kind::Challenge(_)
        | Kind::Notice { .. }
        | Kind::History(_)
        | Kind::Other
        | Kind::Pasted { .. }
        | Kind::Search(_)
        | Kind::Pong { .. }
        | Kind::Refused { .. }
        | Kind::Rooms { .. }
        | Kind::Whois(_)
        | Kind::Said { .. }
        | Kind::Welcome { .. }
        | Kind::Who { .. } => false,
    }
}

/// Somebody is called otherwise, and so is the conversation.
pub(in crate::app) fn on_renamed(app: &mut App, frame: &Incoming, was: &str, now: &str) {
    let entry = Entry::new(frame.at, entry::Kind::Happened, "", &app.speech.told(frame));
    if let Some(one) = app.places.renamed(was, now) {
        one.timeline.push(entry);
    }
}
