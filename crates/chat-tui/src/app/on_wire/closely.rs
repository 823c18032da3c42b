//! Other lanes, the line of a row in the chat, and commands that are begun from a letter.

use crate::app::event::Effect;
use crate::app::focus::Focus;
use crate::app::on_past;
use crate::app::state::App;
use crate::app::wire::shown::Extent;

/// The lanes of other people, where not all have room.
pub(in crate::app::on_wire) fn lanes(app: &mut App) {
    if app.wire.has_more_lanes() {
        app.wire.turn_lanes();
    } else {
        app.flash = Some(app.speech.doing.all_lanes().into());
    }
}

/// To the message of the chosen row, in the conversation below which the window stays.
pub(in crate::app::on_wire) fn to_line(app: &mut App) {
    let which = app.wire.chosen_message();
    let seq = which.and_then(|which| app.wire.number_of(&which));
    let here = app.room().cloned();
    let is_alone = app.wire.is_alone();
    let found = seq.zip(here).filter(|((room, _), here)| {
        !is_alone && room.as_ref().is_none_or(|room| *room == here.to_string())
    });
    let Some(((_, seq), room)) = found else {
        return app.flash = Some(app.speech.doing.no_line().into());
    };
    to_chat(app);
    on_past::go_to(app, &room, seq);
}

/// A command is begun in the input: what it needs is written there.
pub(in crate::app::on_wire) fn begin(app: &mut App, begun: &str) {
    if app.wire.is_alone() {
        return app.flash = Some(app.speech.doing.exports_a_replay().into());
    }
    to_chat(app);
    // What stands in the input is found again as what was sent before.
    app.composer_mut().take_back(begun.to_owned());
    app.effects.push(Effect::Draw);
}

fn to_chat(app: &mut App) {
    app.wire.open(Extent::Pane);
    app.focus = Focus::Chat;
}
