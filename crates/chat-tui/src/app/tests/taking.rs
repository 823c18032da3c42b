//! What was said, taken elsewhere; and going where one wants to be.

use super::*;
use crate::app::conversation::timeline::RowEnd;
use crate::app::focus::Focus;

fn said(seq: u64, text: &str) -> String {
    format!(r#"{{"name":"bob","room":"lobby","seq":{seq},"text":"{text}"}}"#)
}

fn copied(evening: &mut Evening, command: &str) -> Option<String> {
    evening.effects.clear();
    evening.enter(command);
    let copied = evening.effects.iter().find_map(|effect| match effect {
        Effect::Copy(text) => Some(text.clone()),
        _ => None,
    });
    assert!(evening.app.flash.is_some(), "the status row says it");
    copied
}

fn top(evening: &Evening) -> String {
    let rows = evening.app.timeline().glance(evening.app.window()).rows;
    rows.first().unwrap().text.clone()
}

#[test]
fn a_message_or_an_address_goes_to_the_clipboard() {
    let mut evening = Evening::online();
    assert_eq!(copied(&mut evening, "/copy"), None, "nothing was said");
    evening.hear(&said(1, "see http://a.pt/x, or (https://b.pt)."));
    evening.hear(&said(2, "the last"));
    assert_eq!(copied(&mut evening, "/copy").unwrap(), "the last");
    let first = copied(&mut evening, "/copy 2").unwrap();
    assert_eq!(first, "see http://a.pt/x, or (https://b.pt).");
    assert_eq!(copied(&mut evening, "/copy url").unwrap(), "https://b.pt");
    assert_eq!(copied(&mut evening, "/copy 3"), None);
}

#[test]
fn the_copy_view_does_not_move_and_goes_back_to_where_one_was() {
    let mut evening = Evening::online();
    for seq in 1..=60 {
        evening.hear(&said(seq, &format!("{seq} {}", "long ".repeat(30))));
    }
    let bottom = top(&evening);
    evening.key(KeyModifiers::ALT, KeyCode::Char('l'));
    assert_eq!(evening.app.window().width, 80);
    let held = top(&evening);
    evening.hear(&said(61, "new"));
    assert_eq!(top(&evening), held);
    evening.key(KeyModifiers::NONE, KeyCode::PageUp);
    assert_ne!(top(&evening), held);
    evening.write("nothing is written");
    evening.key(KeyModifiers::NONE, KeyCode::Esc);
    assert_eq!(evening.app.focus, Focus::Chat);
    assert!(evening.app.composer().is_empty());
    assert_ne!(top(&evening), bottom, "at the newest again");
    assert_eq!(evening.last(), "bob|new");
}

#[test]
fn a_paste_ends_the_copy_view_where_it_began() {
    let mut evening = Evening::online();
    for seq in 1..=60 {
        evening.hear(&said(seq, "line"));
    }
    evening.key(KeyModifiers::ALT, KeyCode::Char('l'));
    evening.key(KeyModifiers::NONE, KeyCode::PageUp);
    evening.event(Event::Paste("pasted".to_owned()));
    assert_eq!(evening.app.composer().text(), "pasted");
    evening.hear(&said(61, "new"));
    assert_eq!(evening.last(), "bob|new", "at the newest again");
}

#[test]
fn the_rows_of_the_copy_view_are_the_text_and_nothing_else() {
    let mut evening = Evening::online();
    let text = "word ".repeat(40);
    evening.hear(&said(1, &text));
    evening.enter("/bare");
    let rows = evening.app.timeline().glance(evening.app.window()).rows;
    let rows: Vec<_> = rows
        .iter()
        .filter(|row| row.entry.name() == "bob")
        .collect();
    let joined: String = rows.iter().map(|row| row.text.as_str()).collect();
    assert_eq!(joined, format!("bob: {text}"));
    let ends: Vec<_> = rows.iter().map(|row| row.end).collect();
    assert_eq!(ends, [RowEnd::RunsOn, RowEnd::RunsOn, RowEnd::Entry]);
}

#[test]
fn one_goes_to_a_conversation_by_some_of_its_letters() {
    let mut evening = Evening::online();
    for name in ["nuno", "nadia", "bob"] {
        evening.hear(&format!(
            r#"{{"type":"notice","name":"server","room":"lobby","event":"join","who":"{name}","text":"x"}}"#
        ));
        evening.enter(&format!("/msg {name}"));
    }
    evening.key(KeyModifiers::CONTROL, KeyCode::Char('g'));
    evening.write("nd");
    evening.key(KeyModifiers::NONE, KeyCode::Enter);
    assert_eq!(evening.app.prompt(), "ana → nadia> ");
    evening.enter("/go lob");
    assert_eq!(evening.app.room(), Some(&RoomName::lobby()));
    evening.key(KeyModifiers::CONTROL, KeyCode::Char('g'));
    evening.key(KeyModifiers::NONE, KeyCode::Enter);
    assert_eq!(evening.app.prompt(), "ana → nadia> ", "the one before");
    evening.key(KeyModifiers::CONTROL, KeyCode::Char('g'));
    evening.write("no such");
    evening.key(KeyModifiers::NONE, KeyCode::Enter);
    evening.key(KeyModifiers::NONE, KeyCode::Esc);
    assert_eq!(evening.app.prompt(), "ana → nadia> ");
    assert!(evening.said().is_empty());
}

#[test]
fn what_is_for_us_is_listed_from_everywhere_and_enter_goes_there() {
    let mut evening = Evening::online();
    evening.hear(&said(1, "ana, the first"));
    for seq in 2..=80 {
        evening.hear(&said(seq, "hay"));
    }
    evening.enter("/join lab");
    evening.hear(r#"{"type":"welcome","name":"server","you":"ana","room":"lab","run":"r","seq":0,"text":"in the lab"}"#);
    evening.hear(r#"{"name":"bob","timestamp":"2026-11-20T16:20:02.000Z","room":"lab","seq":1,"text":"ana: the second"}"#);
    evening.key(KeyModifiers::ALT, KeyCode::Char('m'));
    let Focus::Choice(choice) = evening.app.focus.clone() else {
        panic!("no list")
    };
    let items = choice.items((&evening.app.places, &[]), evening.app.speech);
    let texts = items.iter().map(|item| item.message.as_ref().unwrap());
    let texts: Vec<_> = texts.map(|message| message.text.as_str()).collect();
    assert_eq!(texts, ["ana: the second", "ana, the first"]);
    evening.key(KeyModifiers::NONE, KeyCode::Down);
    evening.key(KeyModifiers::NONE, KeyCode::Enter);
    assert_eq!(evening.app.room(), Some(&RoomName::lobby()));
    assert_eq!(top(&evening), "ana, the first");
}

#[test]
fn panes_are_hidden_and_shown_by_a_key() {
    let mut evening = Evening::online();
    let people = |evening: &Evening| match evening.app.areas() {
        crate::areas::Areas::Parts(parts) => parts.people.is_some(),
        crate::areas::Areas::TooSmall => panic!(),
    };
    evening.event(Event::Resize(100, 24));
    assert!(people(&evening));
    evening.key(KeyModifiers::NONE, KeyCode::F(8));
    assert!(!people(&evening));
    evening.enter("/people");
    assert!(people(&evening));
    evening.event(Event::Resize(62, 24));
    assert!(people(&evening), "asked for");
}
