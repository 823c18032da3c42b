//! Which message's way is shown.

use chat_wire::how::Which;

use crate::app::state::App;
use crate::app::wire::shown::HowOf;

/// In place of the rows.
pub(in crate::app::on_wire) fn show(app: &mut App, of: HowOf) {
    let which = which(app, of);
    app.wire.show_how(which, app.speech.language.into());
}

/// Which message is meant: that of the chosen row, or the one that one was led to, or
/// one's own.
fn which(app: &App, of: HowOf) -> Which {
    let room = || app.room().map(ToString::to_string).unwrap_or_default();
    let number = |seq| Which::Number { seq, room: room() };
    match of {
        HowOf::Number(seq) => number(seq),
        HowOf::Own(Some(from_last)) => Which::Own(from_last),
        HowOf::Own(None) => {
            let shown = app.places.shown();
            let led_to = shown.led_to.and_then(|key| shown.timeline.seq_of(key));
            let chosen = app.wire.chosen_message();
            chosen
                .or_else(|| led_to.map(number))
                .unwrap_or(Which::Own(1))
        }
    }
}
