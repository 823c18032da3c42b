//! The wire where there is no screen: what is asked for is told in sentences, once.

use chat_wire::explain::explain;
use chat_wire::words::label::label;
use chat_wire::words::title::called;

use crate::app::event::Effect;
use crate::app::on_wire::way;
use crate::app::settings::WireKept;
use crate::app::state::App;
use crate::app::wire::shown::Asked;
use crate::app::wire::shown::Extent;
use crate::app::wire::shown::HowOf;
use crate::speech::topic::wire;

/// Rows that fit a filter.
pub(in crate::app) fn on_command(app: &mut App, filter: String) {
    ask(app, Asked::Rows(filter));
}

/// How a message got here.
pub(in crate::app) fn on_how(app: &mut App, of: HowOf) {
    ask(app, Asked::How(of));
}

/// What is kept is told to us first.
fn ask(app: &mut App, asked: Asked) {
    if app.settings.wire == WireKept::Nothing {
        return app.hint(app.speech.wire.off());
    }
    app.wire.open(Extent::Pane);
    app.wire.asked = Some(asked);
    app.effects.push(Effect::Watch(true));
}

/// Now it is: what was asked for is told, and nobody looks any longer.
pub(in crate::app) fn tell(app: &mut App) {
    let Some(asked) = app.wire.asked.take() else {
        return;
    };
    let lines = match asked {
        Asked::Rows(filter) => {
            app.wire.filter(filter);
            rows(app)
        }
        Asked::How(of) => {
            way::show(app, of);
            steps(app)
        }
    };
    app.wire.filter(String::new());
    app.wire.close();
    app.effects.push(Effect::Watch(false));
    for line in lines {
        app.hint(&line);
    }
}

fn rows(app: &App) -> Vec<String> {
    let (words, language) = (&app.speech.wire, app.speech.language.into());
    let ladder = app.wire.ladder();
    let told = app.wire.newest(TOLD).filter_map(|at| {
        let row = ladder.rows.get(at)?;
        let lane = |lane: usize| {
            ladder
                .parties
                .get(lane)
                .map(|party| called(party, language))
        };
        let at = language.time(row.at);
        let (what, sentence) = (label(row, language), explain(row, language));
        let from = lane(row.from)?;
        if row.from == row.to {
            return Some(words.happening(wire::Happening {
                at,
                from,
                what,
                sentence,
            }));
        }
        let to = lane(row.to)?;
        Some(words.row(wire::RowTold {
            at,
            from,
            to,
            what,
            sentence,
        }))
    });
    let told: Vec<_> = told.collect();
    if told.is_empty() {
        return vec![words.nothing().to_owned()];
    }
    told
}

fn steps(app: &App) -> Vec<String> {
    let words = &app.speech.wire;
    let Some(way) = app.wire.how().flatten() else {
        return vec![words.no_such_message().to_owned()];
    };
    let language: chat_wire::words::language::Language = app.speech.language.into();
    let mut lines = vec![format!("{} {}", words.how_title(), way.title)];
    lines.extend(way.steps.iter().map(|step| {
        let line = words.step(wire::Step {
            after: language.time(step.after),
            what: &step.what,
            known: &step.known,
        });
        line.trim_end().to_owned()
    }));
    lines.push(way.sum.clone());
    lines
}

/// Rows that are told at once.
const TOLD: usize = 10;
