//! Whose words are shown, and whose are not.

use chat_proto::frame::peer::Whom;

use crate::app::people::ignored::PEOPLE;
use crate::app::state::App;

/// Ignores somebody, or says who is ignored.
pub(in crate::app) fn ignore(app: &mut App, whom: Option<Whom>) {
    let words = &app.speech.reading;
    let Some(whom) = whom else {
        let told = match app.ignored.words() {
            Some(names) => words.ignoring(names),
            None => words.ignoring_nobody().to_owned(),
        };
        return app.hint(&told);
    };
    let name = whom.shown.clone();
    if Whom::new(app.session.you()).key == whom.key {
        return app.trouble(words.not_oneself());
    }
    if !app.ignored.add(whom) {
        app.trouble(&words.ignoring_too_many(PEOPLE));
    } else if app.roster.lacks(&name) {
        app.hint(&words.ignored_later(name));
    } else {
        app.hint(&words.ignored(name));
    }
}

/// Ignores somebody no longer.
pub(in crate::app) fn unignore(app: &mut App, whom: &Whom) {
    let words = &app.speech.reading;
    if app.ignored.remove(whom) {
        app.hint(&words.unignored(&whom.shown));
    } else {
        app.trouble(&words.not_ignored(&whom.shown));
    }
}
