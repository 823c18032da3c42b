//! Saying: one order for all, receipts, direct messages.

use super::stage::Stage;

#[test]
fn everybody_hears_a_message_and_only_the_sender_its_id() {
    let mut stage = Stage::new();
    let (ana, bob) = (stage.person("ana"), stage.person("bob"));
    stage.mail(ana);
    stage.says(bob, r#"{"text":"oi","id":"a\u0062"}"#);
    stage.hears(
        ana,
        &[r#"{"type":"msg","name":"bob","room":"lobby","seq":1,"text":"oi"}"#],
    );
    stage.hears(
        bob,
        &[r#"{"type":"msg","name":"bob","room":"lobby","seq":1,"id":"a\u0062","text":"oi"}"#],
    );
}

#[test]
fn each_room_counts_its_messages_from_one() {
    let mut stage = Stage::new();
    let ana = stage.person("ana");
    stage.says(ana, r##"{"type":"join","name":"ana","room":"#Lab"}"##);
    stage.mail(ana);
    stage.says(
        ana,
        "{\"text\":\"a\"}\n{\"text\":\"b\",\"room\":\"LOBBY\"}\n{\"text\":\"c\",\"room\":\"lab\"}",
    );
    stage.hears(
        ana,
        &[
            r#"{"type":"msg","name":"ana","room":"Lab","seq":1,"text":"a"}"#,
            r#"{"type":"msg","name":"ana","room":"lobby","seq":1,"text":"b"}"#,
            r#"{"type":"msg","name":"ana","room":"Lab","seq":2,"text":"c"}"#,
        ],
    );
}

#[test]
fn a_name_in_a_message_does_not_change_who_speaks() {
    let mut stage = Stage::new();
    let (ana, bob) = (stage.person("ana"), stage.person("bob"));
    stage.mail(ana);
    stage.says(
        bob,
        "{\"name\":\"ana\",\"text\":\"x\"}\n{\"name\":\"a b\",\"text\":\"y\"}",
    );
    let told = stage.mail(ana);
    assert!(
        told.len() == 2 && told.iter().all(|l| l.contains(r#""name":"bob""#)),
        "{told:?}"
    );
}

#[test]
fn rooms_that_are_not_there_and_rooms_one_is_not_in_are_told_apart() {
    let mut stage = Stage::new();
    let (ana, bob) = (stage.person("ana"), stage.person("bob"));
    stage.says(bob, r#"{"type":"join","name":"bob","room":"lab"}"#);
    stage.mail(ana);
    for (line, code) in [
        (r#"{"text":"x","room":"nowhere"}"#, "no_such_room"),
        (r#"{"text":"x","room":"lab"}"#, "not_joined"),
        (r#"{"type":"leave","room":"nowhere"}"#, "no_such_room"),
        (r#"{"type":"leave","room":"lab"}"#, "not_joined"),
        (r#"{"type":"who","room":"nowhere"}"#, "no_such_room"),
        (r#"{"text":"x","to":"nobody"}"#, "no_such_name"),
    ] {
        stage.says(ana, line);
        let told = stage.mail(ana);
        assert!(
            told.len() == 1 && told[0].contains(code),
            "{line}: {told:?}"
        );
    }
}

#[test]
fn a_direct_message_is_for_two() {
    let mut stage = Stage::new();
    let (ana, bob, eva) = (
        stage.person("ana"),
        stage.person("bob"),
        stage.person("eva"),
    );
    stage.mail(ana);
    stage.mail(bob);
    stage.says(ana, r#"{"text":"psst","to":"BOB","id":1}"#);
    stage.hears(
        bob,
        &[r#"{"type":"msg","name":"ana","to":"bob","text":"psst"}"#],
    );
    stage.hears(
        ana,
        &[r#"{"type":"msg","name":"ana","to":"bob","id":1,"text":"psst"}"#],
    );
    stage.hears(eva, &[]);
    stage.says(ana, r#"{"text":"me","to":"ana","id":2}"#);
    stage.hears(
        ana,
        &[r#"{"type":"msg","name":"ana","to":"ana","id":2,"text":"me"}"#],
    );
}

#[test]
fn after_the_last_room_nothing_is_said() {
    let mut stage = Stage::new();
    let ana = stage.person("ana");
    stage.says(
        ana,
        "{\"type\":\"leave\"}\n{\"name\":\"ana\",\"text\":\"x\"}\n{\"type\":\"who\"}",
    );
    let told = stage.mail(ana);
    assert!(
        told[0].contains(r#""event":"leave","who":"ana""#),
        "{told:?}"
    );
    assert!(
        told[1].contains("not_joined") && told[2].contains("not_joined"),
        "{told:?}"
    );
    stage.says(ana, r#"{"type":"join","room":"lab"}"#);
    assert!(stage.mail(ana)[0].contains(r#""you":"ana""#));
}

#[test]
fn what_may_have_been_said_is_confirmed_and_not_said_again() {
    let mut stage = Stage::new();
    let (ana, bob) = (stage.person("ana"), stage.person("bob"));
    stage.says(ana, r#"{"text":"oi","id":"k1"}"#);
    let receipt = stage.mail(ana).pop().unwrap();
    stage.mail(bob);
    stage.says(ana, r#"{"text":"oi","id":"k1","again":true}"#);
    stage.hears(ana, &[&receipt]);
    stage.hears(bob, &[]);
    // Without the word, the same id is another message; so is another's.
    stage.says(ana, r#"{"text":"oi","id":"k1"}"#);
    stage.says(bob, r#"{"text":"oi","id":"k1","again":true}"#);
    assert_eq!(stage.mail(bob).len(), 2);
}

#[test]
fn what_somebody_does_is_marked_for_everybody_and_in_the_history() {
    let mut stage = Stage::new();
    let (ana, bob) = (stage.person("ana"), stage.person("bob"));
    stage.mail(ana);
    stage.says(bob, r#"{"text":"waves","me":true}"#);
    let waves = r#"{"type":"msg","name":"bob","room":"lobby","seq":1,"me":true,"text":"waves"}"#;
    stage.hears(ana, &[waves]);
    let eva = stage.someone();
    stage.says(eva, r#"{"type":"join","name":"eva"}"#);
    let told = stage.mail(eva);
    let past = r#"{"type":"msg","name":"bob","room":"lobby","seq":1,"history":true,"me":true,"text":"waves"}"#;
    assert!(told.iter().any(|line| line == past), "{told:?}");
}
