//! A message is chosen, and answered, copied or looked at.

use chat_proto::frame::reference::How;

use super::*;
use crate::app::focus::Focus;

fn said(seq: u64, text: &str) -> String {
    format!(r#"{{"name":"bob","room":"lobby","seq":{seq},"text":"{text}"}}"#)
}

fn evening() -> Evening {
    let mut evening = Evening::online();
    evening.hear(&said(1, "does accept wait for ever?"));
    evening.hear(&said(2, "anybody?"));
    evening
}

/// The text of the message that is chosen.
fn chosen(evening: &Evening) -> Option<String> {
    let picked = evening.app.focus.picked()?;
    let entry = evening.app.timeline().entry(picked.key)?;
    Some(entry.said().to_owned())
}

fn step(evening: &mut Evening, key: KeyCode) {
    evening.key(KeyModifiers::ALT, key);
}

fn quotes(evening: &Evening) -> Vec<String> {
    let rows = evening.app.timeline().glance(evening.app.window()).rows;
    let first = rows
        .iter()
        .filter(|row| row.first && row.entry.kind.is_said());
    first.map(|row| row.entry.quote().to_owned()).collect()
}

#[test]
fn one_goes_from_message_to_message_and_below_the_newest_is_the_input() {
    let mut evening = evening();
    step(&mut evening, KeyCode::Up);
    assert_eq!(chosen(&evening).unwrap(), "anybody?");
    step(&mut evening, KeyCode::Up);
    step(&mut evening, KeyCode::Up);
    let oldest = "does accept wait for ever?";
    assert_eq!(chosen(&evening).unwrap(), oldest, "there is none above it");
    evening.hear(&said(3, "hello?"));
    assert_eq!(
        chosen(&evening).unwrap(),
        oldest,
        "what comes moves nothing"
    );
    for _ in 0..2 {
        step(&mut evening, KeyCode::Down);
    }
    assert_eq!(chosen(&evening).unwrap(), "hello?");
    step(&mut evening, KeyCode::Down);
    assert_eq!(evening.app.focus, Focus::Chat);
}

#[test]
fn a_message_is_answered_and_what_it_said_stands_above_the_answer() {
    let mut evening = evening();
    step(&mut evening, KeyCode::Up);
    step(&mut evening, KeyCode::Up);
    evening.write("r");
    assert_eq!(evening.app.focus, Focus::Chat);
    evening.enter("yes");
    let sent = evening.sent().into_iter().find_map(|frame| match frame {
        PeerFrame::Say(say) => Some(say),
        _ => None,
    });
    let refers = sent.unwrap().refers.unwrap();
    assert_eq!((refers.how, refers.seq), (How::Answers, 1));
    let quote = "bob: does accept wait for ever?";
    assert_eq!(quotes(&evening), ["", "", quote]);
    // Only this one.
    assert_eq!(evening.app.about, None);
}

#[test]
fn escape_answers_nobody_and_another_conversation_is_answered_nothing() {
    let mut evening = evening();
    step(&mut evening, KeyCode::Up);
    evening.write("r");
    assert!(evening.app.about.is_some());
    evening.key(KeyModifiers::NONE, KeyCode::Esc);
    assert_eq!(evening.app.about, None);
    evening.hear(r#"{"name":"bob","to":"ana","text":"psst"}"#);
    evening.enter("/go bob");
    step(&mut evening, KeyCode::Up);
    evening.write("r");
    assert_eq!(evening.app.about, None, "it has no number");
    assert!(evening.app.flash.is_some());
}

#[test]
fn what_others_answer_is_quoted_as_far_as_it_is_here() {
    let mut evening = evening();
    evening.hear(r#"{"name":"eva","room":"lobby","seq":3,"reply":1,"text":"it does"}"#);
    evening.hear(r#"{"name":"eva","room":"lobby","seq":4,"reply":99,"text":"what?"}"#);
    let quote = "bob: does accept wait for ever?";
    assert_eq!(quotes(&evening), ["", "", quote, "#99"]);
    // What was taken back is quoted no more.
    let redacted = r#"{"type":"notice","event":"redact","by":"eva","room":"lobby","seq":1,"name":"server","text":"taken back"}"#;
    evening.hear(redacted);
    assert_eq!(quotes(&evening), ["", "", "#1", "#99"]);
}

#[test]
fn the_chosen_message_goes_to_the_clipboard() {
    let mut evening = evening();
    step(&mut evening, KeyCode::Up);
    evening.write("y");
    let copied = Effect::Copy("anybody?".to_owned());
    assert!(evening.effects.contains(&copied), "{:?}", evening.effects);
    assert_eq!(evening.app.focus, Focus::Chat);
}
