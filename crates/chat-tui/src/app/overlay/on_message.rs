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
use crate::app::overlay::meaning;
use crate::app::overlay::meaning::Meant;
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
    if let Action::Insert(letter) = action {
        return match picked::deed(letter) {
            Some(Deed::Reply) => reply(app, picked),
            Some(Deed::Copy) => copy(app, picked),
            None => {}
        };
    }
    let alike = ALIKE.iter().find(|(key, _)| *key == action);
    let action = alike.map_or(action, |(_, means)| *means);
    match meaning::meant(app, action) {
        Meant::Up | Meant::Scroll(Scroll::RowUp) => step(app, picked, true),
        Meant::Down | Meant::Scroll(Scroll::RowDown) => step(app, picked, false),
        Meant::Take => how(app, picked),
        Meant::Leave => leave(app, picked),
        Meant::Help => app.focus = Focus::Message(picked).with_help(),
        Meant::Scroll(_) | Meant::Open(_) | Meant::Nothing => {}
    }
}

/// Keys of the window on the wire, and those that do the same here.
const ALIKE: [(Action, Action); 3] = [
    (Action::Wire(WireKey::Up), Action::Up),
    (Action::Wire(WireKey::Down), Action::Down),
    (Action::Wire(WireKey::How), Action::Send),
];

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
