//! A recording that is played: how far it is, and where something happens in it.

use chat_wire::words::language::Language;
use ratatui::buffer::Buffer;

use crate::app::App;
use crate::app::wire::player::Player;
use crate::areas::Area;
use crate::speech::topic::wire::EventOf;
use crate::speech::topic::wire::TimeOf;
use crate::view::paint;
use crate::view::theme::Theme;
use crate::view::wire::tongue;

/// `12.4 s of 3 min ─ event 214 of 912 ─ plays ×2`.
pub(in crate::view::wire) fn state(app: &App, player: &Player) -> String {
    let words = &app.speech.wire;
    let language = tongue::language(app);
    let (at, span) = player.times(app.now.mono);
    let time = words.time_of(TimeOf {
        at: seconds(at - span.start, language),
        end: seconds(span.end - span.start, language),
    });
    let (done, all) = player.counts();
    let event = words.event_of(EventOf { done, all });
    let speed = speed(player.speed());
    let state = if player.plays() {
        words.playing(speed)
    } else {
        words.stopped(speed)
    };
    [time, event, state].join(" ─ ")
}

/// `├────●───✗──✗✗────!───┤`.
pub(in crate::view::wire) fn draw(
    buffer: &mut Buffer,
    area: Area,
    (app, player): (&App, &Player),
    theme: &Theme,
) {
    let (at, span) = player.times(app.now.mono);
    let width = area.width.saturating_sub(4);
    let column = |time: i64| {
        let all = (span.end - span.start).max(1);
        let column = (time - span.start).clamp(0, all) * i64::from(width.saturating_sub(1)) / all;
        area.x + 2 + u16::try_from(column).unwrap_or(0)
    };
    let line = format!(" ├{}┤", "─".repeat(usize::from(width)));
    paint::put(buffer, (area.x, area.y), area.width, &line, theme.quiet);
    for (time, mark) in player.marks() {
        let sign = mark.sign(app.settings.is_ascii());
        paint::put(buffer, (column(*time), area.y), 1, sign, theme.trouble);
    }
    paint::put(buffer, (column(at), area.y), 1, "●", theme.own);
}

/// Tenths of seconds, since milliseconds would flicker.
fn seconds(us: i64, language: Language) -> String {
    #[expect(clippy::cast_precision_loss, reason = "tenths of seconds are shown")]
    let seconds = us as f64 / 1e6;
    format!("{} s", language.decimal(seconds, 1))
}

/// Quarters as people write them.
fn speed(quarters: u32) -> String {
    match quarters {
        1 => "¼".to_owned(),
        2 => "½".to_owned(),
        quarters => (quarters / 4).to_string(),
    }
}
