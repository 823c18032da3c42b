//! The window on the wire: what keys and commands do there, and what was noted.

pub mod in_lines;
mod closely;
mod deciding;
mod quizzing;
mod way;

use chat_wire::filter;

use crate::app::errand::Errand;
use crate::app::event::Action;
use crate::app::event::Edit;
use crate::app::event::Effect;
use crate::app::event::Scroll;
use crate::app::event::WireKey;
use crate::app::focus::Focus;
use crate::app::settings::WireKept;
use crate::app::state::App;
use crate::app::wire::chosen::Step;
use crate::app::wire::letters;
use crate::app::wire::letters::Letter;
use crate::app::wire::shown::Extent;
use crate::app::wire::shown::HowOf;
use crate::app::wire::shown::Noted;
use crate::app::wire::shown::View;

/// Text was pasted: into the filter, where one is written. False: it is for the chat.
pub(in crate::app) fn on_paste(app: &mut App, text: &str) -> bool {
    if app.focus != Focus::WireFilter {
        return false;
    }
    let mut written = app.wire.written().to_owned();
    let line = text.lines().next().unwrap_or_default();
    for c in line.chars().filter(|c| !c.is_control()) {
        if written.len() < MOST {
            written.push(c);
        }
    }
    app.wire.filter(written);
    settle(app);
    app.effects.push(Effect::Draw);
    true
}

/// Keys came together that would be a paste elsewhere: in the whole window they are keys.
/// What is left for the chat comes back: all of it, where nobody presses so many.
pub(in crate::app) fn on_burst<'a>(app: &mut App, text: &'a str) -> &'a str {
    if text.len() > MOST {
        return text;
    }
    let mut keys = text.chars();
    while matches!(app.focus, Focus::Wire | Focus::WireFilter)
        && let Some(key) = keys.next()
    {
        let action = if key == '\n' {
            Action::Send
        } else {
            Action::Insert(key)
        };
        if app.focus == Focus::WireFilter {
            on_filter_action(app, action);
        } else {
            on_action(app, action);
        }
        app.effects.push(Effect::Draw);
    }
    keys.as_str()
}

/// This was noted on the wire.
pub(in crate::app) fn on_noted(app: &mut App, noted: &Noted) {
    let name = app.session.you().to_string();
    app.wire.on_noted(&name, app.speech.language.into(), noted);
    in_lines::tell(app);
    settle(app);
    app.effects.push(Effect::Draw);
}

/// A key of the window, while one writes.
pub(in crate::app) fn on_key(app: &mut App, key: WireKey) {
    match (key, app.wire.extent()) {
        (WireKey::Window, None) => open(app, Extent::Pane),
        (WireKey::Window, Some(_)) | (WireKey::Whole, _) => open(app, Extent::Whole),
        (WireKey::Up | WireKey::Down | WireKey::Freeze, None) => {
            app.flash = Some(app.speech.wire.closed().into());
        }
        (WireKey::Up, Some(_)) => step(app, Step::Up(1)),
        (WireKey::Down, Some(_)) => step(app, Step::Down(1)),
        (WireKey::Freeze, Some(_)) => app.wire.freeze(),
        (WireKey::How, _) => turn_how(app),
    }
    settle(app);
}

/// The window with only this in it, or as it is.
pub(in crate::app) fn on_command(app: &mut App, filter: &str) {
    if app.wire.extent().is_none() {
        open(app, Extent::Pane);
    }
    app.wire.filter(filter.to_owned());
    settle(app);
}

/// How a message got here.
pub(in crate::app) fn on_how(app: &mut App, of: HowOf) {
    if app.wire.extent().is_none() {
        open(app, Extent::Pane);
    }
    way::show(app, of);
}

/// The way of the message that one looks at, or the rows again.
fn turn_how(app: &mut App) {
    if !app.wire.hide_how() {
        on_how(app, HowOf::Own(None));
    }
}

