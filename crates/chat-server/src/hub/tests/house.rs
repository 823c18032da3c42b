//! What anybody is told of the house: rooms, what they are about, and people.

use serde_json::Value;
use serde_json::json;

use super::stage::Stage;
use crate::traffic::PeerId;
use crate::traffic::Transport;

fn last(stage: &mut Stage, peer: PeerId, asks: &str) -> Value {
    stage.mail(peer);
    stage.says(peer, asks);
    let line = stage.mail(peer).pop().unwrap();
    serde_json::from_str(&line).unwrap()
}

const ROOMS: &str = r#"{"type":"rooms","id":1}"#;

#[test]
fn rooms_are_listed_by_their_people_with_what_they_are_about() {
    let mut stage = Stage::with(|rules| (rules.questions, rules.pages) = (None, None));
    let (ana, bob) = (stage.person("ana"), stage.person("bob"));
    stage.says(bob, r#"{"type":"join","room":"Lab"}"#);
    let topic = last(
        &mut stage,
        bob,
        r#"{"type":"order","do":"topic","text":"TCP","room":"lab"}"#,
    );
    assert_eq!(
        (&topic["event"], &topic["topic"], &topic["text"]),
        (
            &"topic".into(),
            &"TCP".into(),
            &"bob set the topic: TCP".into()
        )
    );
    let told = last(&mut stage, ana, ROOMS);
    let expected = json!([
        {"room": "lobby", "people": 2},
        {"room": "Lab", "people": 1, "topic": "TCP"}
    ]);
    assert_eq!((&told["rooms"], &told["id"]), (&expected, &1.into()));
    assert_eq!(told["text"], "rooms: lobby 2, Lab 1 (TCP)");
    let welcome = last(&mut stage, ana, r#"{"type":"join","room":"lab"}"#);
    assert_eq!(welcome["topic"], "TCP");
    last(
        &mut stage,
        ana,
        r#"{"type":"order","do":"topic","text":" "}"#,
    );
    assert_eq!(last(&mut stage, ana, ROOMS)["rooms"][0].get("topic"), None);
    let typist = stage.someone();
    stage.says(typist, "olá, olá");
    stage.mail(typist);
    stage.says(typist, "/topic not yours alone");
    stage.hears(typist, &["* guest-1 set the topic: not yours alone"]);
    stage.says(typist, "/rooms");
    stage.hears(typist, &["* rooms: lobby 3 (not yours alone), Lab 2"]);
}

#[test]
fn a_locked_room_is_not_told_of_to_whoever_is_outside() {
    let mut stage = Stage::with(|rules| (rules.questions, rules.pages) = (None, None));
    let words = stage.hub.claim_words().unwrap();
    let (ana, _) = super::trust::joins(&mut stage, 1, "ana");
    stage.says(
        ana,
        &format!(r#"{{"type":"order","do":"claim","words":"{words}"}}"#),
    );
    stage.says(ana, r#"{"type":"join","room":"exam"}"#);
    stage.says(ana, r#"{"type":"order","do":"lock","room":"exam"}"#);
    let bob = stage.person("bob");
    let told = last(&mut stage, bob, ROOMS);
    assert_eq!(told["rooms"].as_array().unwrap().len(), 1, "{told}");
    let whois = last(&mut stage, bob, r#"{"type":"whois","who":"ana"}"#);
    assert_eq!(
        (&whois["rooms"], &whois["role"]),
        (&json!(["lobby"]), &"teacher".into())
    );
    assert_eq!(
        last(&mut stage, ana, ROOMS)["rooms"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    // Where a teacher is, the teacher says what it is about.
    let refused = last(
        &mut stage,
        bob,
        r#"{"type":"order","do":"topic","text":"mine"}"#,
    );
    assert_eq!(refused["code"], "not_allowed");
}

#[test]
fn more_rooms_than_anybody_reads_are_not_listed() {
    let mut stage = Stage::with(|rules| (rules.questions, rules.pages) = (None, None));
    let ana = stage.person("ana");
    for n in 0..100 {
        let peer = stage.person(&format!("p{n}"));
        stage.says(peer, &format!(r#"{{"type":"join","room":"r{n}"}}"#));
    }
    let told = last(&mut stage, ana, ROOMS);
    assert_eq!(
        (told["rooms"].as_array().unwrap().len(), &told["more"]),
        (64, &true.into())
    );
    assert_eq!(told["rooms"][0]["room"], "lobby", "most people first");
}

#[test]
fn somebody_is_known_by_what_anybody_may_know() {
    let mut stage = Stage::with(|rules| rules.questions = None);
    let ana = stage.comes(Transport::Tcp, "192.168.1.7:5000");
    stage.says(ana, r#"{"type":"join","name":"ana"}"#);
    let bob = stage.comes(Transport::Tcp, "[2001:db8::7]:5000");
    stage.says(bob, r#"{"type":"join","name":"bob"}"#);
    last(&mut stage, bob, r#"{"type":"ping","rtt_ms":12}"#);
    let told = last(&mut stage, bob, r#"{"type":"whois","who":"ANA","id":"w"}"#);
    assert_eq!(
        (
            &told["who"],
            &told["transport"],
            &told["address"],
            &told["rooms"],
            &told["id"]
        ),
        (
            &"ana".into(),
            &"tcp".into(),
            &"192.168.1.7:5000".into(),
            &json!(["lobby"]),
            &"w".into()
        )
    );
    assert!(
        told["since"].is_string() && told.get("plain").is_none(),
        "{told}"
    );
    let told = last(&mut stage, ana, r#"{"type":"whois","who":"bob"}"#);
    assert_eq!(
        (told.get("address"), &told["rtt_ms"]),
        (None, &12.into()),
        "an address of the Internet"
    );
    let own = last(&mut stage, bob, r#"{"type":"whois","who":"bob"}"#);
    assert_eq!(own["address"], "[2001:db8::7]:5000");
    assert_eq!(
        last(&mut stage, ana, r#"{"type":"whois","who":"eva"}"#)["code"],
        "no_such_name"
    );
    let stranger = stage.someone();
    assert_eq!(
        last(&mut stage, stranger, ROOMS)["type"],
        "rooms",
        "whoever may come in may look"
    );
}
