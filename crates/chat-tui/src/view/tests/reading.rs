//! Lists to choose from, and the text alone.

use super::*;

#[test]
fn a_list_to_choose_from_stands_where_the_history_was() {
    let begin = |app: &mut App| {
        event(app, key(KeyModifiers::CONTROL, KeyCode::Char('g')));
    };
    check("switcher", begin, |_| {});
    let begin = |app: &mut App| {
        event(app, key(KeyModifiers::ALT, KeyCode::Char('m')));
    };
    check("mentions", begin, |_| {});
}

#[test]
fn the_copy_view_is_the_text_over_the_whole_width() {
    check(
        "bare",
        |_| {},
        |app| {
            event(app, key(KeyModifiers::NONE, KeyCode::Esc));
            event(app, key(KeyModifiers::ALT, KeyCode::Char('l')));
        },
    );
}

/// The rows of the projector's view.
fn presented(app: &mut App, size: (u16, u16)) -> Vec<String> {
    let shown = drawn(app, size);
    let rows = shown.lines().map(|row| row.trim_matches('"').trim_end());
    rows.map(str::to_owned).collect()
}

#[test]
fn a_projector_shows_names_and_texts_far_apart_and_the_newest_above_the_lowest_third() {
    let mut app = evening();
    event(&mut app, key(KeyModifiers::CONTROL, KeyCode::Char('u')));
    event(&mut app, Event::Resize(80, 24));
    enter(&mut app, "/present");
    let rows = presented(&mut app, (80, 24));
    let filled: Vec<_> = rows.iter().filter(|row| !row.is_empty()).collect();
    assert!(
        filled.iter().all(|row| !row.contains("zed joined")),
        "{rows:#?}"
    );
    assert!(filled.iter().all(|row| !row.contains("16:")), "{rows:#?}");
    let newest = rows
        .iter()
        .rposition(|row| row.contains("and this?"))
        .unwrap();
    assert!((12..=15).contains(&newest), "{rows:#?}");
    assert_eq!((&*rows[newest - 1], &*rows[newest + 1]), ("", ""));
    let foot = rows.last().unwrap();
    assert_eq!(foot, " #lobby  for the projector Esc: back");
    // It goes on with what comes, and one key goes back.
    hear(
        &mut app,
        r#"{"name":"bob","timestamp":"2026-11-20T16:21:03.000Z","room":"lobby","seq":4,"text":"ah"}"#,
    );
    let rows = presented(&mut app, (80, 24));
    assert!(rows.iter().any(|row| row.trim() == "bob: ah"), "{rows:#?}");
    event(&mut app, key(KeyModifiers::NONE, KeyCode::Up));
    event(&mut app, key(KeyModifiers::NONE, KeyCode::Esc));
    assert_eq!(app.focus, Focus::Chat);
    assert!(app.timeline().is_at_bottom());
}

#[test]
fn the_projectors_view_stands_at_any_size() {
    for size in [(12, 3), (20, 5), (40, 12), (200, 60)] {
        let mut app = evening();
        event(&mut app, key(KeyModifiers::CONTROL, KeyCode::Char('u')));
        event(&mut app, Event::Resize(size.0, size.1));
        enter(&mut app, "/present");
        for code in [KeyCode::Up, KeyCode::Up, KeyCode::PageUp, KeyCode::Down] {
            event(&mut app, key(KeyModifiers::NONE, code));
            drawn(&mut app, size);
        }
    }
}
