//! What a teacher has set, above the history: the announcement, what holds here, the question
//! with a bar for each answer.

use ratatui::buffer::Buffer;

use crate::app::App;
use crate::areas::Area;
use crate::view::paint;
use crate::view::theme::Theme;
use crate::wrap;

pub(in crate::view) fn draw(buffer: &mut Buffer, area: Area, app: &App, theme: &Theme) {
    let rows = app.banner().into_iter().take(usize::from(area.height));
    for (y, row) in (area.y..).zip(rows) {
        let style = if row.is_loud {
            theme.mention
        } else {
            theme.hint
        };
        let words = wrap::shortened(&row.words, usize::from(area.width));
        let end = paint::put(buffer, (area.x, y), area.width, &words, style);
        if let Some((part, whole)) = row.bar {
            draw_bar(buffer, (end, y, area), (part, whole), theme);
        }
    }
}

/// In proportion to the most of them.
fn draw_bar(
    buffer: &mut Buffer,
    (end, y, area): (u16, u16, Area),
    (part, whole): (u64, u64),
    theme: &Theme,
) {
    let x = end.max(area.x + BAR_FROM) + 1;
    let count = format!(" {part}");
    let room = (area.x + area.width).saturating_sub(x + 8).min(BAR);
    let filled = u64::from(room) * part / whole.max(1);
    let filled = usize::try_from(filled).unwrap_or(0);
    let bar = "█".repeat(filled) + &count;
    let width = (area.x + area.width).saturating_sub(x);
    paint::put(buffer, (x, y), width, &bar, theme.own);
}

/// Where bars begin, so that they can be compared.
const BAR_FROM: u16 = 24;

/// The longest bar.
const BAR: u16 = 40;
