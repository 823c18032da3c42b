//! What is written where there is no screen: whole lines, which nobody gets back
//! to mend. An empty one says yes to a question.

use crate::app::input::command;
use crate::app::input::command::Command;
use crate::app::on_action;
use crate::app::on_place;
use crate::app::on_wire::in_lines;
use crate::app::overlay::on_found;
use crate::app::state::App;
use crate::app::writing::on_send;

/// A line: a text, a command, or nothing, which agrees, or tries now to connect.
pub(in crate::app) fn on_line(app: &mut App, written: &str) {
    on_action::on_touch(app);
    app.quit_asked = None;
    let asked = app.asked.take();
    match asked {
        Some(question) if written.trim().is_empty() => {
            staying(app, |app| on_send::agree(app, &question));
        }
        Some(_) | None => {
            app.composer_mut().take();
            if !written.trim().is_empty() {
                app.composer_mut().insert(written);
            }
            staying(app, on_send::send);
        }
    }
    if app.asked.is_none() {
        app.composer_mut().take();
    }
}

/// The end is asked for; whatever else was asked is not.
pub(in crate::app) fn on_interrupt(app: &mut App) {
    app.asked = None;
    app.composer_mut().take();
    on_action::interrupt(app);
}

/// Sends what is written. Without a prompt that says where one is, a word to one
/// person must not make the next line one to this person too.
fn staying(app: &mut App, send: impl FnOnce(&mut App)) {
    let parsed = command::parse(app.composer().text(), app.speech);
    if parsed.as_ref().is_ok_and(Command::needs_screen) {
        return app.hint(app.speech.lines.on_screen());
    }
    if let Ok(Command::Lookup(lookup)) = parsed {
        app.composer_mut().take();
        return on_found::obey_in_lines(app, lookup);
    }
    if let Ok(Command::Wire(filter)) = parsed {
        app.composer_mut().take();
        return in_lines::on_command(app, filter);
    }
    if let Ok(Command::How(of)) = parsed {
        app.composer_mut().take();
        return in_lines::on_how(app, of);
    }
    let before = app.places.shown().with.clone();
    send(app);
    if matches!(parsed, Ok(Command::Direct(..))) {
        on_place::show(app, &before);
    }
}
