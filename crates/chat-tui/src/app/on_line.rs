//! What is written where there is no screen: whole lines, which nobody gets back
//! to mend.

use crate::app::command;
use crate::app::command::Command;
use crate::app::on_action;
use crate::app::on_place;
use crate::app::state::App;

/// A line: a text, a command, or nothing, which tries now to connect.
pub(in crate::app) fn on_line(app: &mut App, written: &str) {
    on_action::on_touch(app);
    app.quit_asked = None;
    if written.trim().is_empty() {
        return app.session.retry(app.now);
    }
    match command::parse(written, app.speech) {
        // Without a prompt that says so, the next line must not be private too.
        Ok(Command::Direct(whom, text)) => {
            let before = app.places.shown().with.clone();
            on_action::obey(app, Command::Direct(whom, text));
            on_place::show(app, &before);
        }
        Ok(command) => on_action::obey(app, command),
        Err(why) => app.trouble(&why),
    }
    app.composer_mut().take();
}
