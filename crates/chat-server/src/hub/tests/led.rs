//! A class that is led: each order carried out, refused, told and undone.

mod claiming;
mod doors;
mod refused;
mod seen;
mod taking_back;
mod voices;

use std::time::Duration;

use chat_archive::Forget;
use chat_proto::room::RoomName;
use serde_json::Value;

use super::stage::Stage;
use super::trust::joins;
use super::trust::key;
use crate::config::Rules;
use crate::traffic::Answer;
use crate::traffic::DeskOrder;
use crate::traffic::Input;
use crate::traffic::Parting;
use crate::traffic::PeerId;

/// A stage whose words are known, and the words.
fn class() -> (Stage, String) {
    let mut stage = Stage::with(|rules| {
        (rules.questions, rules.messages) = (None, None);
    });
    let words = stage.hub.claim_words().unwrap();
    (stage, words)
}

/// The teacher and somebody else come.
fn leads(stage: &mut Stage) -> (PeerId, PeerId) {
    let words = stage.hub.claim_words().unwrap();
    let (ana, _) = joins(stage, 1, "ana");
    let bob = stage.person("bob");
    orders(stage, ana, &format!(r#""do":"claim","words":"{words}""#));
    (ana, bob)
}

/// The teacher, in the lobby, and somebody else.
fn led() -> (Stage, PeerId, PeerId) {
    let (mut stage, _) = class();
    let (ana, bob) = leads(&mut stage);
    for peer in [ana, bob] {
        stage.mail(peer);
    }
    (stage, ana, bob)
}

fn orders(stage: &mut Stage, peer: PeerId, fields: &str) {
    stage.says(peer, &format!(r#"{{"type":"order",{fields}}}"#));
}

/// What a peer was told, as values.
fn told(stage: &mut Stage, peer: PeerId) -> Vec<Value> {
    let mail = stage.mail(peer).into_iter();
    mail.map(|line| serde_json::from_str(&line).unwrap())
        .collect()
}

/// The words of the last thing that a peer was told.
fn last(stage: &mut Stage, peer: PeerId) -> String {
    let told = told(stage, peer).pop().unwrap_or_default();
    told["text"].as_str().unwrap_or_default().to_owned()
}

#[track_caller]
fn is_not_allowed(stage: &mut Stage, peer: PeerId) {
    let refused = told(stage, peer).pop().unwrap_or_default();
    assert_eq!(refused["code"], "not_allowed", "{refused}");
}

/// Whether a message of a peer is said, or what it is refused with.
fn speaks(stage: &mut Stage, peer: PeerId, to: &str) -> bool {
    stage.mail(peer);
    stage.says(peer, &format!(r#"{{"text":"hi","id":7{to}}}"#));
    let told = told(stage, peer).pop().unwrap();
    assert_eq!(told["id"], 7, "{told}");
    if told["type"] == "error" {
        assert_eq!(told["code"], "not_allowed", "{told}");
        return false;
    }
    true
}

#[test]
fn no_order_of_a_teacher_is_carried_out_for_anybody_else() {
    let (mut stage, ana, bob) = led();
    let guest = stage.someone();
    stage.says(guest, "hello");
    for fields in [
        r#""do":"announce","text":"x""#,
        r#""do":"quiet""#,
        r#""do":"mute","who":"ana""#,
        r#""do":"kick","who":"ana""#,
        r#""do":"ban","who":"ana""#,
        r#""do":"lock""#,
        r#""do":"next""#,
        r#""do":"poll","text":"q","options":["a","b"]"#,
        r#""do":"poll","on":false"#,
        r#""do":"release","who":"ana""#,
        r#""do":"teacher","who":"bob""#,
        r#""do":"mute","who":"ana","on":false"#,
        r#""do":"ban","who":"ana","on":false"#,
    ] {
        stage.mail(ana);
        orders(&mut stage, bob, &format!(r#"{fields},"id":"x""#));
        let refused = told(&mut stage, bob).pop().unwrap();
        assert_eq!(
            (&refused["code"], &refused["id"]),
            (&"not_allowed".into(), &"x".into()),
            "{fields}"
        );
        assert!(stage.mail(ana).is_empty(), "{fields}");
    }
    assert!(stage.audit.last().unwrap().contains("refused"));
    stage.mail(guest);
    stage.says(guest, "/quiet");
    let mail = stage.mail(guest);
    assert!(
        mail[0].starts_with("! only the teacher may do this"),
        "{mail:?}"
    );
    // A former teacher is nobody else.
    stage.handle(Input::Desk(desk("teacher", "ana off")));
    orders(&mut stage, ana, r#""do":"quiet""#);
    is_not_allowed(&mut stage, ana);
    let nobody = stage.someone();
    orders(&mut stage, nobody, r#""do":"quiet""#);
    assert_eq!(
        told(&mut stage, nobody).pop().unwrap()["code"],
        "not_joined"
    );
}

fn desk(word: &str, rest: &str) -> DeskOrder {
    let act = chat_proto::plain::order::order(word, rest)
        .unwrap()
        .unwrap();
    DeskOrder::Order(chat_proto::frame::order::Order {
        act,
        room: None,
        id: None,
    })
}

#[test]
fn whoever_sits_at_the_server_may_do_all_of_it() {
    let (mut stage, _) = class();
    let bob = stage.person("bob");
    let plain = stage.someone();
    stage.says(plain, "hello");
    for peer in [bob, plain] {
        stage.mail(peer);
    }
    stage.handle(Input::Desk(desk("quiet", "")));
    let notice = told(&mut stage, bob).pop().unwrap();
    assert_eq!(
        (&notice["event"], &notice["by"], &notice["on"]),
        (&"quiet".into(), &"server".into(), &true.into())
    );
    stage.hears(
        plain,
        &["* the teacher asks for silence: only the teacher speaks"],
    );
    assert_eq!(
        stage.desk.last().unwrap(),
        "the teacher asks for silence: only the teacher speaks"
    );
    assert!(!speaks(&mut stage, bob, ""));
    stage.handle(Input::Desk(desk("mute", "nobody")));
    assert!(stage.desk.last().unwrap().contains("nobody here is called"));
    stage.handle(Input::Desk(desk("hand", "")));
    assert!(stage.desk.last().unwrap().contains("people in a room"));
    stage.handle(Input::Desk(DeskOrder::Class));
    assert!(
        stage
            .desk
            .iter()
            .any(|line| line.starts_with("bob  tcp  lobby")),
        "{:?}",
        stage.desk
    );
    stage.handle(Input::Desk(DeskOrder::Words));
    assert!(stage.desk.last().unwrap().contains("/claim "));
}

#[test]
fn in_a_quiet_room_only_the_teacher_speaks_and_may_be_written_to() {
    let (mut stage, ana, bob) = led();
    let zed = stage.person("zed");
    orders(&mut stage, ana, r#""do":"quiet""#);
    assert!(!speaks(&mut stage, bob, ""));
    assert!(!speaks(&mut stage, bob, r#","to":"zed""#));
    assert!(speaks(&mut stage, bob, r#","to":"ana""#));
    assert!(speaks(&mut stage, ana, "") && speaks(&mut stage, ana, r#","to":"bob""#));
    stage.says(zed, r#"{"type":"join","room":"lab"}"#);
    assert!(speaks(&mut stage, zed, ""), "another room is not quiet");
    // It outlasts the teacher.
    stage.goes(ana, Parting::Ended);
    assert!(!speaks(&mut stage, bob, ""));
    let late = stage.person_with_mail("late");
    assert_eq!(told(&mut stage, late)[0]["quiet"], true);
    let (ana, _) = joins(&mut stage, 1, "ana");
    orders(&mut stage, ana, r#""do":"quiet","on":false"#);
    assert!(speaks(&mut stage, bob, ""));
}

#[test]
fn a_muted_one_is_told_so_and_may_write_to_the_teacher_until_the_time_is_over() {
    let (mut stage, ana, bob) = led();
    orders(&mut stage, ana, r#""do":"mute","who":"bob","seconds":60"#);
    assert_eq!(last(&mut stage, bob), "bob is muted for 1 minute (ana)");
    assert!(!speaks(&mut stage, bob, ""));
    assert!(speaks(&mut stage, bob, r#","to":"ana""#));
    assert!(speaks(&mut stage, ana, ""));
    // Nothing of what everybody may again is his.
    orders(&mut stage, ana, r#""do":"quiet""#);
    orders(&mut stage, ana, r#""do":"quiet","on":false"#);
    assert!(!speaks(&mut stage, bob, ""));
    // Neither another name nor another connection helps.
    stage.says(bob, r#"{"type":"nick","name":"rob"}"#);
    assert!(!speaks(&mut stage, bob, ""));
    stage.goes(bob, Parting::Ended);
    let bob = stage.person_with_mail("rob");
    assert_eq!(told(&mut stage, bob)[0]["muted"], true);
    assert!(!speaks(&mut stage, bob, ""));
    stage.says(ana, r#"{"type":"who"}"#);
    assert_eq!(
        told(&mut stage, ana).pop().unwrap()["muted"],
        serde_json::json!(["rob"])
    );
    stage.wait(Duration::from_secs(61));
    assert!(speaks(&mut stage, bob, ""));
}

#[test]
fn the_end_of_a_mute_is_told_whether_it_ends_by_hand_or_by_itself() {
    let (mut stage, ana, bob) = led();
    orders(&mut stage, ana, r#""do":"mute","who":"bob","seconds":5"#);
    stage.mail(bob);
    stage.wait(Duration::from_secs(6));
    let over = told(&mut stage, bob).pop().unwrap();
    assert_eq!(
        (&over["event"], &over["on"], &over["by"]),
        (&"mute".into(), &false.into(), &"server".into())
    );
    orders(&mut stage, ana, r#""do":"mute","who":"bob","on":false"#);
    is_not_allowed(&mut stage, ana);
    orders(&mut stage, ana, r#""do":"mute","who":"bob""#);
    orders(&mut stage, ana, r#""do":"mute","who":"bob","on":false"#);
    assert_eq!(last(&mut stage, bob), "bob may speak again (ana)");
    assert!(speaks(&mut stage, bob, ""));
    orders(&mut stage, ana, r#""do":"mute","who":"ana""#);
    is_not_allowed(&mut stage, ana);
}

#[test]
fn an_announcement_is_told_everywhere_and_to_whoever_comes_but_not_in_a_first_line() {
    let (mut stage, ana, bob) = led();
    stage.says(bob, r#"{"type":"join","room":"lab"}"#);
    stage.says(bob, r#"{"type":"leave","room":"lobby"}"#);
    stage.mail(bob);
    orders(&mut stage, ana, r#""do":"announce","text":"room 3 at ten""#);
    assert_eq!(last(&mut stage, bob), "ana announces: room 3 at ten");
    let late = stage.person_with_mail("late");
    let welcome = told(&mut stage, late).remove(0);
    assert_eq!(welcome["announcement"], "room 3 at ten");
    let plain = stage.someone();
    stage.says(plain, "hello");
    stage.hears(plain, &["guest-1: hello"]);
    orders(&mut stage, ana, r#""do":"announce","text":"""#);
    assert_eq!(last(&mut stage, late), "the announcement is over (ana)");
    let later = stage.person_with_mail("later");
    assert!(told(&mut stage, later)[0].get("announcement").is_none());
}

#[test]
fn a_name_is_released_and_a_teacher_made_and_dismissed() {
    let (mut stage, ana, bob) = led();
    let (zed, _) = joins(&mut stage, 2, "zed");
    orders(&mut stage, ana, r#""do":"teacher","who":"bob""#);
    is_not_allowed(&mut stage, ana);
    orders(&mut stage, ana, r#""do":"teacher","who":"zed""#);
    assert_eq!(last(&mut stage, bob), "zed is a teacher too (ana)");
    orders(&mut stage, zed, r#""do":"teacher","who":"ana","on":false"#);
    assert_eq!(last(&mut stage, bob), "ana is no longer a teacher (zed)");
    stage.goes(ana, Parting::Ended);
    orders(&mut stage, zed, r#""do":"release","who":"Ana""#);
    assert_eq!(last(&mut stage, bob), "the name ana is free (zed)");
    let (_, welcome) = joins(&mut stage, 3, "ana");
    assert_eq!(
        (&welcome[0]["you"], welcome[0].get("role")),
        (&"ana".into(), None)
    );
    orders(&mut stage, zed, r#""do":"release","who":"bob""#);
    is_not_allowed(&mut stage, zed);
}

#[test]
fn a_teacher_sees_who_is_where_and_nobody_else_does() {
    let (mut stage, ana, bob) = led();
    stage.says(bob, r#"{"type":"ping","rtt_ms":42}"#);
    stage.mail(bob);
    for (peer, sees) in [(ana, true), (bob, false)] {
        stage.says(peer, r#"{"type":"who","class":true}"#);
        let who = told(&mut stage, peer).pop().unwrap();
        assert_eq!(who["teachers"], serde_json::json!(["ana"]));
        assert_eq!(who.get("class").is_some(), sees, "{who}");
        if sees {
            let row = serde_json::json!(
                {"name": "bob", "transport": "tcp", "rooms": ["lobby"], "rtt_ms": 42});
            assert_eq!(who["class"][1], row);
        }
    }
}

#[test]
fn every_order_is_in_the_audit_with_the_keys_of_whom_it_concerns() {
    let (mut stage, ana, bob) = led();
    let (zed, _) = joins(&mut stage, 2, "zed");
    stage.audit.clear();
    orders(&mut stage, ana, r#""do":"mute","who":"zed","seconds":60"#);
    orders(&mut stage, bob, r#""do":"hand""#);
    let audit: Vec<_> = stage
        .audit
        .iter()
        .map(|line| chat_trust::audit::Entry::parse(line.as_bytes()).unwrap())
        .collect();
    let (ana, zed_key) = (key(1).public().to_string(), key(2).public().to_string());
    assert_eq!(
        (audit[0].by.name.as_str(), audit[0].by.key.as_ref()),
        ("ana", Some(&ana))
    );
    let who = audit[0].who.as_ref().unwrap();
    assert_eq!(
        (who.name.as_str(), who.key.as_ref()),
        ("zed", Some(&zed_key))
    );
    assert_eq!(
        (audit[0].seconds, audit[1].order.as_str()),
        (Some(60), "hand")
    );
    assert!(stage.closed.is_empty() && zed != bob);
}
