//! Over datagrams, with a link and without one.

use std::time::Duration;

use chat_proto::frame::PeerFrame;

use super::play::Play;
use crate::session::traffic::Input;
use crate::session::traffic::News;

/// A link with a patience of its own.
fn linked() -> Input {
    Input::Linked("udp 127.0.0.1:1234".to_owned(), Duration::from_secs(60))
}

fn is_lost(play: &Play) -> bool {
    let lost = |news: &News| matches!(news, News::Lost { .. });
    play.news.iter().any(lost)
}

#[test]
fn over_a_link_a_welcome_is_waited_for_as_long_as_the_link_lives() {
    let mut play = Play::new(true);
    play.input(linked());
    play.pass(Duration::from_secs(59));
    assert!(!is_lost(&play), "its join may be held by a person");
    assert_eq!(play.sent.len(), 1);
    play.welcome("ana", "lobby", "r", 0);
    let ticket = play.say("one");
    let (text, id) = play.one_said();
    play.receipt(&text, 1, &id);
    let confirmed = |n: &News| matches!(n, News::Confirmed { ticket: t, .. } if *t == ticket);
    assert!(play.news.iter().any(confirmed));
}

#[test]
fn over_a_link_a_server_that_confirms_and_never_answers_is_given_up_after_the_link() {
    let mut play = Play::new(true);
    play.input(linked());
    play.pass(Duration::from_secs(66));
    assert!(is_lost(&play));
    let mut play = Play::new(true);
    play.input(linked());
    play.welcome("ana", "lobby", "r", 0);
    play.pass(Duration::from_secs(60));
    assert!(!is_lost(&play), "asked once after five seconds");
    let pings = |frame: &&PeerFrame| matches!(frame, PeerFrame::Ping { .. });
    assert_eq!(play.sent.iter().filter(pings).count(), 1);
    play.pass(Duration::from_secs(11));
    assert!(is_lost(&play));
}

#[test]
fn without_a_link_a_welcome_that_does_not_come_is_not_waited_for() {
    let mut play = Play::new(true);
    play.input(Input::Connected("udp 127.0.0.1:1234".to_owned()));
    play.pass(Duration::from_secs(6));
    assert!(is_lost(&play));
}

#[test]
fn over_datagrams_a_missing_receipt_is_told_and_nothing_is_repeated() {
    let mut play = Play::new(true);
    play.online("r", 0);
    let ticket = play.say("one");
    assert_eq!(play.one_said().0, "one");
    play.pass(Duration::from_secs(6));
    assert!(play.news.contains(&News::Unconfirmed { ticket }));
    assert!(play.said().is_empty());
}

#[test]
fn over_a_link_a_missing_receipt_is_waited_for_as_over_a_stream() {
    let mut play = Play::new(true);
    play.input(linked());
    play.pass(Duration::from_millis(2500));
    assert_eq!(play.sent.len(), 1, "a join does not get lost");
    play.welcome("ana", "lobby", "r", 0);
    let ticket = play.say("one");
    play.pass(Duration::from_secs(9));
    assert!(!play.news.contains(&News::Unconfirmed { ticket }));
    let (text, id) = play.one_said();
    play.receipt(&text, 1, &id);
    assert_eq!(play.heard(), ["one"]);
    // The next connection may have no link.
    play.input(Input::Lost("gone".to_owned()));
    play.pass(Duration::from_secs(1));
    play.online("r", 1);
    let ticket = play.say("two");
    play.pass(Duration::from_secs(6));
    assert!(play.news.contains(&News::Unconfirmed { ticket }));
}

#[test]
fn over_datagrams_a_lost_join_is_sent_again() {
    let mut play = Play::new(true);
    play.input(Input::Connected("x".to_owned()));
    play.pass(Duration::from_millis(2500));
    assert_eq!(play.sent.len(), 3);
    play.welcome("ana", "lobby", "r", 0);
    play.welcome("ana", "lobby", "r", 0);
    let joined = play
        .news
        .iter()
        .filter(|n| matches!(n, News::Joined(_)))
        .count();
    assert_eq!(joined, 1);
}
