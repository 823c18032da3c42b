//! One person at several servers: what comes where, and where keys go.

use crate::app::errand::Errand;
use std::time::Instant;

use chat_proto::codec::json;
use chat_proto::frame::PeerFrame;
use chat_proto::name::Name;
use chat_proto::stamp::Stamp;
use crossterm::event::KeyCode;
use crossterm::event::KeyEvent;
use crossterm::event::KeyModifiers;

use super::*;
use crate::app::settings::ScreenSettings;
use crate::app::settings::Times;
use crate::session::traffic::Input;
use crate::session::traffic::Setup;

struct Seat {
    board: Switchboard,
    now: Now,
}

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

fn app(now: Now, title: &str) -> App {
    let setup = Setup::new(Name::parse("ana").unwrap(), 7);
    let mut app = App::new(now, setup, 0, ScreenSettings::default());
    app.title = title.to_owned();
    app
}

impl Seat {
    /// At two servers, of which the first is shown.
    fn new() -> Self {
        let now = epoch();
        let mut board = Switchboard::new(app(now, "redes"));
        board.start();
        board.update(now, &Event::Resize(80, 24));
        board.add(now, app(now, "cloud"), false);
        let mut seat = Self { board, now };
        for server in [ServerId(0), ServerId(1)] {
            let connected = Input::Connected("tcp 127.0.0.1:1234".to_owned());
            seat.board.update_of(now, server, Event::Net(connected));
            seat.hear(server, r#"{"type":"welcome","name":"server","you":"ana","room":"lobby","run":"r","seq":0,"text":"you are ana"}"#);
        }
        seat
    }

    fn hear(&mut self, server: ServerId, line: &str) -> Vec<Deed> {
        let frame = json::read_server(line.as_bytes()).unwrap();
        let event = Event::Net(Input::Frame(frame));
        self.board.update_of(self.now, server, event)
    }

    fn key(&mut self, modifiers: KeyModifiers, code: KeyCode) -> Vec<Deed> {
        let event = Event::Key(KeyEvent::new(code, modifiers));
        self.board.update(self.now, &event)
    }

    fn enter(&mut self, text: &str) -> Vec<Deed> {
        for c in text.chars() {
            self.key(KeyModifiers::NONE, KeyCode::Char(c));
        }
        self.key(KeyModifiers::NONE, KeyCode::Enter)
    }

    fn shown(&self) -> &str {
        &self.board.shown().title
    }
}

/// What is said, and where it goes.
fn said(deeds: &[Deed]) -> Vec<(u32, &str)> {
    let said = deeds.iter().filter_map(|deed| match &deed.effect {
        Effect::Errand(Errand::Send(PeerFrame::Say(say))) => {
            Some((deed.server.0, say.text.as_str()))
        }
        _ => None,
    });
    said.collect()
}

const BOB: &str = r#"{"name":"bob","room":"lobby","seq":1,"text":"ana, are you there?"}"#;

#[test]
fn what_is_written_goes_to_the_server_that_is_shown_and_to_no_other() {
    let mut seat = Seat::new();
    assert_eq!(said(&seat.enter("hello")), [(0, "hello")]);
    seat.enter("/go cloud");
    assert_eq!(seat.shown(), "cloud");
    assert_eq!(said(&seat.enter("hi")), [(1, "hi")]);
    seat.enter("/go redes");
    assert_eq!(seat.shown(), "redes");
}

#[test]
fn what_is_said_at_another_server_is_counted_until_one_goes_there() {
    let mut seat = Seat::new();
    seat.hear(ServerId(1), BOB);
    let row = seat.board.shown().beside[0].rows[0].clone();
    assert_eq!((row.unread, row.for_you), (1, 1));
    seat.hear(ServerId(0), BOB);
    let own = seat.board.shown().places.shown().unread;
    assert_eq!(own, 0, "it is seen");
    // Alt-a goes where somebody waits, also elsewhere.
    seat.key(KeyModifiers::ALT, KeyCode::Char('a'));
    assert_eq!(seat.shown(), "cloud");
    assert_eq!(seat.board.shown().places.shown().unread, 0);
    assert_eq!(seat.board.shown().beside[0].title, "redes");
}

#[test]
fn one_goes_through_the_conversations_of_all_servers_as_through_one_list() {
    let mut seat = Seat::new();
    seat.enter("/join lab");
    let titles = |seat: &Seat| {
        let shown = seat.board.shown();
        format!(
            "{} {}",
            shown.title,
            shown.places.shown().with.title(shown.speech)
        )
    };
    assert_eq!(titles(&seat), "redes #lab");
    let mut seen = Vec::new();
    for _ in 0..4 {
        seat.key(KeyModifiers::CONTROL, KeyCode::Char('n'));
        seen.push(titles(&seat));
    }
    assert_eq!(
        seen,
        ["cloud #lobby", "redes #lobby", "redes #lab", "cloud #lobby"]
    );
    // By its number in the whole list.
    seat.key(KeyModifiers::ALT, KeyCode::Char('2'));
    assert_eq!(titles(&seat), "redes #lab");
}

#[test]
fn one_of_several_is_left_and_the_last_one_is_not() {
    let mut seat = Seat::new();
    let deeds = seat.enter("/disconnect");
    assert_eq!(seat.shown(), "cloud");
    let bye = |deed: &&Deed| matches!(deed.effect, Effect::Errand(Errand::Send(PeerFrame::Bye)));
    let byes: Vec<_> = deeds.iter().filter(bye).map(|deed| deed.server.0).collect();
    assert_eq!(byes, [0]);
    assert!(seat.board.get(ServerId(0)).is_none());
    seat.enter("/disconnect");
    assert_eq!(seat.shown(), "cloud", "there is no other");
    // What comes late from one that was left is nobody's.
    assert_eq!(seat.hear(ServerId(0), BOB), []);
}

#[test]
fn a_server_that_fails_does_not_end_the_others() {
    let mut seat = Seat::new();
    let dismissed = r#"{"type":"bye","name":"server","return":false,"text":"you were sent out"}"#;
    let deeds = seat.hear(ServerId(1), dismissed);
    let ends = |deed: &Deed| matches!(deed.effect, Effect::Quit | Effect::Fail(_));
    assert!(!deeds.iter().any(ends), "{deeds:?}");
    assert!(!seat.board.shown().beside[0].online);
    seat.enter("/disconnect");
    let deeds = seat.hear(ServerId(1), dismissed);
    drop(deeds);
    // The last one does.
    let mut alone = Switchboard::new(app(seat.now, "redes"));
    alone.start();
    let connected = Input::Connected("tcp 127.0.0.1:1234".to_owned());
    alone.update_of(seat.now, ServerId(0), Event::Net(connected));
    let frame = json::read_server(dismissed.as_bytes()).unwrap();
    let deeds = alone.update_of(seat.now, ServerId(0), Event::Net(Input::Frame(frame)));
    assert!(deeds.iter().any(ends), "{deeds:?}");
}

#[test]
fn what_was_set_at_one_server_holds_at_all_and_quit_leaves_all() {
    let mut seat = Seat::new();
    seat.enter("/set times seconds");
    seat.enter("/go cloud");
    let shown = seat.board.shown();
    assert_eq!(shown.settings.times, Times::Seconds);
    let deeds = seat.board.quit(seat.now);
    let bye = |deed: &&Deed| matches!(deed.effect, Effect::Errand(Errand::Send(PeerFrame::Bye)));
    assert_eq!(deeds.iter().filter(bye).count(), 2);
}

#[test]
fn there_is_a_bound_on_servers() {
    let mut seat = Seat::new();
    let mut added = 2;
    while seat.board.has_space() {
        seat.board.add(seat.now, app(seat.now, "more"), true);
        added += 1;
    }
    assert_eq!(added, Switchboard::MOST);
}
