//! Messages whose receipt was not waited for: over datagrams it may be lost, or late.

use std::time::Duration;

use chat_proto::frame::PeerFrame;

use super::play::Play;
use crate::session::phase::Phase;
use crate::session::reason::Reason;
use crate::session::traffic::News;

/// A message that was sent and not confirmed in time: its ticket and its id.
fn unconfirmed(play: &mut Play) -> (u64, String) {
    let ticket = play.say("one");
    let (_, id) = play.one_said();
    play.pass(Duration::from_secs(6));
    assert!(play.news.contains(&News::Unconfirmed { ticket }));
    (ticket, id)
}

fn online() -> Play {
    let mut play = Play::new(true);
    play.online("r", 0);
    play
}

fn confirmed(play: &Play, wanted: u64) -> usize {
    let confirmed =
        |news: &&News| matches!(news, News::Confirmed { ticket, .. } if *ticket == wanted);
    play.news.iter().filter(confirmed).count()
}

#[test]
fn a_receipt_that_comes_late_confirms_its_message() {
    let mut play = online();
    let (ticket, id) = unconfirmed(&mut play);
    play.receipt("one", 1, &id);
    assert_eq!(confirmed(&play, ticket), 1);
    assert_eq!(play.session.say_again(play.now, ticket), Ok(false));
}

#[test]
fn a_message_that_is_sent_again_is_the_same_message() {
    let mut play = online();
    let (ticket, id) = unconfirmed(&mut play);
    assert_eq!(play.session.say_again(play.now, ticket), Ok(true));
    play.drain();
    let again = play.sent.iter().find_map(|frame| match frame {
        PeerFrame::Say(say) => Some((say.id.clone().unwrap(), say.again)),
        _ => None,
    });
    let (again_id, again) = again.expect("it was sent");
    assert_eq!((again_id.token(), again), (id.as_str(), true));
    play.receipt("one", 1, &id);
    assert_eq!(confirmed(&play, ticket), 1);
    assert_eq!(play.session.unconfirmed(), 0);
}

#[test]
fn a_late_receipt_finds_its_message_also_behind_others() {
    let mut play = online();
    let (ticket, id) = unconfirmed(&mut play);
    play.say("two");
    assert_eq!(play.session.say_again(play.now, ticket), Ok(true));
    play.drain();
    assert_eq!(play.one_said().0, "two", "it waits its turn");
    play.receipt("one", 1, &id);
    assert_eq!(confirmed(&play, ticket), 1);
    assert_eq!(play.session.unconfirmed(), 1, "nothing is said again");
}

#[test]
fn a_late_refusal_is_told() {
    let mut play = online();
    let (ticket, id) = unconfirmed(&mut play);
    play.hear(&format!(
        r#"{{"type":"error","name":"server","code":"no_such_room","id":{id},"text":"no such room"}}"#
    ));
    let told = play.news.iter().any(|news| match news {
        News::Refused { ticket: of, why } => {
            *of == ticket && matches!(why, Reason::Refused(why) if why.text == "no such room")
        }
        _ => false,
    });
    assert!(told, "{:?}", play.news);
}

#[test]
fn what_is_remembered_of_messages_of_unknown_fate_has_a_bound() {
    let mut play = online();
    let first = unconfirmed(&mut play).0;
    for _ in 0..300 {
        unconfirmed(&mut play);
        // Somebody is there, and says nothing of it.
        play.hear(r#"{"type":"pong","name":"server","text":"pong"}"#);
    }
    assert_eq!(play.session.say_again(play.now, first), Ok(false));
}

#[test]
fn a_pong_that_waited_behind_a_replay_is_no_measure_of_the_way() {
    let mut play = Play::new(false);
    play.online("r", 1);
    let pings = |play: &mut Play| {
        let ping = |frame: &PeerFrame| matches!(frame, PeerFrame::Ping { .. });
        play.sent.drain(..).filter(ping).count()
    };
    assert_eq!(pings(&mut play), 1);
    play.hear(r#"{"name":"bob","room":"lobby","seq":1,"history":true,"text":"x"}"#);
    let pong = r#"{"type":"pong","name":"server","text":"pong"}"#;
    let pongs_after = |play: &mut Play, ms| {
        play.pass(Duration::from_millis(ms));
        play.hear(pong);
        match play.session.phase() {
            Phase::Online { pulse, .. } => pulse.round_trip,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(pongs_after(&mut play, 80), None);
    assert_eq!(pings(&mut play), 1, "asked once more");
    let took = Duration::from_millis(3);
    assert_eq!(pongs_after(&mut play, 3), Some(took));
    assert_eq!(pings(&mut play), 0);
}
