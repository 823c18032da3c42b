//! The status row: in words, whether and how we are connected.

use chat_proto::frame::reference::How;
use chat_proto::limits;
use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::app::App;
use crate::app::event::Action;
use crate::app::event::Scroll;
use crate::app::focus::Focus;
use crate::app::input::command;
use crate::app::input::signs;
use crate::app::keys::chord::Sequence;
use crate::app::writing::popup;
use crate::areas::Area;
use crate::areas::Areas;
use crate::session::phase::Phase;
use crate::speech::topic::status;
use crate::standing;
use crate::view::asked;
use crate::view::paint;
use crate::view::rooms;
use crate::view::theme::Theme;
use crate::wrap;

pub(in crate::view) fn draw(buffer: &mut Buffer, area: Area, app: &App, theme: &Theme) {
    let style = match app.session.phase() {
        Phase::Online { .. } => theme.bar,
        Phase::Connecting | Phase::Joining { .. } => theme.pending,
        Phase::Waiting { .. } | Phase::Asking { .. } | Phase::Ended { .. } => theme.alarm,
    };
    paint::fill(buffer, area.y, area.x, area.width, style);
    let right = wrap::shortened(&right(app), usize::from(area.width));
    let wide = u16::try_from(wrap::width(&right)).unwrap_or(u16::MAX);
    let room = area.width.saturating_sub(wide.min(area.width));
    left(buffer, area, room, app, style);
    if wide <= area.width {
        let x = area.x + area.width - wide;
        paint::put(buffer, (x, area.y), wide, &right, style);
    }
}

/// One row of its own, where nothing else fits. The connection lives on.
pub(in crate::view) fn too_small(buffer: &mut Buffer, app: &App, theme: &Theme) {
    let (width, height) = app.size;
    let words = app
        .speech
        .status
        .too_small(status::TooSmall { width, height });
    let rows = wrap::rows(&words, usize::from(width));
    for (y, row) in (0..height).zip(rows) {
        let row = words.get(row).unwrap_or_default();
        paint::put(buffer, (0, y), width, row, theme.text);
    }
}

/// What needs an eye now.
fn right(app: &App) -> String {
    let listed = match app.areas() {
        Areas::TooSmall => false,
        Areas::Parts(parts) => parts.rooms.is_some(),
    };
    let words = &app.speech.status;
    if app.quit_asked.is_some() {
        return format!(" {} ", press_again(app));
    }
    // With a blank at each side.
    let room = usize::from(app.size.0).saturating_sub(2);
    if let Some(words) = asked::words(app, room) {
        return format!(" {words} ");
    }
    if let Some(begun) = app.begun {
        return format!(" {begun} … ");
    }
    if let Some(flash) = &app.flash {
        return format!(" {flash} ");
    }
    if app.focus.picked().is_some() {
        return format!(" {} ", about_message(app));
    }
    if let Focus::Answer(answer) = &app.focus {
        let enter = hint(app.key(Action::Send), &answer.enter(app.speech));
        let leave = hint(app.key(Action::Escape), app.speech.trust.leave_hint());
        return format!(" {} ", joined([enter, leave]));
    }
    if let Focus::Search(search) = &app.focus {
        let lost = search.found.is_none() && !search.query.is_empty();
        let words = about_search(app, lost, app.speech.keys.stay_hint());
        return format!(" {words} ");
    }
    if let Focus::Recall(recall) = &app.focus {
        let words = about_search(app, recall.found.is_none(), app.speech.keys.take_hint());
        return format!(" {words} ");
    }
    if let Focus::Choice(choice) = &app.focus {
        let words = &app.speech.keys;
        let all = (&app.places, app.beside.as_slice());
        if choice.items(all, app.speech).is_empty() {
            return format!(" {} ", about_search(app, true, words.go_there()));
        }
        let go = hint(app.key(Action::Send), words.go_there());
        let back = hint(app.key(Action::Escape), words.back());
        return format!(" {} ", joined([go, back]));
    }
    if let Some(about) = about_input(app).or_else(|| answered(app)) {
        return format!(" {about} ");
    }
    if let Some(count) = app.timeline().unread_above(app.window()) {
        let key = app.key(Action::Scroll(Scroll::Unread));
        return format!(" {}{} ", words.new_above(count), after(key));
    }
    let below = app.timeline().new_below(app.window());
    // Where the screen is split, its marker says it.
    match below.filter(|_| app.window().live_rows() == 0) {
        Some(new) => format!(" {} ", self::below(app, new)),
        None => match rooms::in_words(app) {
            Some(news) if !listed => format!(" {news} "),
            Some(_) | None => String::new(),
        },
    }
}

