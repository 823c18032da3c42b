//! What is remembered: pages, and the bound of all rooms together.

use serde_json::Value;

use super::stage::Stage;
use crate::traffic::PeerId;

/// The numbers of the older messages that a peer was told, in their order.
fn replayed(stage: &mut Stage, peer: PeerId) -> Vec<u64> {
    let frames = stage.mail(peer).into_iter();
    let frames = frames.map(|line| serde_json::from_str::<Value>(&line).unwrap());
    let older = frames.filter(|frame| frame["history"] == true);
    older.filter_map(|frame| frame["seq"].as_u64()).collect()
}

fn quick() -> Stage {
    Stage::with(|rules| {
        rules.messages = None;
        rules.questions = None;
        rules.memory.all_rooms = 200_000;
    })
}

#[test]
fn whoever_comes_back_is_told_exactly_what_it_missed_wherever_a_page_ends() {
    let mut stage = Stage::with(|rules| {
        rules.messages = None;
        rules.memory.messages = 300;
        rules.memory.replayed = 300;
    });
    let ana = stage.person("ana");
    for n in 0..340 {
        // Some are long: pages end by bytes as well.
        let text = "x".repeat(if n % 50 < 8 { 3000 } else { 10 });
        stage.says(ana, &format!(r#"{{"text":"{text}"}}"#));
    }
    for since in [
        0,
        40,
        41,
        63,
        64,
        65,
        100,
        128,
        129,
        250,
        339,
        340,
        341,
        u64::MAX,
    ] {
        let bob = stage.someone();
        let line = format!(r#"{{"type":"join","name":"bob{since}","since":{since}}}"#);
        stage.says(bob, &line);
        let first = since.saturating_add(1).max(41);
        assert_eq!(replayed(&mut stage, bob), (first..=340).collect::<Vec<_>>());
    }
    let new = stage.person_with_mail("new");
    assert_eq!(replayed(&mut stage, new), (41..=340).collect::<Vec<_>>());
}

#[test]
fn what_a_session_has_said_under_another_name_is_not_said_again() {
    let mut stage = Stage::new();
    let (ana, bob) = (stage.person("ana"), stage.person("bob"));
    stage.says(ana, r#"{"text":"one","id":"k1"}"#);
    stage.says(ana, r#"{"type":"nick","name":"eva"}"#);
    stage.mail(ana);
    stage.mail(bob);
    stage.says(ana, r#"{"text":"one","id":"k1","again":true}"#);
    stage.hears(
        ana,
        &[r#"{"type":"msg","name":"ana","room":"lobby","seq":1,"id":"k1","text":"one"}"#],
    );
    stage.hears(bob, &[]);
}

#[test]
fn all_histories_together_are_bounded_and_a_class_keeps_its_own() {
    let mut stage = quick();
    let class: Vec<PeerId> = (0..10).map(|n| stage.person(&format!("p{n}"))).collect();
    let text = "x".repeat(2000);
    let say = |stage: &mut Stage, peer, room: &str| {
        stage.says(peer, &format!(r#"{{"text":"{text}","room":"{room}"}}"#));
    };
    for peer in &class {
        say(&mut stage, *peer, "lobby");
        say(&mut stage, *peer, "lobby");
    }
    let mallory = stage.person("mallory");
    for room in 0..12 {
        let room = format!("r{room}");
        stage.says(mallory, &format!(r#"{{"type":"join","room":"{room}"}}"#));
        for _ in 0..40 {
            say(&mut stage, mallory, &room);
            let remembered = stage.hub.census().remembered;
            assert!(remembered <= 200_000, "{remembered} bytes");
        }
    }
    let late = stage.person_with_mail("late");
    let told = replayed(&mut stage, late);
    assert_eq!(told, (1..=20).collect::<Vec<_>>(), "of the class");
    stage.says(late, r#"{"type":"join","room":"r0"}"#);
    let of_first = replayed(&mut stage, late);
    assert!(of_first.len() < 40, "{of_first:?}");
    say(&mut stage, mallory, "r0");
    let next = stage.mail(late).concat();
    assert!(next.contains(r#""seq":41"#), "the count goes on: {next}");
}

#[test]
fn an_empty_room_that_nothing_is_remembered_of_is_no_room() {
    let mut stage = quick();
    let (ana, bob) = (stage.person("ana"), stage.person("bob"));
    stage.says(ana, r#"{"type":"join","room":"lab"}"#);
    stage.says(ana, &format!(r#"{{"text":"{}"}}"#, "x".repeat(4000)));
    stage.says(ana, r#"{"type":"leave"}"#);
    assert_eq!(stage.hub.census().rooms, 2);
    for room in 0..4 {
        stage.says(bob, &format!(r#"{{"type":"join","room":"r{room}"}}"#));
        for _ in 0..60 {
            stage.says(bob, &format!(r#"{{"text":"{}"}}"#, "x".repeat(4)));
            stage.says(bob, &format!(r#"{{"text":"{}"}}"#, "x".repeat(3000)));
        }
    }
    assert!(stage.hub.census().remembered <= 200_000);
    for peer in [ana, bob] {
        stage.goes(peer, crate::traffic::Parting::Ended);
    }
    stage.wait(std::time::Duration::from_secs(4000));
    let census = stage.hub.census();
    assert_eq!((census.rooms, census.remembered), (0, 0));
    assert_eq!(stage.hub.poll_timeout(), None);
}
