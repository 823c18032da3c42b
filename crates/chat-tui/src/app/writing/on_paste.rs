//! Pasted text: never sent by itself, never obeyed. A short one goes into the
//! input; a long one is told in one line, and waits for a word.

use chat_proto::limits::TEXT_BYTES;
use chat_proto::text::clean;

use crate::app::event::Action;
use crate::app::event::Effect;
use crate::app::focus::Focus;
use crate::app::input::command;
use crate::app::input::composer;
use crate::app::input::held::Held;
use crate::app::input::split;
use crate::app::overlay::on_copy;
use crate::app::overlay::on_need;
use crate::app::state::App;
use crate::app::wire::shown::Extent;
use crate::app::writing::on_send;
use crate::speech::topic::writing;

/// A paste, as the terminal told it.
pub(in crate::app) fn on_paste(app: &mut App, text: &str) {
    app.effects.push(Effect::Draw);
    if let Focus::Answer(_) = app.focus {
        return on_need::on_paste(app, text);
    }
    if is_nobodys(app) {
        return;
    }
    if let Some(from) = app.focus.from() {
        on_copy::leave(app, from);
    }
    app.focus = Focus::Chat;
    app.asked = None;
    app.completion = None;
    // One after another: nothing is lost.
    open(app);
    if let Some(text) = fitting(app, text, 0) {
        take(app, &text, 0);
    }
}

/// The rest of a paste that came as keys: its first line is in the input already.
pub(in crate::app) fn on_burst(app: &mut App, text: &str, left_out: usize) {
    app.effects.push(Effect::Draw);
    if let Focus::Answer(_) = app.focus {
        return on_need::on_paste(app, text);
    }
    if is_nobodys(app) {
        return;
    }
    if let Some(from) = app.focus.from() {
        on_copy::leave(app, from);
    }
    app.focus = Focus::Chat;
    app.asked = None;
    if [app.composer().text(), text].concat().trim().is_empty() {
        // Enter pressed again and again, which says nothing.
        drop(app.composer_mut().take());
        return;
    }
    app.composer_mut().was_pasted();
    if let Some(text) = fitting(app, text, left_out) {
        let begun = app.composer().before_cursor().len();
        take(app, &text, begun);
    }
}

/// Whether there is nobody to whom it could be said. Where the window on the wire lies over
/// the conversation, it makes room for it.
fn is_nobodys(app: &mut App) -> bool {
    if app.wire.is_alone() {
        return true;
    }
    if app.wire.extent() == Some(Extent::Whole) {
        app.wire.open(Extent::Pane);
    }
    false
}

/// What a key does to a paste that waits: whether that is all it does.
pub(in crate::app) fn on_action(app: &mut App, action: Action) -> bool {
    let Some(held) = app.held.take() else {
        return false;
    };
    match action {
        Action::Send => {
            let agreed = held.parts > 1;
            app.composer_mut().paste(&held.text);
            on_send::send_pasted(app, agreed);
            true
        }
        Action::Escape | Action::Interrupt => {
            app.composer_mut().cut(held.text);
            app.flash = Some(app.speech.writing.dropped().into());
            true
        }
        Action::Complete => {
            app.composer_mut().paste(&held.text);
            true
        }
        Action::Scroll(_)
        | Action::Toggle(_)
        | Action::Wire(_)
        | Action::Redraw
        | Action::Suspend => {
            app.held = Some(held);
            false
        }
        Action::Insert(_)
        | Action::Mend
        | Action::Newline
        | Action::Editor
        | Action::CompleteBack
        | Action::Edit(_)
        | Action::Up
        | Action::Down
        | Action::Go(_)
        | Action::Choose(_)
        | Action::CopyView
        | Action::Search
        | Action::Recall
        | Action::Help
        | Action::EndOfInput => {
            app.composer_mut().paste(&held.text);
            false
        }
    }
}

/// Lays a paste that waits open in the input.
pub(in crate::app) fn open(app: &mut App) {
    if let Some(held) = app.held.take() {
        app.composer_mut().paste(&held.text);
    }
}

/// What would go into the input, if all of it has room: half a paste helps nobody.
fn fitting(app: &mut App, text: &str, left_out: usize) -> Option<String> {
    let bytes = text.len() + left_out;
    if left_out == 0 && bytes <= composer::BYTES {
        let unix = text.replace("\r\n", "\n").replace('\r', "\n");
        let clean = clean(&unix).into_owned();
        if app.composer().text().len() + clean.len() <= composer::BYTES {
            return Some(clean);
        }
    }
    let words = app.speech.writing.paste_refused(writing::PasteRefused {
        bytes,
        most: composer::BYTES,
    });
    app.trouble(&words);
    None
}

/// Into the input, or in one line above it; `begun` bytes before the cursor belong
/// to it.
fn take(app: &mut App, text: &str, begun: usize) {
    let composer = app.composer();
    let (before, cursor) = (composer.before_cursor(), composer.cursor());
    let from = cursor.saturating_sub(begun);
    let all = format!("{}{text}", before.get(from..).unwrap_or_default());
    let lines = all.trim_end().lines().count();
    if lines <= LINES && all.len() <= SHORT {
        app.composer_mut().paste(text);
        return;
    }
    let after = composer.text().get(cursor..).unwrap_or_default();
    let whole = format!("{before}{text}{after}");
    let said = whole.get(command::text_start(&whole)..).unwrap_or_default();
    app.held = Some(Held {
        lines,
        bytes: all.len(),
        parts: split::parts(said, TEXT_BYTES).len(),
        text: text.to_owned(),
    });
}

/// Lines of a paste that one sees at a glance.
const LINES: usize = 5;
/// And its bytes.
const SHORT: usize = 2048;
