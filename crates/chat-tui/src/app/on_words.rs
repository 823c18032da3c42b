//! The six words of our key: shown until the next key and then hidden again, typed where
//! one sits at another machine, or exchanged for others.

use chat_trust::key::Key;
use chat_trust::words::SixWords;

use crate::app::errand::Errand;
use crate::app::event::Effect;
use crate::app::focus::Focus;
use crate::app::focus::question::Doubt;
use crate::app::focus::question::Question;
use crate::app::input::command::Words;
use crate::app::state::App;
use crate::speech::topic::troubles;
use crate::speech::topic::trust;

/// `/words`.
pub(in crate::app) fn on_words(app: &mut App, what: Words) {
    let speech = &app.speech.trust;
    match (what, app.words) {
        (Words::Explain, Some(_)) => app.hint(speech.explain()),
        (Words::Explain | Words::Show, None) => app.hint(speech.no_words()),
        (Words::Show, Some(words)) => app.flash = Some(words.to_string().into()),
        (Words::New, _) => app.effects.push(Effect::Errand(Errand::Identify(None))),
        (Words::Mine(words), _) => app
            .effects
            .push(Effect::Errand(Errand::Identify(Some(words)))),
    }
}

/// A name is not ours to have, and another one is asked for.
pub(in crate::app) fn on_taken(app: &mut App, (taken, trying): (&str, &str), owned: bool) {
    let speech = app.speech;
    let words = if owned {
        speech.trust.owned(trust::Owned { taken, trying })
    } else {
        let taken = troubles::NameTaken { taken, trying };
        speech.troubles.name_taken(taken)
    };
    app.hint(&words);
}

/// Others are here with our key.
pub(in crate::app) fn on_also(app: &mut App, names: &[String]) {
    let words = app.speech.trust.also(names.join(", "));
    app.hint(&words);
    // Once: whoever has two machines has said so.
    if !std::mem::replace(&mut app.asked_twice, true) {
        let with = app.places.shown().with.clone();
        let doubt = Doubt::Twice(names.join(", "));
        app.asked = Some(Question { doubt, with });
    }
}

/// There is another key.
pub(in crate::app) fn on_identified(app: &mut App, who: Result<(Key, SixWords), String>) {
    app.effects.push(Effect::Draw);
    match who {
        Ok((key, words)) => {
            app.words = Some(words);
            if let Focus::Answer(_) = app.focus {
                app.focus = Focus::Chat;
            }
            app.hint(app.speech.trust.identified());
            app.session.identify(app.now, key);
        }
        Err(why) => app.trouble(&why),
    }
}
