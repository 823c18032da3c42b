//! The same evening at four sizes in each language, and anything at any size.

mod elsewhere;
mod finding;
mod keys;
mod led;
mod names;
mod popup;
mod reading;
mod recall;
mod status;
mod wire;

use std::time::Duration;
use std::time::Instant;

use chat_proto::codec::json;
use chat_proto::frame::PeerFrame;
use chat_proto::name::Name;
use chat_proto::now::Now;
use chat_proto::stamp::Stamp;
use crossterm::event::KeyCode;
use crossterm::event::KeyEvent;
use crossterm::event::KeyModifiers;
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Cell;
use ratatui::style::Modifier;

use super::*;
use crate::app;
use crate::app::errand::Errand;
use crate::app::event::Effect;
use crate::app::event::Event;
use crate::app::keys::Keymap;
use crate::app::settings::Depth;
use crate::app::settings::Palette;
use crate::app::settings::ScreenSettings;
use crate::session::traffic::Input;
use crate::session::traffic::Setup;
use crate::speech::Language;

const SIZES: [(u16, u16); 4] = [(20, 5), (40, 12), (80, 24), (160, 50)];

#[expect(
    clippy::disallowed_methods,
    reason = "a test needs some moment to begin with"
)]
fn epoch() -> Now {
    Now {
        mono: Instant::now(),
        wall: Stamp::from_unix_ms(1_795_183_387_123),
    }
}

fn new_app(language: Language) -> App {
    let setup = Setup::new(Name::parse("ana").unwrap(), 7);
    let settings = ScreenSettings {
        language,
        ..ScreenSettings::default()
    };
    let mut app = App::new(epoch(), setup, 0, settings);
    app::start(&mut app);
    app
}

fn event(app: &mut App, event: Event) -> Vec<Effect> {
    let now = app.now;
    app::update(app, now, event)
}

fn hear(app: &mut App, line: &str) {
    let frame = json::read_server(line.as_bytes()).unwrap();
    event(app, Event::Net(Input::Frame(frame)));
}

fn write(app: &mut App, text: &str) {
    for c in text.chars() {
        event(app, key(KeyModifiers::NONE, KeyCode::Char(c)));
    }
}

fn enter(app: &mut App, text: &str) -> Vec<Effect> {
    write(app, text);
    event(app, key(KeyModifiers::NONE, KeyCode::Enter))
}

fn key(modifiers: KeyModifiers, code: KeyCode) -> Event {
    Event::Key(KeyEvent::new(code, modifiers))
}

/// A class at work.
fn evening() -> App {
    evening_in(Language::English)
}

fn evening_in(language: Language) -> App {
    let mut app = new_app(language);
    event(
        &mut app,
        Event::Net(Input::Connected("tcp 192.168.1.7:1234".to_owned())),
    );
    app.invitation = Some("chat-tui 192.168.1.7".to_owned());
    for line in [
        r#"{"type":"welcome","name":"server","timestamp":"2026-11-20T16:19:00.000Z","you":"ana","room":"lobby","run":"r","seq":3,"text":"you are ana in lobby, 3 people here"}"#,
        r#"{"type":"who","name":"server","room":"lobby","names":["ana","bob","Márcia"],"text":"x"}"#,
        r#"{"name":"bob","timestamp":"2026-11-20T16:19:02.000Z","room":"lobby","seq":1,"history":true,"text":"does accept() block?"}"#,
        r#"{"name":"Márcia","timestamp":"2026-11-20T16:19:42.000Z","room":"lobby","seq":2,"text":"until someone connects: the kernel keeps a queue of connections that are complete, and accept takes the first one; 漢字 👩‍👩‍👧 olá"}"#,
        r#"{"type":"notice","name":"server","timestamp":"2026-11-20T16:20:02.000Z","room":"lobby","event":"join","who":"zed","text":"zed joined"}"#,
        r#"{"name":"averyveryverylongname","timestamp":"2026-11-20T16:20:02.000Z","room":"lab","seq":1,"text":"two\nlines"}"#,
        r#"{"name":"bob","timestamp":"2026-11-20T16:20:03.000Z","to":"ana","text":"psst"}"#,
        r#"{"name":"zed","timestamp":"2026-11-20T16:20:04.000Z","room":"lobby","seq":3,"text":"ask Ana's neighbour"}"#,
    ] {
        hear(&mut app, line);
    }
    let said = enter(&mut app, "like this? listen(fd, 128)");
    let id = said.iter().find_map(|effect| match effect {
        Effect::Errand(Errand::Send(PeerFrame::Say(say))) => say.id.clone(),
        _ => None,
    });
    hear(
        &mut app,
        &format!(
            r#"{{"type":"error","name":"server","code":"too_long","id":{},"text":"say it in parts"}}"#,
            id.unwrap().token()
        ),
    );
    enter(&mut app, "and this?");
    write(&mut app, "what I am writing");
    app
}

