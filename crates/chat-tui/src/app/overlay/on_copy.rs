//! Taking what was said elsewhere: to the clipboard, or to where the mouse can
//! select it.

use crate::app::conversation::timeline::ScrollPosition;
use crate::app::conversation::url;
use crate::app::event::Action;
use crate::app::event::Effect;
use crate::app::event::Scroll;
use crate::app::focus::Focus;
use crate::app::input::command::Copy;
use crate::app::state::App;

/// To the clipboard, as far as the terminal allows it.
pub(in crate::app) fn copy(app: &mut App, what: Copy) {
    let words = &app.speech.reading;
    let (found, copied, nothing) = match what {
        Copy::Message(from_last) => (
            app.timeline().nth_last(from_last),
            words.message_copied(),
            words.nothing_to_copy(),
        ),
        Copy::Url => (last_url(app), words.url_copied(), words.no_url()),
    };
    let told = match found {
        None => nothing,
        Some(text) if text.len() > COPIED => words.too_long_to_copy(),
        Some(text) => {
            app.effects.push(Effect::Copy(text));
            copied
        }
    };
    app.flash = Some(told.into());
}

/// Nothing but what was said, and nothing moves: from where one looks on.
pub(in crate::app) fn open_view(app: &mut App) {
    app.focus = Focus::Copy(app.timeline().bookmark());
    hold(app);
}

/// For a class that looks at a projector: it goes on with what comes.
pub(in crate::app) fn present(app: &mut App) {
    app.focus = Focus::Present(app.timeline().bookmark());
    app.timeline_mut().to_bottom();
}

/// What a key means there.
pub(in crate::app) fn on_action(app: &mut App, view: Focus, from: ScrollPosition, action: Action) {
    app.focus = view;
    let window = app.window();
    let page = usize::from(window.height).saturating_sub(2).max(1);
    match action {
        Action::Up | Action::Scroll(Scroll::RowUp) => app.timeline_mut().up(1, window),
        Action::Down | Action::Scroll(Scroll::RowDown) => app.timeline_mut().down(1, window),
        Action::Scroll(Scroll::PageUp) => app.timeline_mut().up(page, window),
        Action::Scroll(Scroll::PageDown) => app.timeline_mut().down(page, window),
        Action::Scroll(Scroll::Top) => app.timeline_mut().to_top(window),
        Action::Scroll(Scroll::Bottom) => app.timeline_mut().to_bottom(),
        Action::Scroll(Scroll::OlderDay) => app.timeline_mut().to_day(true, window),
        Action::Scroll(Scroll::NewerDay) => app.timeline_mut().to_day(false, window),
        Action::Suspend => app.effects.push(Effect::Suspend),
        Action::Escape | Action::CopyView | Action::Interrupt => return leave(app, from),
        Action::Help => {
            let view = std::mem::replace(&mut app.focus, Focus::Chat);
            return app.focus = view.with_help();
        }
        Action::Insert(_)
        | Action::Send
        | Action::Newline
        | Action::Editor
        | Action::Mend
        | Action::Complete
        | Action::CompleteBack
        | Action::Edit(_)
        | Action::Scroll(Scroll::OlderMention | Scroll::NewerMention | Scroll::Unread)
        | Action::Go(_)
        | Action::Search
        | Action::Recall
        | Action::Choose(_)
        | Action::Toggle(_)
        | Action::Wire(_)
        | Action::Redraw
        | Action::EndOfInput => {}
    }
    if let Focus::Copy(_) = app.focus {
        hold(app);
    }
}

/// Back to where one was.
pub(in crate::app) fn leave(app: &mut App, from: ScrollPosition) {
    app.timeline_mut().restore(from);
    app.focus = Focus::Chat;
}

/// What is selected must not move; and a row that goes on is written in one go
/// with the next, so that the terminal knows.
fn hold(app: &mut App) {
    let window = app.window();
    app.timeline_mut().hold(window);
    app.effects.push(Effect::Redraw);
}

fn last_url(app: &App) -> Option<String> {
    let mut texts = app.timeline().texts();
    texts.find_map(|text| {
        let last = url::find(text).pop()?;
        text.get(last).map(str::to_owned)
    })
}

/// Bytes: terminals take at least so many.
const COPIED: usize = 64 * 1024;
