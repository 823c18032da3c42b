//! What a log of the conversation keeps: one plain line for each thing that was
//! read, `2026-11-20 16:20:03 #lab <ana> text`. Where the lines go is the edge's.

use chat_proto::frame::Incoming;
use chat_proto::frame::incoming::Kind;
use chat_proto::frame::manner::Manner;
use chat_proto::stamp::Stamp;
use chat_proto::text::clean;

use crate::app::conversation::entry::acting;
use crate::app::conversation::entry::moment;
use crate::app::conversation::places::With;
use crate::app::event::Effect;
use crate::app::state::App;

/// Somebody said something.
pub(in crate::app) fn said(app: &mut App, with: &With, frame: &Incoming) {
    let Kind::Said { manner, .. } = &frame.kind else {
        return;
    };
    let who = if manner.does {
        format!("* {}", frame.name)
    } else {
        format!("<{}>", frame.name)
    };
    keep(app, with, frame, &format!("{who} {}", frame.text));
}

/// How the speaker stands before the text: `* ana` before what ana does.
pub(in crate::app) fn called(frame: &Incoming) -> String {
    if manner(frame).does {
        return acting(&frame.name);
    }
    frame.name.clone()
}

/// In which manner it was said.
pub(in crate::app) fn manner(frame: &Incoming) -> Manner {
    if let Kind::Said { manner, .. } = frame.kind {
        return manner;
    }
    Manner::default()
}

/// Something happened, told by these words.
pub(in crate::app) fn happened(app: &mut App, with: &With, frame: &Incoming, words: &str) {
    if let Kind::Welcome { .. } = &frame.kind {
        app.since = app.since.or(frame.at);
    }
    keep(app, with, frame, &format!("* {words}"));
}

fn keep(app: &mut App, with: &With, frame: &Incoming, words: &str) {
    let Some(at) = frame
        .at
        .filter(|at| app.settings.log && !is_old(app, frame, *at))
    else {
        return;
    };
    let place = with.title(app.speech);
    let line = format!("{} {place} {words}", moment(at, app.offset_minutes));
    app.effects.push(Effect::Log(one_line(&line)));
}

/// What was said before this program came is in the log of the time before.
fn is_old(app: &App, frame: &Incoming, at: Stamp) -> bool {
    let history = matches!(&frame.kind, Kind::Said { history: true, .. });
    history && app.since.is_none_or(|since| at < since)
}

/// Nothing in the file can be taken for another line, or steer who prints it.
fn one_line(text: &str) -> String {
    clean(text).replace('\n', " ⏎ ").replace('\t', " ")
}
