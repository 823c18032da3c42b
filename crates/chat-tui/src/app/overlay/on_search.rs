//! Looking for a word or an expression in the history, while it is being typed.

use crate::app::conversation::needle::Needle;
use crate::app::conversation::tally::Tally;
use crate::app::event::Action;
use crate::app::event::Effect;
use crate::app::focus::Focus;
use crate::app::focus::Search;
use crate::app::overlay::meaning;
use crate::app::overlay::meaning::Meant;
use crate::app::overlay::meaning::Opener;
use crate::app::overlay::query;
use crate::app::state::App;

pub(in crate::app) fn begin(app: &mut App) {
    app.focus = Focus::Search(Search {
        query: String::new(),
        needle: Ok(Needle::new("")),
        found: None,
        tally: Tally::default(),
        from: app.timeline().bookmark(),
    });
}

/// What a key means while one searches.
pub(in crate::app) fn on_action(app: &mut App, mut search: Search, action: Action) {
    if query::edit(&mut search.query, action) {
        anew(app, &mut search);
        return app.focus = Focus::Search(search);
    }
    match meaning::meant(app, action) {
        Meant::Up | Meant::Open(Opener::Search) => step(app, &mut search, true),
        Meant::Down => step(app, &mut search, false),
        // The place that was found is kept.
        Meant::Take => return app.focus = Focus::Chat,
        Meant::Leave => {
            app.timeline_mut().restore(search.from);
            return app.focus = Focus::Chat;
        }
        Meant::Help => return app.focus = Focus::Search(search).with_help(),
        Meant::Open(Opener::Recall | Opener::Choice(_)) | Meant::Scroll(_) | Meant::Nothing => {}
    }
    app.focus = Focus::Search(search);
}

/// From the newest message on: what one looks for is seldom old. While it is no
/// expression nothing moves.
fn anew(app: &mut App, search: &mut Search) {
    search.needle = Needle::parse(&search.query);
    let Ok(needle) = &search.needle else {
        return;
    };
    let window = app.window();
    app.timeline_mut().restore(search.from);
    search.found = None;
    if !search.query.is_empty() {
        search.found = app.timeline_mut().find(needle, None, true, window);
    }
    let tally = search
        .found
        .map(|found| app.timeline().tally(needle, found));
    search.tally = tally.unwrap_or_default();
}

/// Something came, perhaps with the word: it is counted, and one stays where one is.
pub(in crate::app) fn follow(app: &mut App) {
    let Focus::Search(search) = &app.focus else {
        return;
    };
    let (Some(_), Ok(needle)) = (search.found, &search.needle) else {
        return;
    };
    let mut tally = search.tally;
    if app.timeline().tally_on(needle, &mut tally) {
        app.effects.push(Effect::Draw);
    }
    if let Focus::Search(search) = &mut app.focus {
        search.tally = tally;
    }
}

/// To the next one, if there is one.
fn step(app: &mut App, search: &mut Search, older: bool) {
    let window = app.window();
    let (Some(from), Ok(needle)) = (search.found, &search.needle) else {
        return;
    };
    let words = &app.speech.flashes;
    let timeline = app.timeline_mut();
    match timeline.find(needle, Some(from), older, window) {
        Some(found) => {
            search.tally = timeline.tally(needle, found);
            search.found = Some(found);
        }
        None if older => app.flash = Some(words.nothing_older().into()),
        None => app.flash = Some(words.nothing_newer().into()),
    }
}
