//! Whole evenings: keys and frames in, effects and words out.

mod asked;
mod before;
mod calling;
mod deciding;
mod finding;
mod keeping;
mod past;
mod reading;
mod recall;
mod referring;
mod replying;
mod rooms;
mod setting;
mod taking;
mod weather;
mod sharing;
mod signs;
mod slips;
mod writing;

use crate::app::errand::Errand;
use std::time::Duration;
use std::time::Instant;

use chat_proto::codec::json;
use chat_proto::frame::PeerFrame;
use chat_proto::name::Name;
use chat_proto::room::RoomName;
use chat_proto::stamp::Stamp;
use chat_trust::words::SixWords;
use crossterm::event::KeyCode;
use crossterm::event::KeyEvent;
use crossterm::event::KeyModifiers;

use super::*;
use crate::app::conversation::entry;
use crate::app::conversation::places;
use crate::app::settings::ScreenSettings;
use crate::session::traffic::Input;
use crate::session::traffic::Setup;
use crate::session::traffic::Target;

struct Evening {
    app: App,
    now: Now,
    effects: Vec<Effect>,
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

impl Evening {
    fn new() -> Self {
        Self::beginning(false)
    }

    fn beginning(datagrams: bool) -> Self {
        let now = epoch();
        let setup = Setup {
            datagrams,
            ..Setup::new(Name::parse("ana").unwrap(), 7)
        };
        let mut evening = Self {
            app: App::new(now, setup, 0, ScreenSettings::default()),
            now,
            effects: Vec::new(),
        };
        evening.effects = start(&mut evening.app);
        evening.event(Event::Resize(80, 24));
        evening
    }

    fn online() -> Self {
        Self::over(false)
    }

