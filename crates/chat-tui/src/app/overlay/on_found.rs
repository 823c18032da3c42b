//! A search in everything that is kept: asking room by room, going through what was found,
//! to a hit, and back.

use chat_proto::frame::Incoming;
use chat_proto::frame::peer::Part;
use chat_proto::frame::peer::Search;
use chat_proto::frame::peer::Whom;
use chat_proto::limits::PAGE_MOST;
use chat_proto::now::Now;
use chat_proto::room::RoomName;
use chat_proto::stamp::Stamp;

use crate::app::conversation::entry::Entry;
use crate::app::conversation::entry::Kind;
use crate::app::conversation::entry::moment;
use crate::app::conversation::places::With;
use crate::app::event::Action;
use crate::app::event::Scroll;
use crate::app::focus::Focus;
use crate::app::focus::found::Found;
use crate::app::focus::found::Hit;
use crate::app::focus::found::Spot;
use crate::app::input::lookup::Lookup;
use crate::app::input::lookup::Wanted;
use crate::app::input::lookup::When;
use crate::app::input::lookup::Within;
use crate::app::on_past;
use crate::app::on_place;
use crate::app::overlay::meaning;
use crate::app::overlay::meaning::Meant;
use crate::app::state::App;
use crate::session::Session;
use crate::session::past::Question;
use crate::session::past::page;

/// What a command of the screen asks for.
pub(in crate::app) fn obey(app: &mut App, lookup: Lookup) {
    if let Lookup::Search(Wanted {
        within: Within::Room(room),
        ..
    }) = &lookup
        && !app.session.wants(room)
    {
        return app.trouble(&app.speech.troubles.not_in(room));
    }
    match (lookup, app.room().cloned()) {
        (Lookup::Search(wanted), room) => match begun(app, wanted, room) {
            Some(found) => app.focus = Focus::Found(found),
            None => nowhere(app),
        },
        (Lookup::Last(_), _) => app.timeline_mut().to_bottom(),
        (Lookup::Goto(_), None) => nowhere(app),
        (Lookup::Goto(When::Message(seq)), Some(room)) => on_past::go_to(app, &room, seq),
        (Lookup::Goto(when), Some(room)) => {
            if let Some(at) = when.begins(app.now.wall, app.offset_minutes) {
                on_past::go_to_moment(app, &room, at);
            }
        }
    }
}

/// The same where there is no screen: what comes is told in lines.
pub(in crate::app) fn obey_in_lines(app: &mut App, lookup: Lookup) {
    let room = app.room().cloned();
    let begins = match lookup {
        Lookup::Last(count) => room.is_some_and(|room| {
            let question = Question::Reading(page(Part::Newest, count));
            app.session.look_for(app.now, &room, question)
        }),
        Lookup::Search(_) if app.looked.len() >= SEARCHES => {
            return app.trouble(app.speech.past.searching());
        }
        Lookup::Search(wanted) => {
            let found = begun(app, wanted, room);
            let begins = found.is_some();
            app.looked.extend(found);
            begins
        }
        Lookup::Goto(_) => return app.hint(app.speech.lines.on_screen()),
    };
    if !begins {
        app.trouble(app.speech.past.not_kept());
    }
}

/// Why there is nothing to look in: where one talks with one person, nobody else keeps what
/// was said.
fn nowhere(app: &mut App) {
    let one = matches!(app.places.shown().with, With::Person(_));
    app.trouble(if one {
        app.speech.troubles.of_rooms()
    } else {
        app.speech.past.not_kept()
    });
}

/// A search whose first question is asked; nothing where there is nothing to look in.
fn begun(app: &mut App, wanted: Wanted, shown: Option<RoomName>) -> Option<Found> {
    let asked = asked(app, &wanted);
    let mut found = match wanted.within {
        Within::Here => Found::in_room(shown?, asked),
        Within::Room(room) => Found::in_room(room, asked),
        Within::All => everywhere(app, asked),
    };
    // Of several that wait to be told in lines the first one asks.
    if app.looked.is_empty() {
        ask(&mut app.session, app.now, &mut found);
    }
    (found.waits() || !found.hits.is_empty()).then_some(found)
}

/// In all rooms, the one that is shown first; and in what is here of what was said to one
/// person, which nobody else keeps.
fn everywhere(app: &App, asked: Search) -> Found {
    let (mut rooms, mut here) = (Vec::new(), Vec::new());
    for one in app.places.by_recency().into_iter().rev() {
        match &one.with {
            With::Nobody => {}
            With::Room(room) => rooms.push(room.clone()),
            With::Person(_) => {
                let said = one.timeline.said().filter(|entry| fits(entry, &asked));
                here.extend(said.map(|entry| Hit::here(entry, &one.with)));
            }
        }
    }
    Found::everywhere(rooms, asked, here)
}

/// Whether a message that is here is asked for.
fn fits(entry: &Entry, asked: &Search) -> bool {
    let is_from = |from: &Whom| Whom::new(entry.speaker()).key == from.key;
    let at = entry.at();
    entry.kind != Kind::TakenBack
        && asked.from.as_ref().is_none_or(is_from)
        && at >= asked.since
        && asked
            .until
            .is_none_or(|until| at.is_some_and(|at| at <= until))
        && asked.words.are_in(entry.said())
}

