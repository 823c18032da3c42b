//! What is said about the chosen row, or the newest: the part that teaches.

use chat_wire::explain::explain;
use chat_wire::page::wrapped;
use chat_wire::people;
use chat_wire::queues;
use chat_wire::ruler;
use chat_wire::system;
use chat_wire::waits;
use chat_wire::woke;
use ratatui::buffer::Buffer;

use crate::app::App;
use crate::app::wire::shown::View;
use crate::areas::Area;
use crate::view::paint;
use crate::view::theme::Theme;
use crate::view::wire::held;
use crate::view::wire::tongue;
use crate::wrap::shortened;

pub(in crate::view::wire) fn draw(buffer: &mut Buffer, area: Area, app: &App, theme: &Theme) {
    let ladder = app.wire.ladder();
    let chosen = app.wire.chosen();
    let row = chosen.and_then(|at| ladder.rows.get(at));
    let sentence = match app.wire.how() {
        Some(way) => way.map(|way| way.sum.clone()),
        None => match app.wire.view() {
            View::Ladder => row.map(|row| explain(row, tongue::language(app))),
            View::Bytes => Some(ruler::sentence(ladder, chosen, tongue::language(app))),
            View::Waits => Some(waits::sentence(tongue::language(app))),
            View::Queues => Some(queues::sentence(ladder, chosen, tongue::language(app))),
            View::Woke => Some(woke::sentence(tongue::language(app))),
            View::People => Some(people::sentence(ladder, tongue::language(app))),
            View::System => Some(system::sentence(ladder, chosen, tongue::language(app))),
            View::Held => Some(held::sentence(app).to_owned()),
        },
    };
    let room = usize::from(area.width.saturating_sub(2)).max(1);
    let lines = fitting(&sentence.unwrap_or_default(), room, area.height.into());
    for (y, line) in (area.y..area.y + area.height).zip(lines) {
        let x = paint::put(buffer, (area.x, y), 1, "▌", theme.hint);
        paint::put(buffer, (x, y), area.width - 1, &line, theme.own);
    }
}

/// So many rows of it, and `…` where it goes on.
fn fitting(sentence: &str, columns: usize, rows: usize) -> Vec<String> {
    let mut lines = wrapped(sentence, columns);
    if lines.len() > rows {
        lines.truncate(rows);
        if let Some(last) = lines.last_mut() {
            *last = shortened(&format!("{last} …"), columns);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_that_finds_no_room_tells_that_it_goes_on() {
        let sentence = "It came, and had come before.";
        assert_eq!(
            fitting(sentence, 16, 2),
            ["It came, and had", "come before."]
        );
        assert_eq!(fitting(sentence, 10, 2), ["It came,", "and had …"]);
        assert_eq!(fitting(sentence, 8, 2), ["It came,", "and had…"]);
    }
}
