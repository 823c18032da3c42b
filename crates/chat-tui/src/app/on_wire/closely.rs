//! One event after the other, what is folded, other lanes, the line of a row in the chat,
//! and commands that are begun from a letter.

use crate::app::event::Effect;
use crate::app::focus::Focus;
use crate::app::on_past;
use crate::app::on_wire::deciding;
use crate::app::state::App;
use crate::app::weather::ClockState;
use crate::app::wire::shown::Extent;
use crate::app::wire::steps::Stepped;
use crate::app::wire::steps::Way;

/// One event on, where the window stands still; where the link's clock does, it runs to its
/// next timer.
pub(in crate::app::on_wire) fn next(app: &mut App) {
    if app.wire.frozen().is_some() {
        step(app, Way::On);
    } else if app.weather.clock == ClockState::Stands || app.weather.manual_delivery {
        deciding::step_clock(app);
    } else {
        app.flash = Some(app.speech.doing.steps_when_still().into());
    }
}

/// One event back: for that the window stands still.
pub(in crate::app::on_wire) fn back(app: &mut App) {
    step(app, Way::Back);
}

fn step(app: &mut App, way: Way) {
    if app.wire.observed().is_some() {
        return app.flash = Some(app.speech.doing.server_tells_once().into());
    }
    app.wire.end_quiz();
    match app.wire.step_event(way) {
        Stepped::Asks => app.effects.push(Effect::Watch(true)),
        Stepped::Nowhere if way == Way::On => {
            app.flash = Some(app.speech.doing.nothing_later().into());
        }
        Stepped::There | Stepped::Nowhere => {}
    }
}

/// What is folded beside the chosen row.
pub(in crate::app::on_wire) fn unfold(app: &mut App) {
    if !app.wire.turn_fold() {
        app.flash = Some(app.speech.doing.nothing_is_folded().into());
    }
}

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
