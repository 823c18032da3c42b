//! Servers that share a conversation: a lost one is followed by the next.

use chat_proto::hex::Hex;

use super::play::Play;
use super::*;
use crate::session::need::Stranger;
use crate::session::traffic::Place;

/// At the first of three, with three messages heard.
fn at_the_first() -> Play {
    let mut play = Play::new(false);
    play.input(Input::Connected("tcp 10.0.0.1:1234".to_owned()));
    welcome(&mut play, "lab1", &["10.0.0.2:1234", "10.0.0.3:1234"]);
    for seq in 1..=3 {
        play.hear(&format!(
            r#"{{"type":"msg","name":"bob","room":"lobby","seq":{seq},"text":"m{seq}"}}"#
        ));
    }
    play.sent.clear();
    play
}

fn welcome(play: &mut Play, server: &str, others: &[&str]) {
    let session = "000000000000000a000000000000000b";
    play.hear(&format!(
        r#"{{"type":"welcome","name":"server","you":"ana","room":"lobby","run":"0a","log":"3f","seq":3,"session":"{session}","server":"{server}","others":{others:?},"text":"hi"}}"#
    ));
}

fn refused(play: &mut Play) {
    play.input(Input::Lost("refused".to_owned()));
}

fn other(address: &str) -> Place {
    Place::Other(address.to_owned())
}

#[test]
fn what_waits_is_said_at_the_next_server_where_the_session_goes_on() {
    let mut play = at_the_first();
    let ticket = play.say("under way");
    let (_, id) = play.one_said();
    refused(&mut play);
    play.say("typed meanwhile");
    play.pass(Duration::from_millis(500));
    assert_eq!(play.target.place, Place::Asked, "once where it was");
    refused(&mut play);
    assert_eq!(play.target.place, other("10.0.0.2:1234"), "at once");
    assert_eq!(play.target.within, Some(Duration::from_secs(1)));
    play.input(Input::Connected("tcp 10.0.0.2:1234".to_owned()));
    let Some(PeerFrame::Join(join)) = play.sent.last() else {
        panic!("{:?}", play.sent)
    };
    assert_eq!((join.since, join.log.as_deref()), (Some(3), Some("3f")));
    assert!(join.session.is_some());
    play.sent.clear();
    welcome(&mut play, "lab2", &["10.0.0.3:1234"]);
    let moved = News::Moved {
        server: Some("lab2".to_owned()),
        address: "tcp 10.0.0.2:1234".to_owned(),
    };
    assert!(play.news.contains(&moved), "{:?}", play.news);
    let Some(PeerFrame::Say(again)) = play.sent.last() else {
        panic!("{:?}", play.sent)
    };
    assert!(again.again && again.text.as_str() == "under way");
    play.sent.clear();
    play.receipt("under way", 4, &id);
    let confirmed =
        |news: &News| matches!(news, News::Confirmed { ticket: of, .. } if *of == ticket);
    assert!(play.news.iter().any(confirmed));
    assert_eq!(play.one_said().0, "typed meanwhile");
}

#[test]
fn between_rounds_there_is_the_usual_wait_and_one_word_for_each() {
    let mut play = at_the_first();
    refused(&mut play);
    play.news.clear();
    play.pass(Duration::from_millis(500));
    for _ in 0..3 {
        refused(&mut play);
    }
    let lost = |news: &News| matches!(news, News::Lost { .. });
    assert_eq!(play.news.iter().filter(|news| lost(news)).count(), 1);
    let connects = play.connects;
    play.pass(Duration::from_millis(700));
    assert_eq!(play.connects, connects, "not without a pause");
    play.pass(Duration::from_millis(300));
    assert_eq!(
        (play.connects, &play.target.place),
        (connects + 1, &Place::Asked)
    );
}

#[test]
fn whoever_takes_the_connection_and_says_nothing_has_a_short_turn() {
    let mut play = at_the_first();
    refused(&mut play);
    play.pass(Duration::from_millis(500));
    play.input(Input::Connected("tcp 10.0.0.1:1234".to_owned()));
    play.pass(Duration::from_secs(2));
    assert_eq!(play.target.place, other("10.0.0.2:1234"));
    play.input(Input::Connected("tcp 10.0.0.2:1234".to_owned()));
    play.input(Input::NotAFrame);
    assert_eq!(play.target.place, other("10.0.0.3:1234"), "no chat server");
}

