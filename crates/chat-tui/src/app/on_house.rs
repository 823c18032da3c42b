//! What the server tells of the house: its rooms, and what ours is about.

use std::time::Duration;

use chat_proto::frame::incoming::Listed;
use chat_proto::frame::incoming::Whois;

use crate::app::conversation::entry::moment;
use crate::app::state::App;
use crate::session::traffic::House;
use crate::speech::topic::house;

/// Something about the house is asked for.
pub(in crate::app) fn ask(app: &mut App, asked: House) {
    let shows = asked == House::Rooms;
    if !app.session.ask_house(app.now, asked) {
        return app.trouble(app.speech.troubles.who_offline());
    }
    app.listing.is_shown |= shows;
}

/// The rooms are wanted to complete a name, if what is known of them is old.
pub(in crate::app) fn refresh(app: &mut App) {
    let now = app.now.mono;
    let asked = app.listing.asked_at;
    if asked.is_some_and(|asked| now.saturating_duration_since(asked) < OLD) {
        return;
    }
    app.listing.asked_at = Some(now);
    app.session.ask_house(app.now, House::Rooms);
}

/// The rooms that there are.
pub(in crate::app) fn on_rooms(app: &mut App, rooms: &[Listed], more: bool) {
    let names = rooms.iter().map(|one| one.room.clone());
    app.listing.rooms = names.take(KNOWN).collect();
    if !std::mem::take(&mut app.listing.is_shown) {
        return;
    }
    let words = &app.speech.house;
    let mut lines: Vec<_> = rooms.iter().map(|one| line(app, one)).collect();
    if rooms.is_empty() {
        lines.push(words.no_rooms().to_owned());
    }
    if more {
        lines.push(words.more_rooms().to_owned());
    }
    for line in lines {
        app.hint(&line);
    }
}

fn line(app: &App, one: &Listed) -> String {
    let words = &app.speech.house;
    let (room, count) = (&one.room, one.people);
    let line = words.room(house::Room { room, count });
    match &one.topic {
        Some(topic) => format!("{line} · {topic}"),
        None => line,
    }
}

/// What there is to know of somebody, in the time of this place.
pub(in crate::app) fn on_whois(app: &mut App, whois: &Whois) {
    app.elsewhere.set(&whois.name, whois.server.as_ref());
    let words = &app.speech.house;
    let (who, over) = (&whois.name, &whois.transport);
    let since = whois.since.map(|since| moment(since, app.offset_minutes));
    let rooms: Vec<_> = whois.rooms.iter().map(|room| format!("#{room}")).collect();
    let parts = [
        Some(words.whois_is(house::WhoisIs { who, over })),
        whois.server.as_ref().map(|server| words.whois_on(server)),
        whois
            .address
            .as_ref()
            .map(|address| words.whois_from(address)),
        (!whois.framed).then(|| words.whois_plain().to_owned()),
        (!rooms.is_empty()).then(|| words.whois_in(rooms.join(" "))),
        since.map(|since| words.whois_since(since)),
        whois.took.map(|took| words.whois_rtt(took.as_millis())),
        whois.known.then(|| words.whois_known().to_owned()),
        whois.teacher.then(|| words.whois_teacher().to_owned()),
        whois.away.then(|| words.whois_away().to_owned()),
    ];
    let line: Vec<_> = parts.into_iter().flatten().collect();
    app.hint(&line.join(", "));
}

/// What the room that is shown is about.
pub(in crate::app) fn tell_topic(app: &mut App) {
    let words = &app.speech.house;
    let topic = app
        .class
        .room(app.room())
        .and_then(|led| led.topic.as_deref());
    let line = match topic {
        Some(topic) => words.topic_is(topic),
        None => words.no_topic().to_owned(),
    };
    app.hint(&line);
}

/// Rooms whose names are completed.
const KNOWN: usize = 64;

/// What is known of them for longer is asked for once more.
const OLD: Duration = Duration::from_secs(10);
