//! What one says about a message that is here: an answer, a sign, the same better.

use chat_proto::frame::order::Act;
use chat_proto::frame::peer::Whom;
use chat_proto::frame::reference::How;
use chat_proto::frame::reference::Reference;
use chat_proto::frame::reference::is_sign;
use chat_proto::text::Text;

use crate::app::conversation::entry::Entry;
use crate::app::conversation::entry::Kind;
use crate::app::conversation::places::With;
use crate::app::conversation::quoting;
use crate::app::conversation::quoting::About;
use crate::app::input::referring::Referring;
use crate::app::state::App;
use crate::app::writing::on_say;

/// A command: it is about the newest message that fits.
pub(in crate::app) fn obey(app: &mut App, what: Referring, texts: Vec<Text>) {
    let you = app.session.you().to_owned();
    let by = |whom: Option<&Whom>, entry: &Entry| match whom {
        Some(whom) => Whom::new(entry.speaker()).key == whom.key,
        None => entry.speaker() != you,
    };
    let seq = match &what {
        Referring::Reply(whom, _) | Referring::React(whom, _) => {
            newest(app, |entry| by(whom.as_ref(), entry))
        }
        Referring::Correct(_) => newest(app, |entry| entry.kind == Kind::Own),
    };
    let Some(seq) = seq else {
        let (words, rooms) = (&app.speech.referring, &app.speech.troubles);
        let one = matches!(app.places.shown().with, With::Person(_));
        return app.trouble(if one {
            rooms.of_rooms()
        } else {
            words.nothing_fits()
        });
    };
    match what {
        Referring::React(_, sign) => react(app, seq, &sign),
        Referring::Reply(..) => {
            write_about(app, How::Answers, seq);
            on_say::say(app, texts, false);
        }
        Referring::Correct(_) => {
            write_about(app, How::Edits, seq);
            on_say::say(app, texts, false);
        }
    }
}

/// What is written next refers to the message of this number in the room that is shown.
pub(in crate::app) fn write_about(app: &mut App, how: How, seq: u64) {
    let with = app.places.shown().with.clone();
    let hides = |name: &str| app.ignored.has(name);
    let of = Reference { how, seq };
    let cited = quoting::cited(&app.places, hides, &with, of);
    app.about = Some(About { with, cited });
}

/// The message of this number is given a sign; the one that it has of us already is taken
/// back.
pub(in crate::app) fn react(app: &mut App, seq: u64, sign: &str) {
    let given = app.timeline().sign_of(app.session.you(), seq);
    if let Some((_, number)) = given.filter(|(given, _)| *given == sign) {
        return on_say::order(app, Act::Redact(Some(number)));
    }
    let text = Text::parse(sign).ok().filter(|_| is_sign(sign));
    let Some(text) = text else {
        return app.trouble(app.speech.referring.no_sign());
    };
    // What one was about to say about another message stays so.
    let before = app.about.take();
    write_about(app, How::Reacts, seq);
    on_say::say(app, vec![text], false);
    app.about = before;
}

fn newest(app: &App, fits: impl Fn(&Entry) -> bool) -> Option<u64> {
    let is_room = matches!(app.places.shown().with, With::Room(_));
    let entry = app.timeline().newest_said(fits).filter(|_| is_room);
    entry.map(Entry::seq)
}
