//! Calling a person who looks elsewhere, in the ways that were chosen.

use chat_proto::frame::Incoming;
use chat_proto::text::clean;

use crate::app::conversation::places::With;
use crate::app::event::Effect;
use crate::app::settings::Call;
use crate::app::state::App;

/// Somebody speaks to us: calls, unless that was done just now.
pub(in crate::app) fn call(app: &mut App, with: &With, frame: &Incoming) {
    if !app.attention.rings(app.now.mono) {
        return;
    }
    let title = field(&with.title(app.speech));
    let body = field(&format!("{}: {}", frame.name, frame.text));
    for call in &app.settings.calls {
        app.effects.push(match call {
            Call::Bell => Effect::Ring,
            Call::Osc9 => Effect::Notify(format!("9;{title} {body}")),
            Call::Osc777 => Effect::Notify(format!("777;notify;{title};{body}")),
        });
    }
}

/// What others wrote, so that it stays one short field of what the terminal is
/// told: no sign that steers, none that begins another field.
fn field(text: &str) -> String {
    let plain = |c: char| match c {
        ';' => ',',
        c if c.is_whitespace() => ' ',
        c => c,
    };
    clean(text).chars().map(plain).take(CHARS).collect()
}

/// Characters of a field: a notification is a glance.
const CHARS: usize = 120;
