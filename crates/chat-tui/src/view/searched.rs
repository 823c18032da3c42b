//! The words that are looked for, marked where they stand: those of the message that
//! the search is on stand out, those of the others are underlined.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::app::App;
use crate::app::conversation::entry::Entry;
use crate::app::conversation::needle::Needle;
use crate::app::conversation::timeline::Row;
use crate::view::paint;
use crate::view::theme::Theme;
use crate::wrap;

/// The words of a row that was painted from a column on to another one; where names
/// have no column, the name is among them.
pub(in crate::view) fn mark(
    buffer: &mut Buffer,
    row: &Row<'_>,
    (x, y, end): (u16, u16, u16),
    (inline, app, theme): (bool, &App, &Theme),
) {
    let Some(Ok(needle)) = app.focus.search().map(|search| &search.needle) else {
        return;
    };
    let style = style(app, row.entry, theme);
    let column = |byte: usize| {
        let byte = byte.saturating_sub(row.from).min(row.text.len());
        let before = row.text.get(..byte).map_or(0, wrap::width);
        x.saturating_add(u16::try_from(before).unwrap_or(u16::MAX))
            .min(end)
    };
    for place in row.entry.places(needle, inline) {
        let (from, to) = (column(place.start), column(place.end));
        paint::fill(buffer, y, from, to.saturating_sub(from), style);
    }
}

/// Whether the one who speaks is called by what is looked for.
pub(in crate::view) fn is_called(app: &App, entry: &Entry) -> bool {
    app.focus.search().is_some_and(|search| {
        let places = |needle: &Needle| needle.places(entry.name());
        search
            .needle
            .as_ref()
            .is_ok_and(|needle| !places(needle).is_empty())
    })
}

/// How words that are looked for stand in a message.
pub(in crate::view) fn style(app: &App, entry: &Entry, theme: &Theme) -> Style {
    let is_on = app
        .focus
        .search()
        .is_some_and(|search| search.found == Some(entry.key));
    if is_on { theme.found } else { theme.also_found }
}
