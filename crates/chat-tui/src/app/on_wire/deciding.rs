//! Datagrams that wait for a person: held, released, doubled and killed by a letter, while
//! the link's clock stands still.

use chat_proto::trace::weather::Way;
use chat_weather::manual_queue::HeldDatagram;
use chat_weather::manual_queue::ManualCommand;
use chat_weather::profile::Transports;
use chat_wire::filter::Filter;
use chat_wire::rows::party::Side;

use crate::app::errand::ClockOrder;
use crate::app::errand::Errand;
use crate::app::event::Action;
use crate::app::event::Edit;
use crate::app::event::Effect;
use crate::app::event::Scroll;
use crate::app::event::WireKey;
use crate::app::on_weather;
use crate::app::state::App;
use crate::app::weather::ClockState;
use crate::app::wire::chosen::Step;
use crate::app::wire::holding;
use crate::app::wire::letters::Decision;
use crate::app::wire::shown::View;

/// Holds everything from now on, with a clock that stands; or releases all, and goes on.
pub(in crate::app::on_wire) fn turn(app: &mut App) {
    if app.wire.is_alone() || app.weather.over == Transports::Streams {
        return app.flash = Some(app.speech.weather.hold_is_for_udp().into());
    }
    if app.weather.manual_delivery {
        on_weather::order(app, ManualCommand::Off);
        return;
    }
    let (filter, _) = Filter::parse(app.wire.written());
    app.weather.only = filter.types().map(str::to_owned).collect();
    on_weather::hold_here(app);
    set_clock(app, ClockState::Stands);
    app.wire.show(View::Held);
}

/// What becomes of the chosen one, or of all.
pub(in crate::app::on_wire) fn decide(app: &mut App, decision: Decision) {
    if !app.weather.manual_delivery {
        return app.flash = Some(app.speech.doing.nothing_is_held().into());
    }
    let order = match decision {
        Decision::All => Some(ManualCommand::All),
        Decision::Pass | Decision::Double | Decision::Kill => {
            chosen(app).map(|held| decision.about(held.number))
        }
    };
    match order {
        Some(_) if app.weather.held.is_empty() => {
            app.flash = Some(app.speech.doing.nothing_waits().into());
        }
        Some(order) => app.effects.push(Effect::Errand(Errand::Release(order))),
        None => app.flash = Some(app.speech.doing.row_is_not_held().into()),
    }
}

/// The link's clock runs to its next timer.
pub(in crate::app::on_wire) fn step_clock(app: &mut App) {
    match app.weather.clock {
        ClockState::Runs => app.flash = Some(app.speech.doing.clock_runs().into()),
        ClockState::Stands => app
            .effects
            .push(Effect::Errand(Errand::Clock(ClockOrder::Step))),
    }
}

/// The link's clock stands still, or runs.
pub(in crate::app::on_wire) fn turn_clock(app: &mut App) {
    match app.weather.clock {
        ClockState::Runs if !app.weather.manual_delivery => {
            app.flash = Some(app.speech.doing.nothing_is_held().into());
        }
        ClockState::Runs => set_clock(app, ClockState::Stands),
        ClockState::Stands => set_clock(app, ClockState::Runs),
    }
}

/// Where what waits is shown, the keys choose among it. False: they mean what they mean
/// in any case.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "every other key goes on as it is"
)]
pub(in crate::app::on_wire) fn on_action(app: &mut App, action: Action) -> bool {
    if app.wire.view() != View::Held || app.wire.how().is_some() {
        return false;
    }
    let page = app.wire_rows().saturating_sub(2).max(1);
    let step = match action {
        Action::Up | Action::Scroll(Scroll::RowUp) | Action::Wire(WireKey::Up) => Step::Up(1),
        Action::Down | Action::Scroll(Scroll::RowDown) | Action::Wire(WireKey::Down) => {
            Step::Down(1)
        }
        Action::Scroll(Scroll::PageUp) => Step::Up(page),
        Action::Scroll(Scroll::PageDown) => Step::Down(page),
        Action::Scroll(Scroll::Top) | Action::Edit(Edit::Home) => Step::Oldest,
        Action::Scroll(Scroll::Bottom) | Action::Edit(Edit::End) => Step::Follow,
        _ => return false,
    };
    let frames = holding::frames(&app.weather.held);
    app.wire.holding.step(&frames, step);
    true
}

/// The datagram that one has chosen: a line of those that wait, or a row of the ladder.
fn chosen(app: &App) -> Option<&HeldDatagram> {
    let held = &app.weather.held;
    if app.wire.view() == View::Held {
        let frames = holding::frames(held);
        let at = app.wire.holding.chosen(&frames)?;
        return frames.get(at).map(|frame| frame.first);
    }
    let row = app.wire.ladder().rows.get(app.wire.chosen()?)?;
    let way = match row.sender {
        Side::Client => Way::Out,
        Side::Server => Way::In,
    };
    holding::of_bytes(held, way, row.fingerprint()?)
}

fn set_clock(app: &mut App, clock: ClockState) {
    app.weather.clock = clock;
    app.effects.push(Effect::Errand(Errand::Clock(match clock {
        ClockState::Stands => ClockOrder::Stand,
        ClockState::Runs => ClockOrder::GoOn,
    })));
}
