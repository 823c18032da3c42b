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

/// Everything that has this style's modifier between the title and the status row.
fn with_modifier(app: &App, size: (u16, u16), wanted: Modifier) -> String {
    let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).unwrap();
    let theme = Theme::new(Palette::Terminal, Depth::Sixteen);
    let paint = |frame: &mut ratatui::Frame<'_>| drop(draw(frame.buffer_mut(), app, &theme));
    terminal.draw(paint).unwrap();
    let (width, height) = (usize::from(size.0), usize::from(size.1));
    let cells = terminal.backend().buffer().content().iter();
    // In low or narrow windows there is no title.
    let title = usize::from(width >= 50);
    let cells = cells.skip(width * title).take(width * (height - 2 - title));
    let marked = cells.filter(|cell| cell.style().add_modifier.contains(wanted));
    marked.map(Cell::symbol).collect()
}

/// One who looks for a word, on a screen of this size.
fn looking_for(word: &str, size: (u16, u16)) -> App {
    let mut app = evening();
    event(&mut app, Event::Resize(size.0, size.1));
    event(&mut app, key(KeyModifiers::CONTROL, KeyCode::Char('u')));
    event(&mut app, key(KeyModifiers::CONTROL, KeyCode::Char('s')));
    write(&mut app, word);
    app
}

#[test]
fn the_words_of_a_search_are_marked_and_not_their_rows() {
    let size = (80, 24);
    let mut app = looking_for("CONNECT", size);
    // Of a message of two rows, in each.
    assert_eq!(
        with_modifier(&app, size, Modifier::REVERSED),
        "connectconnect"
    );
    assert_eq!(last_row(&mut app, size), "search: CONNECT  1 of 1");
    // Of those that one is not on too, otherwise; also in names.
    let app = looking_for("bob", size);
    assert_eq!(with_modifier(&app, size, Modifier::REVERSED), "bob");
    let mut app = looking_for("ac", size);
    assert_eq!(with_modifier(&app, size, Modifier::REVERSED), "ac");
    // One of the names is underlined anyway.
    assert_eq!(with_modifier(&app, size, Modifier::UNDERLINED), "aczed");
    event(&mut app, key(KeyModifiers::NONE, KeyCode::Up));
    assert_eq!(with_modifier(&app, size, Modifier::REVERSED), "ac");
    assert_eq!(last_row(&mut app, size), "search: ac  2 of 2");
    let mut app = evening_in(Language::Portuguese);
    event(&mut app, key(KeyModifiers::CONTROL, KeyCode::Char('s')));
    write(&mut app, "ac");
    assert_eq!(last_row(&mut app, size), "procurar: ac  1 de 2");
}

#[test]
fn where_names_have_no_column_they_are_marked_in_the_text() {
    let size = (40, 12);
    let app = looking_for("m\u{e1}r", size);
    assert_eq!(with_modifier(&app, size, Modifier::REVERSED), "Már");
    let app = looking_for("complete, and", size);
    assert_eq!(
        with_modifier(&app, size, Modifier::REVERSED).replace(' ', ""),
        "complete,and"
    );
}