/// When it gives up a server that falls silent, in seconds from the last word.
fn given_up_after(play: &mut Play, most: u64) -> u64 {
    let connects = play.connects;
    let second = (1..=most).find(|_| {
        play.pass(Duration::from_secs(1));
        play.connects > connects || matches!(play.session.phase(), Phase::Waiting { .. })
    });
    second.unwrap()
}

#[test]
fn a_silent_server_is_given_up_soon_where_there_are_others() {
    assert_eq!(given_up_after(&mut at_the_first(), 60), 10);
    let mut speaks = at_the_first();
    speaks.pass(Duration::from_secs(1));
    speaks.say("anybody there?");
    assert_eq!(
        given_up_after(&mut speaks, 60),
        6,
        "a receipt is asked after"
    );
    let mut answered = at_the_first();
    answered.pass(Duration::from_secs(9));
    answered.hear(r#"{"type":"pong","name":"server"}"#);
    assert_eq!(given_up_after(&mut answered, 60), 10);
}

#[test]
fn what_crosses_a_link_is_given_more_time() {
    let mut play = Play::new(true);
    let address = "udp 10.0.0.1:1234".to_owned();
    play.input(Input::Linked(address, Duration::from_secs(60)));
    welcome(&mut play, "lab1", &["10.0.0.2:1234"]);
    play.hear(r#"{"type":"pong","name":"server"}"#);
    assert_eq!(given_up_after(&mut play, 100), 15);
}

#[test]
fn whoever_was_sent_away_goes_nowhere() {
    let mut play = at_the_first();
    let connects = play.connects;
    play.hear(r#"{"type":"bye","name":"server","return":false,"text":"banned"}"#);
    play.pass(Duration::from_secs(60));
    assert_eq!(play.connects, connects);
}

fn stranger(print: u8) -> Input {
    let stranger = Stranger {
        place: "tcp 10.0.0.2:1234".to_owned(),
        print: Hex([print; 32]),
        is_another: false,
    };
    Input::Stranger(stranger, "nobody knows it".to_owned())
}

#[test]
fn a_certificate_that_nobody_knows_is_asked_about_and_may_be_passed_over() {
    let mut play = Play::with(|setup| setup.asks = true);
    play.input(Input::Connected("tcp 10.0.0.1:1234".to_owned()));
    welcome(&mut play, "lab1", &["10.0.0.2:1234", "10.0.0.3:1234"]);
    refused(&mut play);
    play.pass(Duration::from_millis(500));
    refused(&mut play);
    play.input(stranger(7));
    assert!(matches!(play.session.phase(), Phase::Asking { .. }));
    assert_eq!(play.trusted, []);
    play.session.trust_server(play.now);
    play.drain();
    assert_eq!(play.trusted, [Hex([7; 32])]);
    assert_eq!(play.target.place, other("10.0.0.2:1234"), "the same");
    play.input(stranger(8));
    assert!(play.session.pass_over(play.now));
    play.drain();
    assert_eq!(play.target.place, other("10.0.0.3:1234"));
    assert_eq!(play.trusted.len(), 1);
}

#[test]
fn where_nobody_can_be_asked_an_unknown_server_is_followed_by_the_next() {
    let mut play = at_the_first();
    refused(&mut play);
    play.pass(Duration::from_millis(500));
    refused(&mut play);
    play.input(stranger(7));
    assert_eq!(play.target.place, other("10.0.0.3:1234"));
    assert_eq!(play.trusted, []);
    play.news.clear();
    refused(&mut play);
    let told = Reason::Told("nobody knows it".to_owned());
    let lost = |news: &News| matches!(news, News::Lost { why, .. } if *why == told);
    assert!(play.news.iter().any(lost), "{:?}", play.news);
}

#[test]
fn a_server_is_no_longer_apart_when_its_connection_is_gone() {
    let mut play = at_the_first();
    play.hear(r#"{"type":"notice","name":"server","room":"lobby","event":"apart","text":"x"}"#);
    assert!(play.session.is_apart());
    refused(&mut play);
    assert!(!play.session.is_apart());
}
