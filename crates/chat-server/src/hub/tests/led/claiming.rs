//! Who becomes the teacher, with which words, and how often that may be tried.

use super::*;

#[test]
fn the_words_make_whoever_has_a_key_the_teacher_once() {
    let (mut stage, words) = class();
    let bob = stage.person("bob");
    let claim = format!(r#""do":"claim","words":"{words}","id":1"#);
    orders(&mut stage, bob, &claim);
    is_not_allowed(&mut stage, bob);
    let (ana, _) = joins(&mut stage, 1, "ana");
    stage.mail(bob);
    orders(&mut stage, ana, r#""do":"quiet""#);
    is_not_allowed(&mut stage, ana);
    orders(&mut stage, ana, &claim);
    let own = told(&mut stage, ana).pop().unwrap();
    assert_eq!(
        (&own["event"], &own["who"], &own["by"], &own["id"]),
        (&"claim".into(), &"ana".into(), &"ana".into(), &1.into())
    );
    assert_eq!(last(&mut stage, bob), "ana is the teacher");
    assert!(stage.records.last().unwrap().contains("teacher"));
    let (zed, _) = joins(&mut stage, 2, "zed");
    orders(&mut stage, zed, &claim);
    is_not_allowed(&mut stage, zed);
    // Whoever comes later as a teacher is told so.
    stage.goes(ana, Parting::Ended);
    let (_, welcome) = joins(&mut stage, 1, "ana");
    assert_eq!(welcome[0]["role"], "teacher");
}

#[test]
fn ten_wrong_words_make_others_that_are_told_at_the_server_alone() {
    let (mut stage, words) = class();
    let (eve, _) = joins(&mut stage, 2, "eve");
    for _ in 0..10 {
        orders(&mut stage, eve, r#""do":"claim","words":"a-b-c""#);
        is_not_allowed(&mut stage, eve);
    }
    let other = stage.desk.last().unwrap().clone();
    assert!(
        other.contains("/claim ") && !other.contains(&words),
        "{other}"
    );
    orders(
        &mut stage,
        eve,
        &format!(r#""do":"claim","words":"{words}""#),
    );
    is_not_allowed(&mut stage, eve);
    let words = other.rsplit(' ').next().unwrap().to_owned();
    orders(
        &mut stage,
        eve,
        &format!(r#""do":"claim","words":"{words}""#),
    );
    assert_eq!(last(&mut stage, eve), "eve is the teacher");
}

#[test]
fn guessing_the_words_is_bounded_as_guessing_a_password_is() {
    let (mut stage, words) = class();
    let (eve, _) = joins(&mut stage, 2, "eve");
    for _ in 0..200 {
        orders(&mut stage, eve, r#""do":"claim","words":"a-b-c""#);
    }
    let refused = told(&mut stage, eve).pop().unwrap();
    assert_eq!(refused["code"], "rate_limited");
    assert_eq!(stage.desk.len(), 2 * 4, "40 of them were looked at");
    // From elsewhere the teacher is heard all the same.
    let ana = stage.comes(crate::traffic::Transport::Tcp, "10.0.0.9:1");
    super::super::trust::proves(&mut stage, ana, 1, r#"{"type":"join","name":"ana"}"#);
    assert!(!words.is_empty());
    let now = stage
        .desk
        .last()
        .unwrap()
        .rsplit(' ')
        .next()
        .unwrap()
        .to_owned();
    orders(&mut stage, ana, &format!(r#""do":"claim","words":"{now}""#));
    assert_eq!(last(&mut stage, ana), "ana is the teacher");
}
