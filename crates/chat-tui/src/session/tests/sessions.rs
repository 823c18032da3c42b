//! A server that knows sessions: what it gives, and what its marks tell.

use std::time::Duration;

use chat_proto::frame::PeerFrame;
use chat_proto::frame::Token;
use chat_proto::room::RoomName;

use super::play::Play;
use crate::session::traffic::Input;
use crate::session::traffic::News;

const TOKEN: &str = "000000000000000700000000feedbeef";

fn online(play: &mut Play, seq: u64, more: &str) {
    play.input(Input::Connected("x".to_owned()));
    play.hear(&format!(
        r#"{{"type":"welcome","name":"server","you":"ana","room":"lobby","run":"r","seq":{seq},"session":"{TOKEN}",{more}"text":"hi"}}"#
    ));
}

fn cut(play: &mut Play) {
    play.input(Input::Lost("cut".to_owned()));
    play.pass(Duration::from_secs(1));
    play.sent.clear();
}

#[test]
fn a_new_connection_goes_on_with_the_session_of_the_last_one() {
    let mut play = Play::new(false);
    online(&mut play, 0, "");
    let lab = RoomName::parse("lab").unwrap();
    play.session.join(play.now, &lab, None);
    cut(&mut play);
    online(&mut play, 0, "");
    let joins = play.sent.iter().filter_map(|frame| match frame {
        PeerFrame::Join(join) => Some(join.session),
        _ => None,
    });
    let joins: Vec<_> = joins.collect();
    assert_eq!(joins[0], Token::parse(TOKEN), "the first says it");
    assert!(joins[1..].iter().all(Option::is_none), "{joins:?}");
}

/// Somebody else had our name in the meantime, and said the same.
#[test]
fn what_bears_no_mark_of_ours_is_not_ours() {
    let mut play = Play::new(false);
    online(&mut play, 0, "");
    play.say("ok");
    let (_, id) = play.one_said();
    cut(&mut play);
    online(&mut play, 1, r#""replay":1,"#);
    play.hear(r#"{"name":"ana","room":"lobby","seq":1,"history":true,"text":"ok"}"#);
    assert_eq!(play.one_said(), ("ok".to_owned(), id));
}

#[test]
fn what_bears_our_mark_was_said() {
    let mut play = Play::new(false);
    online(&mut play, 0, "");
    play.say("ok");
    let (_, id) = play.one_said();
    cut(&mut play);
    online(&mut play, 2, r#""replay":2,"#);
    play.hear(r#"{"name":"bob","room":"lobby","seq":1,"history":true,"text":"x"}"#);
    // Under the name that we had then.
    play.hear(&format!(
        r#"{{"name":"ana2","room":"lobby","seq":2,"id":{id},"history":true,"text":"ok"}}"#
    ));
    assert_eq!(play.session.unconfirmed(), 0);
    assert!(play.said().is_empty());
}

#[test]
fn what_is_not_kept_is_told_once_and_not_asked_for_again() {
    let mut play = Play::new(false);
    online(&mut play, 1, r#""replay":1,"#);
    play.hear(r#"{"name":"bob","room":"lobby","seq":1,"history":true,"text":"x"}"#);
    cut(&mut play);
    online(&mut play, 901, r#""replay":500,"missed":400,"#);
    let gaps = |play: &Play| {
        let of = |news: &News| match news {
            News::Gap { room, count } => Some((room.to_string(), *count)),
            _ => None,
        };
        play.news.iter().filter_map(of).collect::<Vec<_>>()
    };
    assert_eq!(gaps(&play), [("lobby".to_owned(), 400)]);
    for seq in 402..=901 {
        play.hear(&format!(
            r#"{{"name":"bob","room":"lobby","seq":{seq},"history":true,"text":"y"}}"#
        ));
    }
    cut(&mut play);
    online(&mut play, 901, "");
    let since = play.sent.iter().find_map(|frame| match frame {
        PeerFrame::Join(join) => Some(join.since),
        _ => None,
    });
    assert_eq!(since, Some(Some(901)));
    assert_eq!(gaps(&play).len(), 1);
}
