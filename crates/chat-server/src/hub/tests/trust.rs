//! Names that belong to keys, and a password that is shown to be known.

mod passwords;

use std::time::Duration;

use chat_proto::frame::trust::Salted;
use chat_proto::hex::Hex;
use chat_trust::claims::Claims;
use chat_trust::key::Key;
use chat_trust::password::PasswordKey;
use chat_trust::statement::Bind;
use chat_trust::statement::Meeting;
use chat_trust::statement::Side;
use serde_json::Value;

use super::stage::Stage;
use crate::config::Proving;
use crate::traffic::Parting;
use crate::traffic::PeerId;
use crate::traffic::Transport;

const NONCE: Hex<16> = Hex([0x4b; 16]);
const RUN: &str = "0000000000000000";

pub(super) fn key(n: u8) -> Key {
    Key::from_seed(&Hex([n; 32]))
}

fn password(word: &str) -> PasswordKey {
    PasswordKey::derive(word, &[0x73; 16], 1)
}

fn asking() -> Stage {
    Stage::with(|rules| {
        rules.password = Some("sesame".to_owned());
        rules.proving = Some(Proving {
            key: password("sesame"),
            salted: Salted {
                salt: Hex([0x73; 16]),
                rounds: 1,
            },
        });
        (rules.questions, rules.faults) = (None, None);
    })
}

/// What a peer was told, as values.
fn told(stage: &mut Stage, peer: PeerId) -> Vec<Value> {
    let mail = stage.mail(peer).into_iter();
    mail.map(|line| serde_json::from_str(&line).unwrap())
        .collect()
}

