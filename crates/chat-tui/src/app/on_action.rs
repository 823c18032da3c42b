//! What the person does, and what follows from it.

use std::time::Duration;

use chat_proto::room::RoomName;
use chat_proto::text::Text;
use chat_proto::text::clean;
use crossterm::event::KeyEvent;

use crate::app::command;
use crate::app::command::Command;
use crate::app::complete;
use crate::app::entry::Entry;
use crate::app::entry::Kind;
use crate::app::entry::acting;
use crate::app::event::Action;
use crate::app::event::Edit;
use crate::app::event::Effect;
use crate::app::event::Scroll;
use crate::app::keys::Meaning;
use crate::app::on_place;
use crate::app::on_search;
use crate::app::on_sign;
use crate::app::places::With;
use crate::app::state::App;
use crate::app::state::Focus;
use crate::session::receipts::Place;
use crate::session::traffic::QueueFull;

/// What it means depends on what is open, and on a key that began a sequence.
pub(in crate::app) fn on_key(app: &mut App, key: KeyEvent) {
    on_touch(app);
    let begun = app.begun.take();
    match app.settings.keymap.meaning(app.focus.scope(), begun, key) {
        Meaning::Do(action) => on_action(app, action),
        Meaning::Begun(chord) => app.begun = Some(chord),
        Meaning::Nothing => {}
    }
    if app.begun != begun {
        app.effects.push(Effect::Draw);
    }
}

fn on_action(app: &mut App, action: Action) {
    app.effects.push(Effect::Draw);
    app.flash = None;
    if action != Action::Interrupt {
        app.quit_asked = None;
    }
    if !matches!(action, Action::Complete | Action::CompleteBack) {
        app.completion = None;
    }
    match std::mem::replace(&mut app.focus, Focus::Chat) {
        Focus::Chat => on_chat_action(app, action),
        Focus::Help { row, over } => on_help_action(app, row, over, action),
        Focus::Search(search) => on_search::on_action(app, search, action),
    }
}

fn on_chat_action(app: &mut App, action: Action) {
    match action {
        Action::Insert(c) => {
            insert(app, c.encode_utf8(&mut [0; 4]));
            on_sign::on_typed(app);
        }
        Action::Send => send(app),
        Action::Newline => insert(app, "\n"),
        Action::Complete => complete::complete(app, false),
        Action::CompleteBack => complete::complete(app, true),
        Action::Edit(edit) => app.composer_mut().edit(edit),
        Action::Up => app.composer_mut().up(),
        Action::Down => app.composer_mut().down(),
        Action::Scroll(scroll) => on_scroll(app, scroll),
        Action::Go(go) => on_place::on_go(app, go),
        Action::Search => on_search::begin(app),
        Action::Help => app.focus = Focus::Chat.with_help(),
        Action::Escape => app.timeline_mut().to_bottom(),
        Action::Redraw => app.effects.push(Effect::Redraw),
        Action::Suspend => app.effects.push(Effect::Suspend),
        Action::Interrupt => interrupt(app),
        Action::EndOfInput if app.composer().is_empty() => quit(app),
        Action::EndOfInput => app.composer_mut().edit(Edit::Delete),
    }
}

/// Pasted text is never sent by itself and never obeyed.
pub(in crate::app) fn on_paste(app: &mut App, text: &str) {
    app.effects.push(Effect::Draw);
    app.focus = Focus::Chat;
    let unix = text.replace("\r\n", "\n").replace('\r', "\n");
    insert(app, &clean(&unix));
}

pub(in crate::app) fn on_resize(app: &mut App, width: u16, height: u16) {
    app.size = (width, height);
    // Anew, also where the size is what it was: it may have been another in
    // between, and the terminal has cut what was painted.
    app.effects.push(Effect::Redraw);
}

/// Whoever types looks.
pub(in crate::app) fn on_touch(app: &mut App) {
    app.attention.on_touch(app.now.mono);
    on_sign::on_presence(app);
    app.timeline_mut().look_back();
}

/// Nothing on the screen changes by that.
pub(in crate::app) fn on_focus(app: &mut App, focused: bool) {
    app.attention.on_focus(app.now.mono, focused);
    app.look();
}

pub(in crate::app) fn on_tick(app: &mut App) {
    app.session.handle_timeout(app.now);
    app.signs.forget(app.now.mono);
    on_sign::on_presence(app);
    if app.quit_asked.is_some_and(|until| until <= app.now.mono) {
        app.quit_asked = None;
    }
    app.effects.push(Effect::Draw);
}

fn on_help_action(app: &mut App, row: u16, over: Box<Focus>, action: Action) {
    let page = app.size.1.saturating_sub(2).max(1);
    let row = match action {
        Action::Scroll(Scroll::PageDown) => row.saturating_add(page),
        Action::Scroll(Scroll::PageUp) => row.saturating_sub(page),
        Action::Scroll(Scroll::RowDown) | Action::Down => row.saturating_add(1),
        Action::Scroll(Scroll::RowUp) | Action::Up => row.saturating_sub(1),
        Action::Scroll(Scroll::Top) => 0,
        Action::Redraw => {
            app.effects.push(Effect::Redraw);
            row
        }
        Action::Suspend => {
            app.effects.push(Effect::Suspend);
            row
        }
        Action::Insert(_)
        | Action::Send
        | Action::Newline
        | Action::Complete
        | Action::CompleteBack
        | Action::Edit(_)
        | Action::Scroll(
            Scroll::Bottom | Scroll::OlderMention | Scroll::NewerMention | Scroll::Unread,
        )
        | Action::Go(_)
        | Action::Search
        | Action::Help
        | Action::Escape
        | Action::Interrupt
        | Action::EndOfInput => return app.focus = *over,
    };
    app.focus = Focus::Help { row, over };
}

