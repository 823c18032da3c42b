//! `/weather` and `/hold`: a simulated bad network begun, shown and ended, and datagrams
//! that are held until a person releases them.

use chat_proto::trace::weather::Way;
use chat_weather::manual_queue;
use chat_weather::manual_queue::HeldDatagram;
use chat_weather::manual_queue::ManualCommand;
use chat_weather::profile::Profile;
use chat_weather::profile::Transports;

use crate::app::errand::Errand;
use crate::app::event::Effect;
use crate::app::state::App;
use crate::app::weather::ClockState;
use crate::session::traffic::Input;
use crate::speech::topic;
use crate::speech::topic::weather;

/// What the command line asked for.
pub(in crate::app) fn begin(app: &mut App, profile: Profile, manual_delivery: bool) {
    app.weather.profile = profile;
    if !app.weather.profile.is_clear() {
        tell(app);
    }
    if manual_delivery {
        hold(app);
    }
}

/// Another weather, or, without words, what there is and could be.
pub(in crate::app) fn on_weather(app: &mut App, words: &str) {
    let speech = app.speech;
    if words.is_empty() {
        tell(app);
        let over = app.weather.over;
        let (known, names) = (over.words().join(", "), over.names().join(", "));
        let example = app.weather.example(&speech.weather);
        return app.hint(&speech.weather.there_are(weather::ThereAre {
            example,
            known,
            names,
        }));
    }
    let weather = &app.weather;
    match Profile::read(words, weather.over, weather.profile.seed) {
        Ok(profile) => {
            app.weather.profile = profile.clone();
            tell(app);
            app.effects
                .push(Effect::Errand(Errand::Weather(Box::new(profile))));
        }
        Err(error) => {
            app.composer_mut().restore(format!("/weather {words}"));
            app.trouble(&speech.weather_error(&error));
        }
    }
}

/// From now on every datagram is held; where that is so already, lists them.
pub(in crate::app) fn hold(app: &mut App) {
    let words = &app.speech.weather;
    if app.weather.over == Transports::Streams {
        return app.trouble(words.hold_is_for_udp());
    }
    if app.weather.manual_delivery {
        return list(app);
    }
    app.hint(words.hold_begins());
    hold_here(app);
}

/// The same without a word, where one sees it.
pub(in crate::app) fn hold_here(app: &mut App) {
    app.weather.manual_delivery = true;
    app.session.set_manual_delivery(app.now, true);
    app.effects.push(Effect::Errand(Errand::Hold));
}

/// Releases, doubles or kills one that is held, or releases all.
pub(in crate::app) fn order(app: &mut App, order: ManualCommand) {
    let words = &app.speech.weather;
    if !app.weather.manual_delivery {
        return app.trouble(words.nothing_is_held());
    }
    let number = match order {
        ManualCommand::Pass(number)
        | ManualCommand::Double(number)
        | ManualCommand::Kill(number) => number,
        ManualCommand::All => None,
        ManualCommand::Off => {
            app.weather.manual_delivery = false;
            app.weather.clock = ClockState::Runs;
            app.weather.only.clear();
            app.session.set_manual_delivery(app.now, false);
            app.effects.push(Effect::Errand(Errand::Release(order)));
            return app.hint(words.hold_ends());
        }
    };
    let known = |number| app.weather.held.iter().any(|held| held.number == number);
    match number {
        Some(number) if !known(number) => app.trouble(&words.no_such(number)),
        None if app.weather.held.is_empty() => app.trouble(words.nothing_waits()),
        Some(_) | None => app.effects.push(Effect::Errand(Errand::Release(order))),
    }
}

/// All that are held now; new ones are told.
pub(in crate::app) fn on_held(app: &mut App, held: Vec<HeldDatagram>) {
    let (held, passing): (Vec<_>, Vec<_>) =
        held.into_iter().partition(|held| app.weather.holds(held));
    let passes = |held: HeldDatagram| {
        Effect::Errand(Errand::Release(ManualCommand::Pass(Some(held.number))))
    };
    app.effects.extend(passing.into_iter().map(passes));
    let before = std::mem::replace(&mut app.weather.held, held);
    let last = before.last().map_or(0, |held| held.number);
    // Where one looks at the wire they are seen there, and the chat does not scroll away.
    let is_seen = app.wire.extent().is_some();
    let lines: Vec<String> = app
        .weather
        .held
        .iter()
        .filter(|held| held.number > last && !is_seen)
        .map(|held| line(&app.speech.weather, held))
        .collect();
    for line in lines {
        app.hint(&line);
    }
    if app.weather.held.len() >= manual_queue::MOST && before.len() < manual_queue::MOST {
        app.trouble(&app.speech.weather.too_many(manual_queue::MOST));
    }
    app.effects.push(Effect::Draw);
}

/// What was held on a connection that is gone is gone too.
pub(in crate::app) fn on_net(app: &mut App, input: &Input) {
    match input {
        Input::Connected(_) | Input::Linked(..) | Input::Lost(_) | Input::Stranger(..) => {
            app.weather.held.clear();
        }
        Input::Secret(_) | Input::Frame(_) | Input::NotAFrame | Input::Derived(..) => {}
    }
}

fn tell(app: &mut App) {
    let words = &app.speech.weather;
    let profile = &app.weather.profile;
    let told = if profile.is_clear() {
        words.clear().to_owned()
    } else {
        words.active(weather::Active {
            words: &profile.words,
            seed: profile.seed,
        })
    };
    let legend = profile.legend();
    app.hint(&told);
    if let Some(legend) = legend {
        app.hint(&legend);
    }
}

fn list(app: &mut App) {
    let words = &app.speech.weather;
    let lines: Vec<String> = app.weather.held.iter().map(|h| line(words, h)).collect();
    if lines.is_empty() {
        app.hint(words.nothing_waits());
    }
    for line in lines {
        app.hint(&line);
    }
}

fn line(words: &topic::Weather, held: &HeldDatagram) -> String {
    let arrow = match held.way {
        Way::In => '←',
        Way::Out => '→',
    };
    words.held(weather::Held {
        number: held.number,
        arrow,
        bytes: held.bytes,
        gist: &held.gist,
    })
}
