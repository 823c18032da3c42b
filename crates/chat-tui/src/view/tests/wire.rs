//! The window on the wire: the same evening at three sizes in each language.

use chat_proto::trace::entry::Entry;
use chat_proto::trace::weather::Way;
use chat_weather::manual_queue::HeldDatagram;

use super::*;
use crate::app::settings::Charset;
use crate::app::weather::Weather;
use crate::app::wire::shown::Extent;
use crate::app::wire::shown::Noted;

const WIDE: [(u16, u16); 3] = [(80, 24), (120, 40), (200, 50)];

/// What dora's client noted: losses, copies, a duplicate, a forgery.
fn noted() -> Noted {
    let lines = include_str!("evening.ndjson").lines();
    let entries = lines.map(|line| Entry::read(line.as_bytes()).unwrap());
    Noted {
        missed: 0,
        entries: entries.map(Into::into).collect(),
    }
}

fn f9() -> Event {
    key(KeyModifiers::NONE, KeyCode::F(9))
}

fn opened(language: Language, size: (u16, u16)) -> App {
    let mut app = evening_in(language);
    event(&mut app, Event::Resize(size.0, size.1));
    let effects = event(&mut app, f9());
    assert!(effects.contains(&Effect::Watch(true)));
    event(&mut app, Event::Noted(noted()));
    app
}

fn check(name: &str, prepare: impl Fn(&mut App)) {
    let mut all = Vec::new();
    for language in Language::ALL {
        for (width, height) in WIDE {
            let mut app = opened(language, (width, height));
            prepare(&mut app);
            let shown = drawn(&mut app, (width, height));
            all.push(format!("{language:?}, {width}x{height}\n{shown}"));
        }
    }
    insta::assert_snapshot!(name, all.join("\n"));
}

fn alt_up(app: &mut App) {
    event(app, key(KeyModifiers::ALT, KeyCode::Up));
}

#[test]
fn a_pane_below_the_chat() {
    check("wire_pane", |app| (0..3).for_each(|_| alt_up(app)));
}

#[test]
fn the_whole_screen() {
    check("wire_whole", |app| {
        event(app, f9());
        (0..6).for_each(|_| alt_up(app));
    });
}

#[test]
fn the_bytes_of_a_row() {
    check("wire_bytes", |app| {
        event(app, f9());
        write(app, "fid:a-11");
        event(app, key(KeyModifiers::NONE, KeyCode::Enter));
        if app.size.0 < 100 {
            event(app, key(KeyModifiers::NONE, KeyCode::Enter));
        }
        alt_up(app);
    });
}

#[test]
fn how_a_message_got_here() {
    check("wire_how", |app| {
        event(app, key(KeyModifiers::CONTROL, KeyCode::Char('u')));
        enter(app, "/how 2");
    });
}

#[test]
fn the_waits_of_a_frame_and_the_bytes_of_a_stream_that_is_not_there() {
    check("wire_waits", |app| {
        event(app, f9());
        write(app, "fid:a-11");
        event(app, key(KeyModifiers::NONE, KeyCode::Enter));
        event(app, key(KeyModifiers::NONE, KeyCode::Home));
        write(app, "3");
    });
    let mut app = opened(Language::English, (80, 24));
    event(&mut app, f9());
    event(&mut app, key(KeyModifiers::NONE, KeyCode::Tab));
    assert!(drawn(&mut app, (80, 24)).contains("There is no stream"));
}

#[test]
fn a_small_window_gives_up_notes_then_lanes_and_never_the_sentence() {
    for (width, height) in [(60, 20), (40, 14), (20, 12)] {
        let mut app = opened(Language::English, (width, height));
        alt_up(&mut app);
        let shown = drawn(&mut app, (width, height));
        assert!(shown.contains('▌'), "{shown}");
        assert!(shown.contains("12 m"), "{shown}");
    }
}

#[test]
fn the_letters_of_the_window_stand_on_its_help_page() {
    let mut app = opened(Language::Portuguese, (100, 40));
    event(&mut app, f9());
    event(&mut app, key(KeyModifiers::NONE, KeyCode::F(1)));
    let shown = drawn(&mut app, (100, 40));
    assert!(
        shown.contains("Space") && shown.contains("parar a imagem"),
        "{shown}"
    );
    event(&mut app, key(KeyModifiers::NONE, KeyCode::Esc));
    assert_eq!(app.focus, Focus::Wire);
}

proptest! {
    #[test]
    fn the_window_is_painted_at_any_size(width in 1u16..140, height in 1u16..50, whole: bool) {
        let mut app = opened(Language::English, (width, height));
        if whole {
            event(&mut app, f9());
            event(&mut app, key(KeyModifiers::NONE, KeyCode::Enter));
        }
        alt_up(&mut app);
        drawn(&mut app, (width, height));
    }
}

fn letter(app: &mut App, letter: char) {
    event(app, key(KeyModifiers::NONE, KeyCode::Char(letter)));
}

#[test]
fn what_happens_next_is_asked_before_it_is_shown() {
    check("wire_quiz", |app| {
        event(app, f9());
        event(app, key(KeyModifiers::NONE, KeyCode::Home));
        letter(app, 'w');
    });
    check("wire_quiz_answered", |app| {
        event(app, f9());
        event(app, key(KeyModifiers::NONE, KeyCode::Home));
        letter(app, 'w');
        letter(app, '1');
    });
}

#[test]
fn what_waits_for_a_person() {
    check("wire_held", |app| {
        app.weather = Weather::clear(true, 7);
        event(app, f9());
        letter(app, 'h');
        let said = |number, way, json: &str| HeldDatagram::seen(number, way, json.as_bytes());
        let held = vec![
            said(1, Way::Out, r#"{"type":"msg","n":3,"text":"um"}"#),
            said(2, Way::Out, r#"{"type":"msg","n":4,"text":"dois"}"#),
            said(3, Way::In, r#"{"type":"msg","n":9,"text":"oi"}"#),
            said(4, Way::In, r#"{"type":"msg","n":9,"try":2,"text":"oi"}"#),
        ];
        event(app, Event::Held(held));
        event(app, key(KeyModifiers::NONE, KeyCode::Down));
    });
}

#[test]
fn time_to_scale() {
    check("wire_scale", |app| {
        event(app, f9());
        letter(app, 't');
    });
}

/// What is no letter that somebody wrote, no picture, and no ASCII.
fn other(shown: &str) -> Option<char> {
    let mut signs = shown
        .chars()
        .filter(|c| *c < '\u{3000}' && *c != '\u{200d}');
    signs.find(|c| !c.is_ascii() && !c.is_alphabetic())
}

#[test]
fn in_ascii_nothing_on_the_screen_is_anything_else() {
    for (width, height) in WIDE {
        let mut app = opened(Language::English, (width, height));
        app.settings.drawn_in = Charset::Ascii;
        (0..6).for_each(|_| alt_up(&mut app));
        let shown = drawn(&mut app, (width, height));
        assert_eq!(other(&shown), None, "{shown}");
        event(&mut app, f9());
        for view in '1'..='8' {
            letter(&mut app, view);
            let shown = drawn(&mut app, (width, height));
            assert_eq!(other(&shown), None, "{shown}");
        }
    }
}

#[test]
fn a_paste_goes_into_the_input_and_the_whole_window_makes_room_for_it() {
    let mut app = opened(Language::English, (100, 30));
    event(&mut app, f9());
    event(&mut app, Event::Paste("two words".to_owned()));
    let shown = drawn(&mut app, (100, 30));
    assert_eq!(app.wire.extent(), Some(Extent::Pane));
    assert!(shown.contains("two words"), "{shown}");
}
