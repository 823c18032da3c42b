//! What was asked of a room's past is answered: a page takes its place, hits are listed.

use chat_proto::frame::Incoming;
use chat_proto::frame::incoming::Kind as FrameKind;
use chat_proto::frame::peer::Part;
use chat_proto::room::RoomName;

use crate::app::conversation::entry::Cited;
use crate::app::conversation::entry::Entry;
use crate::app::conversation::entry::Kind;
use crate::app::conversation::mention::mentions;
use crate::app::conversation::places::With;
use crate::app::conversation::quoting;
use crate::app::conversation::timeline::Side;
use crate::app::focus::jump::Jump;
use crate::app::hearing::record;
use crate::app::on_past;
use crate::app::overlay::on_found;
use crate::app::state::App;
use crate::session::past::Answer;
use crate::session::past::Question;
use crate::session::past::seq_of;
use crate::speech::topic::reading;

/// All that was asked for has come.
pub(in crate::app) fn on_answer(app: &mut App, room: &RoomName, answer: Answer) {
    match answer.question {
        Question::Page { asked, missed, .. } => {
            on_page(app, room, (asked.part, missed), &answer.page);
            on_past::on_page(app, room);
        }
        Question::Reading(asked) => match asked.part {
            Part::After(middle) if app.jump.is_some() => {
                on_narrowed(app, middle, answer.page.first());
            }
            Part::Newest | Part::Before(_) | Part::After(_) | Part::Around(_) => {
                on_found::tell(app, room, answer.page.iter());
            }
        },
        Question::Search(asked) => {
            on_found::on_hits(app, (room, &asked), (&answer.page, answer.more));
        }
    }
}

/// Nothing has come for too long: who waits for it is told.
pub(in crate::app) fn on_silence(app: &mut App, question: &Question) {
    let waits = match question {
        Question::Page { .. } => app.jump.take().is_some(),
        Question::Reading(_) => true,
        // Its list says so.
        Question::Search(_) => false,
    };
    if waits {
        app.jump = None;
        app.trouble(app.speech.past.no_answer());
    }
}

/// All that was missed is here now.
pub(in crate::app) fn on_caught_up(app: &mut App, room: RoomName, count: u64) {
    let words = app.speech.past.fetched(count);
    let entry = Entry::new(None, Kind::Happened, "", &words);
    let with = With::Room(room);
    app.places.find_or_shown(&with).timeline.push(entry);
}

/// What was said while we were away, and nobody keeps: where it would stand.
pub(in crate::app) fn on_gap(app: &mut App, room: RoomName, count: u64) {
    let words = app
        .speech
        .reading
        .missing(reading::Missing { count, room: &room });
    let entry = Entry::new(None, Kind::Happened, "", &words);
    app.places
        .find_or_shown(&With::Room(room))
        .timeline
        .push(entry);
}

fn on_page(app: &mut App, room: &RoomName, asked: (Part, bool), page: &[Incoming]) {
    let (part, missed) = asked;
    let with = With::Room(room.clone());
    let entries = page.iter();
    let entries = entries.filter_map(|frame| answering(app, (&with, page), frame));
    let entries: Vec<Entry> = entries.collect();
    if missed {
        for frame in page {
            record::said(app, &with, frame);
        }
    }
    let window = app.window();
    let shown = app.places.shown().with == with;
    let Some(one) = app.places.find(&with) else {
        return;
    };
    if missed && !shown {
        let others = entries.iter().filter(|entry| entry.kind == Kind::Said);
        one.unread += others.count();
        one.for_you += entries.iter().filter(|entry| entry.for_you).count();
    }
    let side = match part {
        Part::Newest | Part::Before(_) => Side::Up,
        Part::After(_) => Side::Down,
        Part::Around(_) => Side::Island,
    };
    one.timeline.merge(entries, side, window);
}

/// The same with what it answers: that may be on the same page.
fn answering(app: &App, (with, page): (&With, &[Incoming]), frame: &Incoming) -> Option<Entry> {
    let mut entry = entry(app, frame)?;
    let FrameKind::Said {
        refers: Some(of), ..
    } = frame.kind
    else {
        return Some(entry);
    };
    let hides = |name: &str| app.ignored.has(name);
    let beside = page.iter().find(|other| seq_of(other) == of.seq);
    let quote = beside.filter(|other| !hides(&other.name));
    entry.cite(&match quote {
        Some(said) => Cited {
            how: of.how,
            seq: of.seq,
            quote: quoting::quote(&said.name, &said.text),
        },
        None => quoting::cited(&app.places, hides, with, of),
    });
    Some(entry)
}

/// A message as it stands in the history; not of whom one does not want to hear.
fn entry(app: &App, frame: &Incoming) -> Option<Entry> {
    let you = app.session.you();
    let kind = if frame.name == you {
        Kind::Own
    } else {
        Kind::Said
    };
    if kind == Kind::Said && app.ignored.has(&frame.name) {
        return None;
    }
    let mut entry = Entry::new(frame.at, kind, &record::called(frame), &frame.text);
    let marked = || app.settings.highlight.marks(&frame.text);
    entry.for_you = kind == Kind::Said && (mentions(&frame.text, you) || marked());
    entry.set_seq(seq_of(frame));
    entry.set_leads(record::manner(frame).leads);
    Some(entry)
}

/// What was said in the middle of where a moment may be.
fn on_narrowed(app: &mut App, middle: u64, first: Option<&Incoming>) {
    if let Some(jump @ Jump::Moment { .. }) = &mut app.jump {
        let first = first.and_then(|frame| Some((seq_of(frame), frame.at?)));
        jump.narrow(middle, first);
        on_past::narrow(app);
    }
}