/// What a key means in the whole window.
pub(in crate::app) fn on_action(app: &mut App, action: Action) {
    app.focus = Focus::Wire;
    if quizzing::on_action(app, action)
        || deciding::on_action(app, action)
        || (app.wire.is_alone() && on_played(app, action))
    {
        return settle(app);
    }
    let page = app.wire_rows().saturating_sub(2).max(1);
    match action {
        Action::Up | Action::Scroll(Scroll::RowUp) | Action::Wire(WireKey::Up) => {
            step(app, Step::Up(1));
        }
        Action::Down | Action::Scroll(Scroll::RowDown) | Action::Wire(WireKey::Down) => {
            step(app, Step::Down(1));
        }
        Action::Scroll(Scroll::PageUp) => step(app, Step::Up(page)),
        Action::Scroll(Scroll::PageDown) => step(app, Step::Down(page)),
        Action::Scroll(Scroll::Top) | Action::Edit(Edit::Home) => step(app, Step::Oldest),
        Action::Scroll(Scroll::Bottom) | Action::Edit(Edit::End) => step(app, Step::Follow),
        Action::Send => app.wire.turn_bytes(app.wire_shows_bytes()),
        Action::Insert(letter) => {
            if let Some(letter) = letters::meaning(letter) {
                on_letter(app, letter);
            }
        }
        Action::Wire(WireKey::Freeze) => app.wire.freeze(),
        Action::Wire(WireKey::How) => turn_how(app),
        Action::Escape if app.wire.hide_how() => {}
        Action::Wire(WireKey::Window) => close(app),
        Action::Wire(WireKey::Whole) | Action::Escape | Action::Interrupt => {
            app.wire.open(Extent::Pane);
            app.focus = Focus::Chat;
        }
        Action::Help => app.focus = Focus::Wire.with_help(),
        Action::Redraw => app.effects.push(Effect::Redraw),
        Action::Suspend => app.effects.push(Effect::Suspend),
        Action::Complete => turn_view(app, 1),
        Action::CompleteBack => turn_view(app, View::ALL.len() - 1),
        Action::Newline
        | Action::Editor
        | Action::Mend
        | Action::Edit(_)
        | Action::Scroll(
            Scroll::OlderDay
            | Scroll::NewerDay
            | Scroll::OlderMention
            | Scroll::NewerMention
            | Scroll::Unread,
        )
        | Action::Go(_)
        | Action::Search
        | Action::Recall
        | Action::Choose(_)
        | Action::CopyView
        | Action::Toggle(_)
        | Action::EndOfInput => {}
    }
    settle(app);
}

/// What a key means while a recording is played, or a server observed; false: what it means in any case.
fn on_played(app: &mut App, action: Action) -> bool {
    let ends = matches!(
        action,
        Action::Wire(WireKey::Window | WireKey::Whole)
            | Action::Escape
            | Action::Interrupt
            | Action::EndOfInput
            | Action::Insert('q')
    );
    if ends && !app.wire.hide_how() {
        app.effects.push(Effect::Quit);
    }
    let Action::Insert(letter) = action else {
        return ends;
    };
    let played = app.wire.player().is_some();
    let Some(play) = letters::played(letter).filter(|_| played) else {
        return ends;
    };
    // Whoever plays it otherwise is asked no more.
    app.wire.end_quiz();
    app.wire.obey(app.now.mono, play);
    true
}

/// What a key means while a filter is written.
pub(in crate::app) fn on_filter_action(app: &mut App, action: Action) {
    app.focus = Focus::WireFilter;
    let mut written = app.wire.written().to_owned();
    match action {
        Action::Insert(c) if written.len() < MOST => written.push(c),
        Action::Edit(Edit::Backspace) => {
            written.pop();
        }
        Action::Edit(Edit::KillToStart) => written.clear(),
        Action::Send => return app.focus = Focus::Wire,
        Action::Escape | Action::Interrupt => {
            written.clear();
            app.focus = Focus::Wire;
        }
        Action::Insert(_) => return,
        Action::Help => return app.focus = Focus::WireFilter.with_help(),
        Action::Newline
        | Action::Editor
        | Action::Mend
        | Action::Complete
        | Action::CompleteBack
        | Action::Edit(_)
        | Action::Up
        | Action::Down
        | Action::Scroll(_)
        | Action::Go(_)
        | Action::Search
        | Action::Recall
        | Action::Choose(_)
        | Action::CopyView
        | Action::Toggle(_)
        | Action::Redraw
        | Action::Suspend
        | Action::Wire(_)
        | Action::EndOfInput => {
            on_action(app, action);
            // The filter is still being written, unless the window is left.
            if app.focus == Focus::Wire {
                app.focus = Focus::WireFilter;
            }
            return;
        }
    }
    app.wire.filter(written);
    settle(app);
}

