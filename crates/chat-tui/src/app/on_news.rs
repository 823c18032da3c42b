//! What the session reports, and what the screen makes of it.

use chat_proto::frame::Incoming;
use chat_proto::frame::incoming::Happening;
use chat_proto::frame::incoming::Kind as FrameKind;
use chat_proto::room::RoomName;

use crate::app::digest::Change;
use crate::app::entry::Entry;
use crate::app::entry::Kind;
use crate::app::event::Effect;
use crate::app::mention::mentions;
use crate::app::state::App;
use crate::session::traffic::News;
use crate::session::traffic::Output;

/// Takes everything that the session has put out.
pub(in crate::app) fn drain(app: &mut App) {
    while let Some(output) = app.session.poll_output() {
        match output {
            Output::Connect => app.effects.push(Effect::Connect),
            Output::Close => app.effects.push(Effect::Close),
            Output::Send(frame) => app.effects.push(Effect::Send(frame)),
            Output::Tell(news) => {
                app.effects.push(Effect::Draw);
                on_news(app, news);
            }
        }
    }
}

fn on_news(app: &mut App, news: News) {
    match news {
        // The status row says it.
        News::Connecting => {}
        News::Joined(frame) => on_happening(app, &frame),
        News::Lost { why, .. } => on_lost(app, &why),
        News::Ended(why) => app.effects.push(Effect::Fail(why)),
        News::NameTaken { taken, trying } => {
            app.hint(&format!("`{taken}` is taken here: asking for `{trying}`"));
        }
        News::Heard(frame) => on_heard(app, &frame),
        News::People { asked, frame } => on_people(app, asked, &frame),
        News::Confirmed { ticket, frame } => on_confirmed(app, ticket, &frame),
        News::Refused { ticket, why } => app.timeline.settle(ticket, |entry| {
            entry.kind = Kind::Refused;
            entry.text = format!("{}\n! not sent: {why}", entry.text);
        }),
        News::Unconfirmed { ticket } => app.timeline.settle(ticket, |entry| {
            entry.kind = Kind::Unconfirmed;
            entry.text = format!("{}\n? not confirmed: it may have arrived", entry.text);
        }),
    }
}

/// Told once, not at every attempt: the status row counts down.
fn on_lost(app: &mut App, why: &str) {
    app.roster.clear();
    if app.last_trouble.as_deref() != Some(why) {
        app.trouble(why);
        app.last_trouble = Some(why.to_owned());
    }
}

fn on_people(app: &mut App, asked: bool, frame: &Incoming) {
    if let FrameKind::Who { room, names, more } = &frame.kind {
        app.roster.tell(room, names, *more);
    }
    if asked {
        on_happening(app, frame);
    }
}

fn on_confirmed(app: &mut App, ticket: u64, frame: &Incoming) {
    app.roster.spoke(&frame.name);
    let prefix = elsewhere(app, frame);
    app.timeline.settle(ticket, |entry| {
        entry.kind = Kind::Own;
        entry.at = frame.at;
        // As everybody got it, under the name that everybody sees.
        entry.text = format!("{prefix}{}", frame.text);
        if let FrameKind::Said { to: None, .. } = &frame.kind {
            entry.name.clone_from(&frame.name);
        }
    });
}

fn on_heard(app: &mut App, frame: &Incoming) {
    match &frame.kind {
        FrameKind::Said { .. } => on_said(app, frame),
        FrameKind::Notice { room, happening } => match happening {
            Happening::Joined(who) => {
                app.roster.joined(room.as_deref(), who);
                on_traffic(app, frame, who, Change::Came);
            }
            Happening::Left(who) => {
                app.roster.left(room.as_deref(), who);
                on_traffic(app, frame, who, Change::Left);
            }
            Happening::Renamed { was, now } => {
                app.roster.renamed(was, now);
                on_happening(app, frame);
            }
            Happening::Other(_) => on_happening(app, frame),
        },
        FrameKind::Refused { .. } => app.trouble(&frame.text),
        FrameKind::Bye
        | FrameKind::Other
        | FrameKind::Pong { .. }
        | FrameKind::Welcome { .. }
        | FrameKind::Who { .. } => on_happening(app, frame),
    }
}

fn on_said(app: &mut App, frame: &Incoming) {
    let you = app.session.you();
    let name = match &frame.kind {
        FrameKind::Said { to: Some(to), .. } if to == you => format!("{} → you", frame.name),
        FrameKind::Said { to: Some(to), .. } => format!("you → {to}"),
        FrameKind::Said { .. }
        | FrameKind::Bye
        | FrameKind::Notice { .. }
        | FrameKind::Other
        | FrameKind::Pong { .. }
        | FrameKind::Refused { .. }
        | FrameKind::Welcome { .. }
        | FrameKind::Who { .. } => frame.name.clone(),
    };
    let kind = if frame.name == you {
        Kind::Own
    } else {
        Kind::Said
    };
    let (alone, live) = match &frame.kind {
        FrameKind::Said { to, history, .. } => (to.is_some(), !history),
        FrameKind::Bye
        | FrameKind::Notice { .. }
        | FrameKind::Other
        | FrameKind::Pong { .. }
        | FrameKind::Refused { .. }
        | FrameKind::Welcome { .. }
        | FrameKind::Who { .. } => (false, false),
    };
    let for_you = kind == Kind::Said && (alone || mentions(&frame.text, you));
    app.roster.spoke(&frame.name);
    let text = format!("{}{}", elsewhere(app, frame), frame.text);
    let entry = Entry {
        for_you,
        ..Entry::new(frame.at, kind, &name, &text)
    };
    if kind == Kind::Own || !live {
        return app.timeline.push(entry);
    }
    // What is older than our coming is no news.
    if for_you && app.attention.rings(app.now.mono) {
        app.effects.push(Effect::Ring);
    }
    if app.attention.is_elsewhere(app.now.mono) {
        app.timeline.look_away();
    }
    app.timeline.push_unread(entry);
}

/// People came or left.
fn on_traffic(app: &mut App, frame: &Incoming, who: &[String], how: fn(String) -> Change) {
    let place = elsewhere(app, frame);
    let changes: Vec<Change> = who.iter().cloned().map(how).collect();
    let text = format!("{place}{}", frame.text);
    let entry = Entry::new(frame.at, Kind::Happened, "", &text);
    app.timeline.gather(entry, &place, &changes);
}

fn on_happening(app: &mut App, frame: &Incoming) {
    if let FrameKind::Welcome { .. } = &frame.kind {
        app.last_trouble = None;
    }
    let text = match &frame.kind {
        // These name their room themselves.
        FrameKind::Welcome { .. } | FrameKind::Who { .. } => frame.text.clone(),
        FrameKind::Notice { .. }
        | FrameKind::Said { .. }
        | FrameKind::Bye
        | FrameKind::Other
        | FrameKind::Pong { .. }
        | FrameKind::Refused { .. } => format!("{}{}", elsewhere(app, frame), frame.text),
    };
    let entry = Entry::new(frame.at, Kind::Happened, "", &text);
    app.timeline.push(entry);
}

/// `#room ` where it was not said in the current one.
fn elsewhere(app: &App, frame: &Incoming) -> String {
    let (FrameKind::Said { room, .. } | FrameKind::Notice { room, .. }) = &frame.kind else {
        return String::new();
    };
    match room.as_deref().map(RoomName::parse) {
        Some(Ok(room)) if app.session.room() != Some(&room) => format!("#{room} "),
        Some(_) | None => String::new(),
    }
}
