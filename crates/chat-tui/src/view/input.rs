//! What is being written, and the cursor.

use chat_proto::limits;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use crate::app::App;
use crate::app::conversation::tally::Tally;
use crate::app::focus::Focus;
use crate::app::focus::Search;
use crate::app::input::command;
use crate::areas::Area;
use crate::speech::topic::past;
use crate::view::choice;
use crate::view::found;
use crate::view::paint;
use crate::view::recall;
use crate::view::theme::Theme;
use crate::wrap;

/// Where the cursor belongs comes back.
pub(in crate::view) fn draw(buffer: &mut Buffer, area: Area, app: &App, theme: &Theme) -> Position {
    if let Focus::Choice(choice) = &app.focus {
        return choice::draw_input(buffer, area, choice, (app, theme));
    }
    if let Focus::Found(found) = &app.focus {
        return found::draw_input(buffer, area, found, (app, theme));
    }
    if let Focus::Search(search) = &app.focus {
        return draw_word(buffer, area, search, (app, theme));
    }
    if let Focus::Recall(recall) = &app.focus {
        let prompt = app.speech.screen.search_inputs();
        let cursor = draw_search(buffer, area, &recall.query, (prompt, theme));
        recall::draw_found(buffer, area, cursor.x, (app, recall, theme));
        return cursor;
    }
    if let Focus::Answer(answer) = &app.focus {
        let prompt = answer.prompt(app.speech);
        let room = usize::from(area.width).saturating_sub(wrap::width(prompt) + 2);
        return draw_search(buffer, area, &answer.tail(room), (prompt, theme));
    }
    let prompt = app.prompt();
    let text = app.composer().text();
    let width = app.input_width();
    let rows = wrap::rows(text, usize::from(width));
    let cursor_row = wrap::row_of(&rows, app.composer().cursor());
    // The rows around the cursor, where not all have room.
    let height = usize::from(area.height);
    let first = (cursor_row + 1).saturating_sub(height);
    let indent = paint::put(buffer, (area.x, area.y), area.width, &prompt, theme.own) - area.x;
    let fits = command::text_start(text) + limits::TEXT_BYTES;
    let fits = (0..=fits).rev().find(|at| text.is_char_boundary(*at));
    let fits = fits.unwrap_or(text.len());
    for (y, row) in (area.y..).zip(rows.iter().skip(first).take(height)) {
        let border = row.end.min(fits).max(row.start);
        let shown = text.get(row.start..border).unwrap_or_default();
        let beyond = text.get(border..row.end).unwrap_or_default();
        let x = area.x + indent;
        let end = paint::put(buffer, (x, y), width, shown, theme.text);
        let room = (x + width).saturating_sub(end);
        paint::put(buffer, (end, y), room, beyond, theme.beyond);
    }
    let start = rows.get(cursor_row).map_or(0, |row| row.start);
    let before = text.get(start..app.composer().cursor()).unwrap_or_default();
    let column = u16::try_from(wrap::width(before)).unwrap_or(0).min(width);
    let row = u16::try_from(cursor_row - first).unwrap_or(0);
    if let Some(held) = &app.held {
        let from = (area.x + indent + column, area.y + row);
        let room = width.saturating_sub(column);
        let first = held.text.lines().find(|line| !line.trim().is_empty());
        let first = first.unwrap_or_default().trim();
        let rest = app.speech.writing.paste_chip(held.lines);
        // How long it is stays in sight, however long its beginning.
        let most = usize::from(room).saturating_sub(wrap::width(&rest) + 2);
        let shown = format!("⟨{}{rest}⟩", wrap::shortened(first, most));
        let shown = wrap::shortened(&shown, usize::from(room));
        paint::put(buffer, from, room, &shown, theme.quiet);
    }
    Position {
        x: (area.x + indent + column).min(area.x + area.width.saturating_sub(1)),
        y: area.y + row,
    }
}

/// The word that is looked for, and which of how many messages has it; or what is wrong
/// with an expression.
fn draw_word(
    buffer: &mut Buffer,
    area: Area,
    search: &Search,
    (app, theme): (&App, &Theme),
) -> Position {
    let prompt = app.speech.screen.search();
    let cursor = draw_search(buffer, area, &search.query, (prompt, theme));
    let from = (cursor.x.saturating_add(2), area.y);
    let room = (area.x + area.width).saturating_sub(from.0);
    if let Err(fault) = &search.needle {
        let told = wrap::shortened(fault.words(app.speech), usize::from(room));
        paint::put(buffer, from, room, &told, theme.quiet);
        return cursor;
    }
    let Tally { at, all, .. } = search.tally;
    let count = app.speech.past.of(past::Of { at, all });
    if all > 0 && wrap::width(&count) <= usize::from(room) {
        paint::put(buffer, from, room, &count, theme.quiet);
    }
    cursor
}

fn draw_search(
    buffer: &mut Buffer,
    area: Area,
    query: &str,
    (prompt, theme): (&str, &Theme),
) -> Position {
    let at = paint::put(buffer, (area.x, area.y), area.width, prompt, theme.own) + 1;
    let room = (area.x + area.width).saturating_sub(at);
    let end = paint::put(buffer, (at, area.y), room, query, theme.text);
    Position {
        x: end.min(area.x + area.width.saturating_sub(1)),
        y: area.y,
    }
}