fn on_letter(app: &mut App, letter: Letter) {
    match letter {
        Letter::Freeze => app.wire.freeze(),
        Letter::NextMark => step(app, Step::NextMark),
        Letter::LastMark => step(app, Step::LastMark),
        Letter::Filter => app.focus = Focus::WireFilter,
        Letter::Show(view) => app.wire.show(view),
        Letter::Mask if app.wire.player().is_some() => {
            app.flash = Some(app.speech.wire.masks_a_replay().into());
        }
        Letter::Mask => {
            if app.wire.turn_mask() {
                app.effects.push(Effect::Watch(true));
            }
        }
        Letter::Clear => app.wire.filter(String::new()),
        Letter::Background => app.wire.turn_background(),
        Letter::Ask => quizzing::ask(app),
        Letter::Hold => deciding::turn(app),
        Letter::Decide(decision) => deciding::decide(app, decision),
        Letter::Next => closely::next(app),
        Letter::Back => closely::back(app),
        Letter::Unfold => closely::unfold(app),
        Letter::TurnClock => deciding::turn_clock(app),
        Letter::Scale => app.wire.turn_scale(),
        Letter::Zoom { closer } => app.wire.zoom(closer),
        Letter::Lanes => closely::lanes(app),
        Letter::Sentence => app.wire.turn_sentence(),
        Letter::Line => closely::to_line(app),
        Letter::Command(begun) => closely::begin(app, begun),
        Letter::Life => {
            let ladder = app.wire.ladder();
            let row = app.wire.chosen().and_then(|at| ladder.rows.get(at));
            if let Some(life) = row.and_then(filter::of_life) {
                let chosen = app.wire.chosen();
                app.wire.filter(life);
                if let Some(chosen) = chosen {
                    app.wire.choose(chosen);
                }
            }
        }
    }
}

/// The view that is so many further.
fn turn_view(app: &mut App, further: usize) {
    let all = View::ALL;
    let here = all.iter().position(|view| *view == app.wire.view());
    let next = here.map_or(0, |here| (here + further) % all.len());
    if let Some(view) = all.get(next) {
        app.wire.show(*view);
    }
}

fn open(app: &mut App, extent: Extent) {
    if app.settings.wire == WireKept::Nothing {
        return app.flash = Some(app.speech.wire.off().into());
    }
    if app.wire.open(extent) {
        app.effects.push(Effect::Watch(true));
    }
    // A small window has no room for both.
    if app.wire_parts().is_none() {
        app.wire.open(Extent::Whole);
    }
    if app.wire.extent() == Some(Extent::Whole) {
        app.focus = Focus::Wire;
    }
}

fn close(app: &mut App) {
    app.wire.close();
    app.focus = Focus::Chat;
    app.effects.push(Effect::Watch(false));
}

fn step(app: &mut App, step: Step) {
    // Whoever goes through rows wants to see them.
    app.wire.hide_how();
    let height = app.wire_rows();
    app.wire.hold_on(height);
    app.wire.step(step);
}

/// What is chosen stays in sight.
pub(in crate::app) fn settle(app: &mut App) {
    let height = app.wire_rows();
    app.wire.settle(height);
    look_below(app);
}

/// The system is asked while one looks at what it does, and at no other time.
pub(in crate::app) fn look_below(app: &mut App) {
    if let Some(anew) = app.wire.asks_below(app.now.mono) {
        app.effects.push(Effect::Errand(Errand::LookBelow { anew }));
    }
}

/// Bytes of a filter.
const MOST: usize = 200;