/// Offers a key for what it asks, and gives back the challenge.
fn offers(stage: &mut Stage, peer: PeerId, owner: u8, frame: &str) -> Value {
    let key = key(owner).public();
    let frame = frame.strip_suffix('}').unwrap();
    stage.says(
        peer,
        &format!(r#"{frame},"key":"{key}","nonce":"{NONCE}"}}"#),
    );
    let mut told = told(stage, peer);
    assert_eq!(told.len(), 1, "{told:?}");
    told.remove(0)
}

fn meeting(challenge: &Value) -> Meeting {
    Meeting {
        client: NONCE,
        server: Hex::parse(challenge["nonce"].as_str().unwrap()).unwrap(),
        bind: Bind::Open,
    }
}

/// The right answer to a challenge.
fn answer(challenge: &Value, owner: u8, word: &str) -> String {
    let (owner, at) = (key(owner), meeting(challenge));
    let you = challenge["you"].as_str().unwrap();
    let sign = owner.sign(&at, RUN, you);
    let asks = challenge["for"].as_array().unwrap();
    if !asks.iter().any(|asked| asked == "password") {
        return format!(r#"{{"type":"prove","sign":"{sign}"}}"#);
    }
    let proof = password(word).proof(Side::Client, &at, Some(&owner.public()));
    format!(r#"{{"type":"prove","sign":"{sign}","password":"{proof}"}}"#)
}

/// Asks for something with a key, and shows that it has it.
pub(super) fn proves(stage: &mut Stage, peer: PeerId, owner: u8, frame: &str) -> Vec<Value> {
    let challenge = offers(stage, peer, owner, frame);
    assert_eq!(challenge["type"], "challenge", "{challenge}");
    stage.says(peer, &answer(&challenge, owner, "sesame"));
    told(stage, peer)
}

/// Somebody with a key joins the lobby.
pub(super) fn joins(stage: &mut Stage, owner: u8, name: &str) -> (PeerId, Vec<Value>) {
    let peer = stage.someone();
    let told = proves(
        stage,
        peer,
        owner,
        &format!(r#"{{"type":"join","name":"{name}"}}"#),
    );
    (peer, told)
}

#[track_caller]
fn is_welcome(told: &[Value], you: &str, known: bool) {
    let first = told.first().unwrap();
    assert_eq!(
        (&first["type"], &first["you"]),
        (&"welcome".into(), &you.into()),
        "{first}"
    );
    assert_eq!(first["known"] == true, known, "{first}");
}

#[track_caller]
fn is_owned(told: &[Value]) {
    let last = told.last().unwrap();
    assert_eq!(
        (&last["code"], &last["owned"]),
        (&"name_taken".into(), &true.into()),
        "{last}"
    );
}

#[test]
fn a_challenge_repeats_what_is_to_be_signed() {
    let mut stage = Stage::new();
    let ana = stage.someone();
    let asked = offers(
        &mut stage,
        ana,
        1,
        r#"{"type":"join","name":"ａｎａ","id":7}"#,
    );
    assert_eq!(asked["you"], "ana");
    assert_eq!(
        (&asked["for"], &asked["id"]),
        (&serde_json::json!(["name"]), &7.into())
    );
    assert!(asked.get("salt").is_none(), "no password is asked");
    stage.says(ana, &answer(&asked, 1, ""));
    let told = told(&mut stage, ana);
    is_welcome(&told, "ana", true);
    assert_eq!((&told[0]["id"], told[0].get("proof")), (&7.into(), None));
}

#[test]
fn the_first_key_has_the_name_and_nobody_else_gets_it_whether_its_owner_is_there_or_not() {
    let mut stage = Stage::new();
    let (ana, told_ana) = joins(&mut stage, 1, "ana");
    is_welcome(&told_ana, "ana", true);
    assert_eq!(stage.records.len(), 1);
    for away in [false, true] {
        if away {
            stage.goes(ana, Parting::Ended);
        }
        for name in ["ana", "Ana", "аna", "ａｎａ", "ana\u{200d}"] {
            let thief = stage.someone();
            stage.says(thief, &format!(r#"{{"type":"join","name":"{name}"}}"#));
            is_owned(&told(&mut stage, thief));
            stage.says(thief, &format!(r#"{{"name":"{name}","text":"hi"}}"#));
            is_owned(&told(&mut stage, thief));
            let nick = stage.person("zed");
            stage.says(nick, &format!(r#"{{"type":"nick","name":"{name}"}}"#));
            is_owned(&told(&mut stage, nick));
            stage.says(nick, r#"{"type":"bye"}"#);
            stage.says(thief, r#"{"type":"bye"}"#);
        }
        let udp = stage.comes(Transport::Udp, "127.0.0.1:4001");
        stage.says(udp, r#"{"type":"join","name":"ana"}"#);
        is_owned(&told(&mut stage, udp));
        let plain = stage.someone();
        stage.says(plain, "/nick ana");
        let mail = stage.mail(plain);
        assert!(
            mail[0].starts_with("! `ana` belongs to somebody else, here last on"),
            "{mail:?}"
        );
        let other = joins(&mut stage, 2, "ana").1;
        is_owned(&other);
    }
    let (_, back) = joins(&mut stage, 1, "ana");
    is_welcome(&back, "ana", true);
}

#[test]
fn a_name_belongs_to_its_key_after_a_restart() {
    let mut stage = Stage::new();
    let (ana, _) = joins(&mut stage, 1, "ana");
    stage.goes(ana, Parting::Ended);
    let file = stage.records.concat();
    let mut next = Stage::new();
    let known = Claims::load(file.as_bytes(), next.now.wall);
    next.hub = crate::hub::Hub::new(crate::config::Rules::default()).knowing(known);
    let thief = next.someone();
    next.says(thief, r#"{"type":"join","name":"ana"}"#);
    is_owned(&told(&mut next, thief));
    is_welcome(&joins(&mut next, 1, "ana").1, "ana", true);
}

#[test]
fn the_same_key_takes_over_its_own_ghost_and_nobody_hears_of_it() {
    let mut stage = Stage::new();
    let bob = stage.person("bob");
    let (ghost, _) = joins(&mut stage, 1, "ana");
    stage.mail(bob);
    let (ana, back) = joins(&mut stage, 1, "ana");
    is_welcome(&back, "ana", true);
    let bye = told(&mut stage, ghost).pop().unwrap();
    assert_eq!(
        (&bye["type"], &bye["return"]),
        (&"bye".into(), &false.into())
    );
    assert_eq!(stage.closed, [ghost]);
    stage.wait(Duration::from_secs(10));
    stage.hears(bob, &[]);
    // It is still hers, and she is in the room.
    stage.says(ana, r#"{"text":"hi"}"#);
    assert_eq!(told(&mut stage, bob).len(), 1);
    let thief = stage.someone();
    stage.says(thief, r#"{"type":"join","name":"ana"}"#);
    is_owned(&told(&mut stage, thief));
}

#[test]
fn a_wrong_signature_disturbs_nobody() {
    let mut stage = Stage::new();
    let (ana, _) = joins(&mut stage, 1, "ana");
    let other = stage.someone();
    let asked = offers(&mut stage, other, 1, r#"{"type":"join","name":"ana"}"#);
    // Somebody else's key, or the right one for another name.
    let signs = [
        key(2).sign(&meeting(&asked), RUN, "ana"),
        key(1).sign(&meeting(&asked), RUN, "bob"),
    ];
    for sign in signs {
        offers(&mut stage, other, 1, r#"{"type":"join","name":"ana"}"#);
        stage.says(
            other,
            &format!(r#"{{"type":"prove","sign":"{sign}","id":"p"}}"#),
        );
        let refused = told(&mut stage, other).pop().unwrap();
        assert_eq!(
            (&refused["code"], &refused["id"]),
            (&"bad_frame".into(), &"p".into())
        );
    }
    assert!(stage.closed.is_empty());
    stage.says(ana, r#"{"text":"hi"}"#);
    assert_eq!(told(&mut stage, ana).len(), 1);
}

#[test]
fn an_answer_that_nobody_asked_for_is_bad_and_the_connection_lives() {
    let mut stage = Stage::new();
    let ana = stage.someone();
    let bad = |stage: &mut Stage, line: &str| {
        stage.says(ana, line);
        let refused = told(stage, ana).pop().unwrap();
        assert_eq!(refused["code"], "bad_frame", "{refused}");
    };
    bad(&mut stage, r#"{"type":"prove"}"#);
    let asked = offers(&mut stage, ana, 1, r#"{"type":"join","name":"ana"}"#);
    let right = answer(&asked, 1, "");
    bad(&mut stage, r#"{"type":"prove"}"#);
    bad(&mut stage, &right);
    // Only the newest, and not for long.
    offers(&mut stage, ana, 1, r#"{"type":"join","name":"ana"}"#);
    let older = offers(&mut stage, ana, 1, r#"{"type":"join","name":"ana"}"#);
    offers(&mut stage, ana, 1, r#"{"type":"join","name":"ana"}"#);
    bad(&mut stage, &answer(&older, 1, ""));
    stage.wait(Duration::from_secs(9));
    let asked = offers(&mut stage, ana, 1, r#"{"type":"join","name":"ana"}"#);
    stage.wait(Duration::from_secs(31));
    bad(&mut stage, &answer(&asked, 1, ""));
    // One of another connection.
    let asked = offers(&mut stage, ana, 1, r#"{"type":"join","name":"ana"}"#);
    let (bob, right) = (stage.someone(), answer(&asked, 1, ""));
    offers(&mut stage, bob, 1, r#"{"type":"join","name":"ana"}"#);
    stage.says(bob, &right);
    assert_eq!(told(&mut stage, bob).pop().unwrap()["code"], "bad_frame");
    stage.says(ana, &right);
    is_welcome(&told(&mut stage, ana), "ana", true);
    // A whole conversation again, later: another nonce.
    stage.says(bob, &right);
    assert_eq!(told(&mut stage, bob).pop().unwrap()["code"], "bad_frame");
    assert!(stage.closed.is_empty());
}

#[test]
fn one_key_under_two_names_is_two_people_who_are_told_of_each_other() {
    let mut stage = Stage::new();
    let (_, first) = joins(&mut stage, 1, "ana");
    assert!(first[0].get("also").is_none());
    let (_, second) = joins(&mut stage, 1, "zed");
    assert_eq!(second[0]["also"], serde_json::json!(["ana"]));
    assert!(stage.closed.is_empty());
}

#[test]
fn who_says_whose_name_is_proved() {
    let mut stage = Stage::new();
    joins(&mut stage, 1, "ana");
    let bob = stage.person("bob");
    stage.says(bob, r#"{"type":"who"}"#);
    let who = told(&mut stage, bob).pop().unwrap();
    assert_eq!(who["names"], serde_json::json!(["ana", "bob"]));
    assert_eq!(who["known"], serde_json::json!(["ana"]));
}

#[test]
fn another_name_is_claimed_with_the_key_and_the_old_one_stays_ones_own() {
    let mut stage = Stage::new();
    let (ana, _) = joins(&mut stage, 1, "ana");
    let renamed = proves(&mut stage, ana, 1, r#"{"type":"nick","name":"zed","id":1}"#);
    assert_eq!(renamed[0]["event"], "rename");
    let thief = stage.someone();
    for name in ["ana", "zed"] {
        stage.says(thief, &format!(r#"{{"type":"join","name":"{name}"}}"#));
        is_owned(&told(&mut stage, thief));
    }
    // Without the key it is a name as anybody has.
    stage.says(ana, r#"{"type":"nick","name":"bob"}"#);
    stage.mail(ana);
    stage.says(ana, r#"{"type":"who"}"#);
    assert!(told(&mut stage, ana).pop().unwrap().get("known").is_none());
    // And one's own is one's own, since this connection has shown the key.
    stage.says(ana, r#"{"type":"nick","name":"ana"}"#);
    stage.mail(ana);
    stage.says(ana, r#"{"type":"who"}"#);
    assert_eq!(
        told(&mut stage, ana).pop().unwrap()["known"],
        serde_json::json!(["ana"])
    );
}

#[test]
fn a_session_goes_on_under_its_owned_name_without_the_key() {
    let mut stage = Stage::new();
    let ana = stage.someone();
    let asked = offers(&mut stage, ana, 1, r#"{"type":"join","name":"ana"}"#);
    stage.says(ana, &answer(&asked, 1, ""));
    stage.mail(ana);
    let token = chat_link::proof::Secret::new([0; 2]).token(ana.0).digits();
    let back = stage.someone();
    stage.says(
        back,
        &format!(r#"{{"type":"join","name":"ana","session":"{token}"}}"#),
    );
    is_welcome(&told(&mut stage, back), "ana", true);
    let bye = told(&mut stage, ana).pop().unwrap();
    assert_eq!(bye["return"], false);
}

#[test]
fn one_address_takes_sixty_new_names_in_ten_minutes_and_the_chat_goes_on() {
    let mut stage = Stage::with(|rules| (rules.questions, rules.arrivals) = (None, None));
    for n in 0..60 {
        is_welcome(
            &joins(&mut stage, n, &format!("n{n}")).1,
            &format!("n{n}"),
            true,
        );
    }
    is_welcome(&joins(&mut stage, 60, "late").1, "late", false);
    stage.wait(Duration::from_secs(10));
    is_welcome(&joins(&mut stage, 61, "later").1, "later", true);
}
