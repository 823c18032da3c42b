//! The screen's mind: everything that a person sees and does, without a screen.
//!
//! Pure: [`update`] changes the state and says what is to be done outside;
//! [`crate::view`] paints the state and changes nothing; `screen.rs` owns
//! terminal, socket and clock. The session lives inside, so that a whole
//! evening can be played in a test.
//!
//! The values stand below (`conversation`, `people`, `input`, `focus`, `keys`), what
//! changes them above (`writing`, `overlay`, `hearing` and the files `on_…`).

mod on_line;
mod on_mouse;
mod on_action;
mod hearing;
pub mod writing;
mod overlay;
mod on_server;
mod on_place;
mod on_wire;
mod on_past;
mod on_weather;
mod on_words;
mod on_code;
mod on_set;
mod on_house;
pub mod roomlist;
pub mod banner;
mod window;
pub mod state;
pub mod focus;
pub mod people;
pub mod conversation;
pub mod input;
pub mod live;
pub mod settings;
pub mod highlight;
pub mod pattern;
pub mod weather;
pub mod keys;
pub mod event;
pub mod errand;
pub mod beside;
pub mod wire;

use std::time::Instant;

use chat_proto::now::Now;
use chat_weather::profile::Profile;

use crate::session::traffic::Input;

use errand::Errand;
use event::Effect;
use event::Event;
use focus::Focus;
use hearing::on_news;
use overlay::on_found;
use overlay::on_search;
pub use state::App;
use wire::player::Player;
use writing::on_editor;
use writing::on_paste;

/// Something happened. What is to be done comes back, in order.
pub fn update(app: &mut App, now: Now, event: Event) -> Vec<Effect> {
    app.now = now;
    match event {
        Event::Focus(focused) => on_action::on_focus(app, focused),
        Event::Key(key) => on_action::on_key(app, key),
        Event::Mouse(mouse) => on_mouse::on_mouse(app, mouse),
        Event::Paste(text) => {
            if !on_wire::on_paste(app, &text) {
                on_paste::on_paste(app, &text);
            }
        }
        Event::Burst { text, left_out } => {
            let for_chat = on_wire::on_burst(app, &text);
            if !for_chat.is_empty() {
                on_paste::on_burst(app, for_chat, left_out);
            }
        }
        Event::Edited(edited) => on_editor::on_edited(app, edited),
        Event::Resize(width, height) => on_action::on_resize(app, width, height),
        Event::Line(line) => on_line::on_line(app, &line),
        Event::Interrupt => on_line::on_interrupt(app),
        Event::Net(input) => on_net(app, now, input),
        Event::Remark(words) => {
            app.trouble(&words);
            app.effects.push(Effect::Draw);
        }
        Event::Done(words) => {
            app.hint(&words);
            app.effects.push(Effect::Draw);
        }
        Event::Identified(who) => on_words::on_identified(app, who),
        Event::Filed(filed) => on_code::on_filed(app, filed),
        Event::Held(held) => on_weather::on_held(app, held),
        Event::Noted(noted) => on_wire::on_noted(app, &noted),
        Event::LogFailed(why) => {
            app.settings.log = false;
            app.trouble(&app.speech.troubles.log_failed(why));
            app.effects.push(Effect::Draw);
        }
        Event::Tick => on_action::on_tick(app),
    }
    on_news::drain(app);
    on_past::settle(app);
    on_found::follow(app);
    on_news::drain(app);
    on_search::follow(app);
    asked(app)
}

/// Something happened on the connection.
fn on_net(app: &mut App, now: Now, input: Input) {
    if matches!(input, Input::Connected(_) | Input::Linked(..)) {
        // The status row says that the welcome is waited for: that may take a while.
        app.effects.push(Effect::Draw);
    }
    on_weather::on_net(app, &input);
    app.session.handle(now, input);
}

/// What the session asked for when it began.
pub fn start(app: &mut App) -> Vec<Effect> {
    on_news::drain(app);
    asked(app)
}

/// What is to be done. A recording that is played has nobody to talk with.
fn asked(app: &mut App) -> Vec<Effect> {
    let mut effects = std::mem::take(&mut app.effects);
    if app.wire.is_alone() {
        let talks = |effect: &Effect| {
            matches!(effect, Effect::Errand(Errand::Connect(_) | Errand::Send(_)))
        };
        effects.retain(|effect| !talks(effect));
    }
    effects
}

/// The weather that was asked for before anything was said.
pub fn begin_weather(app: &mut App, profile: Profile, manual_delivery: bool) {
    on_weather::begin(app, profile, manual_delivery);
}

/// A recording is played, and there is no conversation.
pub fn begin_replay(app: &mut App, player: Player) {
    app.wire.play(player);
    app.focus = Focus::Wire;
}

/// A server is observed, and there is no conversation.
pub fn begin_observing(app: &mut App) {
    app.wire.observe();
    app.focus = Focus::Wire;
}

/// When to come back with a [`Event::Tick`].
pub fn poll_timeout(app: &App) -> Option<Instant> {
    let session = app.session.poll_timeout();
    let wire = app.wire.poll_timeout();
    let own = [app.next_second(), app.quit_asked, app.next_sign(), wire];
    own.into_iter().flatten().chain(session).min()
}

#[cfg(test)]
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "a test looks for one kind and lets the others pass"
)]
mod tests;
