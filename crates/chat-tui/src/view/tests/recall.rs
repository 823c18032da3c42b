//! What one wrote before, beside the word that is looked for; what a list led to.

use super::*;

fn searching(word: &str) -> App {
    let mut app = evening();
    event(&mut app, key(KeyModifiers::CONTROL, KeyCode::Char('u')));
    enter(&mut app, &format!("{}needle in it", "hay ".repeat(40)));
    event(&mut app, key(KeyModifiers::CONTROL, KeyCode::Char('r')));
    write(&mut app, word);
    app
}

fn last_row(app: &mut App, size: (u16, u16)) -> String {
    let shown = drawn(app, size);
    let row = shown.lines().last().unwrap_or_default();
    row.trim_matches('"').trim_end().to_owned()
}

#[test]
fn an_input_that_is_looked_for_stands_beside_the_word() {
    let mut app = searching("needle");
    let row = last_row(&mut app, (80, 24));
    assert_eq!(row, "search your inputs: needle → …needle in it");
    says(&mut app, "↑ ↓ next · Enter: write it · Esc: back");
    let mut app = searching("hay hay");
    let row = last_row(&mut app, (50, 24));
    assert_eq!(row, "search your inputs: hay hay → hay hay hay hay hay…");
    let mut app = searching("straw");
    says(&mut app, "not found · Esc: back");
    assert_eq!(last_row(&mut app, (80, 24)), "search your inputs: straw");
}

/// What stands reversed between the title and the status row.
fn marked(app: &App) -> String {
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    let theme = Theme::new(Palette::Terminal, Depth::Sixteen);
    let paint = |frame: &mut ratatui::Frame<'_>| drop(draw(frame.buffer_mut(), app, &theme));
    terminal.draw(paint).unwrap();
    let cells = terminal.backend().buffer().content().iter();
    let cells = cells.skip(80).take(80 * 21);
    let found = theme.found.add_modifier;
    let marked = cells.filter(|cell| cell.style().add_modifier.contains(found));
    marked.map(Cell::symbol).collect()
}

#[test]
fn the_message_that_a_list_led_to_is_marked_until_the_next_key() {
    let mut app = evening();
    event(&mut app, Event::Resize(80, 24));
    event(&mut app, key(KeyModifiers::ALT, KeyCode::Char('m')));
    event(&mut app, key(KeyModifiers::NONE, KeyCode::Enter));
    assert_eq!(marked(&app), "ask Ana's neighbour");
    event(&mut app, key(KeyModifiers::NONE, KeyCode::Char('x')));
    assert_eq!(marked(&app), "");
}

#[test]
fn the_word_is_marked_in_what_was_found() {
    let mut app = searching("needle");
    app.size = (80, 24);
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    let theme = Theme::new(Palette::Terminal, Depth::Sixteen);
    let paint = |frame: &mut ratatui::Frame<'_>| drop(draw(frame.buffer_mut(), &app, &theme));
    terminal.draw(paint).unwrap();
    let cells = terminal.backend().buffer().content().iter();
    let found = theme.found.add_modifier;
    let cells = cells.skip(80 * 23);
    let marked = cells.filter(|cell| cell.style().add_modifier.contains(found));
    let marked: String = marked.map(Cell::symbol).collect();
    assert_eq!(marked, "needle");
}
