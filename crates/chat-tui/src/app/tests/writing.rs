//! What helps while one writes.

use super::*;

fn tabs(evening: &mut Evening, written: &str, code: KeyCode) -> String {
    evening.key(KeyModifiers::CONTROL, KeyCode::Char('u'));
    evening.write(written);
    evening.key(KeyModifiers::NONE, code);
    evening.app.composer().text().to_owned()
}

#[test]
fn tab_completes_commands_and_what_they_ask_for() {
    let mut evening = Evening::online();
    for (written, expected) in [
        ("/l", "/leave "),
        ("/W", "/who "),
        ("/join lo", "/join lobby "),
        ("/join #lo", "/join #lobby "),
        ("/who ", "/who lobby "),
        ("/msg b", "/msg bob "),
        ("/msg bob b", "/msg bob bob "),
        ("see #lo", "see #lobby "),
        ("b", "bob: "),
        ("hi @b", "hi @bob "),
        ("//l", "//l"),
        ("", ""),
        ("hi ", "hi "),
    ] {
        assert_eq!(tabs(&mut evening, written, KeyCode::Tab), expected);
    }
}

#[test]
fn shift_tab_goes_back() {
    let mut evening = Evening::online();
    evening.hear(r#"{"type":"notice","name":"server","room":"lobby","event":"join","who":["bea","ben"],"text":"x"}"#);
    assert_eq!(tabs(&mut evening, "b", KeyCode::Tab), "bea: ");
    evening.key(KeyModifiers::NONE, KeyCode::Tab);
    assert_eq!(evening.app.composer().text(), "ben: ");
    evening.key(KeyModifiers::SHIFT, KeyCode::BackTab);
    assert_eq!(evening.app.composer().text(), "bea: ");
    evening.key(KeyModifiers::SHIFT, KeyCode::BackTab);
    assert_eq!(evening.app.composer().text(), "bob: ");
}