/// Asks the next room. Whoever cannot be asked does not answer.
fn ask(session: &mut Session, now: Now, found: &mut Found) {
    while let Some((room, asked)) = found.next_room() {
        if session.look_for(now, &room, Question::Search(asked)) {
            return;
        }
        found.on_silence();
    }
}

/// A room has answered.
pub(in crate::app) fn on_hits(
    app: &mut App,
    asked: (&RoomName, &Search),
    page: (&[Incoming], bool),
) {
    let ignored = &app.ignored;
    // The list may have been left before.
    if let Some(found) = under_way(&mut app.focus, &mut app.looked) {
        found.on_page(asked, page, |frame| ignored.has(&frame.name));
    }
}

/// Asks on. Who was asked and will not answer any more is noted; where there is no list,
/// what has been found is told when all have answered.
pub(in crate::app) fn follow(app: &mut App) {
    loop {
        if let Some(found) = under_way(&mut app.focus, &mut app.looked) {
            let asking = found.asking().is_some_and(|(room, asked)| {
                let question = Question::Search(asked.clone());
                let past = app.session.past(room);
                past.is_some_and(|past| past.looks_for(&question))
            });
            if !asking {
                found.on_silence();
                ask(&mut app.session, app.now, found);
            }
        }
        if app.looked.first().is_none_or(Found::waits) {
            return;
        }
        let found = app.looked.remove(0);
        tell_found(app, &found);
    }
}

/// The search whose questions are asked.
fn under_way<'a>(focus: &'a mut Focus, looked: &'a mut [Found]) -> Option<&'a mut Found> {
    match focus {
        Focus::Found(found) => Some(found),
        Focus::Help { over, .. } => under_way(over, looked),
        Focus::Chat
        | Focus::Search(_)
        | Focus::Recall(_)
        | Focus::Choice(_)
        | Focus::Copy(_)
        | Focus::Present(_)
        | Focus::Message(_)
        | Focus::Answer(_)
        | Focus::Wire
        | Focus::WireFilter => looked.first_mut(),
    }
}

/// All of it in lines, the oldest first.
fn tell_found(app: &mut App, found: &Found) {
    let newest = found.hits.get(..LINES).unwrap_or(&found.hits);
    for hit in newest.iter().rev() {
        let place = found.everywhere.then(|| hit.with.title(app.speech));
        tell_hit(app, hit, place);
    }
    let words = &app.speech.past;
    if found.more() || newest.len() < found.hits.len() {
        app.hint(words.older_hits());
    }
    let silent: Vec<_> = found.silent().map(|room| format!("#{room}")).collect();
    if !silent.is_empty() {
        app.trouble(&words.not_answered(silent.join(", ")));
    } else if found.hits.is_empty() {
        app.hint(&words.nothing_found(found.asked.words.as_str()));
    }
}

/// Messages in lines.
pub(in crate::app) fn tell<'a>(
    app: &mut App,
    room: &RoomName,
    page: impl Iterator<Item = &'a Incoming>,
) {
    for frame in page {
        tell_hit(app, &Hit::of(frame, room), None);
    }
}

fn tell_hit(app: &mut App, hit: &Hit, place: Option<String>) {
    let at = hit.at.map(|at| moment(at, app.offset_minutes));
    let before = at.into_iter().chain(place);
    let before: String = before.map(|word| word + " ").collect();
    app.hint(&format!("{before}{}: {}", hit.name, hit.text));
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
                return go_to(app, hit);
            }
        }
        Meant::Leave => return,
        Meant::Help => return app.focus = Focus::Found(found).with_help(),
        Meant::Open(_) | Meant::Scroll(_) | Meant::Nothing => {}
    }
    found.at = found.at.min(found.hits.len().saturating_sub(1));
    if let Some((room, asked)) = found.older() {
        let asks = app
            .session
            .look_for(app.now, &room, Question::Search(asked));
        if !asks {
            found.on_silence();
        }
    }
    app.focus = Focus::Found(found);
}

/// To a message in its conversation.
fn go_to(app: &mut App, hit: &Hit) {
    on_place::show(app, &hit.with);
    match (&hit.with, hit.spot) {
        (With::Room(room), Spot::Seq(seq)) => on_past::go_to(app, room, seq),
        (With::Person(_) | With::Nobody, Spot::Seq(_)) => {}
        (_, Spot::Key(key)) => {
            let window = app.window();
            app.timeline_mut().to_entry(key, window);
            app.places.shown_mut().led_to = Some(key);
        }
    }
}

fn asked(app: &App, wanted: &Wanted) -> Search {
    let begins = |when: &When| when.begins(app.now.wall, app.offset_minutes);
    let before = wanted.before.as_ref().and_then(begins);
    Search {
        words: wanted.words.clone(),
        room: None,
        from: wanted.from.clone(),
        since: wanted.after.as_ref().and_then(begins),
        // The day itself is not before it.
        until: before.map(|at| Stamp::from_unix_ms(at.unix_ms().saturating_sub(1))),
        before: None,
        limit: PAGE_MOST,
        id: None,
    }
}

/// Rows of a step with a page's key.
const PAGE: usize = 10;
/// Hits that are told in lines, of one search.
const LINES: usize = 100;
/// Searches that wait to be told in lines.
const SEARCHES: usize = 8;
