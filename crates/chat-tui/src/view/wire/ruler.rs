//! The bytes of a stream: frame borders, and under them what each read or write moved.

use chat_wire::ruler::RulerLine;
use chat_wire::ruler::ruler;
use ratatui::buffer::Buffer;

use crate::app::App;
use crate::view::paint;
use crate::view::theme::Theme;
use crate::view::wire::tongue;
use crate::wire_areas::WireParts;

pub(in crate::view::wire) fn draw(buffer: &mut Buffer, parts: WireParts, app: &App, theme: &Theme) {
    let area = parts.rows;
    let chosen = app.wire.chosen();
    let width = usize::from(area.width.saturating_sub(1));
    let lines = ruler(app.wire.ladder(), chosen, width, tongue::language(app));
    let Some(lines) = lines else {
        let at = (area.x + 1, area.y);
        let words = app.speech.wire.no_stream();
        paint::put(buffer, at, area.width.saturating_sub(1), words, theme.quiet);
        return;
    };
    let height = usize::from(area.height);
    let last = if app.wire.follows() {
        lines.len()
    } else {
        in_sight(&lines, chosen, height)
    };
    let shown = lines.iter().take(last).skip(last.saturating_sub(height));
    for (y, line) in (area.y..area.y + area.height).zip(shown) {
        let is_chosen = line.row.is_some() && line.row == chosen && !app.wire.follows();
        let style = match line.row {
            _ if is_chosen => theme.found,
            None => theme.quiet,
            Some(_) => theme.text,
        };
        let at = (area.x + 1, y);
        paint::put(buffer, at, area.width.saturating_sub(1), &line.text, style);
    }
}

/// Where a page ends that has the chosen row in its middle.
fn in_sight(lines: &[RulerLine], chosen: Option<usize>, height: usize) -> usize {
    let at = lines
        .iter()
        .rposition(|line| line.row.is_some() && line.row <= chosen);
    let at = at.unwrap_or(0);
    (at + height / 2 + 1).clamp(height.min(lines.len()), lines.len())
}
