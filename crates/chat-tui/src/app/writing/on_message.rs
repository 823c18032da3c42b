//! A message is chosen, and something is done with it: it is answered, given a sign, said
//! better, copied, or one looks how it got here.

use chat_proto::frame::reference::How;

use crate::app::conversation::entry::Kind;
use crate::app::conversation::entry::moment;
use crate::app::conversation::places::With;
use crate::app::event::Action;
use crate::app::event::Effect;
use crate::app::event::Scroll;
use crate::app::event::WireKey;
use crate::app::focus::Focus;
use crate::app::focus::picked;
use crate::app::focus::picked::Deed;
use crate::app::focus::picked::Picked;
use crate::app::input::signs;
use crate::app::on_wire;
use crate::app::overlay::meaning;
use crate::app::overlay::meaning::Meant;
use crate::app::state::App;
use crate::app::wire::shown::HowOf;
use crate::app::writing::on_refer;
use crate::app::writing::on_say;
use crate::speech::topic::referring::WasSaid;

/// Chooses the newest that is seen.
pub(in crate::app) fn begin(app: &mut App) {
    let (window, from) = (app.window(), app.timeline().bookmark());
    match app.timeline_mut().to_said(None, true, window) {
        Some(key) => app.focus = Focus::Message(Picked::new(key, from)),
        None => app.flash = Some(app.speech.reading.nothing_to_choose().into()),
    }
}

/// What a key means while one is chosen.
pub(in crate::app) fn on_action(app: &mut App, picked: Picked, action: Action) {
    app.focus = Focus::Message(picked);
    if let Action::Insert(letter) = action {
        return on_letter(app, picked, letter);
    }
    if picked.signs {
        // Whatever else is pressed gives none.
        let signs = false;
        app.focus = Focus::Message(Picked { signs, ..picked });
        if action == Action::Escape {
            return;
        }
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

fn on_letter(app: &mut App, picked: Picked, letter: char) {
    if picked.signs {
        let signs = false;
        app.focus = Focus::Message(Picked { signs, ..picked });
        if let Some(sign) = signs::sign(letter) {
            react(app, picked, sign);
        }
        return;
    }
    match picked::deed(letter) {
        Some(Deed::Reply) => reply(app, picked),
        Some(Deed::React) => {
            let signs = true;
            app.focus = Focus::Message(Picked { signs, ..picked });
        }
        Some(Deed::Edit) => edit(app, picked),
        Some(Deed::Before) => before(app, picked),
        Some(Deed::Copy) => copy(app, picked),
        None => {}
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
    match seq(app, picked) {
        Some(seq) => on_refer::write_about(app, How::Answers, seq),
        None => app.flash = Some(app.speech.reading.cannot_reply().into()),
    }
}

fn react(app: &mut App, picked: Picked, sign: &str) {
    leave(app, picked);
    match seq(app, picked) {
        Some(seq) => on_refer::react(app, seq, sign),
        None => app.flash = Some(app.speech.reading.cannot_reply().into()),
    }
}

/// What was said goes back into the input, to be said better.
fn edit(app: &mut App, picked: Picked) {
    let entry = app.timeline().entry(picked.key);
    let own = entry.filter(|entry| entry.kind == Kind::Own);
    let typed = own.map(|entry| {
        let does = entry.name() != entry.speaker();
        on_say::as_typed(entry.text(), does)
    });
    let Some((typed, seq)) = typed.zip(seq(app, picked)) else {
        // One goes on choosing: what is typed next is not for the room.
        return app.flash = Some(app.speech.referring.only_ones_own().into());
    };
    leave(app, picked);
    on_say::give_back(app, &typed);
    on_refer::write_about(app, How::Edits, seq);
}

/// How it was said before, as lines that only we see.
fn before(app: &mut App, picked: Picked) {
    let seq = seq(app, picked);
    leave(app, picked);
    let said = seq.map_or(Vec::new(), |seq| app.timeline().before_edits(seq));
    let said = said.into_iter().map(|entry| {
        let at = entry.at().map(|at| moment(at, app.offset_minutes));
        let at = at.unwrap_or_default();
        app.speech.referring.was_said(WasSaid {
            at: &at,
            who: entry.speaker(),
            text: entry.first_text(),
        })
    });
    let said: Vec<String> = said.collect();
    if said.is_empty() {
        return app.flash = Some(app.speech.referring.never_edited().into());
    }
    for words in said {
        app.hint(&words);
    }
}

/// Its number in the room that is shown.
fn seq(app: &App, picked: Picked) -> Option<u64> {
    let is_room = matches!(app.places.shown().with, With::Room(_));
    let seq = app.timeline().seq_of(picked.key);
    seq.filter(|_| is_room)
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
