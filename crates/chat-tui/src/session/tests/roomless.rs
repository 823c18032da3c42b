//! Somebody who has left every room, and is still here.

use std::time::Duration;

use chat_proto::frame::PeerFrame;
use chat_proto::frame::whom::Whom;
use chat_proto::room::RoomName;
use chat_proto::text::Text;

use super::play::Play;
use crate::session::reason::Reason;
use crate::session::receipts::Recipient;
use crate::session::traffic::Input;
use crate::session::traffic::News;

/// Online, and in no room.
fn roomless() -> Play {
    let mut play = Play::new(false);
    play.online("r", 0);
    play.session.leave(play.now, &RoomName::lobby());
    play.drain();
    play.sent.clear();
    play.news.clear();
    play
}

#[test]
fn a_message_is_refused_there_and_the_connection_stays() {
    let mut play = roomless();
    let to = Recipient::Direct(Whom::new("bob"));
    let said = play.session.say(play.now, to, Text::parse("hi").unwrap());
    let ticket = said.unwrap();
    play.drain();
    let (_, id) = play.one_said();
    play.hear(&format!(
        r#"{{"type":"error","name":"server","code":"not_joined","id":{id},"text":"you are in no room"}}"#
    ));
    let [News::Refused { ticket: told, why }] = &*play.news else {
        panic!("{:?}", play.news)
    };
    assert_eq!(*told, ticket);
    assert!(matches!(why, Reason::Refused(_)), "{why:?}");
    assert_eq!((play.connects, play.session.unconfirmed()), (1, 0));
}

#[test]
fn after_a_lost_connection_one_is_in_the_first_room_again() {
    let mut play = roomless();
    play.input(Input::Lost("cut".to_owned()));
    play.pass(Duration::from_secs(1));
    play.online("r", 2);
    assert_eq!(play.session.room(), Some(&RoomName::lobby()));
    assert!(play.session.wants(&RoomName::lobby()));
    let joins = |frame: &&PeerFrame| matches!(frame, PeerFrame::Join(_));
    assert_eq!(play.sent.iter().filter(joins).count(), 1);
}
