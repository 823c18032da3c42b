//! How things stand, in words: whether and how we are connected, who is here, which
//! weather there is. The status row shows it, and whoever has no screen is told it.

use std::time::Duration;

use crate::app::App;
use crate::app::event::Action;
use crate::app::keys::binding::Scope;
use crate::reasons;
use crate::session::phase::Phase;
use crate::speech::Speech;
use crate::speech::topic::signs;
use crate::speech::topic::status;
use crate::wrap;

/// The most important first.
pub fn in_words(app: &App) -> Vec<String> {
    let words = &app.speech.status;
    let mut parts = Vec::new();
    let room = app.room();
    match app.session.phase() {
        Phase::Waiting { until, .. } => {
            let left = until.saturating_duration_since(app.now.mono);
            let seconds = left.as_secs() + u64::from(left.subsec_millis() > 0);
            let key = app.settings.keymap.hint(Scope::Chat, Action::Send);
            let key = key.map_or(String::new(), |key| key.to_string());
            parts.push(words.next_try(status::NextTry { seconds, key }));
        }
        Phase::Connecting => parts.push(words.connecting().to_owned()),
        Phase::Joining { address, .. } => parts.push(words.joining(address)),
        Phase::Online { address, pulse, .. } => {
            parts.push(app.places.shown().with.title(app.speech));
            let count = app.roster.count(room);
            if count > 0 {
                parts.push(words.here(count));
            }
            parts.extend(writing(app));
            if app.session.is_secret() {
                parts.push(words.secret().to_owned());
            }
            parts.extend(app.session.server().map(str::to_owned));
            parts.push(address.clone());
            if let Some(round_trip) = pulse.round_trip {
                parts.push(milliseconds(round_trip, app.speech));
            }
            if app.session.is_apart() {
                parts.insert(0, words.apart().to_owned());
            }
            if let Some(owed) = pulse.owes_for(app.now.mono).filter(|owed| *owed >= SILENCE) {
                parts.insert(0, words.no_answer(owed.as_secs()));
            }
        }
        Phase::Asking { .. } => parts.push(words.asking().to_owned()),
        Phase::Ended { why } => parts.push(reasons::said(why, app.speech)),
    }
    // Next to where we are: whoever wonders looks there.
    let at = 1.min(parts.len());
    parts.splice(at..at, weather(app));
    let waiting = app.session.unconfirmed();
    if waiting > 1 || (waiting == 1 && !matches!(app.session.phase(), Phase::Online { .. })) {
        parts.insert(1.min(parts.len()), words.to_send(waiting));
    }
    parts
}

/// Who is writing to us now.
fn writing(app: &App) -> Option<String> {
    let (words, with) = (&app.speech.signs, &app.places.shown().with);
    let writers: Vec<_> = app.signs.writers(app.now.mono, with).collect();
    match writers.as_slice() {
        [] => None,
        [who] => Some(words.one_writes(who)),
        [one, other] => Some(words.two_write(signs::TwoWrite { one, other })),
        many => Some(words.many_write(many.len())),
    }
}

fn milliseconds(time: Duration, speech: &Speech) -> String {
    let ms = time.as_secs_f64() * 1000.0;
    if ms < 10.0 {
        format!("{} ms", speech.tenths(ms))
    } else {
        format!("{ms:.0} ms")
    }
}

/// In short words: first what is held, then the active weather.
fn weather(app: &App) -> Vec<String> {
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

/// Shorter silences are no news.
const SILENCE: Duration = Duration::from_secs(2);
/// A third of the row, but never less than a word can be known by.
const SHARE: u16 = 3;
const LEAST: usize = 12;
