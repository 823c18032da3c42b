//! Sharing code: told as a message, fetched by its number.

use std::time::Duration;

use super::stage::Stage;

const CODE: &str = r#"{"type":"paste","title":"../a.py","text":"if x:\n  y()\n","id":"p"}"#;

#[test]
fn a_paste_is_a_message_and_whoever_is_there_fetches_it() {
    let mut stage = Stage::new();
    let (ana, bob) = (stage.person("ana"), stage.person("bob"));
    stage.says(bob, r#"{"text":"oi"}"#);
    stage.mail(ana);
    stage.mail(bob);
    stage.says(bob, CODE);
    let told = r#"{"type":"msg","name":"bob","room":"lobby","seq":2,"text":"a.py, 2 lines, 12 B: /get 2"}"#;
    stage.hears(ana, &[told]);
    stage.hears(bob, &[&told.replace(r#""seq":2"#, r#""seq":2,"id":"p""#)]);
    stage.says(ana, r#"{"type":"get","paste":2,"id":7}"#);
    stage.hears(
        ana,
        &[r#"{"type":"paste","name":"bob","room":"lobby","id":7,"paste":2,"title":"a.py","text":"if x:\n  y()\n"}"#],
    );
    stage.hears(bob, &[]);
}

#[test]
fn what_is_not_there_or_taken_back_or_elsewhere_is_refused() {
    let mut stage = Stage::new();
    let (ana, bob) = (stage.person("ana"), stage.person("bob"));
    stage.says(bob, CODE);
    for (asked, code) in [
        (r#"{"type":"get","paste":9}"#, "bad_frame"),
        (r#"{"type":"get","paste":0}"#, "bad_frame"),
        (r#"{"type":"get"}"#, "bad_frame"),
        (r#"{"type":"get","paste":1,"room":"other"}"#, "not_joined"),
        (r#"{"type":"paste","title":"x"}"#, "bad_frame"),
        (r#"{"type":"paste","text":" \n"}"#, "bad_frame"),
    ] {
        stage.mail(ana);
        stage.says(ana, asked);
        let answer = stage.mail(ana).concat();
        assert!(
            answer.contains(&format!(r#""code":"{code}""#)),
            "{asked}: {answer}"
        );
    }
    let long = format!(r#"{{"type":"paste","text":"{}"}}"#, "x".repeat(16_385));
    stage.says(ana, &long);
    assert!(stage.mail(ana).concat().contains(r#""code":"too_long""#));
    stage.says(
        bob,
        r#"{"type":"order","do":"redact","room":"lobby","seq":1}"#,
    );
    stage.mail(ana);
    stage.says(ana, r#"{"type":"get","paste":1}"#);
    let answer = stage.mail(ana).concat();
    assert!(answer.contains("there is no paste 1"), "{answer}");
}

#[test]
fn the_code_of_a_room_that_was_forgotten_is_not_found_under_its_new_numbers() {
    let mut stage = Stage::with(|rules| {
        rules.memory.empty_rooms_for = Duration::from_secs(10);
    });
    let ana = stage.person("ana");
    stage.says(ana, r#"{"type":"join","room":"lab"}"#);
    stage.says(ana, CODE);
    stage.says(ana, r#"{"type":"leave","room":"lab"}"#);
    stage.wait(Duration::from_secs(11));
    stage.says(ana, r#"{"type":"join","room":"lab"}"#);
    stage.says(ana, r#"{"text":"the first again"}"#);
    stage.mail(ana);
    stage.says(ana, r#"{"type":"get","paste":1}"#);
    let answer = stage.mail(ana).concat();
    assert!(answer.contains("there is no paste 1"), "{answer}");
}
