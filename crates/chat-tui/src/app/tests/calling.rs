//! What calls by way of the terminal, and what the log keeps.

use super::*;
use crate::app::settings::Call;
use crate::app::settings::Palette;

fn notified(evening: &Evening) -> Vec<&str> {
    let told = evening.effects.iter().filter_map(|effect| match effect {
        Effect::Notify(told) => Some(told.as_str()),
        _ => None,
    });
    told.collect()
}

fn kept(evening: &Evening) -> Vec<&str> {
    let kept = evening.effects.iter().filter_map(|effect| match effect {
        Effect::Log(line) => Some(line.as_str()),
        _ => None,
    });
    kept.collect()
}

#[test]
fn who_is_named_while_looking_elsewhere_is_notified_as_often_as_the_bell_rings() {
    let mut evening = Evening::online();
    evening.app.settings.calls = vec![Call::Osc9, Call::Osc777];
    evening.event(Event::Focus(false));
    evening.hear(r#"{"name":"bob","room":"lobby","seq":1,"history":true,"text":"ana!"}"#);
    assert_eq!(notified(&evening), [""; 0], "history calls nobody");
    for seq in 2..9 {
        evening.hear(&format!(
            r#"{{"name":"bob","room":"lobby","seq":{seq},"text":"ana; 9;4;1\nx"}}"#
        ));
    }
    assert_eq!(
        notified(&evening),
        [
            "9;#lobby bob: ana, 9,4,1 x",
            "777;notify;#lobby;bob: ana, 9,4,1 x"
        ],
        "one field each, and once for all of one moment"
    );
    assert!(!evening.effects.contains(&Effect::Ring));
}

#[test]
fn a_notification_is_short() {
    let mut evening = Evening::online();
    evening.app.settings.calls = vec![Call::Osc9];
    evening.event(Event::Focus(false));
    let long = "ana ".repeat(900);
    evening.hear(&format!(r#"{{"name":"bob","to":"ana","text":"{long}"}}"#));
    let told = notified(&evening);
    assert!(told[0].starts_with("9;bob bob: ana ana"), "{told:?}");
    assert!(told[0].len() < 300, "{told:?}");
}

#[test]
fn the_log_keeps_what_is_read_one_line_each_and_no_old_history() {
    let mut evening = Evening::new();
    evening.app.settings.log = true;
    evening.event(Event::Net(Input::Connected("x".to_owned())));
    for line in [
        r#"{"type":"welcome","name":"server","timestamp":"2026-11-20T16:20:00.000Z","you":"ana","room":"lobby","run":"r","seq":1,"text":"you are ana in lobby"}"#,
        r#"{"name":"bob","timestamp":"2026-11-20T16:19:00.000Z","room":"lobby","seq":1,"history":true,"text":"long ago"}"#,
        r#"{"name":"bob","timestamp":"2026-11-20T16:20:03.000Z","room":"lobby","seq":2,"text":"two\nlines\tand a tab"}"#,
        r#"{"name":"bob","timestamp":"2026-11-20T16:20:04.000Z","room":"lobby","seq":3,"history":true,"text":"missed"}"#,
        r#"{"name":"zed","timestamp":"2026-11-20T16:20:05.000Z","to":"ana","text":"psst"}"#,
    ] {
        evening.hear(line);
    }
    let kept = kept(&evening);
    assert_eq!(
        kept[1..],
        [
            "2026-11-20 16:20:03 #lobby <bob> two ⏎ lines and a tab",
            "2026-11-20 16:20:04 #lobby <bob> missed",
            "2026-11-20 16:20:05 zed <zed> psst",
        ]
    );
    assert!(
        kept[0].starts_with("2026-11-20 16:20:00 #lobby * "),
        "{kept:?}"
    );
}

#[test]
fn a_log_that_cannot_be_written_is_told_and_asked_for_no_more() {
    let mut evening = Evening::online();
    evening.app.settings.log = true;
    evening.event(Event::LogFailed("disk full".to_owned()));
    assert_eq!(
        evening.last(),
        "|the log is not written any more: disk full"
    );
    evening.effects.clear();
    evening.hear(r#"{"name":"bob","timestamp":"2026-11-20T16:20:03.000Z","room":"lobby","seq":1,"text":"x"}"#);
    assert_eq!(kept(&evening), [""; 0]);
}

#[test]
fn the_colours_are_changed_by_a_command() {
    let mut evening = Evening::online();
    evening.enter("/theme Light");
    assert_eq!(evening.app.settings.palette, Palette::Light);
    evening.enter("/theme pink");
    assert_eq!(evening.app.settings.palette, Palette::Light);
    assert_eq!(
        evening.last(),
        "|type it as: /theme terminal|dark|light|high-contrast"
    );
}
