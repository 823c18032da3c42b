//! What waits for a person, one line a frame, and what may be done with the chosen one.

use chat_proto::trace::weather::Way;
use ratatui::buffer::Buffer;

use crate::app::App;
use crate::app::weather::Clocks;
use crate::app::wire::holding;
use crate::app::wire::holding::HeldFrame;
use crate::speech::topic::doing as topic;
use crate::view::paint;
use crate::view::theme::Theme;
use crate::view::wire::rim;
use crate::view::wire::tongue;
use crate::wire_areas::WireParts;
use crate::wrap;

pub(in crate::view::wire) fn draw(buffer: &mut Buffer, parts: WireParts, app: &App, theme: &Theme) {
    let area = parts.rows;
    let words = &app.speech.doing;
    let frames = holding::frames(&app.weather.held);
    let count = words.waiting(topic::Waiting {
        waiting: frames.len(),
        folded: frames.iter().map(|frame| frame.copies).sum::<usize>(),
    });
    rim::draw_titles(buffer, parts, &count, theme);
    let chosen = app.wire.holding.chosen(&frames);
    let height = usize::from(area.height);
    let first = chosen.map_or(0, |at| (at + 1).saturating_sub(height));
    let rows = (area.y..area.y + area.height).zip(frames.iter().enumerate().skip(first));
    for (y, (at, frame)) in rows {
        let is_chosen = chosen == Some(at);
        let style = if is_chosen { theme.found } else { theme.text };
        if is_chosen {
            paint::fill(buffer, y, area.x, area.width, style);
            paint::put(buffer, (area.x, y), 1, ">", style);
        }
        let keys = if is_chosen { words.held_keys() } else { "" };
        let room = usize::from(area.width).saturating_sub(wrap::width(keys) + 3);
        let line = wrap::shortened(&line(app, frame), room);
        paint::put(
            buffer,
            (area.x + 2, y),
            area.width.saturating_sub(2),
            &line,
            style,
        );
        let right = u16::try_from(wrap::width(keys) + 1).unwrap_or(0);
        if room > LEAST && right > 1 {
            let x = (area.x + area.width).saturating_sub(right);
            paint::put(buffer, (x, y), right, keys, style);
        }
    }
}

/// What one can do with it, and who will notice.
pub(in crate::view::wire) fn sentence(app: &App) -> &'static str {
    let words = &app.speech.doing;
    if !app.weather.manual_delivery {
        return words.nothing_is_held();
    }
    let frames = holding::frames(&app.weather.held);
    let chosen = app.wire.holding.chosen(&frames);
    match chosen
        .and_then(|at| frames.get(at))
        .map(|frame| frame.first.way)
    {
        None => words.nothing_waits(),
        Some(way) => match (way, app.weather.clocks) {
            (Way::Out, Clocks::OfThisLink) => words.held_out(),
            (Way::In, Clocks::OfThisLink) => words.held_in(),
            (Way::Out, Clocks::OfAll) => words.held_out_by_all(),
            (Way::In, Clocks::OfAll) => words.held_in_by_all(),
        },
    }
}

/// `[3] → 101 bytes  msg n 5: tres  and 11 copies of it`.
fn line(app: &App, frame: &HeldFrame<'_>) -> String {
    let arrow = match frame.first.way {
        Way::Out => tongue::glyph(app, "→", ">"),
        Way::In => tongue::glyph(app, "←", "<"),
    };
    let held = frame.first;
    let copies = match frame.copies {
        0 => String::new(),
        count => format!("  {}", app.speech.doing.copies(count)),
    };
    let line = app.speech.doing.held_line(topic::HeldLine {
        number: held.number,
        arrow,
        bytes: held.bytes,
        gist: &held.gist,
    });
    line + &copies
}

/// With less the keys are left out.
const LEAST: usize = 30;
