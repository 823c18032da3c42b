//! Choosing from a list: what the keys do there, and where Enter goes.

use crate::app::conversation::places::With;
use crate::app::event::Action;
use crate::app::event::Choose;
use crate::app::event::Scroll;
use crate::app::focus::Focus;
use crate::app::focus::choice::Choice;
use crate::app::focus::choice::Place;
use crate::app::on_place;
use crate::app::on_server;
use crate::app::overlay::meaning;
use crate::app::overlay::meaning::Meant;
use crate::app::overlay::meaning::Opener;
use crate::app::overlay::query;
use crate::app::roomlist::ListRow;
use crate::app::state::App;

pub(in crate::app) fn begin(app: &mut App, of: Choose) {
    app.focus = Focus::Choice(Choice::new(of));
}

/// To the conversation that fits best, without asking.
pub(in crate::app) fn go(app: &mut App, query: &str) {
    let choice = Choice {
        query: query.to_owned(),
        ..Choice::new(Choose::Conversation)
    };
    let items = choice.items((&app.places, &app.beside), app.speech);
    match items.first() {
        Some(item) => show(app, &item.place),
        None => app.flash = Some(app.speech.flashes.no_such_conversation().into()),
    }
}

/// What a key means while one chooses.
pub(in crate::app) fn on_action(app: &mut App, mut choice: Choice, action: Action) {
    let count = choice.items((&app.places, &app.beside), app.speech).len();
    if query::edit(&mut choice.query, action) {
        choice.at = 0;
        return app.focus = Focus::Choice(choice);
    }
    match meaning::meant(app, action) {
        Meant::Up => choice.at = choice.at.saturating_sub(1),
        Meant::Down => choice.at += 1,
        // The key that opened it goes on in it.
        Meant::Open(Opener::Choice(of)) if of == choice.of => {
            choice.at = (choice.at + 1) % count.max(1);
        }
        Meant::Open(Opener::Choice(of)) => choice = Choice::new(of),
        Meant::Scroll(Scroll::PageUp) => choice.at = choice.at.saturating_sub(PAGE),
        Meant::Scroll(Scroll::PageDown) => choice.at += PAGE,
        Meant::Take => return take(app, &choice),
        Meant::Leave => return app.focus = Focus::Chat,
        Meant::Help => return app.focus = Focus::Choice(choice).with_help(),
        Meant::Open(Opener::Search | Opener::Recall) | Meant::Scroll(_) | Meant::Nothing => {}
    }
    let count = choice.items((&app.places, &app.beside), app.speech).len();
    choice.at = choice.at.min(count.saturating_sub(1));
    app.focus = Focus::Choice(choice);
}

/// Goes to what was chosen; stays where nothing fits.
fn take(app: &mut App, choice: &Choice) {
    let items = choice.items((&app.places, &app.beside), app.speech);
    let Some(item) = items.get(choice.at) else {
        return app.focus = Focus::Choice(choice.clone());
    };
    show(app, &item.place);
    if let Some(message) = &item.message {
        let window = app.window();
        app.timeline_mut().to_entry(message.key, window);
        app.places.shown_mut().led_to = Some(message.key);
    }
}

fn show(app: &mut App, place: &Place) {
    match place {
        Place::Here(With::Nobody) => {}
        Place::Here(with) => on_place::show(app, with),
        Place::There { server, at, .. } => {
            let row = at.map(|at| ListRow::Other(*server, at, 0));
            on_server::to(app, row.unwrap_or(ListRow::Server(*server)));
        }
    }
}

/// Rows of a step with a page's key.
const PAGE: usize = 10;
