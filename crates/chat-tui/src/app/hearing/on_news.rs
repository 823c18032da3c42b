//! What the session reports, and what the screen makes of it.

use chat_proto::frame::Incoming;
use chat_proto::frame::incoming::Happening;
use chat_proto::frame::incoming::Kind as FrameKind;
use chat_proto::room::RoomName;

use crate::app::beside::Sight;
use crate::app::conversation::digest::Change;
use crate::app::conversation::digest::Digest;
use crate::app::conversation::entry::Entry;
use crate::app::conversation::entry::Kind;
use crate::app::conversation::mention::mentions;
use crate::app::conversation::places::With;
use crate::app::conversation::quoting;
use crate::app::event::Effect;
use crate::app::hearing::belonging;
use crate::app::hearing::belonging::elsewhere;
use crate::app::hearing::belonging::place;
use crate::app::hearing::belonging::with;
use crate::app::hearing::calling;
use crate::app::hearing::on_answer;
use crate::app::hearing::on_class;
use crate::app::hearing::on_company;
use crate::app::hearing::on_faces;
use crate::app::hearing::on_sign;
use crate::app::hearing::on_slip;
use crate::app::hearing::record;
use crate::app::on_code;
use crate::app::on_house;
use crate::app::on_server;
use crate::app::on_words;
use crate::app::overlay::on_need;
use crate::app::state::App;
use crate::reasons;
use crate::session::past::seq_of;
use crate::session::traffic::News;
use crate::speech::topic::writing;

/// Takes everything that the session has put out.
pub(in crate::app) fn drain(app: &mut App) {
    while let Some(output) = app.session.poll_output() {
        match Effect::of(output) {
            Ok(effect) => app.effects.push(effect),
            Err(news) => {
                app.effects.push(Effect::Draw);
                let strangers = on_faces::strangers(app, &news);
                on_news(app, news);
                on_faces::meet(app, strangers);
            }
        }
    }
}

fn on_news(app: &mut App, news: News) {
    match news {
        // The status row says it.
        News::Connecting => {}
        News::Renumbered => app.places.end_numbering(),
        News::Answered { room, answer } => on_answer::on_answer(app, &room, answer),
        News::Unanswered { question, .. } => on_answer::on_silence(app, &question),
        News::CaughtUp { room, count } => on_answer::on_caught_up(app, room, count),
        News::Joined(frame) => {
            on_sign::on_presence(app);
            on_class::on_welcome(app, &frame);
            on_happening(app, &frame);
        }
        News::Moved { server, address } => on_server::moved(app, server.as_deref(), &address),
        News::Lost { why, .. } => on_lost(app, &reasons::said(&why, app.speech)),
        News::Ended(why) => app
            .effects
            .push(Effect::Fail(reasons::said(&why, app.speech))),
        News::NameTaken {
            taken,
            trying,
            owned,
        } => on_words::on_taken(app, (&taken, &trying), owned),
        News::Also(names) => on_words::on_also(app, &names),
        News::Needs(need) => on_need::begin(app, need),
        News::Unasked => app.trouble(app.speech.trust.unasked()),
        News::Heard(frame) => on_heard(app, &frame),
        News::Gap { room, count } => on_answer::on_gap(app, room, count),
        News::Missed(frame) => on_said(app, &frame, true),
        News::NotEntered { room, frame } => on_company::on_not_entered(app, room, &frame),
        News::People { asked, frame } => on_people(app, asked, &frame),
        News::Confirmed { ticket, frame } => on_confirmed(app, ticket, &frame),
        News::Refused { ticket, why } if on_slip::was_slip(app, ticket, &why) => {}
        News::Refused { ticket, why } => {
            let fate = app.speech.writing.refused(writing::Refused {
                why: reasons::said(&why, app.speech),
                key: app.mend_key(),
            });
            settle(app, ticket, |entry| {
                entry.tell(Kind::Refused, &fate);
            });
        }
        News::Unconfirmed { ticket } => {
            let fate = app.speech.writing.unconfirmed(app.mend_key());
            settle(app, ticket, |entry| {
                entry.tell(Kind::Unconfirmed(ticket), &fate);
            });
        }
    }
}

/// Told once, not at every attempt: the status row counts down.
fn on_lost(app: &mut App, why: &str) {
    app.roster.clear();
    app.elsewhere.clear();
    app.class.clear();
    app.signs.clear();
    if app.last_trouble.as_deref() != Some(why) {
        app.trouble(why);
        app.last_trouble = Some(why.to_owned());
    }
}

