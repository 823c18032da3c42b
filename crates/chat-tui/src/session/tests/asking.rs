//! What a session asks the person who sits there, and that it waits for the answer.

use super::play::Play;
use super::*;
use crate::session::need::Need;
use crate::session::need::Stranger;

const WRONG: &str = r#"{"type":"error","name":"server","code":"wrong_password","text":"no"}"#;
const OWNED: &str =
    r#"{"type":"error","name":"server","code":"name_taken","owned":true,"text":"no"}"#;
const CHALLENGE: &str = r#"{"type":"challenge","name":"server","nonce":"b7b7b7b7b7b7b7b7b7b7b7b7b7b7b7b7","for":["name","password"],"run":"0a","you":"ana","salt":"7373","rounds":10000,"text":"show"}"#;

/// Somebody at a screen, with a key, who is connected.
fn at_a_screen() -> Play {
    let mut play = Play::with(|setup| {
        setup.identity.key = Some(Key::from_seed(&chat_proto::hex::Hex([7; 32])));
        setup.asks = true;
    });
    connected(&mut play);
    play
}

fn connected(play: &mut Play) {
    play.input(Input::Connected("tcp 127.0.0.1:1234".to_owned()));
}

fn need(play: &Play) -> &Need {
    match play.session.phase() {
        Phase::Asking { need } => need,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_password_is_asked_for_and_again_where_it_is_wrong() {
    let mut play = at_a_screen();
    play.hear(CHALLENGE);
    assert_eq!(need(&play), &Need::Password { wrong: false });
    let connects = play.connects;
    play.pass(Duration::from_secs(600));
    assert_eq!(play.connects, connects, "a person may take their time");
    for word in ["guess", "sesame"] {
        play.session.give_password(play.now, word.to_owned());
        play.drain();
        connected(&mut play);
        play.hear(CHALLENGE);
        assert_eq!(play.derive.pop().unwrap().password, word);
        play.hear(WRONG);
        assert_eq!(need(&play), &Need::Password { wrong: true }, "{word}");
    }
    assert_eq!(play.connects, connects + 2);
    let sent = format!("{:?}", play.sent);
    assert!(
        !sent.contains("guess") && !sent.contains("sesame"),
        "{sent}"
    );
}

#[test]
fn what_comes_behind_the_refusal_changes_nothing() {
    let mut play = at_a_screen();
    play.hear(WRONG);
    play.hear(r#"{"type":"bye","name":"server","return":false,"text":"wrong password"}"#);
    play.input(Input::Lost("closed".to_owned()));
    assert_eq!(need(&play), &Need::Password { wrong: false });
    play.session.give_password(play.now, "sesame".to_owned());
    play.drain();
    connected(&mut play);
    // It knows no proof: the plain word is not given to it unasked.
    play.hear(WRONG);
    let ended = matches!(
        play.session.phase(),
        Phase::Ended {
            why: Reason::OnlyClear
        }
    );
    assert!(ended, "{:?}", play.session.phase());
}

#[test]
fn a_pipe_is_asked_nothing() {
    let mut play = Play::new(false);
    connected(&mut play);
    play.hear(WRONG);
    assert!(matches!(play.session.phase(), Phase::Ended { .. }));
}

#[test]
fn an_owned_name_is_asked_about_and_answered_by_a_name_or_a_key() {
    let named = |word| Name::parse(word).unwrap();
    let mut play = at_a_screen();
    play.hear(OWNED);
    let (taken, instead) = (named("ana"), named("ana2"));
    assert_eq!(need(&play), &Need::Name { taken, instead });
    play.session.call_oneself(play.now, named("eva"));
    play.drain();
    connected(&mut play);
    assert_eq!(asked_name(&play), "eva");
    play.hear(OWNED);
    // The words of another machine's key: one asks for the same name, with that key.
    let other = Key::from_seed(&chat_proto::hex::Hex([8; 32]));
    play.session.identify(play.now, other.clone());
    play.drain();
    connected(&mut play);
    assert_eq!(asked_name(&play), "eva");
    let Some(PeerFrame::Join(join)) = play.sent.last() else {
        panic!("{:?}", play.sent.last())
    };
    assert_eq!(join.offer.unwrap().key, Some(other.public()));
}

#[test]
fn whoever_was_in_already_goes_on_under_another_name_without_a_question() {
    let mut play = at_a_screen();
    play.welcome("ana", "lobby", "r", 0);
    play.input(Input::Lost("gone".to_owned()));
    play.pass(Duration::from_secs(60));
    connected(&mut play);
    play.hear(OWNED);
    assert_eq!(asked_name(&play), "ana2");
}

fn asked_name(play: &Play) -> String {
    match play.sent.last() {
        Some(PeerFrame::Join(join)) => join.name.clone().unwrap().unwrap().to_string(),
        other => panic!("{other:?}"),
    }
}

/// A server that nobody knows, or another one than before.
fn stranger(is_another: bool) -> Input {
    let server = Stranger {
        place: "tcp 10.0.0.7:1234".to_owned(),
        print: chat_proto::hex::Hex([9; 32]),
        is_another,
    };
    Input::Stranger(server, "is new here".to_owned())
}

#[test]
fn a_server_that_nobody_knows_is_trusted_by_whoever_sits_there_and_by_nobody_else() {
    for is_another in [false, true] {
        let mut play = Play::with(|setup| setup.asks = true);
        let connects = play.connects;
        play.input(stranger(is_another));
        assert!(matches!(need(&play), Need::Server(server) if server.is_another == is_another));
        play.pass(Duration::from_secs(600));
        assert_eq!((play.connects, play.trusted.len()), (connects, 0));
        play.session.trust_server(play.now);
        play.drain();
        assert_eq!(play.connects, connects + 1);
        assert_eq!(play.trusted, [chat_proto::hex::Hex([9; 32])]);
        // Nothing is asked any longer.
        play.session.trust_server(play.now);
        play.drain();
        assert_eq!(play.trusted.len(), 1);
    }
    let mut play = Play::new(false);
    play.input(stranger(false));
    let lost = |news: &News| matches!(news, News::Lost { .. });
    assert!(play.news.iter().any(lost), "{:?}", play.news);
}
