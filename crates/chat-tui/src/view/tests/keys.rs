//! Keys as the screen tells them: those that work now, as they are bound now.

use super::*;

fn remapped(chosen: &[(&str, &str)]) -> App {
    let chosen = chosen.iter().map(|(name, keys)| {
        let keys = keys.parse().unwrap();
        ((*name).to_owned(), vec![keys])
    });
    let mut app = evening();
    app.settings.keymap = Keymap::with(&chosen.collect::<Vec<_>>()).unwrap();
    app.invitation = None;
    app
}

#[test]
fn another_key_for_an_action_is_told_wherever_keys_are_told() {
    let keys = [
        ("help", "F2"),
        ("first-unread", "F6"),
        ("cancel", "Ctrl-t"),
        ("page-up", "F5"),
    ];
    let mut app = remapped(&keys);
    let row = |shown: &str, words: &str| shown.lines().any(|row| row.contains(words));
    assert!(row(&drawn(&mut app, (80, 24)), "F2 help \""));
    event(&mut app, key(KeyModifiers::CONTROL, KeyCode::Char('u')));
    event(&mut app, Event::Resize(80, 8));
    event(&mut app, key(KeyModifiers::CONTROL, KeyCode::Home));
    assert!(row(&drawn(&mut app, (80, 8)), "older · Ctrl-t: bottom"));
    event(&mut app, key(KeyModifiers::NONE, KeyCode::F(1)));
    assert_eq!(app.focus, Focus::Chat, "F1 is nothing now");
    event(&mut app, key(KeyModifiers::NONE, KeyCode::F(2)));
    let help = drawn(&mut app, (80, 120));
    assert!(
        row(&help, " F6                      the first unread message"),
        "{help}"
    );
    assert!(!row(&help, "Alt-u"), "{help}");
    let foot = drawn(&mut app, (80, 24));
    assert!(row(&foot, "Ctrl-t: back   PgDn F5: more"), "{foot}");
}

#[test]
fn the_help_page_of_a_search_tells_its_keys_and_goes_back_to_it() {
    let mut app = evening();
    event(&mut app, key(KeyModifiers::CONTROL, KeyCode::Char('s')));
    event(&mut app, key(KeyModifiers::NONE, KeyCode::Char('k')));
    event(&mut app, key(KeyModifiers::NONE, KeyCode::F(1)));
    let help = drawn(&mut app, (60, 12));
    assert!(help.contains("back to where you were"), "{help}");
    assert!(!help.contains("/join"), "{help}");
    event(&mut app, key(KeyModifiers::NONE, KeyCode::Esc));
    assert!(matches!(&app.focus, Focus::Search(search) if search.query == "k"));
}

#[test]
fn a_key_that_begins_a_sequence_is_shown_until_the_next() {
    let mut app = remapped(&[("help", "Ctrl-x F1")]);
    event(&mut app, key(KeyModifiers::CONTROL, KeyCode::Char('u')));
    event(&mut app, key(KeyModifiers::CONTROL, KeyCode::Char('x')));
    says(&mut app, "Ctrl-x …");
    event(&mut app, key(KeyModifiers::NONE, KeyCode::F(1)));
    assert!(matches!(app.focus, Focus::Help { .. }));
}

#[test]
fn a_question_names_the_keys_that_answer_it() {
    let mut app = remapped(&[("send", "Ctrl-o"), ("cancel", "Ctrl-t")]);
    event(&mut app, key(KeyModifiers::CONTROL, KeyCode::Char('u')));
    event(&mut app, key(KeyModifiers::NONE, KeyCode::Char('/')));
    event(&mut app, key(KeyModifiers::NONE, KeyCode::Char('x')));
    event(&mut app, key(KeyModifiers::CONTROL, KeyCode::Char('o')));
    says(
        &mut app,
        "there is no command /x: Ctrl-o says it as text · Ctrl-t: back",
    );
}

/// All that the help page says, one screen after the other.
fn help_in(size: (u16, u16)) -> Vec<String> {
    let mut app = evening();
    event(&mut app, key(KeyModifiers::NONE, KeyCode::F(1)));
    let mut pages = vec![drawn(&mut app, size)];
    loop {
        event(&mut app, key(KeyModifiers::NONE, KeyCode::Down));
        let next = drawn(&mut app, size);
        if Some(&next) == pages.last() {
            return pages;
        }
        pages.push(next);
    }
}

#[test]
fn the_help_page_cuts_nothing_at_any_width() {
    for width in [30, 45, 60, 80, 160] {
        let pages = help_in((width, 24));
        let rows = pages.iter().flat_map(|page| page.lines().take(23));
        let mut rows: Vec<_> = rows
            .map(|row| row.split('"').nth(1).unwrap().trim_end())
            .collect();
        rows.dedup();
        let all = rows.join(" ");
        let all: Vec<_> = all.split_whitespace().collect();
        let all = all.join(" ");
        for words in [
            "enter a room, or go there; Tab: the rooms there are",
            "say it to one person; /msg NAME opens the conversation",
            "waits until you /pass, /double or /kill it; /hold off",
            "other keys: [keys] in config.toml; chat-tui --write-config writes one",
        ] {
            assert!(all.contains(words), "{width}, {words}: {all}");
        }
    }
}

#[test]
fn the_help_page_tells_the_keys_that_show_more_where_there_is_more() {
    let pages = help_in((80, 24));
    assert!(pages[0].contains("Esc: back   PgDn PgUp: more"));
    let last = pages.last().unwrap();
    assert!(last.contains("Esc: back   PgUp: more"), "{last}");
    let all = help_in((80, 150));
    assert!(!all[0].contains(": more"), "{all:?}");
}
