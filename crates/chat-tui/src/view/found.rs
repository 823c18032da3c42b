//! What a search has found, where the history was: the words that were looked for are
//! marked, and how far one has come stands below.

use chat_proto::search;
use chat_proto::wanted::Words;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use crate::app::App;
use crate::app::conversation::entry::moment;
use crate::app::focus::found::Found;
use crate::app::focus::found::Hit;
use crate::areas::Area;
use crate::areas::Parts;
use crate::speech::topic::past;
use crate::view::paint;
use crate::view::theme::Theme;
use crate::wrap;

/// The list.
pub(in crate::view) fn draw(
    buffer: &mut Buffer,
    parts: Parts,
    found: &Found,
    (app, theme): (&App, &Theme),
) {
    let area = parts.timeline;
    if found.hits.is_empty() {
        let words = &app.speech.past;
        let text = if found.waits() {
            words.searching().to_owned()
        } else if found.silent().next().is_some() {
            words.no_answer().to_owned()
        } else {
            words.nothing_found(found.asked.words.as_str())
        };
        paint::put(
            buffer,
            (area.x + 2, area.y),
            area.width - 2,
            &text,
            theme.quiet,
        );
        return;
    }
    // What is on is on the screen, however long the list is.
    let first = (found.at + 1).saturating_sub(usize::from(area.height));
    let rows = found.hits.iter().enumerate().skip(first);
    for (y, (at, hit)) in (area.y..area.y + area.height).zip(rows) {
        let sign = if at == found.at { "> " } else { "  " };
        let row = Area {
            y,
            height: 1,
            ..area
        };
        let place = found.everywhere.then(|| hit.with.title(app.speech));
        let place = place.map_or(String::new(), |place| {
            format!("{} ", wrap::shortened(&place, PLACE))
        });
        let before = format!("{sign}{} {place}{}: ", when(app, hit), hit.name);
        draw_hit(buffer, row, (&before, &hit.text), &found.asked.words, theme);
    }
}

/// Which of how many; where the cursor belongs comes back.
pub(in crate::view) fn draw_input(
    buffer: &mut Buffer,
    area: Area,
    found: &Found,
    (app, theme): (&App, &Theme),
) -> Position {
    let words = &app.speech.past;
    let all = match (found.hits.len(), found.more() || found.waits()) {
        (count, true) => format!("{count}+"),
        (count, false) => count.to_string(),
    };
    let at = found.hits.len().min(found.at + 1);
    let silent: Vec<_> = found.silent().map(|room| format!("#{room}")).collect();
    let mut told = vec![words.of(past::Of { at, all })];
    told.extend(found.asking().map(|(room, _)| words.searching_in(room)));
    if !silent.is_empty() {
        told.push(words.not_answered(silent.join(", ")));
    }
    told.push(words.how().to_owned());
    let text = told.join("  ");
    let end = paint::put(buffer, (area.x, area.y), area.width, &text, theme.own);
    Position {
        x: end.min(area.x + area.width.saturating_sub(1)),
        y: area.y,
    }
}

fn draw_hit(
    buffer: &mut Buffer,
    row: Area,
    (before, text): (&str, &str),
    words: &Words,
    theme: &Theme,
) {
    let edge = row.x + row.width;
    let mut x = paint::put(buffer, (row.x, row.y), row.width, before, theme.quiet);
    let pieces = marked(text, words);
    // What was found is in sight, however far back it stands.
    let room = usize::from(edge - x);
    let ahead = pieces.iter().take_while(|(_, is_hit)| !is_hit);
    let ahead: usize = ahead.map(|(piece, _)| wrap::width(piece)).sum();
    let far = ahead > room / 2;
    let pieces = pieces.iter().skip_while(|(_, is_hit)| far && !is_hit);
    if far {
        x = paint::put(buffer, (x, row.y), edge - x, "… ", theme.quiet);
    }
    for (piece, is_hit) in pieces {
        let style = if *is_hit { theme.found } else { theme.text };
        x = paint::put(buffer, (x, row.y), edge.saturating_sub(x), piece, style);
    }
}

fn when(app: &App, hit: &Hit) -> String {
    let at = hit.at.map(|at| moment(at, app.offset_minutes));
    let mut at = at.unwrap_or_default();
    at.truncate(MINUTE);
    at
}

/// The pieces of a text, and whether each is a word that was looked for.
fn marked<'a>(text: &'a str, words: &Words) -> Vec<(&'a str, bool)> {
    let mut pieces: Vec<(&str, bool)> = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let is_word = c.is_alphanumeric();
        let end = rest.find(|c: char| c.is_alphanumeric() != is_word);
        let (piece, after) = rest.split_at(end.unwrap_or(rest.len()));
        let folded = search::folded(piece);
        let is_hit = is_word
            && words
                .each()
                .any(|(word, open)| folded == word || (open && folded.starts_with(word)));
        pieces.push((piece, is_hit));
        rest = after;
    }
    pieces
}

/// Columns of a conversation's name.
const PLACE: usize = 16;
/// Bytes of a moment up to its minute.
const MINUTE: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_that_were_found_are_marked_whatever_their_accents() {
        let words = Words::parse("olá cab*").unwrap();
        let hits = marked("OLA, cabos e Cabo (olaria)", &words).into_iter();
        let hits: Vec<_> = hits
            .filter(|(_, is_hit)| *is_hit)
            .map(|(piece, _)| piece)
            .collect();
        assert_eq!(hits, ["OLA", "cabos", "Cabo"]);
        let all: String = marked("a, b", &words)
            .into_iter()
            .map(|(piece, _)| piece)
            .collect();
        assert_eq!(all, "a, b");
    }
}
