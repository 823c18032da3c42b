//! The window on the wire: a pane below what was said, or the whole screen.

mod bytes;
mod how;
mod ladder;
mod keys;
mod ruler;
mod below;
mod quiz;
mod sentence;
mod held;
mod rim;
mod waits;
mod tape;
mod tongue;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use crate::app::App;
use crate::app::focus::Focus;
use crate::app::wire::shown::View;
use crate::view::theme::Theme;
use crate::wire_areas::WireParts;

/// Paints it; where the cursor belongs, while a filter is written, comes back.
pub(in crate::view) fn draw(
    buffer: &mut Buffer,
    parts: WireParts,
    app: &App,
    theme: &Theme,
) -> Option<Position> {
    rim::draw_head(buffer, parts.head, app, theme);
    match app.wire.how() {
        Some(way) => how::draw(buffer, parts, (app, way), theme),
        None => match app.wire.view() {
            View::Ladder => ladder::draw(buffer, parts, app, theme),
            View::Bytes => ruler::draw(buffer, parts, app, theme),
            View::Waits => waits::draw(buffer, parts, app, theme),
            View::Held => held::draw(buffer, parts, app, theme),
            View::Queues | View::Woke | View::System | View::People => {
                below::draw(buffer, parts, app, theme);
            }
        },
    }
    if let Some(area) = parts.bytes {
        bytes::draw(buffer, area, app, theme);
    }
    match app.wire.quiz() {
        Some(quiz) => quiz::draw(buffer, parts.sentence, (app, quiz), theme),
        None => sentence::draw(buffer, parts.sentence, app, theme),
    }
    match (parts.counts, app.wire.player()) {
        (Some(area), Some(player)) => tape::draw(buffer, area, (app, player), theme),
        (Some(area), None) => rim::draw_counts(buffer, area, app, theme),
        (None, _) => {}
    }
    let area = parts.keys?;
    if app.focus == Focus::WireFilter {
        return Some(rim::draw_filter(buffer, area, app, theme));
    }
    keys::draw(buffer, area, app, theme);
    None
}
