//! What is below the conversation and around it: the queues on the way, what the system
//! does by itself, who woke the program, whom a server has.

use chat_wire::page::wrapped;
use chat_wire::people::people;
use chat_wire::queues::queues;
use chat_wire::system::system;
use chat_wire::woke::woke;
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
    let (width, height) = (usize::from(area.width), usize::from(area.height));
    let lines = match app.wire.view() {
        View::Queues => queues(ladder, chosen, language),
        View::Woke => woke(ladder, width, language),
        View::People => people(ladder, (width, height), language),
        View::System | View::Ladder | View::Bytes | View::Waits | View::Held => {
            system(ladder, chosen, SYSTEM_TELLS, language)
        }
    };
    // A sentence alone says why there is nothing to see.
    let lines = match lines.as_slice() {
        [only] => {
            let said = wrapped(only.trim_start(), width.saturating_sub(1).max(1));
            said.iter().map(|line| format!(" {line}")).collect()
        }
        _ => lines,
    };
    for (y, line) in (area.y..area.y + area.height).zip(lines) {
        paint::put(buffer, (area.x, y), area.width, &line, theme.text);
    }
}
