//! Signs: told to those who asked, and to nobody else.

use std::time::Duration;

use super::stage::Stage;
use crate::traffic::PeerId;

/// Somebody in the lobby who wants to be told.
fn curious(stage: &mut Stage, name: &str) -> PeerId {
    let peer = stage.person(name);
    stage.says(peer, r#"{"type":"join","signs":true}"#);
    stage.mail(peer);
    peer
}

const PONG: &str = r#"{"type":"pong","text":"pong"}"#;

#[test]
fn who_is_typing_is_told_to_those_who_asked_for_signs() {
    let mut stage = Stage::new();
    let (ana, bob, eva) = (
        curious(&mut stage, "ana"),
        stage.person("bob"),
        stage.person("eva"),
    );
    stage.mail(ana);
    stage.mail(bob);
    stage.says(bob, r#"{"type":"ping","typing":true}"#);
    stage.hears(bob, &[PONG]);
    stage.hears(
        ana,
        &[r#"{"type":"notice","room":"lobby","event":"typing","who":"bob","text":"bob is typing"}"#],
    );
    stage.hears(eva, &[]);
    stage.says(eva, r#"{"type":"ping","typing":true,"to":"Ana"}"#);
    stage.hears(
        ana,
        &[r#"{"type":"notice","event":"typing","who":"eva","text":"eva is typing"}"#],
    );
}

#[test]
fn a_sign_that_makes_no_sense_is_still_a_ping() {
    let mut stage = Stage::new();
    let (ana, bob) = (curious(&mut stage, "ana"), stage.person("bob"));
    stage.mail(ana);
    stage.mail(bob);
    for sign in [
        r#""typing":true,"room":"elsewhere""#,
        r#""typing":true,"room":"no room""#,
        r#""typing":true,"room":7"#,
        r#""typing":true,"to":"nobody""#,
        r#""typing":"yes""#,
        r#""typing":false"#,
        r#""away":"yes""#,
    ] {
        stage.says(bob, &format!(r#"{{"type":"ping",{sign}}}"#));
        stage.hears(bob, &[PONG]);
        stage.hears(ana, &[]);
    }
    let stranger = stage.someone();
    stage.says(stranger, r#"{"type":"ping","typing":true}"#);
    stage.hears(stranger, &[PONG]);
}

#[test]
fn more_signs_than_anybody_reads_are_dropped_without_a_word() {
    let mut stage = Stage::new();
    let (ana, bob) = (curious(&mut stage, "ana"), stage.person("bob"));
    stage.mail(ana);
    for _ in 0..100 {
        stage.says(bob, r#"{"type":"ping","typing":true}"#);
    }
    assert_eq!(stage.mail(ana).len(), 4);
    assert_eq!(stage.mail(bob).len(), 100, "each has its pong");
    stage.wait(Duration::from_secs(1));
    stage.says(bob, r#"{"type":"ping","typing":true}"#);
    assert_eq!(stage.mail(ana).len(), 1);
}

#[test]
fn a_crowd_has_no_signs() {
    let mut stage = Stage::new();
    let ana = curious(&mut stage, "ana");
    let crowd: Vec<_> = (1..64).map(|n| stage.person(&format!("p{n}"))).collect();
    stage.mail(ana);
    stage.says(crowd[0], r#"{"type":"ping","typing":true}"#);
    assert_eq!(stage.mail(ana).len(), 1, "64 people");
    let last = stage.person("last");
    stage.mail(ana);
    stage.says(last, r#"{"type":"ping","typing":true}"#);
    stage.hears(ana, &[]);
}

#[test]
fn who_is_away_is_told_once_and_listed_until_they_speak() {
    let mut stage = Stage::new();
    let (ana, bob) = (curious(&mut stage, "ana"), stage.person("bob"));
    stage.mail(ana);
    stage.says(
        bob,
        "{\"type\":\"ping\",\"away\":true}\n{\"type\":\"ping\",\"away\":true}",
    );
    stage.hears(
        ana,
        &[r#"{"type":"notice","room":"lobby","event":"away","who":"bob","text":"bob is away"}"#],
    );
    let ask = r#"{"type":"who"}"#;
    stage.says(ana, ask);
    stage.hears(
        ana,
        &[r#"{"type":"who","room":"lobby","names":["ana","bob"],"away":["bob"],"text":"in lobby: ana, bob"}"#],
    );
    stage.says(bob, r#"{"text":"here"}"#);
    stage.mail(ana);
    stage.says(ana, ask);
    stage.hears(
        ana,
        &[r#"{"type":"who","room":"lobby","names":["ana","bob"],"text":"in lobby: ana, bob"}"#],
    );
}
