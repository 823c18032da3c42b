//! What a session shows of itself, and what it wants to be shown.

use chat_proto::hex::Hex;
use chat_trust::key::Key;
use chat_trust::key::is_signed;
use chat_trust::password::PasswordKey;
use chat_trust::statement::Bind;
use chat_trust::statement::Meeting;
use chat_trust::statement::Side;

use super::play::Play;
use super::*;
use crate::session::traffic::Derivation;

const SERVER: Hex<16> = Hex([0xb7; 16]);
const SALT: Hex<16> = Hex([0x73; 16]);
const ROUNDS: u32 = 10_000;

fn key() -> Key {
    Key::from_seed(&Hex([7; 32]))
}

/// Somebody with a key, and perhaps a password, who is connected.
fn somebody(password: Option<&str>) -> Play {
    let mut play = Play::with(|setup| {
        setup.identity.key = Some(key());
        setup.password = password.map(str::to_owned);
    });
    play.input(Input::Connected("tcp 127.0.0.1:1234".to_owned()));
    play
}

fn join(play: &Play) -> chat_proto::frame::peer::Join {
    match play.sent.last() {
        Some(PeerFrame::Join(join)) => join.clone(),
        other => panic!("{other:?}"),
    }
}

fn meeting(play: &Play) -> Meeting {
    let joins = play.sent.iter().rev().find_map(|frame| match frame {
        PeerFrame::Join(join) => join.offer,
        _ => None,
    });
    Meeting {
        client: joins.unwrap().nonce,
        server: SERVER,
        bind: Bind::Open,
    }
}

fn challenge(play: &mut Play, asks: &str, you: &str, rounds: u32) {
    play.hear(&format!(
        r#"{{"type":"challenge","name":"server","nonce":"{SERVER}","for":{asks},"run":"0a","you":"{you}","salt":"{SALT}","rounds":{rounds},"text":"show"}}"#
    ));
}

fn proves(play: &Play) -> chat_proto::frame::trust::Prove {
    match play.sent.last() {
        Some(PeerFrame::Prove(prove)) => prove.clone(),
        other => panic!("{other:?}"),
    }
}

/// The password is worked over.
fn derived(play: &mut Play) -> PasswordKey {
    let from: Derivation = play.derive.pop().unwrap();
    let key = PasswordKey::derive(&from.password, &from.salt, from.rounds);
    play.input(Input::Derived(from, key.clone()));
    key
}

fn welcome(play: &mut Play, proof: &str) {
    play.hear(&format!(
        r#"{{"type":"welcome","name":"server","you":"ana","room":"lobby","run":"0a","seq":0,{proof}"text":"hi"}}"#
    ));
}

