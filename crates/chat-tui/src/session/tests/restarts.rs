//! A server that was started anew, and whose others came back first.

use std::time::Duration;

use chat_proto::frame::PeerFrame;

use super::play::Play;
use crate::session::traffic::Input;

/// Two messages were heard, and the server is gone.
fn lost() -> Play {
    let mut play = Play::new(false);
    play.online("r", 2);
    for (seq, text) in [(1, "a"), (2, "b")] {
        play.hear(&format!(
            r#"{{"name":"bob","room":"lobby","seq":{seq},"history":true,"text":"{text}"}}"#
        ));
    }
    play.input(Input::Lost("cut".to_owned()));
    play.pass(Duration::from_secs(1));
    play.sent.clear();
    play
}

/// What was sent about rooms: the joins with what they tell of the past, and leaves.
fn comings(play: &mut Play) -> Vec<String> {
    let of = |frame| match frame {
        PeerFrame::Join(join) => Some(format!("join {:?} {:?}", join.since, join.run)),
        PeerFrame::Leave { .. } => Some("leave".to_owned()),
        _ => None,
    };
    play.sent.drain(..).filter_map(of).collect()
}

fn welcome(play: &mut Play, more: &str) {
    play.hear(&format!(
        r#"{{"type":"welcome","name":"server","you":"ana","room":"lobby","run":"s","seq":2,{more}"text":"hi"}}"#
    ));
}

fn history(play: &mut Play, seq: u64, text: &str) {
    play.hear(&format!(
        r#"{{"name":"bob","room":"lobby","seq":{seq},"history":true,"text":"{text}"}}"#
    ));
}

#[test]
fn what_was_said_before_we_were_back_is_heard_once() {
    let mut play = lost();
    play.input(Input::Connected("x".to_owned()));
    assert_eq!(comings(&mut play), [r#"join Some(2) Some("r")"#]);
    welcome(&mut play, r#""replay":2,"#);
    history(&mut play, 1, "c");
    history(&mut play, 2, "d");
    assert_eq!(play.heard(), ["a", "b", "c", "d"]);
    assert_eq!(comings(&mut play), [""; 0], "all is told already");
}

#[test]
fn an_older_server_is_left_and_entered_again() {
    let mut play = lost();
    play.input(Input::Connected("x".to_owned()));
    play.sent.clear();
    welcome(&mut play, "");
    assert_eq!(comings(&mut play), ["leave", "join None None"]);
    play.hear(r#"{"type":"notice","name":"server","room":"lobby","event":"leave","who":"ana","text":"ana left"}"#);
    welcome(&mut play, "");
    history(&mut play, 1, "c");
    history(&mut play, 2, "d");
    assert_eq!(play.heard(), ["a", "b", "c", "d"]);
    assert_eq!(comings(&mut play), [""; 0]);
}

#[test]
fn what_an_older_server_replayed_by_the_wrong_number_is_not_doubled() {
    let mut play = lost();
    play.input(Input::Connected("x".to_owned()));
    welcome(&mut play, "");
    history(&mut play, 3, "e");
    welcome(&mut play, "");
    for (seq, text) in [(1, "c"), (2, "d"), (3, "e")] {
        history(&mut play, seq, text);
    }
    assert_eq!(play.heard(), ["a", "b", "e", "c", "d"]);
}