fn on_people(app: &mut App, asked: bool, frame: &Incoming) {
    if let FrameKind::Who {
        room,
        names,
        away,
        known,
        roll,
        more,
    } = &frame.kind
    {
        for name in names {
            app.signs.set_away(name, away.contains(name));
            app.signs.set_proved(name, known.contains(name));
        }
        app.elsewhere.tell(names, &roll.servers);
        if is_ours(app, Some(room)) {
            app.roster.tell(room, names, *more);
            on_class::on_roll(app, room, roll);
        }
    }
    if asked {
        on_happening(app, frame);
        on_class::tell(app, frame);
    }
}

fn on_confirmed(app: &mut App, ticket: u64, frame: &Incoming) {
    record::said(app, &with(app, frame), frame);
    settle(app, ticket, |entry| {
        entry.kind = Kind::Own;
        entry.set_seq(seq_of(frame));
        entry.set_at(frame.at);
        // As everybody got it, under the name that everybody sees.
        entry.set_words(&record::called(frame), &frame.text);
        // Not every server knows what refers to another message.
        if let FrameKind::Said { refers: None, .. } = frame.kind {
            entry.cite_nothing();
        }
    });
}

/// A message of ours has its fate, in whichever conversation it waits.
fn settle(app: &mut App, ticket: u64, change: impl FnOnce(&mut Entry)) {
    if let Some(conversation) = app.places.holding(ticket) {
        conversation.timeline.settle(ticket, change);
    }
}

fn on_heard(app: &mut App, frame: &Incoming) {
    match &frame.kind {
        FrameKind::Said { .. } => on_said(app, frame, false),
        FrameKind::Notice { room, happening } => match happening {
            Happening::Joined(who) => on_joined(app, frame, room.as_deref(), who),
            Happening::Left(who) => {
                app.roster.left(room.as_deref(), who);
                app.elsewhere.forget(who);
                on_class::on_left(app, room.as_deref(), who);
                app.signs.forget_all_proved(who);
                if !have_left(app, room.as_deref(), who) {
                    on_traffic(app, frame, who, Change::Left);
                    let gone = on_company::absent(app, who);
                    on_company::on_traffic(app, frame, &gone, Change::Left);
                }
            }
            Happening::Away { who, away } => app.signs.set_away(who, *away),
            Happening::Typing(who) if app.ignored.has(who) => {}
            Happening::Typing(who) => on_sign::on_writes(app, frame, who),
            Happening::Renamed { was, now } => {
                app.signs.renamed(was, now);
                app.roster.renamed(was, now);
                app.elsewhere.renamed(was, now);
                app.faces.renamed(was, now);
                app.class.renamed(was, now);
                on_company::on_renamed(app, frame, was, now);
                let ignored = app.ignored.has(was);
                app.ignored.renamed(was, now);
                if !ignored {
                    on_happening(app, frame);
                }
            }
            Happening::Order(order) => {
                if on_class::on_order(app, room.as_deref(), order) {
                    on_happening(app, frame);
                }
            }
            Happening::Apart(_) | Happening::Other(_) => on_happening(app, frame),
        },
        FrameKind::Pasted {
            room,
            number,
            title,
            ..
        } => on_code::on_code(app, frame, (room.as_deref(), *number, title)),
        FrameKind::Refused { .. } => app.trouble(&app.speech.told(frame)),
        FrameKind::Bye { .. }
        | FrameKind::Challenge(_)
        | FrameKind::History(_)
        | FrameKind::Other
        | FrameKind::Search(_)
        | FrameKind::Pong { .. }
        | FrameKind::Welcome { .. }
        | FrameKind::Who { .. } => on_happening(app, frame),
        FrameKind::Rooms { rooms, more } => on_house::on_rooms(app, rooms, *more),
        FrameKind::Whois(whois) => on_house::on_whois(app, whois),
    }
}

fn on_joined(app: &mut App, frame: &Incoming, room: Option<&str>, who: &[String]) {
    let new = on_company::absent(app, who);
    app.signs.forget_all_proved(who);
    app.elsewhere.forget(who);
    if is_ours(app, room) {
        app.roster.joined(room, who);
    }
    on_traffic(app, frame, who, Change::Came);
    on_company::on_traffic(app, frame, &new, Change::Came);
}

/// Who is elsewhere nobody needs to know.
fn is_ours(app: &App, room: Option<&str>) -> bool {
    let room = room.and_then(|room| RoomName::parse(room).ok());
    room.is_some_and(|room| app.session.wants(&room))
}

/// The server's word for what was told already when the person wanted it.
fn have_left(app: &App, room: Option<&str>, who: &[String]) -> bool {
    let room = room.and_then(|room| RoomName::parse(room).ok());
    *who == [app.session.you()] && room.is_some_and(|room| !app.session.wants(&room))
}

