//! What is taken back.

use super::*;

#[test]
fn what_is_taken_back_is_gone_from_all_that_is_told_later() {
    let mut stage = Stage::with_archive(&[]);
    let (ana, bob) = leads(&mut stage);
    for text in ["one", "two", "three"] {
        stage.says(bob, &format!(r#"{{"text":"{text}","id":"{text}"}}"#));
    }
    stage.mail(bob);
    orders(&mut stage, ana, r#""do":"redact","seq":2"#);
    let notice = told(&mut stage, bob).pop().unwrap();
    assert_eq!(
        (&notice["event"], &notice["seq"]),
        (&"redact".into(), &2.into())
    );
    assert_eq!(stage.redacted, [(RoomName::lobby(), 2)]);
    let audit = stage.audit.last().unwrap();
    assert!(
        audit.contains("sha256") && !audit.contains("two"),
        "{audit}"
    );
    // Neither those who come, nor those who ask, nor its sender's program bring it back.
    let late = stage.person_with_mail("late");
    let texts: Vec<_> = told(&mut stage, late)
        .into_iter()
        .skip(1)
        .map(|said| said["text"].clone())
        .collect();
    assert_eq!(texts, ["one", "three"]);
    stage.says(bob, r#"{"text":"two","id":"two","again":true}"#);
    is_not_allowed(&mut stage, bob);
    stage.says(bob, r#"{"text":"four","id":"four"}"#);
    assert_eq!(
        told(&mut stage, bob).pop().unwrap()["seq"],
        4,
        "numbers go on"
    );
    // An answer of the disk that was under way brings it back neither.
    stage.says(late, r#"{"type":"search","text":"t*","id":"s"}"#);
    let (ticket, _) = stage.asked.pop().unwrap();
    let rows = stage.kept.clone();
    assert_eq!(rows.len(), 4);
    let more = false;
    stage.handle(Input::Answered(ticket, Answer::Messages { rows, more }));
    let found = told(&mut stage, late);
    assert!(found.iter().all(|said| said["text"] != "two"), "{found:?}");
    let gone = Forget::Message(RoomName::lobby(), 2);
    stage.handle(Input::Forgotten(gone));
    orders(&mut stage, ana, r#""do":"redact","seq":2"#);
    assert_eq!(
        told(&mut stage, ana).pop().unwrap()["code"],
        "bad_frame",
        "it is gone"
    );
}

#[test]
fn ones_own_message_can_be_taken_back_for_five_minutes_and_nobody_elses() {
    let (mut stage, ana, bob) = led();
    stage.says(ana, r#"{"text":"of ana"}"#);
    stage.says(bob, r#"{"text":"of bob"}"#);
    stage.says(bob, r#"{"text":"of bob too"}"#);
    orders(&mut stage, bob, r#""do":"redact","seq":1"#);
    is_not_allowed(&mut stage, bob);
    orders(&mut stage, bob, r#""do":"redact""#);
    assert_eq!(last(&mut stage, bob), "bob took back message 3");
    stage.wait(Duration::from_secs(301));
    orders(&mut stage, bob, r#""do":"redact","seq":2"#);
    is_not_allowed(&mut stage, bob);
    orders(&mut stage, ana, r#""do":"redact","seq":2"#);
    assert_eq!(last(&mut stage, bob), "ana took back message 2 of bob");
    orders(&mut stage, ana, r#""do":"redact","seq":99"#);
    assert_eq!(told(&mut stage, ana).pop().unwrap()["code"], "bad_frame");
    let plain = stage.someone();
    stage.says(plain, "oops");
    stage.mail(plain);
    stage.says(plain, "/takeback");
    stage.hears(plain, &["* guest-1 took back message 4"]);
}

#[test]
fn what_is_taken_back_is_quoted_no_more() {
    let mut stage = Stage::with_archive(&[]);
    let (ana, bob) = leads(&mut stage);
    let plain = stage.someone();
    stage.says(plain, "olá");
    stage.says(bob, r#"{"text":"rude"}"#);
    stage.says(ana, r#"{"text":"before","reply":2}"#);
    orders(&mut stage, ana, r#""do":"redact","seq":2"#);
    stage.mail(plain);
    stage.says(ana, r#"{"text":"after","reply":2}"#);
    let told = stage.mail(plain).pop().unwrap();
    assert!(told.ends_with("ana (re: #2): after"), "{told}");
    stage.says(plain, "/last 3");
    let told = stage.mail(plain);
    assert!(
        told.iter()
            .any(|line| line.ends_with("ana (re: #2): before")),
        "{told:?}"
    );
    // Nor from what of the disk was under way.
    stage.says(plain, "/search before");
    let rows = stage
        .kept
        .iter()
        .filter(|row| row.seq > 1)
        .cloned()
        .collect();
    let (ticket, _) = stage.asked.pop().unwrap();
    let more = false;
    stage.handle(Input::Answered(ticket, Answer::Messages { rows, more }));
    let told = stage.mail(plain);
    assert!(told[0].ends_with("ana (re: #2): before"), "{told:?}");
}
