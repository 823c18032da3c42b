//! What is below the conversation: the queues on the way, and what the system does by
//! itself.

use chat_wire::page::wrapped;
use chat_wire::queues::queues;
use chat_wire::system::system;
use ratatui::buffer::Buffer;

use crate::app::App;
use crate::app::wire::shown::SYSTEM_TELLS;
use crate::app::wire::shown::View;
use crate::view::paint;
use crate::view::theme::Theme;
use crate::view::wire::tongue;
use crate::wire_areas::WireParts;

pub(in crate::view::wire) fn draw(buffer: &mut Buffer, parts: WireParts, app: &App, theme: &Theme) {
    let area = parts.rows;
    let (ladder, chosen) = (app.wire.ladder(), app.wire.chosen());
    let language = tongue::language(app);
    let lines = if app.wire.view() == View::Queues {
        queues(ladder, chosen, language)
    } else {
        system(ladder, chosen, SYSTEM_TELLS, language)
    };
    let room = usize::from(area.width).max(1);
    // A sentence alone says why there is nothing to see.
    let lines = match lines.as_slice() {
        [only] => wrapped(only, room),
        _ => lines,
    };
    for (y, line) in (area.y..area.y + area.height).zip(lines) {
        paint::put(buffer, (area.x, y), area.width, &line, theme.text);
    }
}
