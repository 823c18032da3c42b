//! Several rooms and people at once.

use super::*;
use crate::app::focus::question::Doubt;

fn with_lab() -> Evening {
    let mut evening = Evening::online();
    evening.enter("/join lab");
    evening.hear(r#"{"type":"welcome","name":"server","you":"ana","room":"lab","run":"r","seq":0,"text":"in the lab"}"#);
    evening
}

fn titles(evening: &Evening) -> Vec<String> {
    let listed = evening.app.places.listed();
    let told = listed.iter().map(|one| {
        let title = one.with.title(evening.app.speech);
        format!("{title} {}/{}", one.for_you, one.unread)
    });
    told.collect()
}

#[test]
fn each_room_has_a_history_and_a_draft_of_its_own() {
    let mut evening = with_lab();
    evening.write("half");
    evening.hear(r#"{"name":"bob","room":"lobby","seq":1,"text":"in the lobby"}"#);
    assert_eq!(evening.last(), "|in the lab");
    evening.enter("");
    evening.write("half");
    evening.key(KeyModifiers::ALT, KeyCode::Char('/'));
    assert_eq!(evening.last(), "bob|in the lobby");
    assert_eq!(evening.app.composer().text(), "");
    evening.key(KeyModifiers::CONTROL, KeyCode::Char('n'));
    assert_eq!(evening.app.composer().text(), "half");
}

#[test]
fn what_comes_elsewhere_is_counted_and_alt_a_goes_where_one_is_wanted_most() {
    let mut evening = with_lab();
    evening.key(KeyModifiers::ALT, KeyCode::Char('1'));
    evening.hear(r#"{"name":"bob","room":"lab","seq":1,"text":"one"}"#);
    evening.hear(r#"{"name":"bob","room":"lab","seq":2,"text":"ana!"}"#);
    evening.hear(r#"{"name":"bob","to":"ana","text":"psst"}"#);
    evening.hear(r#"{"name":"bob","room":"lobby","seq":1,"text":"here"}"#);
    assert_eq!(titles(&evening), ["#lobby 0/0", "#lab 1/2", "bob 1/1"]);
    evening.key(KeyModifiers::ALT, KeyCode::Char('a'));
    assert_eq!(evening.last(), "bob|ana!");
    evening.key(KeyModifiers::ALT, KeyCode::Char('a'));
    assert_eq!(evening.last(), "bob|psst");
    assert_eq!(titles(&evening), ["#lobby 0/0", "#lab 0/0", "bob 0/0"]);
    evening.key(KeyModifiers::ALT, KeyCode::Char('a'));
    assert_eq!(evening.app.flash.as_deref(), Some("nothing new elsewhere"));
}

#[test]
fn where_nobody_looked_the_ruler_stands_before_the_new() {
    let mut evening = with_lab();
    evening.hear(r#"{"name":"bob","room":"lobby","seq":1,"text":"unseen"}"#);
    evening.key(KeyModifiers::ALT, KeyCode::Char('1'));
    let rows = evening.app.timeline().glance(evening.app.window()).rows;
    let kinds = rows.iter().map(|row| row.entry.kind);
    assert!(kinds.into_iter().any(|kind| kind == entry::Kind::Unread(1)));
}

#[test]
fn an_answer_goes_to_the_one_person_and_to_nobody_else() {
    let mut evening = Evening::online();
    evening.enter("/msg bob");
    evening.enter("secret");
    let Some(PeerFrame::Say(say)) = evening.sent().pop().cloned() else {
        panic!("nothing was said")
    };
    assert_eq!(say.to.unwrap().shown, "bob");
    assert_eq!(evening.app.prompt(), "ana → bob> ");
    evening.enter("/leave");
    assert_eq!(evening.app.room(), Some(&RoomName::lobby()));
}

#[test]
fn a_receipt_finds_its_message_in_a_room_that_is_not_shown() {
    let mut evening = with_lab();
    evening.enter("in the lab");
    let Some(PeerFrame::Say(say)) = evening.sent().pop().cloned() else {
        panic!("nothing was said")
    };
    evening.key(KeyModifiers::ALT, KeyCode::Char('1'));
    evening.hear(&format!(
        r#"{{"type":"msg","name":"ana","room":"lab","seq":1,"id":{},"text":"in the lab"}}"#,
        say.id.unwrap().token()
    ));
    evening.key(KeyModifiers::ALT, KeyCode::Char('2'));
    let rows = evening.app.timeline().glance(evening.app.window()).rows;
    assert_eq!(rows.last().unwrap().entry.kind, entry::Kind::Own);
}

#[test]
fn whoever_leaves_the_last_room_is_told_and_says_nothing() {
    let mut evening = Evening::online();
    evening.enter("/leave");
    evening.enter("is anybody here?");
    assert!(evening.said().is_empty());
    assert_eq!(evening.app.composer().text(), "is anybody here?");
}

#[test]
fn a_conversation_follows_the_persons_new_name() {
    let mut evening = Evening::online();
    evening.enter("/msg bob");
    evening.hear(r#"{"type":"notice","name":"server","room":"lobby","event":"rename","who":"bob","now":"Robert","text":"x"}"#);
    assert_eq!(titles(&evening), ["#lobby 0/0", "Robert 0/0"]);
}

#[test]
fn a_server_that_welcomes_to_another_room_is_heard_where_one_looks() {
    let mut evening = Evening::online();
    evening.hear(r#"{"type":"welcome","name":"server","you":"ana","room":"elsewhere","run":"r","seq":0,"text":"surprise"}"#);
    assert_eq!(evening.last(), "|surprise");
    assert_eq!(titles(&evening), ["#lobby 0/0"]);
}

#[test]
fn joining_a_room_again_only_shows_it_and_after_leaving_enters_it() {
    let mut evening = with_lab();
    evening.effects.clear();
    evening.enter("/join lobby");
    assert_eq!(evening.app.room(), Some(&RoomName::lobby()));
    assert!(evening.sent().is_empty());
    evening.enter("/leave");
    evening.effects.clear();
    evening.enter("/join lobby");
    let asked = matches!(evening.sent().first(), Some(PeerFrame::Join(_)));
    assert!(asked, "{:?}", evening.sent());
}

#[test]
fn a_room_is_not_left_with_what_waits_in_it_before_one_has_agreed() {
    let mut evening = with_lab();
    evening.event(Event::Net(Input::Lost("the cable".to_owned())));
    evening.enter("offline text");
    evening.enter("/leave");
    let asked = |evening: &Evening| evening.app.asked.as_ref().map(|asked| asked.doubt.clone());
    assert_eq!(asked(&evening), Some(Doubt::Unsent(1)));
    evening.key(KeyModifiers::NONE, KeyCode::Esc);
    assert_eq!(evening.app.session.unconfirmed(), 1, "nothing was done");
    evening.key(KeyModifiers::NONE, KeyCode::Enter);
    evening.key(KeyModifiers::NONE, KeyCode::Enter);
    assert_eq!(asked(&evening), None);
    assert_eq!(titles(&evening), ["#lobby 0/0"]);
    assert_eq!(evening.app.session.unconfirmed(), 0);
}

#[test]
fn what_waited_in_the_last_room_is_told_as_not_sent() {
    let mut evening = Evening::online();
    evening.event(Event::Net(Input::Lost("the cable".to_owned())));
    evening.enter("offline text");
    evening.enter("/leave");
    evening.key(KeyModifiers::NONE, KeyCode::Enter);
    let rows = evening.app.timeline().glance(evening.app.window()).rows;
    let told = rows
        .iter()
        .any(|row| row.entry.text().contains("! not sent: "));
    assert!(told, "{}", evening.last());
}

#[test]
fn a_room_that_one_is_not_in_is_not_left() {
    let mut evening = Evening::online();
    evening.effects.clear();
    evening.enter("/leave nosuch");
    assert_eq!(evening.last(), "|you are not in #nosuch");
    assert!(evening.sent().is_empty(), "{:?}", evening.sent());
    assert_eq!(titles(&evening), ["#lobby 0/0"]);
}

#[test]
fn that_one_has_left_is_told_once() {
    let mut evening = Evening::online();
    evening.enter("/leave");
    let told = evening.last();
    assert!(told.contains("you left #lobby"), "{told}");
    evening.hear(r#"{"type":"notice","name":"server","room":"lobby","event":"leave","who":"ana","text":"ana left"}"#);
    assert_eq!(evening.last(), told);
}

fn notice(event: &str, room: &str, more: &str, text: &str) -> String {
    format!(
        r#"{{"type":"notice","name":"server","room":"{room}","event":"{event}",{more},"text":"{text}"}}"#
    )
}

#[test]
fn a_conversation_of_two_tells_what_becomes_of_the_other() {
    let mut evening = with_lab();
    evening.hear(r#"{"type":"who","name":"server","room":"lab","names":["ana","bob"],"text":"x"}"#);
    evening.enter("/msg bob");
    for room in ["lobby", "lab"] {
        evening.hear(&notice(
            "rename",
            room,
            r#""who":"bob","now":"Rob""#,
            "bob is now Rob",
        ));
    }
    assert_eq!(evening.last(), "|bob is now Rob");
    let count = evening.app.timeline().kept();
    evening.hear(&notice("leave", "lab", r#""who":"Rob""#, "Rob left"));
    assert_eq!(evening.app.timeline().kept(), count, "once, and still here");
    evening.hear(&notice("leave", "lobby", r#""who":["zed","Rob"]"#, "x"));
    assert_eq!(evening.last(), "|-Rob");
    assert!(evening.app.roster.lacks("rob"));
    evening.hear(&notice("join", "lobby", r#""who":"Rob""#, "Rob joined"));
    assert_eq!(evening.last(), "|Rob joined");
    assert!(!evening.app.roster.lacks("rob"));
}

#[test]
fn whoever_is_nowhere_to_be_seen_may_be_a_slip() {
    let mut evening = Evening::online();
    evening.enter("/msg nobdy");
    assert!(
        evening
            .last()
            .starts_with("|nobody in your rooms is called nobdy"),
        "{}",
        evening.last()
    );
    assert_eq!(evening.app.places.count(), 1, "and has no conversation");
    evening.enter("/msg BOB");
    assert_eq!(evening.app.places.count(), 2);
    assert!(evening.app.timeline().is_empty());
}
