//! Over datagrams, with a link and without one.

use std::time::Duration;

use super::play::Play;
use crate::session::traffic::Input;
use crate::session::traffic::News;

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
    play.input(Input::Linked("udp 127.0.0.1:1234".to_owned()));
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
