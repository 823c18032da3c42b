//! What one event costs on the wire to the terminal, in a window of 120×40: a
//! careless repaint is seen here before eyes see it.

use std::time::Instant;

use chat_proto::codec::json;
use chat_proto::name::Name;
use chat_proto::now::Now;
use chat_proto::stamp::Stamp;
use chat_proto::trace::entry::Entry;
use crossterm::event::KeyCode;
use crossterm::event::KeyEvent;
use crossterm::event::KeyModifiers;

use crate::app;
use crate::app::App;
use crate::app::event::Event;
use crate::app::settings::Depth;
use crate::app::settings::Palette;
use crate::app::settings::ScreenSettings;
use crate::app::wire::shown::Noted;
use crate::canvas::Canvas;
use crate::session::traffic::Input;
use crate::session::traffic::Setup;
use crate::view;
use crate::view::theme::Theme;

/// An app, its canvas, and the bytes of each frame.
struct Desk {
    app: App,
    canvas: Canvas,
    theme: Theme,
    said: u64,
}

impl Desk {
    /// A room of thirteen in which a hundred things were said.
    #[expect(
        clippy::disallowed_methods,
        reason = "a test needs some moment to begin with"
    )]
    fn new() -> Self {
        let now = Now {
            mono: Instant::now(),
            wall: Stamp::from_unix_ms(1_795_183_387_123),
        };
        let setup = Setup::new(Name::parse("ana").unwrap(), 7);
        let mut desk = Self {
            app: App::new(now, setup, 0, ScreenSettings::default()),
            canvas: Canvas::new((120, 40), true),
            theme: Theme::new(Palette::Terminal, Depth::Indexed),
            said: 0,
        };
        app::start(&mut desk.app);
        desk.update(Event::Net(Input::Connected(
            "tcp 127.0.0.1:1234".to_owned(),
        )));
        desk.hear(r#"{"type":"welcome","name":"server","you":"ana","room":"lobby","run":"r","seq":0,"text":"x"}"#);
        let names = r#""ana","b","c","d","e","f","g","h","i","j","k","l","m""#;
        desk.hear(&format!(
            r#"{{"type":"who","name":"server","room":"lobby","names":[{names}],"text":"x"}}"#
        ));
        desk.update(Event::Resize(120, 40));
        (0..100).for_each(|_| desk.is_told());
        desk.frame();
        desk
    }

    fn update(&mut self, event: Event) {
        let now = self.app.now;
        app::update(&mut self.app, now, event);
    }

    fn hear(&mut self, line: &str) {
        let frame = json::read_server(line.as_bytes()).unwrap();
        self.update(Event::Net(Input::Frame(frame)));
    }

    /// Somebody says about eighty letters.
    fn is_told(&mut self) {
        self.said += 1;
        let seq = self.said;
        // No two rows are alike.
        let word = |at: u64| WORDS[usize::try_from((seq * 7 + at * 3) % 11).unwrap()];
        let words: Vec<_> = (0..11).map(word).collect();
        let who = ["b", "c", "d", "e"][usize::try_from(seq).unwrap() % 4];
        self.hear(&format!(
            r#"{{"name":"{who}","room":"lobby","seq":{seq},"timestamp":"2026-11-20T14:03:07.123Z","text":"{}"}}"#,
            words.join(" ")
        ));
    }

    fn presses(&mut self, code: KeyCode) {
        self.update(Event::Key(KeyEvent::new(code, KeyModifiers::NONE)));
    }

    fn frame(&mut self) -> usize {
        let (app, theme) = (&self.app, &self.theme);
        self.canvas
            .draw(|frame| view::draw(frame, app, theme))
            .len()
    }
}

#[test]
fn where_nothing_has_changed_no_byte_is_written() {
    let mut desk = Desk::new();
    assert_eq!(desk.frame(), 0);
    desk.update(Event::Tick);
    desk.update(Event::Focus(true));
    assert_eq!(desk.frame(), 0);
}

#[test]
fn a_key_costs_at_most_64_bytes() {
    let mut desk = Desk::new();
    for key in "what I am writing, a little longer".chars() {
        desk.presses(KeyCode::Char(key));
        let bytes = desk.frame();
        assert!(bytes <= 64, "{key}: {bytes}");
    }
    for key in [
        KeyCode::Backspace,
        KeyCode::Left,
        KeyCode::Home,
        KeyCode::End,
    ] {
        desk.presses(key);
        let bytes = desk.frame();
        assert!(bytes <= 64, "{key:?}: {bytes}");
    }
}

