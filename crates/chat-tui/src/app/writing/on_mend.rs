//! What was not said, or perhaps not: back into the input, or out once more.

use crate::app::conversation::entry::Entry;
use crate::app::conversation::entry::Kind;
use crate::app::state::App;
use crate::app::writing::on_say;
use crate::session::traffic::QueueFull;

/// The uppermost such message on the screen, or else the newest there is.
pub(in crate::app) fn mend(app: &mut App) {
    let window = app.window();
    let Some(entry) = app.timeline().to_mend(window) else {
        return app.flash = Some(app.speech.writing.nothing_to_mend().into());
    };
    let (key, text) = (entry.key, entry.said().to_owned());
    let typed = on_say::as_typed(&text, entry.name() != entry.speaker());
    let again = Entry::new(None, Kind::Own, entry.name(), &text);
    match entry.kind {
        Kind::Refused => edit(app, key, &typed),
        Kind::Unconfirmed(ticket) => match app.session.say_again(app.now, ticket) {
            Ok(true) => {
                app.timeline_mut().remove(key);
                app.timeline_mut().push_own(ticket, again);
                app.timeline_mut().to_bottom();
            }
            Ok(false) => {
                edit(app, key, &typed);
                app.flash = Some(app.speech.writing.too_old().into());
            }
            Err(QueueFull(count)) => app.trouble(&app.speech.troubles.queue_full(count)),
        },
        Kind::Said
        | Kind::TakenBack
        | Kind::Edited
        | Kind::Reacted
        | Kind::Own
        | Kind::Waiting(_)
        | Kind::Happened
        | Kind::Hint
        | Kind::Trouble
        | Kind::Day(_)
        | Kind::Unread(_)
        | Kind::Gap(_)
        | Kind::Before
        | Kind::Start => {}
    }
}

fn edit(app: &mut App, key: u64, typed: &str) {
    app.timeline_mut().remove(key);
    on_say::give_back(app, typed);
}
