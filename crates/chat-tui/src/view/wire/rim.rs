//! What stands around the rows: what is shown and how one goes on above, numbers and keys
//! below.

use chat_wire::page::Page;
use chat_wire::words::title::short;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use crate::app::App;
use crate::app::event::Action;
use crate::app::event::WireKey;
use crate::app::weather::ClockState;
use crate::app::weather::Clocks;
use crate::app::wire::shown::Extent;
use crate::app::wire::shown::Observed;
use crate::app::wire::shown::View;
use crate::areas::Area;
use crate::speech::topic::doing::Score;
use crate::speech::topic::wire::EventOf;
use crate::speech::topic::wire::Nearest;
use crate::speech::topic::wire::Of;
use crate::view::paint;
use crate::view::theme::Theme;
use crate::view::wire::tape;
use crate::view::wire::tongue;
use crate::wire_areas::WireParts;
use crate::wrap;

/// `─ wire ─ udp 127.0.0.1:15324 ─ weather: drop 30% ──── live ─ F9 whole screen`.
pub(in crate::view::wire) fn draw_head(buffer: &mut Buffer, area: Area, app: &App, theme: &Theme) {
    let words = &app.speech.wire;
    let mut left = vec![words.title().to_owned()];
    left.extend(view(app));
    match app.wire.player() {
        Some(player) => left.push(words.replay(player.name())),
        None => left.extend(path(app)),
    }
    if app.wire.masks() {
        left.push(words.masked().to_owned());
    }
    if app.weather.clock == ClockState::Stands {
        let words = &app.speech.doing;
        left.push(match app.weather.clocks {
            Clocks::OfThisLink => words.clock_stands().to_owned(),
            Clocks::OfAll => words.clocks_stand().to_owned(),
        });
    }
    left.extend(app.wire.scale().map(|us| {
        let time = tongue::language(app).time(us);
        app.speech.doing.row_is(time)
    }));
    let profile = &app.weather.profile;
    if !profile.is_clear() {
        left.push(app.speech.weather.in_the_row(&profile.words));
    }
    let width = usize::from(area.width);
    let (left, right) = (left.join(" ─ "), right_of_head(app, width));
    let room = width.saturating_sub(wrap::width(&right) + 5);
    let left = wrap::shortened(&left, room);
    let gap = room.saturating_sub(wrap::width(&left));
    let line = format!("─ {left} {}─ {right}", "─".repeat(gap));
    paint::put(buffer, (area.x, area.y), area.width, &line, theme.quiet);
    paint::put(
        buffer,
        (area.x + 2, area.y),
        area.width.saturating_sub(2),
        words.title(),
        theme.own,
    );
}

/// What is shown, where that is not the ladder.
fn view(app: &App) -> Option<String> {
    let words = &app.speech.wire;
    match app.wire.view() {
        View::Ladder => None,
        View::Bytes => Some(words.bytes().to_owned()),
        View::Waits => Some(words.waits().to_owned()),
        View::Queues => Some(words.queues().to_owned()),
        View::Woke => Some(words.woke().to_owned()),
        View::System => Some(words.system().to_owned()),
        View::People => Some(words.people().to_owned()),
        View::Held => Some(app.speech.doing.held().to_owned()),
    }
}

/// How it stands and how one goes on; of that as much as two thirds of the row have room
/// for, and some of it in any case.
fn right_of_head(app: &App, width: usize) -> String {
    let state = state(app);
    let parts = [head_keys(app), filtered(app), Some(state.clone())];
    let mut right = String::new();
    for part in parts.into_iter().flatten() {
        let wide = wrap::width(&part) + wrap::width(&right) + 3;
        if wide > width * 2 / 3 {
            continue;
        }
        right = if right.is_empty() {
            part
        } else {
            format!("{part} ─ {right}")
        };
    }
    if right.is_empty() {
        right = wrap::shortened(&state, width.saturating_sub(TITLE));
    }
    right
}

/// The newest conversation, where others are told of too one's own: how it goes, and where.
fn path(app: &App) -> Option<String> {
    let ladder = app.wire.ladder();
    let mut all = ladder.conversations.iter().rev();
    let newest = all.find(|one| ladder.own.is_none_or(|lane| one.client == lane))?;
    let server = ladder.parties.get(newest.server)?;
    let place = short(&server.address);
    Some(format!("{} {place}", newest.transport.as_str()))
}