fn drawn(app: &mut App, (width, height): (u16, u16)) -> String {
    event(app, Event::Resize(width, height));
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    let theme = Theme::new(Palette::Terminal, Depth::Sixteen);
    terminal
        .draw(|frame| {
            draw(frame.buffer_mut(), app, &theme);
        })
        .unwrap();
    // With quotes, which show where a row ends.
    terminal.backend().to_string()
}

/// One snapshot: after this beginning, in each language, at each size.
#[track_caller]
fn check(name: &str, begin: impl Fn(&mut App), prepare: impl Fn(&mut App)) {
    let mut all = Vec::new();
    for language in Language::ALL {
        let mut app = evening_in(language);
        begin(&mut app);
        for (width, height) in SIZES {
            event(&mut app, Event::Resize(width, height));
            prepare(&mut app);
            let shown = drawn(&mut app, (width, height));
            all.push(format!("{language:?}, {width}x{height}\n{shown}"));
        }
    }
    insta::assert_snapshot!(name, all.join("\n"));
}

#[test]
fn a_class_at_work() {
    check("class", |_| {}, |_| {});
}

#[test]
fn without_a_connection_the_status_says_so_and_counts_down() {
    let begin = |app: &mut App| {
        event(
            app,
            Event::Net(Input::Lost(
                "the connection to tcp 192.168.1.7:1234 broke: the server may have stopped"
                    .to_owned(),
            )),
        );
        enter(app, " said offline");
    };
    check("offline", begin, |_| {});
}

#[test]
fn while_reading_older_rows_the_status_counts_what_is_new() {
    let begin = |app: &mut App| {
        event(app, key(KeyModifiers::CONTROL, KeyCode::Char('u')));
    };
    check("older", begin, |app| {
        event(app, key(KeyModifiers::CONTROL, KeyCode::Home));
        hear(
            app,
            r#"{"name":"bob","timestamp":"2026-11-20T16:21:03.000Z","room":"lobby","text":"new"}"#,
        );
    });
}

#[test]
fn after_an_absence_a_rule_shows_where_the_new_begins() {
    let begin = |app: &mut App| {
        event(app, Event::Focus(false));
        for (seq, day) in [(4, 20), (5, 21)] {
            hear(
                app,
                &format!(
                    r#"{{"name":"bob","timestamp":"2026-11-{day}T16:22:00.000Z","room":"lobby","seq":{seq},"text":"are you there?"}}"#
                ),
            );
        }
    };
    check("absence", begin, |_| {});
}

