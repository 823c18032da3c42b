//! A session against a server that the test plays.

mod asking;
mod cuts;
mod datagrams;
mod elsewhere;
mod late;
mod past;
mod restarts;
mod roomless;
mod sessions;
mod several;
mod trust;
mod play;

use std::time::Duration;

use chat_proto::frame::PeerFrame;
use chat_proto::refusal::Code;

use super::*;
use crate::session::reason::Refusal;
use crate::session::traffic::News;

use play::Play;

#[test]
fn one_message_is_under_way_where_the_server_does_not_say_how_fast() {
    let mut play = Play::new(false);
    play.say("one");
    play.say("two");
    assert!(play.said().is_empty(), "nothing before the welcome");
    play.online("r", 0);
    let (text, id) = play.one_said();
    assert_eq!(text, "one");
    play.receipt("one", 1, &id);
    let (text, id) = play.one_said();
    assert_eq!(text, "two");
    play.receipt("two", 2, &id);
    assert_eq!(play.session.unconfirmed(), 0);
    assert_eq!(play.heard(), ["one", "two"]);
}

#[test]
fn a_pong_to_a_ping_of_the_same_moment_says_nothing_of_a_message() {
    let mut play = Play::new(false);
    play.say("one");
    play.online("r", 0);
    assert_eq!(play.one_said().0, "one");
    play.hear(r#"{"type":"pong","name":"server","text":"pong"}"#);
    play.pass(Duration::from_secs(1));
    assert!(play.said().is_empty(), "it is on its way, and not lost");
}

#[test]
fn a_message_whose_receipt_was_lost_is_not_said_again() {
    let mut play = Play::new(false);
    play.online("r", 4);
    play.say("one");
    play.say("two");
    play.said();
    play.hear(r#"{"name":"bob","room":"lobby","seq":5,"text":"x"}"#);
    play.input(Input::Lost("cut".to_owned()));
    play.pass(Duration::from_secs(1));
    assert_eq!(play.connects, 2);
    play.online("r", 7);
    let Some(PeerFrame::Join(join)) = play.sent.first() else {
        panic!("{:?}", play.sent)
    };
    assert_eq!(join.since, Some(5));
    assert!(play.said().is_empty(), "first the replay is heard");
    play.hear(r#"{"name":"ana","room":"lobby","seq":6,"history":true,"text":"one"}"#);
    play.hear(r#"{"name":"bob","room":"lobby","seq":7,"history":true,"text":"y"}"#);
    assert_eq!(play.one_said().0, "two");
    assert_eq!(play.heard(), ["x", "one", "y"]);
}

#[test]
fn a_message_that_did_not_arrive_is_said_again_under_its_id() {
    let mut play = Play::new(false);
    play.online("r", 1);
    play.hear(r#"{"name":"bob","room":"lobby","seq":1,"history":true,"text":"x"}"#);
    play.say("one");
    let (_, id) = play.one_said();
    play.input(Input::Lost("cut".to_owned()));
    play.pass(Duration::from_secs(1));
    play.online("r", 2);
    play.said();
    play.hear(r#"{"name":"bob","room":"lobby","seq":2,"history":true,"text":"one"}"#);
    assert_eq!(play.one_said(), ("one".to_owned(), id), "bob's is not ours");
}

#[test]
fn a_restarted_server_gets_what_it_has_not_and_tells_its_own_history() {
    let mut play = Play::new(false);
    play.online("r", 9);
    play.hear(r#"{"name":"bob","room":"lobby","seq":9,"history":true,"text":"old"}"#);
    play.say("one");
    play.said();
    play.input(Input::Lost("cut".to_owned()));
    play.pass(Duration::from_secs(1));
    play.online("another", 1);
    let joins: Vec<_> = play
        .sent
        .iter()
        .filter_map(|f| match f {
            PeerFrame::Join(join) => Some(join.since),
            _ => None,
        })
        .collect();
    assert_eq!(joins, [Some(9), None], "asked again without `since`");
    play.said();
    play.welcome("ana", "lobby", "another", 1);
    play.hear(r#"{"name":"bob","room":"lobby","seq":1,"history":true,"text":"new"}"#);
    assert_eq!(play.one_said().0, "one");
    assert_eq!(play.heard(), ["old", "new"]);
}

#[test]
fn a_repeated_id_is_confirmed_by_the_original_receipt() {
    let mut play = Play::new(false);
    play.online("r", 0);
    play.say("one");
    let (_, id) = play.one_said();
    play.receipt("one", 1, &id);
    play.say("two");
    let (_, id) = play.one_said();
    play.input(Input::Lost("cut".to_owned()));
    play.pass(Duration::from_secs(1));
    play.online("r", 1);
    assert_eq!(play.one_said().1, id);
    play.receipt("two", 2, &id);
    assert_eq!(play.session.unconfirmed(), 0);
}

#[test]
fn a_taken_name_gets_a_number() {
    let mut play = Play::new(false);
    play.input(Input::Connected("x".to_owned()));
    for expected in ["ana2", "ana3"] {
        play.hear(r#"{"type":"error","name":"server","code":"name_taken","text":"taken"}"#);
        let Some(PeerFrame::Join(join)) = play.sent.last() else {
            panic!("{:?}", play.sent)
        };
        assert_eq!(join.name.clone().unwrap().unwrap().as_str(), expected);
    }
    play.welcome("ana3", "lobby", "r", 0);
    assert_eq!(play.session.you(), "ana3");
    assert!(
        play.news
            .iter()
            .any(|n| matches!(n, News::NameTaken { trying, .. } if trying == "ana2"))
    );
}

#[test]
fn after_a_reconnect_the_name_is_taken_back_from_our_ghost() {
    let mut play = Play::new(false);
    play.online("r", 0);
    play.input(Input::Lost("cut".to_owned()));
    play.pass(Duration::from_secs(1));
    play.input(Input::Connected("x".to_owned()));
    play.hear(r#"{"type":"error","name":"server","code":"name_taken","text":"taken"}"#);
    play.welcome("ana2", "lobby", "r", 0);
    play.hear(r#"{"type":"notice","name":"server","room":"lobby","event":"leave","who":"ana","text":"ana left"}"#);
    assert!(
        play.sent
            .iter()
            .any(|f| matches!(f, PeerFrame::Nick { name: Ok(n), .. } if n.as_str() == "ana"))
    );
    play.hear(r#"{"type":"notice","name":"server","room":"lobby","event":"rename","who":"ana2","now":"ana","text":"x"}"#);
    assert_eq!(play.session.you(), "ana");
}

#[test]
fn a_rate_limit_is_waited_out_and_the_order_kept() {
    let mut play = Play::new(false);
    play.online("r", 0);
    play.say("one");
    play.say("two");
    let (_, id) = play.one_said();
    play.hear(&format!(
        r#"{{"type":"error","name":"server","code":"rate_limited","wait_ms":300,"id":{id},"text":"too fast"}}"#
    ));
    play.pass(Duration::from_millis(290));
    assert!(play.said().is_empty());
    play.pass(Duration::from_millis(20));
    assert_eq!(play.one_said(), ("one".to_owned(), id.clone()));
    play.receipt("one", 1, &id);
    assert!(play.said().is_empty(), "the pace is kept");
    play.pass(Duration::from_millis(310));
    assert_eq!(play.one_said().0, "two");
}

#[test]
fn a_message_that_was_dropped_without_a_word_is_said_again() {
    let mut play = Play::new(false);
    play.online("r", 0);
    play.hear(r#"{"type":"pong","name":"server","text":"pong"}"#);
    play.say("one");
    let (_, id) = play.one_said();
    play.pass(Duration::from_millis(1100));
    assert!(matches!(play.sent.last(), Some(PeerFrame::Ping { .. })));
    play.hear(r#"{"type":"pong","name":"server","text":"pong"}"#);
    play.said();
    play.pass(Duration::from_millis(1100));
    assert_eq!(play.one_said(), ("one".to_owned(), id));
}

#[test]
fn any_other_refusal_is_told_and_the_next_message_goes_on() {
    let mut play = Play::new(false);
    play.online("r", 0);
    let ticket = play.say("one");
    play.say("two");
    let (_, id) = play.one_said();
    play.hear(&format!(
        r#"{{"type":"error","name":"server","code":"too_long","id":{id},"text":"too long"}}"#
    ));
    let refused = News::Refused {
        ticket,
        why: Reason::Refused(Refusal {
            code: Some(Code::TooLong),
            wait: None,
            text: "too long".to_owned(),
        }),
    };
    assert_eq!(play.news.last(), Some(&refused));
    assert_eq!(play.one_said().0, "two");
}

#[test]
fn a_silent_server_is_asked_and_then_given_up() {
    for (datagrams, last) in [(false, 36), (true, 21)] {
        let mut play = Play::new(datagrams);
        play.online("r", 0);
        play.hear(r#"{"type":"pong","name":"server","text":"pong"}"#);
        play.sent.clear();
        play.pass(Duration::from_secs(last));
        let pings = play
            .sent
            .iter()
            .filter(|f| matches!(f, PeerFrame::Ping { .. }))
            .count();
        assert!((3..=4).contains(&pings), "{pings}");
        let lost = play.news.iter().any(|n| {
            matches!(
                n,
                News::Lost {
                    why: Reason::Silent(_),
                    ..
                }
            )
        });
        assert!(lost);
    }
}

#[test]
fn an_answer_is_owed_from_the_question_on_and_not_from_the_silence_before() {
    let mut play = Play::new(false);
    play.online("r", 0);
    play.hear(r#"{"type":"pong","name":"server","text":"pong"}"#);
    let owed = |play: &Play| match play.session.phase() {
        Phase::Online { pulse, .. } => pulse.owes_for(play.now.mono),
        other => panic!("{other:?}"),
    };
    assert_eq!(owed(&play), None);
    play.pass(Duration::from_secs(16));
    assert!(owed(&play).is_some_and(|owed| owed <= Duration::from_secs(2)));
    play.pass(Duration::from_secs(3));
    assert!(owed(&play).is_some_and(|owed| owed >= Duration::from_secs(3)));
    play.hear(r#"{"type":"pong","name":"server","text":"pong"}"#);
    assert_eq!(owed(&play), None);
}

#[test]
fn after_our_own_sleep_the_server_is_asked_before_it_is_given_up() {
    let mut play = Play::new(false);
    play.online("r", 0);
    play.hear(r#"{"type":"pong","name":"server","text":"pong"}"#);
    play.now.mono += Duration::from_secs(3600);
    play.session.handle_timeout(play.now);
    play.pass(Duration::from_secs(1));
    assert!(matches!(play.session.phase(), Phase::Online { .. }));
    assert!(matches!(play.sent.last(), Some(PeerFrame::Ping { .. })));
}

#[test]
fn a_server_that_answers_lives_on() {
    let mut play = Play::new(false);
    play.online("r", 0);
    for _ in 0..10 {
        play.pass(Duration::from_secs(16));
        play.hear(r#"{"type":"pong","name":"server","text":"pong"}"#);
    }
    assert!(matches!(play.session.phase(), Phase::Online { .. }));
}

#[test]
fn a_wrong_password_ends_it_and_a_full_server_is_tried_again() {
    let mut play = Play::new(false);
    play.input(Input::Connected("x".to_owned()));
    play.hear(r#"{"type":"error","name":"server","code":"server_full","text":"full"}"#);
    assert!(matches!(play.session.phase(), Phase::Waiting { .. }));
    play.pass(Duration::from_secs(1));
    play.input(Input::Connected("x".to_owned()));
    play.hear(r#"{"type":"error","name":"server","code":"wrong_password","text":"wrong"}"#);
    let Some(News::Ended(why)) = play.news.last() else {
        panic!("{:?}", play.news)
    };
    assert!(matches!(why, Reason::GivePassword(_)), "{why:?}");
    play.pass(Duration::from_secs(60));
    assert_eq!(play.connects, 2);
}

#[test]
fn who_is_no_chat_server_is_not_waited_for() {
    let mut play = Play::new(false);
    play.input(Input::Connected("tcp 10.0.0.1:22".to_owned()));
    play.input(Input::NotAFrame);
    assert!(matches!(
        play.news.last(),
        Some(News::Ended(Reason::NotAChat(_)))
    ));
}

#[test]
fn the_rooms_are_entered_again_after_a_reconnect() {
    let mut play = Play::new(false);
    play.online("r", 0);
    let lab = RoomName::parse("lab").unwrap();
    play.session.join(play.now, &lab, None);
    play.drain();
    play.welcome("ana", "lab", "r", 0);
    play.input(Input::Lost("cut".to_owned()));
    play.pass(Duration::from_secs(1));
    play.sent.clear();
    play.online("r", 0);
    // The test's welcome was for the lobby; the first join is for the last room.
    let rooms: Vec<_> = play
        .sent
        .iter()
        .filter_map(|f| match f {
            PeerFrame::Join(join) => join.room.clone().map(|r| r.to_string()),
            _ => None,
        })
        .collect();
    assert_eq!(rooms, ["lab"]);
}

#[test]
fn the_queue_has_a_bound() {
    let mut play = Play::new(false);
    for n in 0..1000 {
        play.say(&n.to_string());
    }
    let place = Recipient::Room(RoomName::lobby());
    let more = play.session.say(play.now, place, Text::parse("x").unwrap());
    assert_eq!(more, Err(QueueFull(1000)));
}
