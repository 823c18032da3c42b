//! What a search has found: going through it, to a hit, and back.

use chat_proto::frame::Incoming;
use chat_proto::frame::peer::Part;
use chat_proto::frame::peer::Search;
use chat_proto::limits::PAGE_MOST;
use chat_proto::room::RoomName;
use chat_proto::stamp::Stamp;

use crate::app::conversation::entry::moment;
use crate::app::conversation::places::With;
use crate::app::event::Action;
use crate::app::event::Scroll;
use crate::app::focus::Focus;
use crate::app::focus::found::Found;
use crate::app::focus::found::Hit;
use crate::app::input::lookup::Lookup;
use crate::app::input::lookup::Wanted;
use crate::app::input::lookup::When;
use crate::app::on_past;
use crate::app::on_place;
use crate::app::overlay::meaning;
use crate::app::overlay::meaning::Meant;
use crate::app::state::App;
use crate::session::past::Question;
use crate::session::past::page;

/// What a command of the screen asks for.
pub(in crate::app) fn obey(app: &mut App, lookup: Lookup) {
    let Some(room) = room_of(app, &lookup) else {
        return app.trouble(app.speech.past.not_kept());
    };
    match lookup {
        Lookup::Last(_) => app.timeline_mut().to_bottom(),
        Lookup::Goto(When::Message(seq)) => on_past::go_to(app, &room, seq),
        Lookup::Goto(when) => {
            if let Some(at) = when.begins(app.now.wall, app.offset_minutes) {
                on_past::go_to_moment(app, &room, at);
            }
        }
        Lookup::Search(wanted) => {
            let asked = asked(app, wanted);
            if ask(app, &room, asked.clone()) {
                app.focus = Focus::Found(Found::new(room, asked));
            }
        }
    }
}

/// The same where there is no screen: what comes is told in lines.
pub(in crate::app) fn obey_in_lines(app: &mut App, lookup: Lookup) {
    let room = room_of(app, &lookup);
    let question = match lookup {
        Lookup::Last(count) => Question::Reading(page(Part::Newest, count)),
        Lookup::Search(wanted) => Question::Search(asked(app, wanted)),
        Lookup::Goto(_) => return app.hint(app.speech.lines.on_screen()),
    };
    let asks = room.is_some_and(|room| app.session.look_for(app.now, &room, question));
    if !asks {
        app.trouble(app.speech.past.not_kept());
    }
}

/// Hits have come: into the list, or where there is none, in lines, the oldest first.
pub(in crate::app) fn on_hits(app: &mut App, asked: &Search, page: &[Incoming], more: bool) {
    if let Focus::Found(found) = &mut app.focus {
        return found.on_page(page, more);
    }
    if app.size != (0, 0) {
        // It was left before they came.
        return;
    }
    tell(app, page.iter().rev());
    if page.is_empty() {
        let words = app.speech.past.nothing_found(asked.words.as_str());
        app.hint(&words);
    }
}

/// Messages in lines.
pub(in crate::app) fn tell<'a>(app: &mut App, page: impl Iterator<Item = &'a Incoming>) {
    for hit in page.map(Hit::of) {
        let at = hit.at.map(|at| moment(at, app.offset_minutes));
        let line = format!("{} {}: {}", at.unwrap_or_default(), hit.name, hit.text);
        app.hint(line.trim_start());
    }
}

/// What a key means in the list.
pub(in crate::app) fn on_action(app: &mut App, mut found: Found, action: Action) {
    match meaning::meant(app, action) {
        Meant::Up => found.at = found.at.saturating_sub(1),
        Meant::Down => found.at += 1,
        Meant::Scroll(Scroll::PageUp) => found.at = found.at.saturating_sub(PAGE),
        Meant::Scroll(Scroll::PageDown) => found.at += PAGE,
        Meant::Scroll(Scroll::Top) => found.at = 0,
        Meant::Scroll(Scroll::Bottom) => found.at = found.hits.len(),
        Meant::Take => {
            if let Some(hit) = found.hits.get(found.at) {
                let seq = hit.seq;
                on_place::show(app, &With::Room(found.room.clone()));
                return on_past::go_to(app, &found.room, seq);
            }
        }
        Meant::Leave => return,
        Meant::Help => return app.focus = Focus::Found(found).with_help(),
        Meant::Open(_) | Meant::Scroll(_) | Meant::Nothing => {}
    }
    found.at = found.at.min(found.hits.len().saturating_sub(1));
    if let Some(older) = found.older() {
        found.waits = ask(app, &found.room, older);
    }
    app.focus = Focus::Found(found);
}

fn ask(app: &mut App, room: &RoomName, asked: Search) -> bool {
    let asks = app.session.look_for(app.now, room, Question::Search(asked));
    if !asks {
        app.trouble(app.speech.past.not_kept());
    }
    asks
}

fn room_of(app: &App, lookup: &Lookup) -> Option<RoomName> {
    match lookup {
        Lookup::Search(Wanted {
            room: Some(room), ..
        }) => Some(room.clone()),
        Lookup::Search(_) | Lookup::Goto(_) | Lookup::Last(_) => app.room().cloned(),
    }
}

fn asked(app: &App, wanted: Wanted) -> Search {
    let begins = |when: When| when.begins(app.now.wall, app.offset_minutes);
    let before = wanted.before.and_then(begins);
    Search {
        words: wanted.words,
        room: None,
        from: wanted.from,
        since: wanted.after.and_then(begins),
        // The day itself is not before it.
        until: before.map(|at| Stamp::from_unix_ms(at.unix_ms().saturating_sub(1))),
        before: None,
        limit: PAGE_MOST,
        id: None,
    }
}

/// Rows of a step with a page's key.
const PAGE: usize = 10;
