//! Writing in an editor of one's own: what is in the input goes there, and what comes
//! back goes into the input, and nowhere else.

use chat_proto::text::clean;

use crate::app::event::Edited;
use crate::app::event::Effect;
use crate::app::input::composer;
use crate::app::state::App;
use crate::speech::topic::writing;

pub(in crate::app) fn begin(app: &mut App) {
    app.edited = Some(app.places.shown().with.clone());
    let text = app.composer().text().to_owned();
    app.effects.push(Effect::Edit(text));
}

/// The editor has ended.
pub(in crate::app) fn on_edited(app: &mut App, edited: Edited) {
    app.effects.push(Effect::Draw);
    let words = &app.speech.writing;
    match edited {
        Edited::Text(text) => return take(app, &text),
        Edited::Unchanged => app.flash = Some(words.editor_unchanged().into()),
        Edited::NoEditor => app.trouble(words.no_editor()),
        Edited::Failed { editor, why } => {
            app.trouble(&words.editor_failed(writing::EditorFailed { editor, why }));
        }
        Edited::TooLong { bytes, path } => {
            app.trouble(&words.editor_too_long(writing::EditorTooLong {
                bytes,
                most: composer::BYTES,
                path,
            }));
        }
    }
    app.edited = None;
}

/// Into the input of the conversation that it was written for.
fn take(app: &mut App, text: &str) {
    let unix = text.replace("\r\n", "\n").replace('\r', "\n");
    // Editors end the last line, whoever writes it or not.
    let unix = unix.strip_suffix('\n').unwrap_or(&unix);
    let shown = app.places.shown().with.clone();
    let with = app.edited.take().unwrap_or(shown);
    let conversation = app.places.find_or_shown(&with);
    conversation.composer.restore(clean(unix).into_owned());
}