/// The list of commands is painted with the first key, and narrowed with the next ones; then
/// the pop-up stands.
#[test]
fn a_key_of_a_command_costs_no_more_and_a_tab_a_few_hundred_bytes() {
    let mut desk = Desk::new();
    for key in "/msg ".chars() {
        desk.presses(KeyCode::Char(key));
        let bytes = desk.frame();
        let most = if key == ' ' { MESSAGE } else { 2 * MESSAGE };
        assert!(bytes <= most, "{key}: {bytes}");
    }
    desk.presses(KeyCode::Tab);
    let bytes = desk.frame();
    assert!(bytes <= 2 * MESSAGE, "Tab: {bytes}");
    desk.presses(KeyCode::Char('h'));
    desk.frame();
    for key in "ello, who is there".chars() {
        desk.presses(KeyCode::Char(key));
        let bytes = desk.frame();
        assert!(bytes <= 64, "{key}: {bytes}");
    }
}

#[test]
fn a_message_at_the_bottom_costs_a_few_hundred_bytes_and_a_page_at_most_7000() {
    let mut desk = Desk::new();
    for _ in 0..50 {
        desk.is_told();
        let bytes = desk.frame();
        // A whole frame would be several thousand.
        assert!((1..=MESSAGE).contains(&bytes), "{bytes}");
    }
    for key in [KeyCode::PageUp, KeyCode::PageUp, KeyCode::PageDown] {
        desk.presses(key);
        let bytes = desk.frame();
        assert!((1..=7000).contains(&bytes), "{key:?}: {bytes}");
    }
}

#[test]
fn a_window_of_another_size_is_painted_once_and_whole() {
    let mut desk = Desk::new();
    desk.update(Event::Resize(100, 30));
    desk.canvas.resize((100, 30));
    let bytes = desk.frame();
    assert!((1..=7000).contains(&bytes), "{bytes}");
    assert_eq!(desk.frame(), 0);
}

/// Messages over a link and their answers, from this one on.
fn noted(from: u32, count: u32) -> Event {
    let lines = (from..from + count).flat_map(|n| {
        let data = format!(
            r#"{{\"n\":{n},\"type\":\"msg\",\"room\":\"lobby\",\"text\":\"packet server buffer {n}\",\"id\":\"a-{n}\"}}"#
        );
        [
            format!(
                r#"{{"ms":{n}0,"flow":1,"event":"out","x":"{n:08x}","bytes":140,"data":"{data}"}}"#
            ),
            format!(
                r#"{{"ms":{n}1,"flow":1,"event":"in","x":"f{n:07x}","bytes":99,"what":{{"type":"ack","ack":{n},"for":[{n},1]}}}}"#
            ),
        ]
    });
    let entries = lines.map(|line| Entry::read(line.as_bytes()).unwrap());
    Event::Noted(Noted {
        missed: 0,
        entries: entries.map(Into::into).collect(),
    })
}

#[test]
fn a_row_on_the_wire_costs_a_few_hundred_bytes_and_a_page_at_most_7000() {
    let mut desk = Desk::new();
    desk.presses(KeyCode::F(9));
    desk.presses(KeyCode::F(9));
    desk.update(noted(1, 5000));
    let bytes = desk.frame();
    assert!((1..=9000).contains(&bytes), "all of it anew: {bytes}");
    for n in 0..20 {
        desk.update(noted(6000 + n, 1));
        let bytes = desk.frame();
        assert!((1..=2 * ROW).contains(&bytes), "two rows: {bytes}");
    }
    desk.presses(KeyCode::Up);
    desk.presses(KeyCode::Enter);
    desk.frame();
    for key in [KeyCode::PageUp, KeyCode::PageUp, KeyCode::PageDown] {
        desk.presses(key);
        let bytes = desk.frame();
        assert!((1..=7000).contains(&bytes), "{key:?}: {bytes}");
    }
    for _ in 0..60 {
        desk.presses(KeyCode::Up);
        let bytes = desk.frame();
        assert!(
            (1..=3 * ROW).contains(&bytes),
            "the next row, and its sentence: {bytes}"
        );
    }
}

/// A row of 120 columns with arrow and note, moved in by scrolling.
const ROW: usize = 400;
const WORDS: [&str; 11] = [
    "socket", "accept", "listen", "server", "client", "packet", "buffer", "thread", "select",
    "epoll", "port",
];
/// With thirteen people beside the history, whose names do not move with it.
const MESSAGE: usize = 700;