fn ended(play: &Play) -> &Reason {
    match play.session.phase() {
        Phase::Ended { why } => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_name_is_signed_for_and_nothing_else() {
    let mut play = somebody(None);
    let offer = join(&play).offer.unwrap();
    assert_eq!((offer.key, offer.keep), (Some(key().public()), true));
    challenge(&mut play, r#"["name"]"#, "ana", ROUNDS);
    let sign = proves(&play).sign.unwrap();
    let at = meeting(&play);
    assert!(is_signed(&key().public(), &sign, &at, ("0a", "ana")));
    // Whoever asks for another name could show the signature elsewhere.
    let mut play = somebody(None);
    challenge(&mut play, r#"["name"]"#, "bob", ROUNDS);
    assert_eq!(ended(&play), &Reason::AsksForAnother("bob".to_owned()));
    assert!(
        !play
            .sent
            .iter()
            .any(|frame| matches!(frame, PeerFrame::Prove(_)))
    );
}

#[test]
fn the_password_is_proved_and_never_sent_and_the_server_has_to_prove_it_too() {
    let mut play = somebody(Some("sesame"));
    assert_eq!(join(&play).password, None);
    challenge(&mut play, r#"["name","password"]"#, "ana", ROUNDS);
    let password = derived(&mut play);
    let at = meeting(&play);
    let given = proves(&play).password.unwrap();
    let public = Some(key().public());
    assert!(password.is_proved(Side::Client, &at, (public.as_ref(), &given)));
    let proof = password.proof(Side::Server, &at, public.as_ref());
    welcome(&mut play, &format!(r#""proof":"{proof}","#));
    assert!(matches!(play.session.phase(), Phase::Online { .. }));
    let sent = format!("{:?}", play.sent);
    assert!(!sent.contains("sesame"), "{sent}");
}

#[test]
fn a_server_that_does_not_know_the_password_is_left() {
    for proof in [String::new(), format!(r#""proof":"{}","#, "00".repeat(32))] {
        let mut play = somebody(Some("sesame"));
        challenge(&mut play, r#"["name","password"]"#, "ana", ROUNDS);
        derived(&mut play);
        welcome(&mut play, &proof);
        assert_eq!(ended(&play), &Reason::Impostor, "{proof}");
        assert!(matches!(play.sent.last(), Some(PeerFrame::Bye)));
    }
}

#[test]
fn a_server_that_asks_for_no_password_is_told_of() {
    let mut play = somebody(Some("sesame"));
    challenge(&mut play, r#"["name"]"#, "ana", ROUNDS);
    // One that has no password has no salt for it either.
    let mut open = Play::with(|setup| setup.password = Some("sesame".to_owned()));
    open.input(Input::Connected("tcp 127.0.0.1:1234".to_owned()));
    welcome(&mut open, "");
    assert!(open.news.contains(&News::Unasked), "{:?}", open.news);
}

#[test]
fn an_old_server_that_wants_the_plain_word_is_not_given_it_unasked() {
    let refused = r#"{"type":"error","name":"server","code":"wrong_password","text":"no"}"#;
    let mut play = somebody(Some("sesame"));
    play.hear(refused);
    assert_eq!(ended(&play), &Reason::OnlyClear);
    let mut play = Play::with(|setup| {
        setup.password = Some("sesame".to_owned());
        setup.clear_password = true;
    });
    play.input(Input::Connected("tcp 127.0.0.1:1234".to_owned()));
    assert_eq!(join(&play).password.as_deref(), Some("sesame"));
}

#[test]
fn a_password_is_not_worked_over_too_little_or_too_much() {
    for rounds in [1, 9_999, 10_000_001] {
        let mut play = somebody(Some("sesame"));
        challenge(&mut play, r#"["password"]"#, "", rounds);
        assert_eq!(ended(&play), &Reason::OddRounds(rounds));
        assert!(play.derive.is_empty());
    }
}

#[test]
fn a_password_is_worked_over_once_a_run() {
    let mut play = somebody(Some("sesame"));
    challenge(&mut play, r#"["password"]"#, "", ROUNDS);
    derived(&mut play);
    play.input(Input::Lost("gone".to_owned()));
    play.pass(Duration::from_secs(60));
    play.input(Input::Connected("tcp 127.0.0.1:1234".to_owned()));
    challenge(&mut play, r#"["password"]"#, "", ROUNDS);
    assert!(play.derive.is_empty());
    assert!(proves(&play).password.is_some());
}

#[test]
fn whoever_is_told_to_stay_away_does_not_come_back_by_itself() {
    let mut play = Play::new(false);
    play.online("a", 0);
    let connects = play.connects;
    play.hear(r#"{"type":"bye","name":"server","return":false,"text":"you go on there"}"#);
    assert_eq!(
        ended(&play),
        &Reason::Dismissed("you go on there".to_owned())
    );
    play.pass(Duration::from_secs(600));
    assert_eq!(play.connects, connects);
}

#[test]
fn an_owned_name_is_told_apart_from_one_that_somebody_has() {
    let mut play = somebody(None);
    play.hear(r#"{"type":"error","name":"server","code":"name_taken","owned":true,"text":"no"}"#);
    let told = play.news.iter().any(
        |news| matches!(news, News::NameTaken { owned: true, trying, .. } if trying == "ana2"),
    );
    assert!(told, "{:?}", play.news);
    assert!(
        join(&play).offer.is_some(),
        "the other one is asked for with the key too"
    );
    // With other words one is somebody else, and asks for what one wanted.
    let mut play = Play::new(false);
    play.online("a", 0);
    play.session.identify(play.now, key());
    play.drain();
    let Some(PeerFrame::Nick {
        name: Ok(name),
        offer: Some(_),
        ..
    }) = play.sent.last()
    else {
        panic!("{:?}", play.sent.last())
    };
    assert_eq!(name.as_str(), "ana");
}
