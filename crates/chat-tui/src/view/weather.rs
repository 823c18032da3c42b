//! The active weather in the status row.

use crate::app::App;
use crate::wrap;

/// In short words: first what is held, then the active weather.
pub(in crate::view) fn parts(app: &App) -> Vec<String> {
    let words = &app.speech.weather;
    let weather = &app.weather;
    let mut parts = Vec::new();
    if weather.manual_delivery {
        parts.push(words.held_in_the_row(weather.held.len()));
    }
    if !weather.profile.is_clear() {
        // The rest of the row is for the conversation.
        let most = usize::from(app.size.0 / SHARE);
        parts.push(wrap::shortened(
            &words.in_the_row(&weather.profile.words),
            most.max(LEAST),
        ));
    }
    parts
}

/// A third of the row, but never less than a word can be known by.
const SHARE: u16 = 3;
const LEAST: usize = 12;
