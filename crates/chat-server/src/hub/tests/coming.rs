//! Coming in: names, rooms, passwords, guests.

use std::time::Duration;

use super::stage::Stage;
use crate::traffic::Input;
use crate::traffic::Parting;

#[test]
fn a_join_is_welcomed_and_told_to_the_others() {
    let mut stage = Stage::new();
    let ana = stage.person("ana");
    let bob = stage.someone();
    stage.says(bob, r#"{"type":"join","name":"bob","id":7}"#);
    stage.hears(
        bob,
        &[r#"{"type":"welcome","room":"lobby","seq":0,"you":"bob","rate_limit":"20/10","id":7,"text":"you are bob in lobby, 2 people here"}"#],
    );
    stage.hears(
        ana,
        &[r#"{"type":"notice","room":"lobby","event":"join","who":"bob","text":"bob joined"}"#],
    );
}

#[test]
fn joining_again_is_welcomed_and_not_announced() {
    let mut stage = Stage::new();
    let (ana, bob) = (stage.person("ana"), stage.person("bob"));
    stage.mail(ana);
    stage.says(bob, r#"{"type":"join","name":"bob","room":"Lobby"}"#);
    assert_eq!(stage.mail(bob).len(), 1);
    stage.hears(ana, &[]);
}

#[test]
fn speaking_with_a_name_joins_the_lobby_and_without_one_is_refused() {
    let mut stage = Stage::new();
    let ana = stage.someone();
    stage.says(ana, r#"{"text":"x","id":1}"#);
    stage.hears(
        ana,
        &[r#"{"type":"error","code":"not_joined","id":1,"text":"you are in no room: send a `join` with your name first, or type /join ROOM"}"#],
    );
    stage.says(ana, r#"{"name":"ana","text":"olá"}"#);
    stage.hears(
        ana,
        &[
            r#"{"type":"welcome","room":"lobby","seq":0,"you":"ana","rate_limit":"20/10","text":"you are ana in lobby, alone so far"}"#,
            r#"{"type":"msg","name":"ana","room":"lobby","seq":1,"text":"olá"}"#,
        ],
    );
}

#[test]
fn a_name_is_one_persons_and_free_when_that_person_is_gone() {
    let mut stage = Stage::new();
    let ana = stage.person("ana");
    for taken in ["ana", "ANA", "ａｎａ", "аna", "an\u{200b}a"] {
        let other = stage.someone();
        stage.says(other, &format!(r#"{{"type":"join","name":"{taken}"}}"#));
        assert!(stage.mail(other)[0].contains("name_taken"), "{taken}");
    }
    stage.goes(ana, Parting::Ended);
    let other = stage.someone();
    stage.says(other, r#"{"type":"join","name":"an\u200ba"}"#);
    assert!(stage.mail(other)[0].contains("bad_name"));
    stage.says(other, r#"{"type":"join","name":"ANA"}"#);
    assert!(stage.mail(other)[0].contains(r#""you":"ANA""#));
}

#[test]
fn a_refused_join_changes_nothing() {
    let mut stage = Stage::with(|rules| rules.rooms_per_peer = 1);
    let ana = stage.person("ana");
    stage.says(ana, r#"{"type":"join","name":"anna","room":"lab"}"#);
    assert!(stage.mail(ana)[0].contains("bad_room"));
    stage.says(ana, r#"{"type":"who"}"#);
    stage.hears(
        ana,
        &[r#"{"type":"who","room":"lobby","names":["ana"],"text":"in lobby: ana"}"#],
    );
}

#[test]
fn a_new_name_is_told_to_everybody_and_to_oneself() {
    let mut stage = Stage::new();
    let (ana, bob) = (stage.person("ana"), stage.person("bob"));
    stage.mail(ana);
    stage.says(bob, r#"{"type":"nick","name":"Bob"}"#);
    let told = r#"{"type":"notice","room":"lobby","event":"rename","who":"bob","now":"Bob","text":"bob is now Bob"}"#;
    stage.hears(ana, &[told]);
    stage.hears(bob, &[told]);
    stage.says(bob, r#"{"type":"nick","name":"Ana","id":1}"#);
    assert!(stage.mail(bob)[0].contains("name_taken"));
}

#[test]
fn a_name_that_was_given_up_is_free() {
    let mut stage = Stage::new();
    let bob = stage.person("bob");
    stage.says(bob, r#"{"type":"nick","name":"rob"}"#);
    stage.says(bob, r#"{"text":"x","to":"bob"}"#);
    assert!(stage.mail(bob).last().unwrap().contains("no_such_name"));
    let other = stage.someone();
    stage.says(other, r#"{"type":"join","name":"bob"}"#);
    assert!(stage.mail(other)[0].contains("welcome"));
    stage.says(other, r#"{"text":"x","to":"rob"}"#);
    assert!(stage.mail(bob).last().unwrap().contains(r#""to":"rob""#));
}

#[test]
fn the_first_line_is_ascii_for_who_has_said_nothing_else() {
    let mut stage = Stage::new();
    stage.person("Zé");
    let guest = stage.someone();
    stage.says(guest, "/who");
    stage.hears(guest, &["* in lobby: Ze, guest-1"]);
    stage.says(guest, "/who");
    stage.hears(guest, &["* in lobby: Zé, guest-1"]);
    for first in ["olá", "/nick João", "/olá", "hi\n/msg Zé hi"] {
        let guest = stage.someone();
        stage.says(guest, first);
        let told = stage.mail(guest);
        assert!(!told[0].is_ascii() || first.starts_with("hi"), "{told:?}");
        assert!(!told.last().unwrap().is_ascii(), "{told:?}");
    }
}

#[test]
fn whoever_has_only_listened_is_told_every_letter_until_it_speaks_ascii() {
    let mut stage = Stage::new();
    let ana = stage.person("ana");
    let hears = stage.someone();
    stage.handle(Input::Listens(hears));
    stage.says(ana, r#"{"type":"nick","name":"Zé"}"#);
    stage.hears(hears, &["* ana is now Zé"]);
    stage.says(hears, "/who");
    stage.hears(hears, &["* in lobby: Zé, guest-1"]);
    // Nothing was told to it yet, and it has spoken.
    let asks = stage.someone();
    stage.handle(Input::Listens(asks));
    stage.says(asks, "/who");
    stage.hears(asks, &["* in lobby: Ze, guest-1, guest-2"]);
    stage.says(asks, "/who");
    stage.hears(asks, &["* in lobby: Zé, guest-1, guest-2"]);
}

#[test]
fn a_browser_and_tls_are_answered_and_are_nobody() {
    let mut stage = Stage::new();
    let ana = stage.person("ana");
    let web = stage.someone();
    stage.says(
        web,
        "POST / HTTP/1.1\r\nHost: x\r\n\r\n{\"name\":\"eve\",\"text\":\"hi\"}",
    );
    let told = stage.mail(web);
    assert!(
        told[0].starts_with("HTTP/1.1 400 Bad Request\r\n"),
        "{told:?}"
    );
    assert!(
        told[0].contains("chat server") && told[0].contains("nc HOST PORT"),
        "{told:?}"
    );
    let tls = stage.someone();
    stage.says(tls, "\u{16}\u{3}\u{1}\n\n hello");
    stage.hears(tls, &["* this chat server has no TLS: connect without it"]);
    assert_eq!(stage.closed, [web, tls]);
    stage.hears(ana, &[]);
    assert_eq!(stage.hub.census().peers, 1);
}

#[test]
fn a_listener_whose_first_line_is_a_request_has_left() {
    let mut stage = Stage::new();
    let (ana, quiet) = (stage.person("ana"), stage.someone());
    stage.handle(Input::Listens(quiet));
    stage.says(quiet, "GET / HTTP/1.1");
    assert!(stage.mail(quiet)[0].starts_with("HTTP/1.1 400 "));
    let told = stage.mail(ana);
    assert!(told[1].contains("guest-1 left (spoke HTTP)"), "{told:?}");
}

#[test]
fn a_room_of_two_words_is_refused_and_nothing_is_joined() {
    let mut stage = Stage::new();
    let guest = stage.someone();
    stage.says(guest, "/join a b/c!\n/who a\n/who");
    stage.hears(
        guest,
        &[
            "! `a b/c!` cannot be a room, whose name is one word: type /join a; no password is asked here: anybody may come in",
            "! there is no room `a`: /join a makes it",
            "* in lobby: guest-1",
        ],
    );
    let mut stage = Stage::with(|rules| rules.password = Some("abre-te".to_owned()));
    let guest = stage.someone();
    stage.says(guest, "/join a abre-te\n/join b abre-te\n/join c d");
    let told = stage.mail(guest);
    assert!(told[1].starts_with("* you are guest-1 in b"), "{told:?}");
    assert!(told[2].starts_with("! `c d` cannot be a room"), "{told:?}");
    assert!(
        told[2].ends_with("; you have given the password already"),
        "{told:?}"
    );
}

#[test]
fn a_plain_peer_is_in_one_room_at_a_time() {
    let mut stage = Stage::new();
    let (ana, guest) = (stage.person("ana"), stage.someone());
    stage.says(guest, "/nick zé\n/join Lab\n/who lobby\n/who");
    stage.hears(
        guest,
        &[
            "* guest-1 is now zé",
            "* you are zé in Lab, alone so far",
            "* in lobby: ana",
            "* in Lab: zé",
        ],
    );
    assert_eq!(
        stage.mail(ana).last().unwrap(),
        r#"{"type":"notice","room":"lobby","event":"leave","who":"zé","text":"zé left (went to Lab)"}"#
    );
}

#[test]
fn whoever_only_listens_hears_the_room_until_its_first_line_says_otherwise() {
    let mut stage = Stage::new();
    let (ana, quiet) = (stage.person("ana"), stage.someone());
    stage.handle(Input::Listens(quiet));
    stage.says(ana, r#"{"text":"anybody?"}"#);
    stage.hears(quiet, &["ana: anybody?"]);
    stage.says(quiet, r#"{"type":"join","name":"zed"}"#);
    let told = stage.mail(ana);
    assert!(told[0].contains("guest-1 joined"), "{told:?}");
    assert!(told[2].contains("guest-1 left (speaks JSON)"), "{told:?}");
    assert!(told[3].contains("zed joined"), "{told:?}");
    assert!(stage.mail(quiet)[0].contains("welcome"));
}

#[test]
fn a_password_is_asked_of_everybody_and_a_wrong_one_closes() {
    let mut stage = Stage::with(|rules| rules.password = Some("abre-te".to_owned()));
    let ana = stage.someone();
    stage.says(ana, r#"{"type":"join","name":"ana","password":"abre-te"}"#);
    assert!(stage.mail(ana)[0].contains("welcome"));
    for line in [
        r#"{"type":"join","name":"bob"}"#,
        r#"{"type":"join","name":"bob","password":"abre"}"#,
        r#"{"name":"bob","text":"x"}"#,
    ] {
        let bob = stage.someone();
        stage.says(bob, line);
        let told = stage.mail(bob);
        assert!(
            told[0].contains("wrong_password") && told[1].contains("bye"),
            "{told:?}"
        );
        assert!(stage.closed.contains(&bob));
    }
    let guest = stage.someone();
    stage.says(guest, "hello\n/who lobby\n/join lobby abre-te\nhello");
    let told = stage.mail(guest);
    assert_eq!(
        told[0],
        "! this server asks for a password: type /password WORDS"
    );
    assert_eq!(told[1], told[0], "nor may anybody look in");
    assert!(
        told[2].starts_with("* you are guest-1 in lobby"),
        "{told:?}"
    );
    assert!(told.last().unwrap().ends_with("guest-1: hello"));
}

#[test]
fn whoever_gives_a_password_that_nobody_asks_for_is_told_so() {
    let mut stage = Stage::new();
    let ana = stage.someone();
    stage.says(
        ana,
        r#"{"type":"join","name":"ana","room":"lab","password":"s"}"#,
    );
    stage.hears(
        ana,
        &[r#"{"type":"welcome","room":"lab","seq":0,"you":"ana","rate_limit":"20/10","password":false,"text":"you are ana in lab, alone so far; no password is asked here: anybody may come in"}"#],
    );
    let guest = stage.someone();
    stage.says(guest, "/join lab secret");
    let told = stage.mail(guest);
    assert!(
        told[0].ends_with("; no password is asked here: anybody may come in"),
        "{told:?}"
    );
}

#[test]
fn a_newcomer_hears_what_was_said_or_what_it_missed() {
    let mut stage = Stage::with(|rules| rules.memory.replayed = 2);
    let ana = stage.person("ana");
    stage.says(ana, "{\"text\":\"1\"}\n{\"text\":\"2\"}\n{\"text\":\"3\"}");
    stage.wait(Duration::from_secs(1));
    let texts = |told: Vec<String>| -> Vec<String> {
        let of = |line: &String| {
            Some(
                line.split_once(r#""history":true,"text":""#)?
                    .1
                    .trim_end_matches("\"}")
                    .to_owned(),
            )
        };
        told.iter().filter_map(of).collect()
    };
    let bob = stage.someone();
    stage.says(bob, r#"{"type":"join","name":"bob"}"#);
    assert_eq!(texts(stage.mail(bob)), ["2", "3"]);
    let zed = stage.someone();
    stage.says(zed, r#"{"type":"join","name":"zed","since":0}"#);
    let told = stage.mail(zed);
    assert!(told[0].contains(r#""replay":2,"missed":1,"#), "{told:?}");
    assert_eq!(texts(told), ["2", "3"], "the newest of what it missed");
    let eva = stage.someone();
    stage.says(eva, r#"{"type":"join","name":"eva","since":3}"#);
    assert_eq!(texts(stage.mail(eva)), [""; 0]);
    let gil = stage.someone();
    let same = format!(
        r#"{{"type":"join","name":"gil","since":2,"run":"{:016x}"}}"#,
        0
    );
    stage.says(gil, &same);
    assert_eq!(texts(stage.mail(gil)), ["3"]);
}

#[test]
fn what_another_run_has_counted_hides_nothing_of_this_one() {
    let mut stage = Stage::new();
    let ana = stage.person("ana");
    stage.says(ana, "{\"text\":\"1\"}\n{\"text\":\"2\"}");
    let bob = stage.someone();
    stage.says(
        bob,
        r#"{"type":"join","name":"bob","since":2,"run":"00000000000000ff"}"#,
    );
    stage.hears(
        bob,
        &[
            r#"{"type":"welcome","room":"lobby","seq":2,"you":"bob","replay":2,"rate_limit":"20/10","text":"you are bob in lobby, 2 people here"}"#,
            r#"{"type":"msg","name":"ana","room":"lobby","seq":1,"history":true,"text":"1"}"#,
            r#"{"type":"msg","name":"ana","room":"lobby","seq":2,"history":true,"text":"2"}"#,
        ],
    );
}

#[test]
fn a_name_taken_again_and_one_taken_in_no_room_are_answered_and_bear_a_room() {
    let mut stage = Stage::new();
    let (ana, bob) = (stage.person("ana"), stage.person("bob"));
    stage.mail(ana);
    stage.says(bob, r#"{"type":"nick","name":"bob"}"#);
    let same = r#"{"type":"notice","room":"","event":"rename","who":"bob","now":"bob","text":"bob is now bob"}"#;
    stage.hears(bob, &[same]);
    stage.hears(ana, &[]);
    stage.says(bob, r#"{"type":"leave"}"#);
    stage.mail(bob);
    stage.says(bob, r#"{"type":"nick","name":"Rob"}"#);
    let other = r#"{"type":"notice","room":"","event":"rename","who":"bob","now":"Rob","text":"bob is now Rob"}"#;
    stage.hears(bob, &[other]);
}
