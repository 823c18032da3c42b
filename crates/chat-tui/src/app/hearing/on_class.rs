//! An order was carried out, or a teacher has asked who is where.

use chat_proto::frame::Incoming;
use chat_proto::frame::incoming::Kind;
use chat_proto::frame::incoming::Member;
use chat_proto::frame::incoming::Ordered;
use chat_proto::frame::incoming::Roll;
use chat_proto::frame::order::Act;
use chat_proto::frame::order::Deed;
use chat_proto::room::RoomName;

use crate::app::conversation::entry::moment;
use crate::app::conversation::places::With;
use crate::app::state::App;
use crate::speech::topic::class;

/// An order: whether it is told in a line. Votes are told by the bars.
pub(in crate::app) fn on_order(app: &mut App, room: Option<&str>, order: &Ordered) -> bool {
    let room = room.and_then(|room| RoomName::parse(room).ok());
    let you = app.session.you().to_owned();
    app.class.on_order(room.as_ref(), order, &you);
    if order.order == Deed::Redact
        && let (Some(room), Some(seq)) = (room, order.seq)
    {
        let words = app.speech.class.taken_back();
        if let Some(conversation) = app.places.find(&With::Room(room)) {
            conversation.take_back(seq, words);
        }
    }
    let is_told = order.order != Deed::Vote || order.option.is_some();
    is_told && !(app.areas_have_banner() && order.order == Deed::Vote)
}

/// Who is on the list, and what else is to be said of them.
pub(in crate::app) fn on_roll(app: &mut App, room: &str, roll: &Roll) {
    if let Ok(room) = RoomName::parse(room) {
        app.class.on_roll(&room, roll);
    }
}

/// People have left a room.
pub(in crate::app) fn on_left(app: &mut App, room: Option<&str>, who: &[String]) {
    let room = room.and_then(|room| RoomName::parse(room).ok());
    app.class.left(room.as_ref(), who);
}

/// We have come in: this holds there. A server of our own is ours to lead.
pub(in crate::app) fn on_welcome(app: &mut App, frame: &Incoming) {
    let Kind::Welcome {
        room, holds, known, ..
    } = &frame.kind
    else {
        return;
    };
    let you = app.session.you().to_owned();
    if let Ok(room) = RoomName::parse(room) {
        app.class.on_welcome(&room, holds, &you);
    }
    // Only a key can lead: without one it is tried again when we come back with it.
    if *known && let Some(words) = app.claim.take() {
        app.session.order(app.now, Act::Claim(words), None);
    }
}

/// The rows of the class, for a teacher who has asked for them.
pub(in crate::app) fn tell(app: &mut App, frame: &Incoming) {
    let Kind::Who { roll, .. } = &frame.kind else {
        return;
    };
    for member in &roll.class {
        let row = row(app, member, roll);
        app.hint(&row);
    }
    for (who, until) in &roll.bans {
        let until = until.map(|until| moment(until, app.offset_minutes));
        let words = &app.speech.class;
        let row = match &until {
            Some(until) => words.banned_until(class::Banned { who, until }),
            None => words.banned(who),
        };
        app.hint(&row);
    }
}

fn row(app: &App, member: &Member, roll: &Roll) -> String {
    let words = &app.speech.class;
    let took = member.took.map(|took| words.milliseconds(took.as_millis()));
    let mut row = words.row(class::Row {
        name: &member.name,
        transport: &member.transport,
        rooms: member.rooms.join(" "),
        took: took.unwrap_or_else(|| "-".to_owned()),
    });
    for (names, word) in [
        (&roll.muted, words.row_muted()),
        (&roll.hands, words.row_hand()),
    ] {
        if names.contains(&member.name) {
            row.push_str("  ");
            row.push_str(word);
        }
    }
    row
}
