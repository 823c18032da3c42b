//! The status row: in words, whether and how we are connected.

use std::time::Duration;

use chat_proto::limits;
use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::app::App;
use crate::app::command;
use crate::app::state::Focus;
use crate::areas::Area;
use crate::areas::Areas;
use crate::session::phase::Phase;
use crate::view::paint;
use crate::view::rooms;
use crate::view::theme::Theme;
use crate::wrap;

pub(in crate::view) fn draw(buffer: &mut Buffer, area: Area, app: &App, theme: &Theme) {
    let style = match app.session.phase() {
        Phase::Online { .. } => theme.bar,
        Phase::Connecting | Phase::Joining { .. } | Phase::Waiting { .. } | Phase::Ended { .. } => {
            theme.alarm
        }
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
    let words = app.speech.status.too_small(width, height);
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
        return format!(" {} ", words.press_again());
    }
    if let Some(question) = &app.asked {
        return format!(" {} ", question.words(app.speech));
    }
    if let Some(flash) = app.flash {
        return format!(" {flash} ");
    }
    if let Focus::Search(search) = &app.focus {
        let lost = search.found.is_none() && !search.query.is_empty();
        let found = if lost {
            words.not_found()
        } else {
            words.searching()
        };
        return format!(" {found} · {} ", words.search_back());
    }
    if let Some(about) = about_input(app) {
        return format!(" {about} ");
    }
    if let Some(count) = app.timeline().unread_above(app.window()) {
        return format!(" {} ", words.new_above(count));
    }
    match app.timeline().new_below() {
        Some(0) => format!(" {} ", words.older()),
        Some(new) => format!(" {} ", words.new_below(new)),
        None => match rooms::in_words(app) {
            Some(news) if !listed => format!(" {news} "),
            Some(_) | None => String::new(),
        },
    }
}

/// What one should know about what one is writing.
fn about_input(app: &App) -> Option<String> {
    let written = app.composer().text();
    let bytes = written.len() - command::text_start(written);
    if bytes > limits::TEXT_BYTES {
        return Some(app.speech.status.too_long(bytes, limits::TEXT_BYTES));
    }
    let Some(completion) = &app.completion else {
        return command::usage(written).map(str::to_owned);
    };
    let (before, from) = completion.words.split_at_checked(completion.at)?;
    let (taken, after) = from.split_first()?;
    if completion.words.len() == 1 {
        return command::usage(written).map(str::to_owned);
    }
    let others: Vec<_> = after.iter().chain(before).map(String::as_str).collect();
    let words = format!("[{taken}] {}", others.join(" "));
    Some(wrap::shortened(&words, usize::from(app.size.0 / 2)))
}

/// As many of the parts as have room, the most important first.
fn left(buffer: &mut Buffer, area: Area, room: u16, app: &App, style: Style) {
    let mut x = area.x;
    for part in parts(app) {
        let wide = u16::try_from(wrap::width(&part) + 2).unwrap_or(u16::MAX);
        let free = (area.x + room).saturating_sub(x);
        if wide > free && x > area.x {
            return;
        }
        x = paint::put(buffer, (x, area.y), free, &format!(" {part} "), style);
    }
}

fn parts(app: &App) -> Vec<String> {
    let words = &app.speech.status;
    let mut parts = Vec::new();
    let room = app.room();
    match app.session.phase() {
        Phase::Waiting { until, .. } => {
            let left = until.saturating_duration_since(app.now.mono);
            let seconds = left.as_secs() + u64::from(left.subsec_millis() > 0);
            parts.push(words.next_try(seconds));
        }
        Phase::Connecting => parts.push(words.connecting().to_owned()),
        Phase::Joining { address, .. } => parts.push(words.joining(address)),
        Phase::Online { address, pulse, .. } => {
            parts.push(app.places.shown().with.title());
            let count = app.roster.count(room);
            if count > 0 {
                parts.push(words.here(count));
            }
            parts.extend(writing(app));
            parts.push(address.clone());
            if let Some(round_trip) = pulse.round_trip {
                parts.push(milliseconds(round_trip));
            }
            if let Some(owed) = pulse.owes_for(app.now.mono).filter(|owed| *owed >= SILENCE) {
                parts.insert(0, words.no_answer(owed.as_secs()));
            }
        }
        Phase::Ended { why } => parts.push(why.clone()),
    }
    let waiting = app.session.unconfirmed();
    if waiting > 1 || (waiting == 1 && !matches!(app.session.phase(), Phase::Online { .. })) {
        parts.insert(1.min(parts.len()), words.to_send(waiting));
    }
    parts
}

/// Who is writing to us now.
fn writing(app: &App) -> Option<String> {
    let (words, with) = (&app.speech.signs, &app.places.shown().with);
    let writers: Vec<_> = app.signs.writers(app.now.mono, with).collect();
    match writers.as_slice() {
        [] => None,
        [who] => Some(words.one_writes(who)),
        [one, other] => Some(words.two_write(one, other)),
        many => Some(words.many_write(many.len())),
    }
}

fn milliseconds(time: Duration) -> String {
    let ms = time.as_secs_f64() * 1000.0;
    if ms < 10.0 {
        format!("{ms:.1} ms")
    } else {
        format!("{ms:.0} ms")
    }
}

/// Shorter silences are no news.
const SILENCE: Duration = Duration::from_secs(2);