/// What was missed is new to us, though it is a while ago: nobody is called.
fn on_said(app: &mut App, frame: &Incoming, missed: bool) {
    let FrameKind::Said { to, history, .. } = &frame.kind else {
        return;
    };
    let you = app.session.you().to_owned();
    let kind = if frame.name == you {
        Kind::Own
    } else {
        Kind::Said
    };
    if kind == Kind::Said && app.ignored.hides(&frame.name) {
        return;
    }
    let called = kind == Kind::Said && (to.is_some() || mentions(&frame.text, &you));
    let marked = kind == Kind::Said && app.settings.highlight.marks(&frame.text);
    let for_you = called || marked;
    app.signs.stops(&frame.name);
    app.signs.set_away(&frame.name, false);
    let with = with(app, frame);
    if kind == Kind::Said {
        remember_speaker(app, &with, &frame.name, called);
    }
    // A person who writes to us opens the conversation.
    let has_place = to.is_none() || open(app, &with);
    let name = match to {
        Some(to) if !has_place => format!("{} → {to}", frame.name),
        Some(_) | None => record::called(frame),
    };
    let text = format!("{}{}", elsewhere(app, frame), frame.text);
    let mut entry = Entry::new(frame.at, kind, &name, &text);
    entry.for_you = for_you;
    entry.set_seq(seq_of(frame));
    let leads = record::manner(frame).leads;
    entry.set_leads(leads);
    if let (With::Room(room), true) = (&with, leads) {
        app.class.on_teacher(room, &frame.name);
    }
    quoting::set(&mut entry, frame, (&app.places, &with), |one| {
        app.ignored.has(one)
    });
    record::said(app, &with, frame);
    let (on_screen, window) = (app.size != (0, 0), app.window());
    let place = place(app, &with);
    // What is older than our coming is no news.
    if *history && !missed && entry.seq() > 0 && on_screen {
        return place.timeline.replay(entry, window);
    }
    if kind == Kind::Own || (*history && !missed) || place.timeline.shows_elsewhere(&entry) {
        return place.timeline.push(entry);
    }
    if for_you && !missed {
        calling::call(app, &with, frame);
    }
    if missed {
        // Nobody has looked at it.
        belonging::place(app, &with).timeline.look_away();
    }
    show_or_count(app, &with, entry, for_you);
}

/// Their name is offered before others.
fn remember_speaker(app: &mut App, with: &With, name: &str, called: bool) {
    let room = match with {
        With::Room(room) => Some(room),
        With::Nobody | With::Person(_) => None,
    };
    app.roster.spoke(room, name);
    if called {
        app.roster.called(name);
    }
}

/// Somebody said something just now.
fn show_or_count(app: &mut App, with: &With, entry: Entry, for_you: bool) {
    let is_behind = app.sight == Sight::Behind;
    let elsewhere = is_behind || app.attention.is_elsewhere(app.now.mono);
    let shown = app.places.shown().with == *with;
    let place = place(app, with);
    if shown && elsewhere {
        place.timeline.look_away();
    }
    if (!shown || is_behind) && place.with == *with {
        place.unread += 1;
        place.for_you += usize::from(for_you);
    }
    place.timeline.push_unread(entry);
}

/// Opens a conversation that somebody else wants. Where one was in none, it is
/// shown too, under the fingers of whoever may just be writing.
fn open(app: &mut App, with: &With) -> bool {
    let before = app.places.shown().with.clone();
    let open = app.places.open(with);
    if app.places.shown().with != before {
        app.moved = Some(app.now.mono);
    }
    open
}

/// People came or left.
fn on_traffic(app: &mut App, frame: &Incoming, who: &[String], how: fn(String) -> Change) {
    let before = elsewhere(app, frame);
    let seen = who.iter().filter(|name| !app.ignored.has(name));
    let changes: Vec<Change> = seen.cloned().map(how).collect();
    if changes.is_empty() {
        return;
    }
    let text = if changes.len() < who.len() {
        Digest::new(&before, &changes).words(app.speech)
    } else {
        format!("{before}{}", app.speech.told(frame))
    };
    let entry = Entry::new(frame.at, Kind::Happened, "", &text);
    let (with, speech) = (with(app, frame), app.speech);
    record::happened(app, &with, frame, &text);
    place(app, &with)
        .timeline
        .gather(entry, &before, &changes, speech);
}

fn on_happening(app: &mut App, frame: &Incoming) {
    if let FrameKind::Welcome { .. } = &frame.kind {
        app.last_trouble = None;
    }
    let text = format!("{}{}", elsewhere(app, frame), app.speech.told(frame));
    let entry = Entry::new(frame.at, Kind::Happened, "", &text);
    let with = with(app, frame);
    record::happened(app, &with, frame, &text);
    let place = place(app, &with);
    if let FrameKind::Welcome { .. } = &frame.kind {
        place.timeline.come(frame.at);
    }
    place.timeline.push(entry);
}
