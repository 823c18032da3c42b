//! A list to choose from, where the history was, and what is typed for it.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use crate::app::App;
use crate::app::event::Choose;
use crate::app::focus::choice::Choice;
use crate::app::focus::choice::Item;
use crate::areas::Area;
use crate::areas::Parts;
use crate::view::history;
use crate::view::paint;
use crate::view::rooms;
use crate::view::theme::Theme;
use crate::wrap;

/// The list.
pub(in crate::view) fn draw(
    buffer: &mut Buffer,
    parts: Parts,
    choice: &Choice,
    (app, theme): (&App, &Theme),
) {
    let area = parts.timeline;
    let items = choice.items((&app.places, &app.beside), app.speech);
    let words = &app.speech.reading;
    if items.is_empty() {
        let nothing = match choice.of {
            Choose::Mention if choice.query.is_empty() => words.no_mentions(),
            Choose::Conversation | Choose::Mention => words.nothing_fits(),
        };
        let text = format!("  {nothing}");
        paint::put(buffer, (area.x, area.y), area.width, &text, theme.quiet);
        return;
    }
    // What is chosen is on the screen, however long the list is.
    let first = (choice.at + 1).saturating_sub(usize::from(area.height));
    let rows = items.iter().enumerate().skip(first);
    for (y, (at, item)) in (area.y..area.y + area.height).zip(rows) {
        let chosen = at == choice.at;
        let sign = if chosen { ">" } else { " " };
        let row = format!("{sign} {}", words_of(app, item));
        let row = wrap::shortened(&row, usize::from(area.width.saturating_sub(1)));
        let style = match (chosen, item.news) {
            (true, _) => theme.found,
            (false, (_, 0)) => theme.text,
            (false, _) => theme.mention,
        };
        paint::put(buffer, (area.x, y), area.width, &row, style);
    }
}

/// What is typed; where the cursor belongs comes back.
pub(in crate::view) fn draw_input(
    buffer: &mut Buffer,
    area: Area,
    choice: &Choice,
    (app, theme): (&App, &Theme),
) -> Position {
    let words = &app.speech.reading;
    let prompt = match choice.of {
        Choose::Conversation => words.go_prompt(),
        Choose::Mention => words.mentions_prompt(),
    };
    let at = paint::put(buffer, (area.x, area.y), area.width, prompt, theme.own);
    let at = paint::put(buffer, (at, area.y), 1, " ", theme.own);
    let room = (area.x + area.width).saturating_sub(at);
    let end = paint::put(buffer, (at, area.y), room, &choice.query, theme.text);
    Position {
        x: end.min(area.x + area.width.saturating_sub(1)),
        y: area.y,
    }
}

fn words_of(app: &App, item: &Item) -> String {
    let title = item.place.title(app.speech);
    let Some(message) = &item.message else {
        let (unread, for_you) = item.news;
        return format!("{title}  {}", rooms::news(unread, for_you));
    };
    let minute = history::time(app, message.at).unwrap_or_default();
    format!("{minute} {title}  {}: {}", message.name, message.text)
}