/// What the end means: of a server that runs in here, also for others.
fn press_again(app: &App) -> String {
    let words = &app.speech.status;
    let others = app.roster.others(app.session.you());
    if app.invitation.is_none() || others == 0 {
        return words.press_again().to_owned();
    }
    words.press_again_for_all(others)
}

/// What one may do with the message that is chosen.
fn about_message(app: &App) -> String {
    if !app.focus.picked().is_some_and(|picked| picked.signs) {
        return app.speech.reading.message_keys().to_owned();
    }
    let signs = signs::SIGNS.into_iter().zip(1..);
    let signs = signs.map(|((sign, letters), key)| {
        let sign = if app.settings.is_ascii() {
            letters
        } else {
            sign
        };
        format!("{key} {sign}")
    });
    let signs: Vec<_> = signs.collect();
    app.speech.referring.signs(signs.join("  "))
}

/// To which message what is written refers.
fn answered(app: &App) -> Option<String> {
    let about = app.about.as_ref();
    let about = about.filter(|one| one.with == app.places.shown().with)?;
    let quote = &about.cited.quote;
    Some(match about.cited.how {
        How::Edits => app.speech.referring.correcting(quote),
        How::Answers | How::Reacts => app.speech.reading.answering(quote),
    })
}

/// What one may do while one searches, and what Enter does.
fn about_search(app: &App, lost: bool, enter: &str) -> String {
    let words = &app.speech.keys;
    let back = hint(app.key(Action::Escape), words.back());
    if lost {
        return joined([Some(app.speech.status.not_found().to_owned()), back]);
    }
    let (up, down) = (app.key(Action::Up), app.key(Action::Down));
    let next = up.zip(down);
    let next = next.map(|(up, down)| format!("{up} {down} {}", words.next_hint()));
    let enter = hint(app.key(Action::Send), enter);
    joined([next, enter, back])
}

/// ` · KEY`, where there is one.
fn after(key: Option<Sequence>) -> String {
    key.map_or(String::new(), |key| format!(" · {key}"))
}

/// `KEY: what it does`, where there is one.
fn hint(key: Option<Sequence>, words: &str) -> Option<String> {
    key.map(|key| format!("{key}: {words}"))
}

fn joined<const N: usize>(parts: [Option<String>; N]) -> String {
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    parts.join(" · ")
}

/// What is below the older rows that one reads, and how to go there.
pub(in crate::view) fn below(app: &App, new: usize) -> String {
    let words = &app.speech.status;
    let bottom = app.key(Action::Escape);
    if new > 0 {
        return format!("{}{}", words.new_below(new), after(bottom));
    }
    let hint = hint(bottom, app.speech.keys.bottom_hint());
    joined([Some(words.older().to_owned()), hint])
}

/// What one should know about what one is writing.
fn about_input(app: &App) -> Option<String> {
    let written = app.composer().text();
    let bytes = written.len() - command::text_start(written);
    if bytes > limits::TEXT_BYTES {
        return Some(app.speech.status.too_long(status::TooLong {
            bytes,
            most: limits::TEXT_BYTES,
        }));
    }
    if popup::has_room(app) {
        let going = app.completion.as_ref().filter(|one| one.words.len() > 1)?;
        return Some(format!("{}/{}", going.at + 1, going.words.len()));
    }
    let Some(completion) = &app.completion else {
        return command::usage(written, app.speech).map(str::to_owned);
    };
    let (before, from) = completion.words.split_at_checked(completion.at)?;
    let (taken, after) = from.split_first()?;
    if completion.words.len() == 1 {
        return command::usage(written, app.speech).map(str::to_owned);
    }
    let others: Vec<_> = after.iter().chain(before).map(String::as_str).collect();
    let words = format!("[{taken}] {}", others.join(" "));
    Some(wrap::shortened(&words, usize::from(app.size.0 / 2)))
}

/// As many of the parts as have room, the most important first.
fn left(buffer: &mut Buffer, area: Area, room: u16, app: &App, style: Style) {
    let mut x = area.x;
    for part in standing::in_words(app) {
        let wide = u16::try_from(wrap::width(&part) + 2).unwrap_or(u16::MAX);
        let free = (area.x + room).saturating_sub(x);
        // Beside what is to be done now, a part stands whole or not at all.
        if wide > free && (x > area.x || room < area.width) {
            return;
        }
        x = paint::put(buffer, (x, area.y), free, &format!(" {part} "), style);
    }
}
