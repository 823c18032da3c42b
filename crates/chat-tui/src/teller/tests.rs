//! What is told of an evening, line by line.

use std::time::Instant;

use chat_proto::codec::json;
use chat_proto::frame::PeerFrame;
use chat_proto::name::Name;
use chat_proto::now::Now;
use chat_proto::stamp::Stamp;
use chat_proto::trace::entry::Entry;
use proptest::prelude::*;

use super::*;
use crate::app;
use crate::app::errand::Errand;
use crate::app::event::Effect;
use crate::app::event::Event;
use crate::app::settings::ScreenSettings;
use crate::app::wire::shown::Noted;
use crate::session::traffic::Input;
use crate::session::traffic::Setup;
use crate::speech::Language;

struct Evening {
    app: App,
    teller: Teller,
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
    fn new(language: Language) -> Self {
        let setup = Setup::new(Name::parse("ana").unwrap(), 7);
        let settings = ScreenSettings {
            language,
            ..ScreenSettings::default()
        };
        let mut app = App::new(epoch(), setup, 0, settings);
        app::start(&mut app);
        let mut evening = Self {
            teller: Teller::new(&app),
            app,
            effects: Vec::new(),
        };
        evening.event(Event::Net(Input::Connected("tcp 10.0.0.1:1234".to_owned())));
        evening.hear(r#"{"type":"welcome","name":"server","you":"ana","room":"lobby","run":"r","seq":0,"text":"you are ana in lobby"}"#);
        evening
    }

    fn online() -> Self {
        let mut evening = Self::new(Language::English);
        assert_eq!(evening.news(), ["* you are ana in lobby"]);
        evening
    }

    fn event(&mut self, event: Event) {
        let now = self.app.now;
        self.effects = app::update(&mut self.app, now, event);
    }

    fn hear(&mut self, line: &str) {
        let frame = json::read_server(line.as_bytes()).unwrap();
        self.event(Event::Net(Input::Frame(frame)));
    }

    fn enter(&mut self, line: &str) {
        self.event(Event::Line(line.to_owned()));
    }

    fn news(&mut self) -> Vec<String> {
        self.teller.news(&mut self.app)
    }

    /// The id of what was said last, and its text.
    fn said(&self) -> (String, String) {
        let said = self.effects.iter().find_map(|effect| match effect {
            Effect::Errand(Errand::Send(PeerFrame::Say(say))) => {
                Some((say.id.as_ref()?, &say.text))
            }
            _ => None,
        });
        let (id, text) = said.unwrap();
        (id.token().to_string(), text.as_str().to_owned())
    }
}

#[test]
fn a_line_says_who_and_the_same_message_is_told_once() {
    let mut evening = Evening::online();
    evening.hear(r#"{"name":"bob","room":"lobby","seq":1,"text":"two\nlines"}"#);
    evening.hear(r#"{"name":"bob","room":"lobby","seq":2,"text":"Ana?"}"#);
    evening.hear(r#"{"name":"bob","to":"ana","text":"psst"}"#);
    let expected = [
        "#lobby bob: two",
        "  lines",
        "#lobby bob, naming you: Ana?",
        "bob, privately: psst",
    ];
    assert_eq!(evening.news(), expected);
    assert_eq!(evening.news(), [""; 0]);
}

#[test]
fn ones_own_message_is_told_only_where_something_became_of_it() {
    let mut evening = Evening::online();
    evening.enter("hello");
    let (id, _) = evening.said();
    evening.hear(&format!(
        r#"{{"name":"ana","room":"lobby","seq":1,"id":{id},"text":"hello"}}"#
    ));
    assert_eq!(evening.news(), [""; 0]);
    evening.enter("long");
    let (id, _) = evening.said();
    evening.hear(&format!(
        r#"{{"type":"error","name":"server","code":"too_long","id":{id},"text":"too long"}}"#
    ));
    assert_eq!(evening.news(), ["! not sent: too long: long"]);
}

#[test]
fn comings_and_goings_wait_until_somebody_speaks_or_asks() {
    let mut evening = Evening::online();
    for (event, who) in [("join", "zed"), ("join", "bob"), ("leave", "zed")] {
        evening.hear(&format!(
            r#"{{"type":"notice","name":"server","room":"lobby","event":"{event}","who":"{who}","text":"x"}}"#
        ));
        assert_eq!(evening.news(), [""; 0]);
    }
    evening.hear(r#"{"name":"bob","room":"lobby","seq":1,"text":"hi"}"#);
    assert_eq!(evening.news(), ["* zed, bob came; zed left", "bob: hi"]);
    evening.hear(
        r#"{"type":"notice","name":"server","room":"lobby","event":"leave","who":"bob","text":"x"}"#,
    );
    let state = evening.teller.state(&mut evening.app);
    assert_eq!(state, ["* bob left", "- #lobby, tcp 10.0.0.1:1234"]);
    evening.hear(
        r#"{"type":"notice","name":"server","room":"lobby","event":"join","who":"eva","text":"x"}"#,
    );
    evening.hear(r#"{"name":"eva","room":"lobby","seq":2,"text":"hi"}"#);
    assert_eq!(evening.news(), ["* eva came", "eva: hi"]);
}

#[test]
fn a_private_word_does_not_make_the_next_line_private() {
    let mut evening = Evening::online();
    evening.enter("/msg bob psst");
    assert_eq!(evening.news(), [""; 0]);
    assert_eq!(
        evening.app.places.shown().with.title(evening.app.speech),
        "#lobby"
    );
    evening.enter("/msg bob");
    assert_eq!(evening.news(), ["- you speak to bob alone now"]);
    evening.enter("/join lab");
    assert_eq!(evening.news(), ["- you speak in #lab now"]);
}

#[test]
fn a_lost_connection_and_what_waits_for_it_are_told_once() {
    let mut evening = Evening::online();
    for _ in 0..3 {
        evening.event(Event::Net(Input::Lost("the cable".to_owned())));
        evening.event(Event::Line(" ".to_owned()));
    }
    let expected = [
        "! the cable",
        "- trying again until it is back; Enter tries at once",
    ];
    evening.event(Event::Net(Input::Lost("the cable".to_owned())));
    assert_eq!(evening.news(), expected);
    evening.enter("kept");
    assert_eq!(
        evening.news(),
        ["- not sent yet: it will be when the server is back"]
    );
}

#[test]
fn help_slips_and_the_end_are_told_in_lines() {
    let mut evening = Evening::online();
    evening.enter("/help");
    let help = evening.news();
    assert!(
        help.contains(&"- /nick NAME: take another name".to_owned()),
        "{help:?}"
    );
    evening.enter("/fly");
    let asked = "? there is no command /fly: Enter says it as text";
    assert_eq!(evening.news(), [asked]);
    evening.enter("no");
    assert_eq!(evening.said().1, "no");
    evening.news();
    evening.enter("/fly");
    assert_eq!(evening.news(), [asked]);
    evening.event(Event::Interrupt);
    assert_eq!(evening.news(), ["- press again to quit"]);
    evening.event(Event::Interrupt);
    assert!(evening.effects.contains(&Effect::Quit));
}

#[test]
fn it_is_told_in_portuguese_too() {
    let mut evening = Evening::new(Language::Portuguese);
    assert_eq!(evening.news(), ["* está em lobby com o nome ana"]);
    evening.hear(
        r#"{"type":"notice","name":"server","room":"lobby","event":"join","who":["zed","bob"],"text":"x"}"#,
    );
    evening.hear(r#"{"name":"bob","room":"lobby","seq":1,"text":"Ana, olá"}"#);
    assert_eq!(
        evening.news(),
        ["* entraram: zed, bob", "bob mencionou-o: Ana, olá"]
    );
}

proptest! {
    #[test]
    fn whatever_comes_a_line_is_whole_and_steers_nothing(
        frames in prop::collection::vec(
            ("[\\PC\\x00-\\x1f\u{9b}]{0,30}", "[\\PC\\x00-\\x1f]{0,9}", 0..5_usize), 1..20
        ),
    ) {
        let mut evening = Evening::online();
        for (text, name, kind) in frames {
            let (text, name) = (json_text(&text), json_text(&name));
            let line = match kind {
                0 => format!(r#"{{"name":{name},"room":"lobby","text":{text}}}"#),
                1 => format!(r#"{{"name":{name},"to":"ana","text":{text}}}"#),
                2 => format!(r#"{{"type":"notice","room":"lobby","event":"join","who":{name},"text":{text}}}"#),
                3 => format!(r#"{{"type":"error","text":{text}}}"#),
                _ => format!(r#"{{"type":"who","room":"lobby","names":[{name}],"text":{text}}}"#),
            };
            if let Ok(frame) = json::read_server(line.as_bytes()) {
                evening.event(Event::Net(Input::Frame(frame)));
            }
            evening.enter(&text);
            for line in evening.news() {
                prop_assert!(!line.chars().any(char::is_control), "{line:?}");
            }
        }
    }
}

fn json_text(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => quoted.extend(escaped(c)),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

fn escaped(c: char) -> impl Iterator<Item = char> {
    let digits = format!("\\u{:04x}", u32::from(c));
    digits.into_bytes().into_iter().map(char::from)
}

#[test]
fn what_passed_on_the_wire_is_told_in_sentences_once() {
    let lines = include_str!("../view/tests/evening.ndjson").lines();
    let entries = lines.map(|line| Entry::read(line.as_bytes()).unwrap());
    let noted = Noted {
        missed: 0,
        entries: entries.map(Into::into).collect(),
    };
    let told = |asked: &str| {
        let mut evening = Evening::online();
        evening.enter(asked);
        assert!(evening.effects.contains(&Effect::Watch(true)));
        assert_eq!(evening.news(), [""; 0], "it is not known yet");
        evening.event(Event::Noted(noted.clone()));
        assert!(evening.effects.contains(&Effect::Watch(false)));
        assert!(evening.app.wire.extent().is_none());
        evening.news()
    };
    let how = told("/how 2");
    assert_eq!(how[0], "- how it got here: \"quatro\" · #lobby 4");
    assert_eq!(
        how[1],
        "- after 0.0 ms: transmission 1 leaves ✗ weather: lost, drew 0.16"
    );
    assert!(
        how.last().unwrap().ends_with("it finds out by waiting."),
        "{how:#?}"
    );
    assert_eq!(told("/how #99"), ["- nothing is kept of such a message"]);
    let again = told("/wire again type:ping");
    assert_eq!(again.len(), 1, "{again:#?}");
    let start = "- at 2.1 s, ana to server: 9 ping t2. Copy 2 of 9 leaves before its time";
    assert!(again[0].starts_with(start), "{again:#?}");
}

#[test]
fn what_was_missed_and_is_not_kept_is_told_with_its_number() {
    for (language, told) in [
        (
            Language::English,
            "* 400 messages of lobby are missing here: said while you were away, and no longer kept",
        ),
        (
            Language::Portuguese,
            "* faltam aqui 400 mensagens de lobby: foram ditas na sua ausência e já ninguém as guarda",
        ),
    ] {
        let mut evening = Evening::new(language);
        evening.hear(r#"{"name":"bob","room":"lobby","seq":1,"text":"heard"}"#);
        evening.event(Event::Net(Input::Lost("cut".to_owned())));
        evening.event(Event::Line(String::new()));
        evening.event(Event::Net(Input::Connected("x".to_owned())));
        evening.hear(r#"{"type":"welcome","name":"server","you":"ana","room":"lobby","run":"r","seq":501,"replay":100,"missed":400,"text":"hi"}"#);
        evening.hear(r#"{"name":"bob","room":"lobby","seq":402,"history":true,"text":"later"}"#);
        let news = evening.news();
        let at = |phrase: &str| news.iter().position(|line| line.ends_with(phrase));
        let (gap, later) = (at(told), at("bob: later"));
        assert!(gap.is_some() && gap < later, "{news:?}");
    }
}
