//! The row of keys: what one can do with what is shown.

use ratatui::buffer::Buffer;

use crate::app::App;
use crate::app::event::Action;
use crate::app::event::Edit;
use crate::app::keys::chord::Chord;
use crate::app::wire::letters;
use crate::app::wire::letters::Decision;
use crate::app::wire::letters::Letter;
use crate::app::wire::shown::View;
use crate::areas::Area;
use crate::view::paint;
use crate::view::theme::Theme;
use crate::wrap;

/// A key, where there is one, and what it does.
type Hint = (Option<String>, &'static str);

pub(in crate::view::wire) fn draw(buffer: &mut Buffer, area: Area, app: &App, theme: &Theme) {
    let hints = match app.wire.view() {
        View::Held => of_what_is_held(app),
        View::Ladder
        | View::Bytes
        | View::Waits
        | View::Queues
        | View::Woke
        | View::System
        | View::People => {
            let others = if app.wire.player().is_some() {
                of_a_recording(app)
            } else {
                usual(app)
            };
            in_any_case(app).into_iter().chain(others).collect()
        }
    };
    let help = key(app, Action::Help).map(|key| format!("{key} {}", app.speech.keys.help_hint()));
    let text = line(&hints, &help.unwrap_or_default(), usize::from(area.width));
    paint::fill(buffer, area.y, area.x, area.width, theme.bar);
    paint::put(buffer, (area.x, area.y), area.width, &text, theme.bar);
}

/// As many as have room, and how one learns of the others.
fn line(hints: &[Hint], help: &str, width: usize) -> String {
    let mut line = String::from(" ");
    for (key, what) in hints {
        let Some(key) = key else { continue };
        let hint = format!("{key} {what} · ");
        if wrap::width(&line) + wrap::width(&hint) + wrap::width(help) <= width {
            line.push_str(&hint);
        }
    }
    line.push_str(help);
    wrap::shortened(&line, width)
}

fn in_any_case(app: &App) -> Vec<Hint> {
    let words = &app.speech.wire;
    vec![
        (up_down(app), words.select_keys()),
        (letter(Letter::NextMark), words.mark_key()),
        (key(app, Action::Send), words.bytes_key()),
        (letter(Letter::Filter), words.filter_key()),
        (letter(Letter::Ask), app.speech.doing.quiz_key()),
        (key(app, Action::Complete), words.view_key()),
    ]
}

fn usual(app: &App) -> Vec<Hint> {
    let words = &app.speech.wire;
    let still = app.wire.quiz().is_none() && app.wire.frozen().is_some();
    let steps = still.then(|| ". ,".to_owned());
    vec![
        (letter(Letter::Freeze), words.freeze_key()),
        (steps, words.step_key()),
        (letter(Letter::Hold), app.speech.doing.hold_key()),
        (letter(Letter::Background), words.background_key()),
        (key(app, Action::Edit(Edit::End)), words.follow_key()),
        (key(app, Action::Escape), leave(app)),
    ]
}

fn of_a_recording(app: &App) -> Vec<Hint> {
    let words = &app.speech.wire;
    vec![
        (Some(Chord::letter(' ').to_string()), words.play_key()),
        (Some(". ,".to_owned()), words.step_key()),
        (Some("[ ]".to_owned()), words.speed_key()),
        (key(app, Action::Escape), words.end_key()),
    ]
}

fn of_what_is_held(app: &App) -> Vec<Hint> {
    let doing = &app.speech.doing;
    let hold = if app.weather.manual_delivery {
        doing.release_key()
    } else {
        doing.hold_key()
    };
    vec![
        (letter(Letter::Decide(Decision::Pass)), doing.pass_key()),
        (letter(Letter::Decide(Decision::Double)), doing.double_key()),
        (letter(Letter::Decide(Decision::Kill)), doing.kill_key()),
        (letter(Letter::Decide(Decision::All)), doing.all_key()),
        (letter(Letter::Next), doing.timer_key()),
        (letter(Letter::TurnClock), doing.clock_key()),
        (letter(Letter::Hold), hold),
        (letter(Letter::Show(View::Ladder)), app.speech.wire.ladder()),
        (key(app, Action::Escape), leave(app)),
    ]
}

fn leave(app: &App) -> &'static str {
    if app.wire.is_alone() {
        app.speech.wire.end_key()
    } else {
        app.speech.wire.pane_key()
    }
}

fn up_down(app: &App) -> Option<String> {
    let both = key(app, Action::Up).zip(key(app, Action::Down));
    both.map(|(up, down)| format!("{up} {down}"))
}

fn key(app: &App, action: Action) -> Option<String> {
    app.key(action).map(|key| key.to_string())
}

fn letter(does: Letter) -> Option<String> {
    let mut all = letters::LETTERS.iter();
    let found = all.find(|(_, known, _)| *known == does);
    found.map(|(letter, ..)| Chord::letter(*letter).to_string())
}
