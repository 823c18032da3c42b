//! How one message got here: each step with its time since the first.

use chat_wire::how::How;
use chat_wire::how::Step;
use ratatui::buffer::Buffer;

use crate::app::App;
use crate::view::paint;
use crate::view::theme::Theme;
use crate::view::wire::tongue;
use crate::wire_areas::WireParts;
use crate::wrap;

pub(in crate::view::wire) fn draw(
    buffer: &mut Buffer,
    parts: WireParts,
    (app, way): (&App, Option<&How>),
    theme: &Theme,
) {
    let words = &app.speech.wire;
    let area = parts.rows;
    let title = way.map_or_else(
        || words.no_such_message().to_owned(),
        |way| way.title.clone(),
    );
    let title = format!(" {}  {title}", words.how_title());
    let mut rows = area.y..area.y + area.height;
    let above = parts.titles.map(|titles| titles.y);
    if let Some(y) = above.or_else(|| rows.next()) {
        paint::put(buffer, (area.x, y), area.width, &title, theme.own);
    }
    let Some(way) = way else { return };
    let wide = way.steps.iter().map(|step| wrap::width(&step.what)).max();
    let wide = wide.unwrap_or(0).min(usize::from(area.width) / 2);
    // The newest steps, where not all have room.
    let height = rows.len();
    let first = way.steps.len().saturating_sub(height);
    for (y, step) in rows.zip(way.steps.iter().skip(first)) {
        let line = line(step, wide, app);
        paint::put(buffer, (area.x, y), area.width, &line, theme.text);
    }
}

fn line(step: &Step, wide: usize, app: &App) -> String {
    let after = format!("+{}", tongue::language(app).time(step.after));
    let what = wrap::shortened(&step.what, wide);
    let gap = wide.saturating_sub(wrap::width(&what));
    format!("{after:>11}  {what}{}  {}", " ".repeat(gap), step.known)
}
