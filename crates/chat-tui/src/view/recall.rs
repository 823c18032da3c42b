//! What one wrote before and looks for: beside the word, with the word marked.

use ratatui::buffer::Buffer;

use crate::app::App;
use crate::app::focus::recall::Recall;
use crate::areas::Area;
use crate::view::paint;
use crate::view::theme::Theme;
use crate::wrap;

/// On one row, from a column on; the end of the word has room wherever it stands.
pub(in crate::view) fn draw_found(
    buffer: &mut Buffer,
    area: Area,
    from: u16,
    (app, recall, theme): (&App, &Recall, &Theme),
) {
    let found = recall.found.and_then(|at| app.composer().sent().get(at));
    let Some(found) = found else {
        return;
    };
    // Of one byte each: what is found stays where it is.
    let text = found.replace(['\n', '\t'], " ");
    let part = recall.part(found).unwrap_or_default();
    let edge = area.x + area.width;
    // The cursor stands before it.
    let x = from.saturating_add(1).min(edge);
    let mut x = paint::put(buffer, (x, area.y), edge - x, ARROW, theme.quiet);
    let room = usize::from(edge - x);
    let mut before = text.get(..part.start).unwrap_or_default();
    let word = text.get(part.clone()).unwrap_or_default();
    if wrap::width(before) + wrap::width(word) > room {
        before = "…";
    }
    let after = text.get(part.end..).unwrap_or_default();
    for (words, style) in [(before, theme.text), (word, theme.found)] {
        x = paint::put(buffer, (x, area.y), edge.saturating_sub(x), words, style);
    }
    let room = edge.saturating_sub(x);
    let after = wrap::shortened(after, usize::from(room));
    paint::put(buffer, (x, area.y), room, &after, theme.text);
}

const ARROW: &str = "→ ";
