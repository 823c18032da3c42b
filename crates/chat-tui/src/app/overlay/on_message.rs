//! A message is chosen, and something is done with it: it is answered, copied, or one looks
//! how it got here.

use crate::app::conversation::places::With;
use crate::app::conversation::quoting;
use crate::app::conversation::quoting::Answered;
use crate::app::event::Action;
use crate::app::event::Effect;
use crate::app::event::Scroll;
use crate::app::event::WireKey;
use crate::app::focus::Focus;
use crate::app::focus::picked;
use crate::app::focus::picked::Deed;
use crate::app::focus::picked::Picked;
use crate::app::on_wire;
use crate::app::state::App;
use crate::app::wire::shown::HowOf;

/// Chooses the newest that is seen.
pub(in crate::app) fn begin(app: &mut App) {
    let (window, from) = (app.window(), app.timeline().bookmark());
    match app.timeline_mut().to_said(None, true, window) {
        Some(key) => app.focus = Focus::Message(Picked { key, from }),
        None => app.flash = Some(app.speech.reading.nothing_to_choose().into()),
    }
}

/// What a key means while one is chosen.
pub(in crate::app) fn on_action(app: &mut App, picked: Picked, action: Action) {
    app.focus = Focus::Message(picked);
    match action {
        Action::Up | Action::Wire(WireKey::Up) | Action::Scroll(Scroll::RowUp) => {
            step(app, picked, true);
        }
        Action::Down | Action::Wire(WireKey::Down) | Action::Scroll(Scroll::RowDown) => {
            step(app, picked, false);
        }
        Action::Insert(letter) => match picked::deed(letter) {
            Some(Deed::Reply) => reply(app, picked),
            Some(Deed::Copy) => copy(app, picked),
            None => {}
        },
        Action::Send | Action::Wire(WireKey::How) => how(app, picked),
        Action::Escape | Action::Interrupt => leave(app, picked),
        Action::Help => app.focus = Focus::Message(picked).with_help(),
        Action::Redraw => app.effects.push(Effect::Redraw),
        Action::Suspend => app.effects.push(Effect::Suspend),
        Action::Newline
        | Action::Editor
        | Action::Mend
        | Action::Complete
        | Action::CompleteBack
        | Action::Edit(_)
        | Action::Scroll(_)
        | Action::Go(_)
        | Action::Search
        | Action::Recall
        | Action::Choose(_)
        | Action::CopyView
        | Action::Toggle(_)
        | Action::Wire(WireKey::Window | WireKey::Whole | WireKey::Freeze)
        | Action::EndOfInput => {}
    }
}

fn step(app: &mut App, picked: Picked, older: bool) {
    let window = app.window();
    match app.timeline_mut().to_said(Some(picked.key), older, window) {
        Some(key) => app.focus = Focus::Message(Picked { key, ..picked }),
        // Below the newest is the input.
        None if !older => leave(app, picked),
        None => {}
    }
}

/// Back to where one was.
fn leave(app: &mut App, picked: Picked) {
    app.timeline_mut().restore(picked.from);
    app.focus = Focus::Chat;
}

fn reply(app: &mut App, picked: Picked) {
    leave(app, picked);
    let with = app.places.shown().with.clone();
    let seq = app.timeline().seq_of(picked.key);
    let Some(seq) = seq.filter(|_| matches!(with, With::Room(_))) else {
        return app.flash = Some(app.speech.reading.cannot_reply().into());
    };
    let hides = |name: &str| app.ignored.has(name);
    let reply = quoting::reply(&app.places, hides, &with, seq);
    app.answered = Some(Answered { with, reply });
}

fn copy(app: &mut App, picked: Picked) {
    let text = app
        .timeline()
        .entry(picked.key)
        .map(|entry| entry.said().to_owned());
    leave(app, picked);
    if let Some(text) = text {
        app.effects.push(Effect::Copy(text));
        app.flash = Some(app.speech.reading.message_copied().into());
    }
}

fn how(app: &mut App, picked: Picked) {
    let seq = app.timeline().seq_of(picked.key);
    leave(app, picked);
    match seq {
        Some(seq) => on_wire::on_how(app, HowOf::Number(seq)),
        None => app.flash = Some(app.speech.reading.has_no_number().into()),
    }
}