    fn over(datagrams: bool) -> Self {
        let mut evening = Self::beginning(datagrams);
        evening.event(Event::Net(Input::Connected(
            "tcp 127.0.0.1:1234".to_owned(),
        )));
        evening.hear(r#"{"type":"welcome","name":"server","you":"ana","room":"lobby","run":"r","seq":0,"text":"you are ana"}"#);
        evening.hear(r#"{"type":"who","name":"server","room":"lobby","names":["ana","bob"],"text":"in lobby"}"#);
        evening.effects.clear();
        evening
    }

    fn event(&mut self, event: Event) {
        self.effects.extend(update(&mut self.app, self.now, event));
    }

    fn hear(&mut self, line: &str) {
        let frame = json::read_server(line.as_bytes()).unwrap();
        self.event(Event::Net(Input::Frame(frame)));
    }

    fn key(&mut self, modifiers: KeyModifiers, code: KeyCode) {
        self.event(Event::Key(KeyEvent::new(code, modifiers)));
    }

    fn write(&mut self, text: &str) {
        for c in text.chars() {
            self.key(KeyModifiers::NONE, KeyCode::Char(c));
        }
    }

    fn enter(&mut self, text: &str) {
        self.write(text);
        self.key(KeyModifiers::NONE, KeyCode::Enter);
    }

    fn sent(&self) -> Vec<&PeerFrame> {
        let frames = self.effects.iter().filter_map(|effect| match effect {
            Effect::Errand(Errand::Send(frame)) => Some(frame),
            _ => None,
        });
        frames.collect()
    }

    fn said(&self) -> Vec<&str> {
        let texts = self.sent().into_iter().filter_map(|frame| match frame {
            PeerFrame::Say(say) => Some(say.text.as_str()),
            _ => None,
        });
        texts.collect()
    }

    /// The id of the message that was said last.
    fn last_id(&self) -> String {
        let mut ids = self.sent().into_iter().filter_map(|frame| match frame {
            PeerFrame::Say(say) => say.id.clone(),
            _ => None,
        });
        ids.next_back().unwrap().token().to_owned()
    }

    /// The last row of the history: name and text.
    fn last(&self) -> String {
        let rows = self.app.timeline().glance(self.app.window()).rows;
        let entry = rows.last().unwrap().entry;
        format!("{}|{}", entry.name(), entry.text())
    }

    fn quits(&self) -> bool {
        self.effects.contains(&Effect::Quit)
    }
}

#[test]
fn what_is_written_is_shown_at_once_and_marked_until_it_is_confirmed() {
    let mut evening = Evening::online();
    evening.enter("olá");
    assert_eq!(evening.said(), ["olá"]);
    assert_eq!(evening.last(), "ana|olá");
    let rows = evening.app.timeline().glance(evening.app.window()).rows;
    assert!(matches!(
        rows.last().unwrap().entry.kind,
        entry::Kind::Waiting(_)
    ));
    let Some(PeerFrame::Say(say)) = evening.sent().pop().cloned() else {
        panic!("nothing was said")
    };
    evening.hear(&format!(
        r#"{{"type":"msg","name":"ana","room":"lobby","seq":1,"id":{},"text":"olá"}}"#,
        say.id.unwrap().token()
    ));
    let rows = evening.app.timeline().glance(evening.app.window()).rows;
    assert_eq!(rows.last().unwrap().entry.kind, entry::Kind::Own);
    assert_eq!(rows.iter().filter(|row| row.text == "olá").count(), 1);
}

#[test]
fn a_slip_is_explained_and_the_input_stays() {
    let mut evening = Evening::online();
    for slip in ["/fly", " /msg bob secret"] {
        evening.enter(slip);
        assert!(evening.sent().is_empty(), "{slip}");
        assert_eq!(evening.app.composer().text(), slip);
        evening.key(KeyModifiers::CONTROL, KeyCode::Char('u'));
    }
    evening.enter("//fly");
    assert_eq!(evening.said(), ["/fly"]);
}

#[test]
fn a_paste_never_sends_by_itself() {
    let mut evening = Evening::online();
    evening.event(Event::Paste("/quit\r\nrm -rf\rx\u{1b}[2J\n".to_owned()));
    assert!(evening.sent().is_empty() && !evening.quits());
    assert_eq!(evening.app.composer().text(), "/quit\nrm -rf\nx[2J\n");
}

#[test]
fn what_is_written_offline_waits_and_enter_on_nothing_tries_now() {
    let mut evening = Evening::online();
    evening.event(Event::Net(Input::Lost("the cable".to_owned())));
    evening.enter("later");
    assert!(evening.said().is_empty());
    assert_eq!(evening.app.session.unconfirmed(), 1);
    evening.effects.clear();
    evening.key(KeyModifiers::NONE, KeyCode::Enter);
    assert!(
        evening
            .effects
            .contains(&Effect::Errand(Errand::Connect(Target::default())))
    );
}

#[test]
fn the_same_failure_is_told_once_and_the_status_counts_down() {
    let mut evening = Evening::new();
    for _ in 0..3 {
        evening.event(Event::Net(Input::Lost("nobody listens".to_owned())));
        let wake = poll_timeout(&evening.app).unwrap();
        assert!(wake <= evening.now.mono + Duration::from_millis(1001));
        evening.now.mono += Duration::from_secs(11);
        evening.event(Event::Tick);
    }
    let rows = evening.app.timeline().glance(evening.app.window()).rows;
    assert_eq!(rows.len(), 1);
}

#[test]
fn tab_goes_through_the_names_latest_speaker_first() {
    let mut evening = Evening::online();
    let names =
        r#"{"type":"who","name":"server","room":"lobby","names":["ana","bea","bob"],"text":"x"}"#;
    evening.enter("/who");
    evening.hear(names);
    evening.hear(r#"{"name":"bob","room":"lobby","seq":1,"text":"hi"}"#);
    let mut seen = Vec::new();
    evening.write("b");
    for _ in 0..3 {
        evening.key(KeyModifiers::NONE, KeyCode::Tab);
        seen.push(evening.app.composer().text().to_owned());
    }
    assert_eq!(seen, ["bob: ", "bea: ", "bob: "]);
    evening.write("ask BE");
    evening.key(KeyModifiers::NONE, KeyCode::Tab);
    assert_eq!(evening.app.composer().text(), "bob: ask bea ");
}

#[test]
fn ctrl_c_clears_and_quits_only_when_pressed_twice_within_two_seconds() {
    let mut evening = Evening::online();
    let ctrl_c = |evening: &mut Evening| evening.key(KeyModifiers::CONTROL, KeyCode::Char('c'));
    evening.write("draft");
    ctrl_c(&mut evening);
    assert!(evening.app.composer().is_empty());
    ctrl_c(&mut evening);
    evening.now.mono += Duration::from_millis(2100);
    evening.event(Event::Tick);
    ctrl_c(&mut evening);
    assert!(!evening.quits());
    ctrl_c(&mut evening);
    assert!(evening.quits());
    assert!(matches!(evening.sent().last(), Some(PeerFrame::Bye)));
}

#[test]
fn ctrl_d_quits_only_on_an_empty_input() {
    let mut evening = Evening::online();
    evening.write("x");
    evening.key(KeyModifiers::CONTROL, KeyCode::Char('d'));
    assert!(!evening.quits());
    evening.key(KeyModifiers::CONTROL, KeyCode::Char('u'));
    evening.key(KeyModifiers::CONTROL, KeyCode::Char('d'));
    assert!(evening.quits());
}

#[test]
fn what_comes_from_a_room_that_was_left_says_where_it_is_from() {
    let mut evening = Evening::online();
    evening.hear(r#"{"name":"bob","room":"lab","seq":1,"text":"there"}"#);
    assert_eq!(evening.last(), "bob|#lab there");
}

#[test]
fn comings_and_goings_keep_the_roster() {
    let mut evening = Evening::online();
    for line in [
        r#"{"type":"notice","name":"server","room":"lobby","event":"join","who":["zed","cy"],"text":"x"}"#,
        r#"{"type":"notice","name":"server","room":"lobby","event":"leave","who":"bob","text":"x"}"#,
        r#"{"type":"notice","name":"server","room":"lobby","event":"rename","who":"cy","now":"Cyd","text":"x"}"#,
    ] {
        evening.hear(line);
    }
    let people: Vec<_> = evening.app.roster.people(evening.app.room()).collect();
    assert_eq!(people, ["ana", "Cyd", "zed"]);
}

#[test]
fn comings_and_goings_one_after_another_are_one_line() {
    let mut evening = Evening::online();
    let notice = |event: &str, who: &str| {
        format!(
            r#"{{"type":"notice","name":"server","room":"lobby","event":"{event}","who":{who},"text":"told"}}"#
        )
    };
    evening.hear(&notice("join", r#""zed""#));
    // Whoever is alone is told by the server's own words.
    assert_eq!(evening.last(), "|told");
    evening.hear(&notice("leave", r#""bob""#));
    assert_eq!(evening.last(), "|+zed -bob");
    evening.hear(r#"{"name":"zed","room":"lobby","seq":1,"text":"hi"}"#);
    evening.hear(&notice("join", r#"["cy","dee"]"#));
    assert_eq!(evening.last(), "|+cy +dee");
    let rows = evening.app.timeline().glance(evening.app.window()).rows;
    assert_eq!(rows.len(), 4);
}

#[test]
fn a_rule_stands_between_two_days_and_none_before_the_first() {
    let mut evening = Evening::online();
    let times = [
        "2026-11-20T23:59:00.000Z",
        "2026-11-21T00:01:00.000Z",
        "2026-11-21T00:02:00.000Z",
    ];
    for (at, seq) in times.iter().zip(1..) {
        evening.hear(&format!(
            r#"{{"name":"bob","timestamp":"{at}","room":"lobby","seq":{seq},"text":"x"}}"#
        ));
    }
    let rows = evening.app.timeline().glance(evening.app.window()).rows;
    let rules = rows.iter().map(|row| row.entry.kind.is_rule());
    assert_eq!(
        rules.collect::<Vec<_>>(),
        [false, false, true, false, false]
    );
}

#[test]
fn a_wrong_password_ends_the_program_with_the_reason() {
    let mut evening = Evening::new();
    evening.event(Event::Net(Input::Connected("x".to_owned())));
    evening.hear(r#"{"type":"error","name":"server","code":"wrong_password","text":"wrong"}"#);
    let failed = evening.effects.iter().any(|effect| match effect {
        Effect::Fail(why) => why.contains("--password-file"),
        _ => false,
    });
    assert!(failed);
}

#[test]
fn the_current_room_is_the_one_last_joined() {
    let mut evening = Evening::online();
    evening.enter("/join lab");
    evening.hear(r#"{"type":"welcome","name":"server","you":"ana","room":"lab","run":"r","seq":0,"text":"x"}"#);
    evening.enter("hi");
    let Some(PeerFrame::Say(say)) = evening.sent().pop().cloned() else {
        panic!("nothing was said")
    };
    assert_eq!(say.room.unwrap().as_str(), "lab");
    evening.enter("/leave");
    assert_eq!(evening.app.room(), Some(&RoomName::lobby()));
}

#[test]
fn a_name_cannot_make_a_row_of_its_own() {
    let mut evening = Evening::online();
    evening.hear(r#"{"name":"zed\nbob","room":"lobby","seq":1,"text":"hi"}"#);
    assert_eq!(evening.last(), "zed bob|hi");
}

#[test]
fn nothing_is_drawn_when_nothing_has_changed() {
    let mut evening = Evening::online();
    evening.event(Event::Key(KeyEvent::new(
        KeyCode::Char('t'),
        KeyModifiers::CONTROL,
    )));
    assert!(!evening.effects.contains(&Effect::Draw));
}
