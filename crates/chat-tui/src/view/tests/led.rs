//! A class that is led: what stands above the history, and what was taken back.

use crate::app::errand::Errand;
use chat_proto::room::RoomName;

use super::*;

/// The evening, led.
fn led(language: Language) -> App {
    let mut app = evening_in(language);
    for line in [
        r#"{"type":"notice","name":"server","room":"lobby","event":"announce","by":"prof","announcement":"room 3 at ten","text":"prof announces: room 3 at ten"}"#,
        r#"{"type":"notice","name":"server","room":"lobby","event":"quiet","by":"prof","on":true,"text":"prof asks for silence: only the teacher speaks"}"#,
        r#"{"type":"notice","name":"server","room":"lobby","event":"hand","who":"zed","by":"zed","on":true,"text":"zed raises a hand"}"#,
        r#"{"type":"notice","name":"server","room":"lobby","event":"mute","who":"bob","by":"prof","seconds":300,"text":"bob is muted for 5 minutes (prof)"}"#,
        r#"{"type":"notice","name":"server","room":"lobby","event":"redact","seq":3,"by":"prof","text":"prof took back message 3"}"#,
        r#"{"type":"notice","name":"server","room":"lobby","event":"poll","by":"prof","question":"Ready?","options":["yes","no"],"text":"x"}"#,
        r#"{"type":"notice","name":"server","room":"lobby","event":"vote","by":"ana","option":2,"text":"your vote: 2) no"}"#,
        r#"{"type":"notice","name":"server","room":"lobby","event":"vote","votes":3,"counts":[2,1],"text":"3 votes so far"}"#,
    ] {
        hear(&mut app, line);
    }
    app
}

#[test]
fn what_a_teacher_has_set_stands_above_the_history_in_every_language() {
    for language in Language::ALL {
        let mut app = led(language);
        let shown = drawn(&mut app, (100, 30));
        let words = &app.speech.class;
        for expected in [
            "» room 3 at ten",
            words.silence(),
            &words.hands("zed"),
            "? Ready?",
            "› 2) no",
            "█",
        ] {
            assert!(shown.contains(expected), "{expected}: {shown}");
        }
    }
}

#[test]
fn a_message_that_was_taken_back_is_shown_as_such_and_its_words_are_nowhere() {
    let shown = drawn(&mut led(Language::English), (100, 40));
    assert!(!shown.contains("neighbour"), "{shown}");
    assert!(shown.contains("(taken back)"), "{shown}");
}

#[test]
fn what_has_ended_takes_no_row() {
    let mut app = led(Language::English);
    for line in [
        r#"{"type":"notice","name":"server","room":"lobby","event":"announce","by":"prof","on":false,"text":"x"}"#,
        r#"{"type":"notice","name":"server","room":"lobby","event":"quiet","by":"prof","on":false,"text":"x"}"#,
        r#"{"type":"notice","name":"server","room":"lobby","event":"next","who":"zed","by":"prof","text":"x"}"#,
    ] {
        hear(&mut app, line);
    }
    let rows = app.banner();
    assert_eq!(rows.len(), 3, "the question and two answers: {rows:?}");
    assert_eq!(rows[1].bar, Some((2, 2)));
}

#[test]
fn each_order_that_is_typed_is_sent_for_the_room_that_is_shown() {
    let mut app = new_app(Language::English);
    event(&mut app, Event::Net(Input::Connected("x".to_owned())));
    hear(
        &mut app,
        r#"{"type":"welcome","name":"server","you":"ana","room":"lobby","run":"r","seq":0,"text":"x"}"#,
    );
    for (typed, expected) in [
        ("/quiet off", r#""do":"quiet","on":false"#),
        ("/mute bob 5m", r#""do":"mute","who":"bob","seconds":300"#),
        ("/vote 2", r#""do":"vote","option":2"#),
        (
            "/poll Ready? | yes | no",
            r#""do":"poll","options":["yes","no"]"#,
        ),
        ("/claim a b c", r#""do":"claim","words":"a b c""#),
        ("/hand", r#""do":"hand""#),
    ] {
        let sent = enter(&mut app, typed);
        let order = sent.iter().find_map(|effect| match effect {
            Effect::Errand(Errand::Send(frame @ PeerFrame::Order(order))) => {
                assert_eq!(order.room.as_ref().map(RoomName::as_str), Some("lobby"));
                let mut line = Vec::new();
                json::write_peer(frame, &mut line);
                Some(String::from_utf8(line).unwrap())
            }
            _ => None,
        });
        let order = order.unwrap_or_else(|| panic!("{typed}: {sent:?}"));
        assert!(order.contains(expected), "{typed}: {order}");
    }
    enter(&mut app, "/mute");
    let shown = drawn(&mut app, (100, 20));
    assert!(shown.contains("/mute NAME [5m]"), "{shown}");
}

#[test]
fn the_class_is_listed_for_its_teacher() {
    let mut app = evening();
    event(&mut app, key(KeyModifiers::CONTROL, KeyCode::Char('u')));
    enter(&mut app, "/class");
    hear(
        &mut app,
        r#"{"type":"who","name":"server","room":"lobby","names":["bob"],"muted":["bob"],"class":[{"name":"bob","transport":"udp","rooms":["lobby","lab"],"rtt_ms":12}],"text":"in lobby: bob"}"#,
    );
    let shown = drawn(&mut app, (100, 30));
    assert!(
        shown.contains("bob  udp  lobby lab  12 ms  muted"),
        "{shown}"
    );
}

#[test]
fn a_teacher_has_a_mark_in_a_column_that_no_name_reaches() {
    let mut app = evening();
    let said = |name: &str, role: &str, text: &str| {
        format!(
            r#"{{"name":"{name}","timestamp":"2026-11-20T16:30:00.000Z","room":"lobby","text":"{text}"{role}}}"#
        )
    };
    let role = r#","role":"teacher""#;
    for line in [
        said("prof", role, "alpha"),
        said("◆prof", "", "beta"),
        said("professora-de-redes-um-dois", role, "gamma"),
        said("zed", r#","role":["teacher"]"#, "delta"),
    ] {
        hear(&mut app, &line);
    }
    for width in [60, 80, 120] {
        let shown = drawn(&mut app, (width, 30));
        let marked = |text: &str| {
            let row = shown.lines().find(|row| row.contains(text)).unwrap();
            let (before, _) = row.split_once(text).unwrap();
            before.chars().position(|sign| sign == '◆')
        };
        let column = marked("alpha").unwrap();
        assert_eq!(marked("gamma"), Some(column), "{shown}");
        assert!(marked("beta").is_some_and(|at| at > column), "{shown}");
        assert_eq!(marked("delta"), None, "{shown}");
    }
    let shown = drawn(&mut app, (120, 30));
    assert!(
        shown.contains("◆prof"),
        "beside the name in the list: {shown}"
    );
}
