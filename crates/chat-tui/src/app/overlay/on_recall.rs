//! Looking for what one wrote before, while it is being typed.
//!
//! In this conversation only, as ↑ does: what was said to one person is not
//! offered where others would read it.

use crate::app::event::Action;
use crate::app::focus::Focus;
use crate::app::focus::recall::Recall;
use crate::app::overlay::meaning;
use crate::app::overlay::meaning::Meant;
use crate::app::overlay::meaning::Opener;
use crate::app::overlay::query;
use crate::app::state::App;

pub(in crate::app) fn begin(app: &mut App) {
    let sent = app.composer().sent();
    if sent.is_empty() {
        app.flash = Some(app.speech.flashes.nothing_written().into());
        return;
    }
    app.focus = Focus::Recall(Recall::new(sent));
}

/// What a key means while one searches. The input stays as it is until Enter.
pub(in crate::app) fn on_action(app: &mut App, mut recall: Recall, action: Action) {
    if query::edit(&mut recall.query, action) {
        recall.anew(app.composer().sent());
        return app.focus = Focus::Recall(recall);
    }
    match meaning::meant(app, action) {
        Meant::Up | Meant::Open(Opener::Recall) => step(app, &mut recall, true),
        Meant::Down => step(app, &mut recall, false),
        // Where nothing was found there is nothing to take.
        Meant::Take => {
            if let Some(at) = recall.found {
                return app.composer_mut().recall(at);
            }
        }
        Meant::Leave => return,
        Meant::Help => return app.focus = Focus::Recall(recall).with_help(),
        Meant::Open(Opener::Search | Opener::Choice(_)) | Meant::Scroll(_) | Meant::Nothing => {}
    }
    app.focus = Focus::Recall(recall);
}

/// Another conversation is shown, which remembers other inputs.
pub(in crate::app) fn on_moved(app: &mut App) {
    if let Focus::Recall(_) = app.focus {
        app.focus = Focus::Chat;
    }
}

/// To the next one, if there is one.
fn step(app: &mut App, recall: &mut Recall, older: bool) {
    let words = &app.speech.flashes;
    let is_lost = recall.found.is_none();
    if recall.step(app.composer().sent(), older) || is_lost {
        return;
    }
    let told = if older {
        words.nothing_older()
    } else {
        words.nothing_newer()
    };
    app.flash = Some(told.into());
}
