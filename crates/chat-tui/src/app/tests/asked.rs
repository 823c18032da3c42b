//! What a person is asked before the server lets them in.

use super::*;
use crate::app::errand::Errand;
use crate::app::focus::Focus;
use crate::app::focus::answer::Answer;
use crate::session::phase::Phase;
use crate::session::traffic::Target;

const WRONG: &str = r#"{"type":"error","name":"server","code":"wrong_password","text":"no"}"#;
const OWNED: &str =
    r#"{"type":"error","name":"server","code":"name_taken","owned":true,"text":"no"}"#;

fn beginning() -> Evening {
    let mut evening = Evening::beginning(false);
    let setup = Setup {
        asks: true,
        ..Setup::new(Name::parse("ana").unwrap(), 7)
    };
    evening.app = App::new(evening.now, setup, 0, ScreenSettings::default());
    evening.effects = start(&mut evening.app);
    evening.event(Event::Resize(80, 24));
    connected(&mut evening);
    evening
}

fn connected(evening: &mut Evening) {
    evening.event(Event::Net(Input::Connected(
        "tcp 127.0.0.1:1234".to_owned(),
    )));
}

fn answer(evening: &Evening) -> &Answer {
    match &evening.app.focus {
        Focus::Answer(answer) => answer,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_password_is_hidden_given_and_nowhere_afterwards() {
    let mut evening = beginning();
    evening.hear(WRONG);
    evening.write("open sesame!!");
    evening.key(KeyModifiers::NONE, KeyCode::Backspace);
    evening.event(Event::Paste("x\n".to_owned()));
    assert_eq!(answer(&evening).shown(), "•".repeat(13));
    assert!(!format!("{:?}", evening.app.focus).contains("sesame"));
    evening.effects.clear();
    evening.enter("");
    assert!(
        evening
            .effects
            .contains(&Effect::Errand(Errand::Connect(Target::default())))
    );
    assert_eq!(evening.app.focus, Focus::Chat);
    // ↑ brings nothing back, and ↓ and the list of what was written neither.
    evening.key(KeyModifiers::NONE, KeyCode::Up);
    assert!(evening.app.composer().is_empty());
    assert!(evening.app.composer().sent().is_empty());
    connected(&mut evening);
    let sent = format!("{:?}", evening.sent());
    assert!(!sent.contains("sesame"), "{sent}");
}

#[test]
fn escape_leaves_and_an_empty_password_is_none() {
    let mut evening = beginning();
    evening.hear(WRONG);
    evening.enter("");
    assert!(matches!(evening.app.session.phase(), Phase::Asking { .. }));
    evening.key(KeyModifiers::NONE, KeyCode::Esc);
    assert!(evening.quits());
}

#[test]
fn what_was_being_written_is_there_again_when_one_is_in() {
    let mut evening = beginning();
    evening.write("half a sen");
    evening.hear(WRONG);
    evening.enter("sesame");
    assert_eq!(evening.app.composer().text(), "half a sen");
}

#[test]
fn an_owned_name_is_answered_by_a_name_by_words_or_by_enter() {
    let mut evening = beginning();
    evening.hear(OWNED);
    assert!(evening.last().contains("`ana` belongs to somebody"));
    evening.enter("no good name");
    assert!(evening.last().contains("six words"), "{}", evening.last());
    evening.key(KeyModifiers::CONTROL, KeyCode::Char('u'));
    evening.effects.clear();
    let words = SixWords::of([1; 8]);
    evening.enter(&words.to_string());
    assert!(
        evening
            .effects
            .contains(&Effect::Errand(Errand::Identify(Some(words))))
    );
    assert!(answer(&evening).typed.is_empty(), "it waits for the key");
    evening.enter("");
    assert_eq!(evening.app.focus, Focus::Chat);
    connected(&mut evening);
    assert_eq!(evening.app.session.you(), "ana2");
}

#[test]
fn secrets_are_not_found_among_what_was_written() {
    let words = SixWords::of([1; 8]);
    for typed in [
        format!("/words {words}"),
        "/claim one-two-three".to_owned(),
        "/join lab sesame".to_owned(),
    ] {
        let mut evening = Evening::online();
        evening.enter(&typed);
        assert!(evening.app.composer().sent().is_empty(), "{typed}");
    }
}

const ALSO: &str = r#"{"type":"welcome","name":"server","you":"eva","room":"lobby","run":"r","seq":0,"also":["ana"],"text":"you are eva"}"#;

#[test]
fn whoever_is_here_with_our_key_is_asked_about_once() {
    for (key, makes) in [(KeyCode::Enter, true), (KeyCode::Esc, false)] {
        let mut evening = beginning();
        evening.hear(ALSO);
        assert!(evening.app.asked.is_some());
        evening.effects.clear();
        evening.key(KeyModifiers::NONE, key);
        let made = evening
            .effects
            .contains(&Effect::Errand(Errand::Identify(None)));
        assert_eq!(made, makes, "{key:?}");
        assert_eq!(evening.app.asked, None);
        evening.event(Event::Net(Input::Lost("gone".to_owned())));
        evening.enter("");
        connected(&mut evening);
        evening.hear(ALSO);
        assert_eq!(evening.app.asked, None, "asked once");
    }
}

#[test]
fn whoever_just_writes_on_says_that_and_makes_no_key() {
    let mut evening = beginning();
    evening.hear(ALSO);
    evening.effects.clear();
    evening.enter("hello");
    assert!(
        !evening
            .effects
            .contains(&Effect::Errand(Errand::Identify(None)))
    );
    assert_eq!(evening.said(), ["hello"]);
}
