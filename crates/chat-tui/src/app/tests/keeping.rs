//! What is kept, what is not shown, and what was missed.

use super::*;

fn said(room: &str, seq: u64, text: &str) -> String {
    format!(r#"{{"name":"bob","room":"{room}","seq":{seq},"text":"{text}"}}"#)
}

fn rows(evening: &Evening) -> Vec<String> {
    let seen = evening.app.timeline().glance(evening.app.window());
    seen.rows.into_iter().map(|row| row.text).collect()
}

fn keeps(messages: usize) -> Evening {
    let mut evening = Evening::online();
    let kept = places::Kept::messages(messages);
    evening.app.places = places::Places::new(places::With::Room(RoomName::lobby()), 0, kept);
    evening
}

#[test]
fn all_conversations_together_have_one_bound_and_the_one_not_shown_pays_first() {
    let mut evening = keeps(300);
    evening.enter("/join lab");
    evening.hear(r#"{"type":"welcome","name":"server","you":"ana","room":"lab","run":"r","seq":0,"text":"in the lab"}"#);
    for seq in 1..=250 {
        evening.hear(&said("lobby", seq, "hidden"));
    }
    for seq in 1..=250 {
        evening.hear(&said("lab", seq, "shown"));
    }
    let kept = |evening: &Evening| -> Vec<_> {
        let listed = evening.app.places.listed();
        listed.iter().map(|one| one.timeline.kept()).collect()
    };
    assert_eq!(kept(&evening), [100, 200], "its newest few stay");
    for seq in 251..=900 {
        evening.hear(&said("lobby", seq, "hidden"));
    }
    assert_eq!(kept(&evening), [100, 200], "a flood pays for itself");
}

#[test]
fn a_message_takes_little_more_than_its_words() {
    let mut evening = keeps(5_000);
    for seq in 1..=5_000 {
        evening.hear(&said("lobby", seq, &"x".repeat(80)));
    }
    let timeline = evening.app.timeline();
    let each = timeline.bytes() / timeline.kept();
    // A list that grows has room for twice as many, at most.
    assert!(each + size_of::<entry::Entry>() <= 220, "{each}");
}

#[test]
fn who_is_ignored_says_nothing_here_and_is_counted() {
    let mut evening = Evening::online();
    evening.enter("/ignore Bob");
    let before = rows(&evening);
    evening.event(Event::Focus(false));
    evening.effects.clear();
    evening.hear(&said("lobby", 1, "ana!"));
    evening.hear(r#"{"name":"bob","to":"ana","text":"psst"}"#);
    evening.hear(r#"{"type":"notice","name":"server","room":"lobby","event":"leave","who":"bob","text":"bob left"}"#);
    evening.hear(r#"{"type":"notice","name":"server","room":"lobby","event":"rename","who":"bob","now":"eve","text":"bob is eve"}"#);
    assert_eq!(rows(&evening), before);
    assert_eq!(evening.app.places.count(), 1, "no conversation opens");
    assert!(!evening.effects.contains(&Effect::Ring));
    evening.enter("/ignore");
    assert_eq!(
        evening.last(),
        "|not shown (and how many messages): eve (2)"
    );
    evening.enter("/unignore eve");
    evening.hear(r#"{"name":"eve","room":"lobby","seq":2,"text":"heard again"}"#);
    assert_eq!(evening.last(), "eve|heard again");
}

#[test]
fn whoever_is_ignored_and_not_here_is_told_as_such() {
    let mut evening = Evening::online();
    evening.enter("/ignore nobdy");
    let told = evening.last();
    assert!(
        told.contains("nobody in your rooms is called nobdy"),
        "{told}"
    );
    evening.enter("/ignore BOB");
    let told = evening.last();
    assert!(told.contains("BOB is not shown from now on"), "{told}");
}

#[test]
fn a_list_of_one_conversation_is_not_shown_and_that_is_said() {
    let mut evening = Evening::online();
    evening.key(KeyModifiers::NONE, KeyCode::F(7));
    assert_eq!(
        evening.app.flash.as_deref(),
        Some("this is the only conversation")
    );
    evening.enter("/join lab");
    evening.key(KeyModifiers::NONE, KeyCode::F(7));
    assert_eq!(evening.app.flash.as_deref(), None);
}

#[test]
fn of_several_who_come_only_those_are_told_who_are_not_ignored() {
    let mut evening = Evening::online();
    evening.enter("/ignore bob");
    evening.hear(r#"{"type":"notice","name":"server","room":"lobby","event":"join","who":["bob","zed"],"text":"bob and zed joined"}"#);
    assert_eq!(evening.last(), "|+zed");
}

#[test]
fn a_refused_join_leaves_no_empty_conversation() {
    let mut evening = Evening::online();
    evening.enter("/join lab");
    let Some(PeerFrame::Join(join)) = evening.sent().pop().cloned() else {
        panic!("nothing was asked for")
    };
    evening.hear(&format!(
        r#"{{"type":"error","name":"server","code":"bad_room","id":{},"text":"no room for you"}}"#,
        join.id.unwrap().token()
    ));
    assert_eq!(evening.app.room(), Some(&RoomName::lobby()));
    assert_eq!(evening.app.places.count(), 1);
    assert!(
        evening.last().contains("no room for you"),
        "{}",
        evening.last()
    );
}

#[test]
fn what_was_missed_is_unread_and_calls_nobody() {
    let mut evening = Evening::online();
    evening.hear(&said("lobby", 1, "before"));
    evening.event(Event::Net(Input::Lost("the cable".to_owned())));
    evening.now.mono += Duration::from_secs(60);
    evening.event(Event::Tick);
    evening.event(Event::Net(Input::Connected(
        "tcp 127.0.0.1:1234".to_owned(),
    )));
    evening.hear(r#"{"type":"welcome","name":"server","you":"ana","room":"lobby","run":"r","seq":3,"text":"you are ana"}"#);
    evening.event(Event::Focus(false));
    evening.effects.clear();
    for seq in 2..=3 {
        evening.hear(&format!(
            r#"{{"name":"bob","room":"lobby","seq":{seq},"history":true,"text":"ana, missed"}}"#
        ));
    }
    let seen = evening.app.timeline().glance(evening.app.window());
    let kinds = seen.rows.iter().map(|row| row.entry.kind);
    assert!(kinds.into_iter().any(|kind| kind == entry::Kind::Unread(2)));
    assert!(!evening.effects.contains(&Effect::Ring));
}
