//! What the person does, and what follows from it.

use std::time::Duration;

use crossterm::event::KeyEvent;

use crate::app::event::Action;
use crate::app::event::Edit;
use crate::app::event::Effect;
use crate::app::event::Go;
use crate::app::event::Scroll;
use crate::app::event::WireKey;
use crate::app::focus::Focus;
use crate::app::hearing::on_sign;
use crate::app::keys::Meaning;
use crate::app::on_past;
use crate::app::on_place;
use crate::app::on_server;
use crate::app::on_wire;
use crate::app::overlay::on_choice;
use crate::app::overlay::on_copy;
use crate::app::overlay::on_found;
use crate::app::overlay::on_need;
use crate::app::overlay::on_recall;
use crate::app::overlay::on_search;
use crate::app::state::App;
use crate::app::writing::complete;
use crate::app::writing::on_editor;
use crate::app::writing::on_mend;
use crate::app::writing::on_message;
use crate::app::writing::on_paste;
use crate::app::writing::on_send;
use crate::app::writing::popup;

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

pub(in crate::app) fn on_action(app: &mut App, action: Action) {
    app.effects.push(Effect::Draw);
    app.flash = None;
    // From what one was led to one goes on.
    if !matches!(
        action,
        Action::Scroll(Scroll::OlderMention | Scroll::NewerMention)
    ) {
        app.places.shown_mut().led_to = None;
    }
    if action != Action::Interrupt {
        app.quit_asked = None;
    }
    if action == Action::Escape && popup::close(app) {
        return;
    }
    let completes = matches!(action, Action::Complete | Action::CompleteBack);
    if completes || app.composer().is_empty() {
        app.popup_closed = false;
    }
    if !completes {
        app.completion = None;
    }
    let asked = app.asked.take();
    match std::mem::replace(&mut app.focus, Focus::Chat) {
        Focus::Chat if on_paste::on_action(app, action) => {}
        Focus::Chat => match (asked, action) {
            (Some(question), Action::Send) => on_send::agree(app, &question),
            (Some(_), Action::Escape) => {}
            (Some(_) | None, _) => on_chat_action(app, action),
        },
        Focus::Help { row, over } => on_help_action(app, row, over, action),
        Focus::Search(search) => on_search::on_action(app, search, action),
        Focus::Recall(recall) => on_recall::on_action(app, recall, action),
        Focus::Found(found) => on_found::on_action(app, found, action),
        Focus::Choice(choice) => on_choice::on_action(app, choice, action),
        Focus::Copy(from) => on_copy::on_action(app, Focus::Copy(from), from, action),
        Focus::Present(from) => on_copy::on_action(app, Focus::Present(from), from, action),
        Focus::Message(picked) => on_message::on_action(app, picked, action),
        Focus::Answer(answer) => on_need::on_action(app, answer, action),
        Focus::Wire => on_wire::on_action(app, action),
        Focus::WireFilter => on_wire::on_filter_action(app, action),
    }
}

fn on_chat_action(app: &mut App, action: Action) {
    match action {
        Action::Insert(c) => {
            insert(app, c.encode_utf8(&mut [0; 4]));
            on_sign::on_typed(app);
        }
        Action::Send => on_send::send(app),
        Action::Mend => on_mend::mend(app),
        Action::Editor => on_editor::begin(app),
        Action::Newline => insert(app, "\n"),
        Action::Complete => complete::complete(app, false),
        Action::CompleteBack => complete::complete(app, true),
        Action::Edit(edit) => app.composer_mut().edit(edit),
        Action::Up => app.composer_mut().up(),
        Action::Down => app.composer_mut().down(),
        Action::Scroll(scroll) => on_scroll(app, scroll),
        Action::Go(go) => on_go(app, go),
        Action::Search => on_search::begin(app),
        Action::Recall => on_recall::begin(app),
        Action::Choose(of) => on_choice::begin(app, of),
        Action::CopyView => on_copy::open_view(app),
        Action::Toggle(pane) => app.toggle(pane),
        Action::Wire(WireKey::Up | WireKey::Down) if app.wire.extent().is_none() => {
            on_message::begin(app);
        }
        Action::Wire(key) => on_wire::on_key(app, key),
        Action::Help => app.focus = Focus::Chat.with_help(),
        Action::Escape if app.about.take().is_some() => {}
        Action::Escape => app.timeline_mut().to_bottom(),
        Action::Redraw => app.effects.push(Effect::Redraw),
        Action::Suspend => app.effects.push(Effect::Suspend),
        Action::Interrupt => interrupt(app),
        Action::EndOfInput if app.composer().is_empty() => on_send::quit(app),
        Action::EndOfInput => app.composer_mut().edit(Edit::Delete),
    }
}

pub(in crate::app) fn on_resize(app: &mut App, width: u16, height: u16) {
    app.size = (width, height);
    on_wire::settle(app);
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
    app.wire.tick(app.now.mono, app.speech.language.into());
    on_wire::look_below(app);
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
        | Action::Mend
        | Action::Newline
        | Action::Editor
        | Action::Complete
        | Action::CompleteBack
        | Action::Edit(_)
        | Action::Scroll(
            Scroll::Bottom
            | Scroll::OlderMention
            | Scroll::NewerMention
            | Scroll::OlderDay
            | Scroll::NewerDay
            | Scroll::Unread,
        )
        | Action::Go(_)
        | Action::Search
        | Action::Recall
        | Action::Choose(_)
        | Action::CopyView
        | Action::Toggle(_)
        | Action::Wire(_)
        | Action::Help
        | Action::Escape
        | Action::Interrupt
        | Action::EndOfInput => return app.focus = *over,
    };
    app.focus = Focus::Help { row, over };
}

/// To another conversation, perhaps of another server.
pub(in crate::app) fn on_go(app: &mut App, go: Go) {
    if !on_server::go(app, go) {
        on_place::on_go(app, go);
    }
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
        Scroll::OlderDay => app.timeline_mut().to_day(true, window),
        Scroll::NewerDay => app.timeline_mut().to_day(false, window),
        Scroll::OlderMention => {
            if !to_mention(app, true) {
                app.flash = Some(app.speech.flashes.nothing_older_for_you().into());
            }
        }
        Scroll::NewerMention => {
            if !to_mention(app, false) {
                app.flash = Some(app.speech.flashes.nothing_newer_for_you().into());
            }
        }
        Scroll::Unread if app.timeline_mut().to_ruler(window) => {}
        Scroll::Unread => app.flash = Some(app.speech.flashes.nothing_unread().into()),
    }
    on_past::look(app);
}

/// To the next message that is for us, which is marked.
fn to_mention(app: &mut App, older: bool) -> bool {
    let window = app.window();
    let shown = app.places.shown_mut();
    let found = shown.timeline.to_mention(shown.led_to, older, window);
    shown.led_to = found.or(shown.led_to);
    found.is_some()
}

pub(in crate::app) fn interrupt(app: &mut App) {
    if !app.composer().is_empty() {
        // Not lost: ↑ brings it back.
        let text = app.composer_mut().take();
        app.composer_mut().remember(text);
    } else if app.quit_asked.is_some() {
        on_send::quit(app);
    } else {
        app.quit_asked = Some(app.now.mono + QUIT_WINDOW);
    }
}

/// How long "press again to quit" stands.
const QUIT_WINDOW: Duration = Duration::from_secs(2);