fn state(app: &App) -> String {
    let words = &app.speech.wire;
    if let Some(quiz) = app.wire.quiz() {
        let doing = &app.speech.doing;
        let (right, answered) = quiz.score();
        let score = doing.score(Score { right, answered });
        return format!("{} ─ {score}", doing.quiz());
    }
    if let Some(player) = app.wire.player() {
        return tape::state(app, player);
    }
    if app.wire.observed() == Some(Observed::Ended) {
        return words.server_ended().to_owned();
    }
    if let Some(steps) = app.wire.steps() {
        let (done, all) = steps.counts();
        let event = words.event_of(EventOf { done, all });
        return format!("{} ─ {event}", words.stands());
    }
    match app.wire.frozen() {
        Some(new) => words.frozen(new),
        None if app.wire.follows() => words.live().to_owned(),
        None => words.chosen().to_owned(),
    }
}

/// How many rows fit, where something is looked for.
fn filtered(app: &App) -> Option<String> {
    let written = app.wire.written();
    let (shown, all) = app.wire.counts();
    let counts = app.speech.wire.of(Of { shown, all });
    (!written.is_empty()).then(|| format!("{written}: {counts}"))
}

/// In the pane, which has no row of keys.
fn head_keys(app: &App) -> Option<String> {
    let words = &app.speech.wire;
    let key = |key| app.key(Action::Wire(key));
    if app.wire.is_alone() {
        return None;
    }
    if app.wire.extent() == Some(Extent::Whole) {
        return key(WireKey::Window).map(|key| format!("{key} {}", words.close_key()));
    }
    let choose = key(WireKey::Up).zip(key(WireKey::Down));
    let choose = choose.map(|(up, down)| format!("{up} {down}"));
    let whole = key(WireKey::Window).map(|key| format!("{key} {}", words.whole_key()));
    let keys: Vec<_> = choose.into_iter().chain(whole).collect();
    (!keys.is_empty()).then(|| keys.join(" · "))
}

/// What there was.
pub(in crate::view::wire) fn draw_counts(
    buffer: &mut Buffer,
    area: Area,
    app: &App,
    theme: &Theme,
) {
    let ladder = app.wire.ladder();
    let text = Page::of(ladder, tongue::look(app, area.width)).foot(ladder);
    let text = wrap::shortened(&text, usize::from(area.width.saturating_sub(1)));
    paint::put(buffer, (area.x + 1, area.y), area.width, &text, theme.quiet);
}

/// The row above the rows: how the lanes are called, or what is shown in their place.
pub(in crate::view::wire) fn draw_titles(
    buffer: &mut Buffer,
    parts: WireParts,
    text: &str,
    theme: &Theme,
) {
    if let Some(titles) = parts.titles {
        let room = titles.width.saturating_sub(1);
        paint::put(buffer, (titles.x + 1, titles.y), room, text, theme.own);
    }
}

/// The filter that is being written; where the cursor belongs comes back.
pub(in crate::view::wire) fn draw_filter(
    buffer: &mut Buffer,
    area: Area,
    app: &App,
    theme: &Theme,
) -> Position {
    let words = &app.speech.wire;
    let at = (area.x, area.y);
    let x = paint::put(buffer, at, area.width, words.filter_prompt(), theme.own);
    let room = (area.x + area.width).saturating_sub(x);
    let end = paint::put(buffer, (x, area.y), room, app.wire.written(), theme.text);
    let about = about_filter(app);
    let from = end.saturating_add(3);
    let room = (area.x + area.width).saturating_sub(from);
    let about = wrap::shortened(&about, usize::from(room));
    paint::put(buffer, (from, area.y), room, &about, theme.quiet);
    Position {
        x: end.min(area.x + area.width.saturating_sub(1)),
        y: area.y,
    }
}

/// What cannot be read of it, or else what one could write.
fn about_filter(app: &App) -> String {
    let words = &app.speech.wire;
    match app.wire.unread().last() {
        Some(unread) => match unread.nearest {
            Some(near) => words.nearest(Nearest {
                word: &unread.word,
                near,
            }),
            None => words.unread(&unread.word),
        },
        None => words.filter_examples().to_owned(),
    }
}

/// What the window's own title takes, and the lines beside it.
const TITLE: usize = 12;
