//! The waits of one frame, beside the textbook's.

use chat_wire::waits::waits;
use ratatui::buffer::Buffer;

use crate::app::App;
use crate::view::paint;
use crate::view::theme::Theme;
use crate::view::wire::tongue;
use crate::wire_areas::WireParts;

pub(in crate::view::wire) fn draw(buffer: &mut Buffer, parts: WireParts, app: &App, theme: &Theme) {
    let area = parts.rows;
    let width = usize::from(area.width);
    let chosen = app.wire.chosen();
    let lines = chosen.and_then(|at| waits(app.wire.ladder(), at, width, tongue::language(app)));
    let lines = lines.unwrap_or_else(|| vec![app.speech.wire.no_frame().to_owned()]);
    for (y, line) in (area.y..area.y + area.height).zip(lines) {
        paint::put(buffer, (area.x, y), area.width, &line, theme.text);
    }
}