fn insert(app: &mut App, text: &str) {
    if !app.composer_mut().insert(text) {
        app.trouble(app.speech.troubles.input_full());
    }
}

fn on_scroll(app: &mut App, scroll: Scroll) {
    let window = app.window();
    // Two rows of the old page stay, to find the place again.
    let page = usize::from(window.read_rows()).saturating_sub(2).max(1);
    match scroll {
        Scroll::RowUp => app.timeline_mut().up(1, window),
        Scroll::RowDown => app.timeline_mut().down(1, window),
        Scroll::PageUp => app.timeline_mut().up(page, window),
        Scroll::PageDown => app.timeline_mut().down(page, window),
        Scroll::Top => app.timeline_mut().to_top(window),
        Scroll::Bottom => app.timeline_mut().to_bottom(),
        Scroll::OlderMention if app.timeline_mut().to_older_mention(window) => {}
        Scroll::OlderMention => app.flash = Some(app.speech.flashes.nothing_older_for_you()),
        Scroll::NewerMention if app.timeline_mut().to_newer_mention(window) => {}
        Scroll::NewerMention => app.flash = Some(app.speech.flashes.nothing_newer_for_you()),
        Scroll::Unread if app.timeline_mut().to_ruler(window) => {}
        Scroll::Unread => app.flash = Some(app.speech.flashes.nothing_unread()),
    }
}

pub(in crate::app) fn interrupt(app: &mut App) {
    if !app.composer().is_empty() {
        // Not lost: ↑ brings it back.
        let text = app.composer_mut().take();
        app.composer_mut().remember(text);
    } else if app.quit_asked.is_some() {
        quit(app);
    } else {
        app.quit_asked = Some(app.now.mono + QUIT_WINDOW);
    }
}

fn quit(app: &mut App) {
    app.session.quit(app.now);
    app.effects.push(Effect::Quit);
}

fn send(app: &mut App) {
    if app.composer().is_empty() {
        return app.session.retry(app.now);
    }
    let written = app.composer_mut().take();
    match command::parse(&written, app.speech) {
        Ok(command) => {
            app.composer_mut().remember(written);
            app.timeline_mut().to_bottom();
            obey(app, command);
        }
        Err(why) => {
            app.composer_mut().restore(written);
            app.trouble(&why);
            app.timeline_mut().to_bottom();
        }
    }
}

pub(in crate::app) fn obey(app: &mut App, command: Command) {
    match command {
        Command::Say(text) => say(app, &text, false),
        Command::Act(text) => say(app, &text, true),
        Command::Direct(whom, text) => {
            if on_place::enter(app, &With::Person(whom)) {
                say(app, &text, false);
            }
        }
        Command::Open(whom) => drop(on_place::enter(app, &With::Person(whom))),
        Command::Join(room, password) => on_place::join(app, room, password),
        Command::Leave(room) => on_place::leave(app, room),
        Command::Nick(name) => app.session.nick(app.now, name),
        Command::Who(room) => who(app, room),
        Command::Help => app.focus = Focus::Chat.with_help(),
        Command::Clear => app.timeline_mut().clear(),
        Command::Quit => quit(app),
    }
}

/// Says it to those with whom the shown conversation is.
fn say(app: &mut App, text: &Text, me: bool) {
    let place = match &app.places.shown().with {
        With::Nobody => return not_said(app, text, app.speech.troubles.no_room_to_speak()),
        With::Room(room) => Place::Room(room.clone()),
        With::Person(whom) => Place::Direct(whom.clone()),
    };
    let you = app.session.you();
    let you = if me { acting(you) } else { you.to_owned() };
    let entry = Entry::new(None, Kind::Own, &you, text.as_str());
    let text_sent = text.clone();
    let ticket = if me {
        app.session.act(app.now, place, text_sent)
    } else {
        app.session.say(app.now, place, text_sent)
    };
    match ticket {
        Ok(ticket) => {
            app.signs.has_said();
            // Whoever answers has read.
            app.timeline_mut().drop_ruler();
            app.timeline_mut().push_own(ticket, entry);
        }
        Err(QueueFull(count)) => {
            let why = app.speech.troubles.queue_full(count);
            not_said(app, text, &why);
        }
    }
}

/// What was written is given back, to be mended or sent later.
fn not_said(app: &mut App, text: &Text, why: &str) {
    app.composer_mut().restore(text.as_str().to_owned());
    app.trouble(why);
}

fn who(app: &mut App, room: Option<RoomName>) {
    let Some(room) = room.or_else(|| app.room().cloned()) else {
        return app.trouble(app.speech.troubles.no_room_to_ask());
    };
    if !app.session.who(app.now, room) {
        app.trouble(app.speech.troubles.who_offline());
    }
}

/// How long "press again to quit" stands.
const QUIT_WINDOW: Duration = Duration::from_secs(2);
