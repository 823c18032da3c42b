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
