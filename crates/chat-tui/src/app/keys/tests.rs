//! What a key means, and which keys one may choose.

use crossterm::event::KeyCode;
use crossterm::event::KeyModifiers;

use super::*;
use crate::app::event::Edit;
use crate::app::event::Go;

const CTRL: KeyModifiers = KeyModifiers::CONTROL;
const ALT: KeyModifiers = KeyModifiers::ALT;

fn chosen(name: &str, keys: &[&str]) -> (String, Vec<Sequence>) {
    let keys = keys.iter().map(|keys| keys.parse().unwrap());
    (name.to_owned(), keys.collect())
}

fn press(map: &Keymap, begun: Option<Chord>, modifiers: KeyModifiers, c: char) -> Meaning {
    let key = KeyEvent::new(KeyCode::Char(c), modifiers);
    map.meaning(Scope::Chat, begun, key)
}

#[test]
fn no_two_actions_of_the_table_share_a_key_where_both_work() {
    assert_eq!(Keymap::default().check(), Ok(()));
}

#[test]
fn every_action_has_a_name_of_its_own_that_can_stand_in_a_file() {
    let mut seen = Vec::new();
    for Binding { name, .. } in TABLE {
        let fit = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        assert!(name.chars().all(fit), "{name}");
        assert!(!seen.contains(name), "two are called {name}");
        seen.push(name);
    }
}

#[test]
fn the_line_keys_of_emacs_belong_to_the_input() {
    for (c, edit) in [
        ('a', Edit::Home),
        ('e', Edit::End),
        ('k', Edit::KillToEnd),
        ('u', Edit::KillToStart),
        ('w', Edit::KillWordLeft),
        ('y', Edit::Yank),
    ] {
        let meaning = press(&Keymap::default(), None, CTRL, c);
        assert_eq!(meaning, Meaning::Do(Action::Edit(edit)), "Ctrl-{c}");
    }
}

#[test]
fn no_key_is_bound_that_a_plain_terminal_cannot_tell() {
    for row in Keymap::default().rows() {
        for keys in &row.keys {
            assert_eq!(keys.written().parse(), Ok(*keys), "{}", row.binding.name);
        }
    }
}

#[test]
fn chosen_keys_stand_in_the_place_of_the_tables() {
    let map = Keymap::with(&[chosen("next-room", &["F6"]), chosen("last-room", &[])]).unwrap();
    let next = Action::Go(Go::Next);
    let f6 = KeyEvent::new(KeyCode::F(6), KeyModifiers::NONE);
    assert_eq!(map.meaning(Scope::Chat, None, f6), Meaning::Do(next));
    assert_eq!(press(&map, None, CTRL, 'n'), Meaning::Nothing);
    assert_eq!(press(&map, None, ALT, '/'), Meaning::Nothing);
    assert_eq!(map.hint(Scope::Chat, next), "F6".parse().ok());
    assert_eq!(map.hint(Scope::Chat, Action::Go(Go::Last)), None);
    assert_eq!(map.hint(Scope::Help, next), None, "it does not work there");
}

#[test]
fn keys_that_would_do_two_things_are_refused_with_both_names() {
    let refused = |chosen: &[_]| Keymap::with(chosen).unwrap_err();
    let ctrl_n: Sequence = "Ctrl-n".parse().unwrap();
    let collision = |chosen, other| Fault::Collision {
        keys: ctrl_n,
        chosen,
        other,
    };
    // Whichever of them stands first in the table.
    let search = refused(&[chosen("search", &["F5", "Ctrl-n"])]);
    assert_eq!(search, collision("search", "next-room"));
    let top = refused(&[chosen("top", &["Ctrl-n"])]);
    assert_eq!(top, collision("top", "next-room"));
    let both = [chosen("top", &["Ctrl-n"]), chosen("next-room", &["F6"])];
    assert!(Keymap::with(&both).is_ok());
    assert_eq!(
        refused(&[chosen("fly", &["F6"])]),
        Fault::NoAction("fly".to_owned())
    );
    assert_eq!(refused(&[chosen("send", &[])]), Fault::Needed("send"));
}

#[test]
fn two_chords_after_one_another_are_one_key() {
    let map = Keymap::with(&[chosen("search", &["Ctrl-x Ctrl-s"])]).unwrap();
    let begun = press(&map, None, CTRL, 'x');
    let Meaning::Begun(ctrl_x) = begun else {
        panic!("{begun:?}")
    };
    let search = Meaning::Do(Action::Search);
    assert_eq!(press(&map, Some(ctrl_x), CTRL, 's'), search);
    assert_eq!(
        press(&map, Some(ctrl_x), KeyModifiers::NONE, 'q'),
        Meaning::Nothing,
        "no letter is written by the end of a sequence"
    );
    let alone = chosen("undo", &["Ctrl-x"]);
    let both = [chosen("search", &["Ctrl-x Ctrl-s"]), alone];
    let refused = Keymap::with(&both).unwrap_err();
    assert!(matches!(refused, Fault::Collision { .. }), "{refused:?}");
}
