//! A new connection that goes on with the session of an earlier one.

use std::time::Duration;

use chat_link::proof::Secret;

use super::stage::Stage;
use crate::traffic::Parting;
use crate::traffic::PeerId;
use crate::traffic::Transport;

/// The token that the hub of a stage gives to a session.
fn token(of: PeerId) -> String {
    Secret::new([0; 2]).token(of.0).digits()
}

/// Somebody comes back with the session of an earlier connection.
fn comes_back(stage: &mut Stage, of: PeerId, more: &str) -> PeerId {
    let peer = stage.someone();
    joins(stage, peer, of, more);
    peer
}

fn joins(stage: &mut Stage, peer: PeerId, of: PeerId, more: &str) {
    let token = token(of);
    stage.says(
        peer,
        &format!(r#"{{"type":"join","name":"ana","session":"{token}"{more}}}"#),
    );
}

const WELCOME: &str = r#"{"type":"welcome","room":"lobby","seq":0,"you":"ana","rate_limit":"20/10","text":"you are ana in lobby, 2 people here"}"#;
const BYE: &str = r#"{"type":"bye","return":false,"text":"you came back over another connection: you go on there"}"#;

#[test]
fn a_session_goes_on_under_its_name_and_nobody_hears_of_it() {
    let mut stage = Stage::new();
    let (ana, bob) = (stage.person("ana"), stage.person("bob"));
    stage.mail(ana);
    let again = comes_back(&mut stage, ana, "");
    stage.hears(again, &[WELCOME]);
    stage.hears(ana, &[BYE]);
    assert_eq!(stage.closed, [ana]);
    let third = comes_back(&mut stage, ana, "");
    stage.hears(third, &[WELCOME]);
    stage.hears(again, &[BYE]);
    stage.wait(Duration::from_secs(60));
    stage.hears(bob, &[]);
    assert_eq!(stage.hub.census().peers, 2);
}

#[test]
fn what_still_arrives_on_the_old_connection_is_not_said() {
    let mut stage = Stage::new();
    let (ana, bob) = (stage.person("ana"), stage.person("bob"));
    let again = comes_back(&mut stage, ana, "");
    stage.says(ana, r#"{"text":"one","id":"k1"}"#);
    stage.says(again, r#"{"text":"one","id":"k1","again":true}"#);
    stage.goes(ana, Parting::Ended);
    stage.hears(
        bob,
        &[r#"{"type":"msg","name":"ana","room":"lobby","seq":1,"text":"one"}"#],
    );
}

/// The first of two attempts to come back was under way for longer than the second.
#[test]
fn a_join_that_a_younger_connection_has_overtaken_ends_its_own() {
    let mut stage = Stage::new();
    let (ana, bob) = (stage.person("ana"), stage.person("bob"));
    let slow = stage.someone();
    let quick = comes_back(&mut stage, ana, "");
    stage.mail(quick);
    joins(&mut stage, slow, ana, "");
    stage.hears(slow, &[BYE]);
    stage.says(quick, r#"{"text":"one"}"#);
    let one = r#"{"type":"msg","name":"ana","room":"lobby","seq":1,"text":"one"}"#;
    stage.hears(quick, &[one]);
    stage.hears(bob, &[one]);
}

#[test]
fn a_token_that_was_not_given_here_is_none() {
    let mut stage = Stage::new();
    let ana = stage.person("ana");
    let guesses = [
        format!("{:016x}{:016x}", ana.0, 7),
        Secret::new([0, 1]).token(ana.0).digits(),
        "x".to_owned(),
    ];
    for guess in guesses {
        let eve = stage.someone();
        stage.says(
            eve,
            &format!(r#"{{"type":"join","name":"ana","session":"{guess}"}}"#),
        );
        assert!(stage.mail(eve)[0].contains("name_taken"));
    }
    // Nor is a true one where somebody is called something already.
    let bob = stage.person("bob");
    joins(&mut stage, bob, ana, "");
    assert!(stage.mail(bob)[0].contains("name_taken"));
    assert_eq!(stage.closed, []);
}

#[test]
fn a_refused_join_ends_nobody() {
    let mut stage = Stage::new();
    let (ana, bob) = (stage.person("ana"), stage.person("bob"));
    let again = stage.someone();
    let token = token(ana);
    stage.says(
        again,
        &format!(r#"{{"type":"join","name":"bob","session":"{token}"}}"#),
    );
    assert!(stage.mail(again)[0].contains("name_taken"));
    stage.says(ana, r#"{"text":"still here"}"#);
    assert_eq!(stage.mail(bob).len(), 1);
}

#[test]
fn another_name_is_told_as_a_going_and_a_coming() {
    let mut stage = Stage::new();
    let (ana, bob) = (stage.person("ana"), stage.person("bob"));
    let again = stage.someone();
    let token = token(ana);
    stage.says(
        again,
        &format!(r#"{{"type":"join","name":"eva","session":"{token}"}}"#),
    );
    stage.hears(
        bob,
        &[
            r#"{"type":"notice","room":"lobby","event":"leave","who":"ana","text":"ana left (connection lost)"}"#,
            r#"{"type":"notice","room":"lobby","event":"join","who":"eva","text":"eva joined"}"#,
        ],
    );
}

#[test]
fn rooms_to_which_nobody_comes_back_are_told_so() {
    let mut stage = Stage::new();
    let (ana, bob) = (stage.person("ana"), stage.person("bob"));
    for peer in [ana, bob] {
        for room in ["lab", "sala"] {
            stage.says(peer, &format!(r#"{{"type":"join","room":"{room}"}}"#));
        }
    }
    stage.mail(bob);
    let again = comes_back(&mut stage, ana, r#","room":"lab""#);
    // Once more, before it has come back to all: what is kept is kept for this one.
    let third = comes_back(&mut stage, ana, r#","room":"lab""#);
    stage.says(third, r#"{"type":"join","room":"lobby"}"#);
    stage.hears(bob, &[]);
    stage.wait(Duration::from_secs(6));
    let left = r#"{"type":"notice","room":"sala","event":"leave","who":"ana","text":"ana left (connection lost)"}"#;
    stage.hears(bob, &[left]);
    assert_eq!(stage.closed, [ana, again]);
}

#[test]
fn whoever_comes_back_and_goes_has_gone_from_all_rooms() {
    let mut stage = Stage::new();
    let (ana, bob) = (stage.person("ana"), stage.person("bob"));
    for peer in [ana, bob] {
        stage.says(peer, r#"{"type":"join","room":"lab"}"#);
    }
    stage.mail(bob);
    let again = comes_back(&mut stage, ana, r#","room":"lab""#);
    stage.goes(again, Parting::Ended);
    let told = stage.mail(bob);
    let left = |room: &str| {
        let notice = format!(r#""room":"{room}","event":"leave","who":"ana""#);
        told.iter().filter(|line| line.contains(&notice)).count()
    };
    assert_eq!((left("lab"), left("lobby")), (1, 1), "{told:?}");
    assert_eq!(stage.hub.poll_timeout(), None);
}

#[test]
fn a_direct_message_whose_receipt_was_lost_is_not_said_twice() {
    let mut stage = Stage::new();
    let (ana, bob) = (stage.person("ana"), stage.person("bob"));
    stage.mail(ana);
    let psst = r#"{"text":"psst","to":"bob","id":"k1"}"#;
    stage.says(ana, psst);
    let receipt = stage.mail(ana).pop().unwrap();
    assert_eq!(stage.mail(bob).len(), 1);
    stage.wait(Duration::from_secs(30));
    let again = comes_back(&mut stage, ana, "");
    stage.mail(again);
    stage.says(
        again,
        r#"{"text":"psst","to":"bob","id":"k1","again":true}"#,
    );
    stage.hears(again, &[&receipt]);
    stage.hears(bob, &[]);
    // Another's mark is another message, and so is one without the word.
    stage.says(bob, r#"{"text":"psst","to":"ana","id":"k1","again":true}"#);
    assert_eq!((stage.mail(again).len(), stage.mail(bob).len()), (1, 1));
    stage.says(again, psst);
    assert_eq!(stage.mail(bob).len(), 1);
}

#[test]
fn what_a_session_has_said_bears_its_marks_when_it_is_replayed() {
    let mut stage = Stage::new();
    let ana = stage.person("ana");
    stage.says(ana, r#"{"text":"ok","id":"k1"}"#);
    stage.goes(ana, Parting::Ended);
    // Somebody else has the name in the meantime, and says the same.
    let other = stage.person("ana");
    stage.says(other, r#"{"text":"ok","id":"k2"}"#);
    stage.goes(other, Parting::Ended);
    let again = comes_back(&mut stage, ana, r#","since":0"#);
    let told = stage.mail(again);
    assert_eq!(
        told[1..],
        [
            r#"{"type":"msg","name":"ana","room":"lobby","seq":1,"id":"k1","history":true,"text":"ok"}"#,
            r#"{"type":"msg","name":"ana","room":"lobby","seq":2,"history":true,"text":"ok"}"#,
        ]
    );
}

#[test]
fn whoever_was_away_for_long_hears_how_many_messages_it_is_not_told() {
    let mut stage = Stage::with(|rules| rules.messages = None);
    let (ana, bob) = (stage.person("ana"), stage.person("bob"));
    stage.says(bob, r#"{"text":"heard"}"#);
    stage.goes(ana, Parting::Ended);
    for n in 0..900 {
        stage.says(bob, &format!(r#"{{"text":"{n}"}}"#));
    }
    let welcome = |stage: &mut Stage, more: &str| {
        let peer = stage.someone();
        stage.says(
            peer,
            &format!(r#"{{"type":"join","name":"ana"{more},"run":"0000000000000000"}}"#),
        );
        let told = stage.mail(peer);
        stage.goes(peer, Parting::Ended);
        (told[0].clone(), told.len() - 1)
    };
    let (told, replayed) = welcome(&mut stage, r#","since":1"#);
    assert!(told.contains(r#""replay":50,"missed":850,"#), "{told}");
    assert_eq!(replayed, 50);
    let (told, _) = welcome(&mut stage, r#","since":851"#);
    assert!(told.contains(r#""replay":50,"rate"#), "{told}");
    // A newcomer has missed nothing; whoever comes from another run, all that it is not told.
    let (told, _) = welcome(&mut stage, "");
    assert!(told.contains(r#""replay":50,"rate"#), "{told}");
    let peer = stage.someone();
    stage.says(peer, r#"{"type":"join","name":"ana","since":7,"run":"x"}"#);
    let told = stage.mail(peer);
    assert!(told[0].contains(r#""replay":50,"missed":851,"#), "{told:?}");
}

#[test]
fn whoever_comes_back_often_takes_one_place_of_its_address() {
    let mut stage = Stage::with(|rules| rules.max_per_address = 3);
    let mut ana = stage.comes(Transport::Tcp, "10.0.0.7:4000");
    stage.says(ana, r#"{"type":"join","name":"ana"}"#);
    for n in 0..5 {
        let again = stage.comes(Transport::Tcp, &format!("10.0.0.7:50{n:02}"));
        // Its session is that of the first.
        joins(&mut stage, again, PeerId(1), "");
        // The end of the earlier connection is noticed after that, or never.
        stage.goes(ana, Parting::Ended);
        assert!(stage.closed.contains(&ana) && !stage.closed.contains(&again));
        ana = again;
    }
    assert_eq!(stage.hub.census().peers, 1);
}
