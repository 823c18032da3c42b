//! What is seen of who leads: the role of what was said, and who is kept out.

use super::*;

#[test]
fn what_a_teacher_says_bears_the_role_also_later_and_what_others_say_does_not() {
    let (mut stage, ana, bob) = led();
    for peer in [ana, bob] {
        stage.says(peer, r#"{"text":"olá","id":1}"#);
    }
    stage.says(ana, r#"{"text":"psst","to":"bob"}"#);
    let roles = |said: Vec<Value>| -> Vec<(String, Option<Value>)> {
        let said = said.into_iter().filter(|frame| frame["type"] == "msg");
        let role = |frame: Value| (frame["name"].to_string(), frame.get("role").cloned());
        said.map(role).collect()
    };
    let (teacher, anybody) = (
        ("\"ana\"".to_owned(), Some("teacher".into())),
        ("\"bob\"".to_owned(), None),
    );
    let expected = [teacher.clone(), anybody.clone(), teacher.clone()];
    assert_eq!(roles(told(&mut stage, bob)), expected);
    assert_eq!(roles(told(&mut stage, ana)), expected, "the own copies too");
    let zed = stage.person_with_mail("zed");
    let replayed = roles(told(&mut stage, zed));
    assert_eq!(replayed, [teacher.clone(), anybody.clone()]);
    // Whoever leads no longer did so when it was said.
    stage.handle(Input::Desk(desk("teacher", "ana off")));
    stage.says(ana, r#"{"text":"again"}"#);
    stage.mail(bob);
    stage.says(bob, r#"{"type":"history","room":"lobby","limit":9}"#);
    let nobody = ("\"ana\"".to_owned(), None);
    let past = roles(told(&mut stage, bob));
    assert_eq!(past, [teacher, anybody, nobody]);
}

#[test]
fn a_teacher_and_whoever_sits_at_the_server_see_who_is_banned() {
    let (mut stage, ana, bob) = led();
    stage.person("zed");
    for fields in [
        r#""do":"ban","who":"eve""#,
        r#""do":"ban","who":"zed","seconds":60"#,
    ] {
        orders(&mut stage, ana, fields);
    }
    for (peer, sees) in [(ana, true), (bob, false)] {
        stage.mail(peer);
        stage.says(peer, r#"{"type":"who","class":true}"#);
        let who = told(&mut stage, peer).pop().unwrap();
        let bans = who["bans"].as_array().cloned().unwrap_or_default();
        let names: Vec<_> = bans
            .iter()
            .map(|ban| (&ban["who"], ban.get("until")))
            .collect();
        if !sees {
            assert_eq!(names, []);
            continue;
        }
        assert_eq!(names.last().unwrap().0, "zed", "{who}");
        assert!(names.last().unwrap().1.is_some(), "{who}");
    }
    stage.handle(Input::Desk(DeskOrder::Bans));
    assert!(stage.desk.pop().unwrap().starts_with("banned: zed until "));
    stage.wait(Duration::from_secs(61));
    stage.handle(Input::Desk(DeskOrder::Bans));
    assert!(!stage.desk.pop().unwrap().contains("zed"));
}

#[test]
fn whoever_orders_in_two_rooms_hears_of_it_in_both_and_has_the_receipt_where_it_was_given() {
    let (mut stage, ana, bob) = led();
    for peer in [ana, bob] {
        stage.says(peer, r#"{"type":"join","room":"lab"}"#);
    }
    for peer in [ana, bob] {
        stage.mail(peer);
    }
    orders(
        &mut stage,
        ana,
        r#""do":"mute","who":"bob","room":"lobby","id":7"#,
    );
    let heard = |stage: &mut Stage, peer| {
        let all = told(stage, peer).into_iter();
        let mutes = all.filter(|frame| frame["event"] == "mute");
        let told = mutes.map(|frame| (frame["room"].to_string(), frame["id"].to_string()));
        let mut told: Vec<_> = told.collect();
        told.sort();
        told
    };
    let told = |room: &str, id: &str| (format!("\"{room}\""), id.to_owned());
    assert_eq!(
        heard(&mut stage, ana),
        [told("lab", "null"), told("lobby", "7")]
    );
    assert_eq!(
        heard(&mut stage, bob),
        [told("lab", "null"), told("lobby", "null")]
    );
}