#[test]
fn several_conversations_are_listed_where_there_is_width() {
    let begin = |app: &mut App| {
        event(app, key(KeyModifiers::CONTROL, KeyCode::Char('u')));
        enter(app, "/join lab");
        for line in [
            r#"{"type":"welcome","name":"server","timestamp":"2026-11-20T16:22:00.000Z","you":"ana","room":"lab","run":"r","seq":0,"text":"you are ana in lab"}"#,
            r#"{"name":"zed","timestamp":"2026-11-20T16:23:00.000Z","room":"lobby","seq":4,"text":"ana?"}"#,
            r#"{"name":"zed","timestamp":"2026-11-20T16:23:00.000Z","room":"lobby","seq":5,"text":"where is everybody"}"#,
        ] {
            hear(app, line);
        }
    };
    check("rooms", begin, |_| {});
}

#[test]
fn one_person_is_spoken_to_under_their_name() {
    let begin = |app: &mut App| {
        event(app, key(KeyModifiers::CONTROL, KeyCode::Char('u')));
        enter(app, "/msg bob");
    };
    check("direct", begin, |_| {});
}

#[test]
fn a_search_shows_what_it_found() {
    let begin = |app: &mut App| {
        event(app, key(KeyModifiers::CONTROL, KeyCode::Char('s')));
        for c in "kernel".chars() {
            event(app, key(KeyModifiers::NONE, KeyCode::Char(c)));
        }
    };
    check("search", begin, |_| {});
}

/// The right end of the status row.
#[track_caller]
fn says(app: &mut App, words: &str) {
    says_at(app, (80, 24), words);
}

#[track_caller]
fn says_at(app: &mut App, size: (u16, u16), words: &str) {
    let shown = drawn(app, size);
    let end = format!(" {words} \"");
    assert!(shown.lines().any(|row| row.ends_with(&end)), "{shown}");
}

#[test]
fn the_help_page_is_the_table_of_keys() {
    let begin = |app: &mut App| {
        event(app, key(KeyModifiers::NONE, KeyCode::F(1)));
    };
    check("help", begin, |_| {});
}

#[test]
fn tiny_windows_say_that_they_are() {
    let mut app = evening();
    assert_eq!(
        drawn(&mut app, (11, 2)),
        "\"window too \"\n\"small      \"\n"
    );
    assert_eq!(drawn(&mut app, (1, 1)), "\"w\"\n");
    let mut app = evening_in(Language::Portuguese);
    let shown = drawn(&mut app, (19, 2));
    assert_eq!(shown, "\"janela demasiado   \"\n\"pequena (19x2)     \"\n");
}

#[test]
fn no_colour_is_used_where_none_is_wanted() {
    let mut app = evening();
    event(&mut app, Event::Resize(80, 24));
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    let theme = Theme::new(Palette::Terminal, Depth::Nothing);
    terminal
        .draw(|frame| {
            draw(frame.buffer_mut(), &app, &theme);
        })
        .unwrap();
    let reset = ratatui::style::Color::Reset;
    for cell in terminal.backend().buffer().content() {
        assert_eq!((cell.fg, cell.bg), (reset, reset));
    }
}

/// Whatever a colour says, a sign or a word says too.
#[test]
fn without_colours_every_kind_of_row_is_told_by_a_sign() {
    let mut app = evening();
    app.hint("a hint");
    app.trouble("a trouble");
    event(&mut app, Event::Focus(false));
    for (seq, text) in [(7, "ana, look"), (8, "an answer")] {
        let line = format!(
            r#"{{"name":"bob","timestamp":"2026-11-20T16:22:00.000Z","room":"lobby","seq":{seq},"text":"{text}"}}"#
        );
        hear(&mut app, &line);
    }
    let signs = [
        ("zed joined", "* "),
        ("a hint", "- "),
        ("a trouble", "! "),
        ("ana, look", "»"),
        ("2 new", "──"),
        ("and this?", "…"),
        ("not sent", "! not sent"),
    ];
    for size in [(80, 40), (40, 40)] {
        let shown = drawn(&mut app, size);
        for (words, sign) in signs {
            let row = shown.lines().find(|row| row.contains(words));
            let row = row.unwrap_or_else(|| panic!("no {words}: {shown}"));
            assert!(row.contains(sign), "{words}: {row}");
        }
    }
}
