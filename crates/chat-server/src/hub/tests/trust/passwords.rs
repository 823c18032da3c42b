//! The password: proved by both sides, given in clear, guessed.

use super::*;

#[test]
fn both_sides_prove_the_password_and_nobody_says_it() {
    let mut stage = asking();
    let ana = stage.someone();
    let asked = offers(&mut stage, ana, 1, r#"{"type":"join","name":"ana"}"#);
    assert_eq!(asked["for"], serde_json::json!(["name", "password"]));
    assert_eq!(
        (&asked["salt"], &asked["rounds"]),
        (&"73".repeat(16).into(), &1.into())
    );
    stage.says(ana, &answer(&asked, 1, "sesame"));
    let told_ana = told(&mut stage, ana);
    is_welcome(&told_ana, "ana", true);
    let proof = Hex::parse(told_ana[0]["proof"].as_str().unwrap()).unwrap();
    let given = (Some(&key(1).public()), &proof);
    assert!(password("sesame").is_proved(Side::Server, &meeting(&asked), given));
    // The same key again needs no password in this run, and is shown it all the same.
    let back = stage.someone();
    let asked = offers(&mut stage, back, 1, r#"{"type":"join","name":"zed"}"#);
    assert_eq!(asked["for"], serde_json::json!(["name"]));
    stage.says(back, &answer(&asked, 1, "whatever"));
    assert!(told(&mut stage, back)[0].get("proof").is_some());
}

#[test]
fn the_password_is_proved_without_a_key_too() {
    let mut stage = asking();
    let (bob, asked) = asks(&mut stage, "bob");
    assert_eq!(asked["for"], serde_json::json!(["password"]));
    assert!(asked.get("you").is_none());
    let proof = password("sesame").proof(Side::Client, &meeting(&asked), None);
    stage.says(bob, &format!(r#"{{"type":"prove","password":"{proof}"}}"#));
    is_welcome(&told(&mut stage, bob), "bob", false);
}

#[test]
fn a_wrong_proof_of_the_password_closes_and_takes_no_name() {
    let mut stage = asking();
    let ana = stage.someone();
    let asked = offers(&mut stage, ana, 1, r#"{"type":"join","name":"ana"}"#);
    stage.says(ana, &answer(&asked, 1, "guess"));
    let told_ana = told(&mut stage, ana);
    assert_eq!(
        (&told_ana[0]["code"], &told_ana[1]["type"]),
        (&"wrong_password".into(), &"bye".into())
    );
    assert!(stage.records.is_empty(), "nothing was claimed");
    let bob = stage.someone();
    stage.says(bob, r#"{"type":"join","name":"ana","password":"sesame"}"#);
    let welcome = told(&mut stage, bob).remove(0);
    let text = welcome["text"].as_str().unwrap();
    assert!(
        text.ends_with("; anybody on the way can have read the password"),
        "{text}"
    );
    // One that is missing is a bad answer.
    let zed = stage.someone();
    let asked = offers(&mut stage, zed, 1, r#"{"type":"join","name":"zed"}"#);
    let sign = key(1).sign(&meeting(&asked), RUN, "zed");
    stage.says(zed, &format!(r#"{{"type":"prove","sign":"{sign}"}}"#));
    assert_eq!(told(&mut stage, zed)[0]["code"], "bad_frame");
}

#[test]
fn a_proof_for_another_certificate_is_wrong() {
    let mut stage = asking();
    let (ana, asked) = asks(&mut stage, "ana");
    let elsewhere = Meeting {
        bind: Bind::Certificate(Hex([1; 32])),
        ..meeting(&asked)
    };
    let proof = password("sesame").proof(Side::Client, &elsewhere, None);
    stage.says(ana, &format!(r#"{{"type":"prove","password":"{proof}"}}"#));
    assert_eq!(told(&mut stage, ana)[0]["code"], "wrong_password");
}

#[test]
fn a_plain_peer_gives_the_password_and_is_told_that_others_could_read_it() {
    let mut stage = asking();
    let ana = stage.someone();
    stage.says(ana, "olá");
    stage.hears(
        ana,
        &["! this server asks for a password: type /password WORDS"],
    );
    stage.says(ana, "/password sesame");
    stage.hears(ana, &["* anybody on the way can have read the password"]);
    stage.says(ana, "olá");
    stage.hears(ana, &["guest-1: olá"]);
    stage.says(ana, "/password sesame");
    stage.hears(ana, &["* you have given the password already"]);
    let bob = stage.someone();
    stage.says(bob, "/password guess");
    let mail = stage.mail(bob);
    assert!(mail[0].contains("got a wrong one"), "{mail:?}");
    assert!(stage.closed.contains(&bob));
}

/// Guesses from `addresses` addresses, as fast as there are tries, for a minute: how many
/// were looked at.
fn looked_at(stage: &mut Stage, addresses: u32, each_second: u32) -> usize {
    let mut looked_at = 0;
    for second in 0..60 {
        for n in 0..each_second {
            let address = format!("10.0.{}.1:{}", (second + n) % addresses, 2000 + n);
            let peer = stage.comes(Transport::Tcp, &address);
            stage.says(peer, r#"{"type":"join","name":"x","password":"guess"}"#);
            let told = told(stage, peer);
            looked_at += usize::from(told[0]["code"] == "wrong_password");
            stage.goes(peer, Parting::Ended);
            stage.wait(Duration::from_secs(1) / each_second);
        }
    }
    looked_at
}

#[test]
fn guesses_are_few_from_one_address_and_from_a_hundred_and_a_newcomer_is_heard() {
    let unlimited = || {
        let mut stage = asking();
        stage.hub.state.rules.arrivals = None;
        stage
    };
    let mut stage = unlimited();
    let one = looked_at(&mut stage, 1, 100);
    assert!((40..=70).contains(&one), "{one}");
    let mut stage = unlimited();
    let hundred = looked_at(&mut stage, 100, 500);
    assert!(hundred <= 1_840 + 100, "{hundred}");
    // Somebody else, in the same moment, with the right one.
    let ana = stage.comes(Transport::Tcp, "10.9.9.9:4000");
    stage.says(ana, r#"{"type":"join","name":"ana","password":"sesame"}"#);
    is_welcome(&told(&mut stage, ana), "ana", false);
}

/// What shows that whoever was asked this, without a key, knows the word.
fn shows(asked: &Value, word: &str) -> String {
    let proof = password(word).proof(Side::Client, &meeting(asked), None);
    format!(r#"{{"type":"prove","password":"{proof}"}}"#)
}

/// With which code somebody is refused; what ends the connection may follow.
fn refusal(stage: &mut Stage, peer: PeerId) -> Value {
    let told = told(stage, peer);
    assert_eq!(told[0]["type"], "error", "{told:?}");
    told[0]["code"].clone()
}

#[test]
fn a_proof_of_the_password_that_nobody_asked_for_is_bad_and_the_connection_lives() {
    let mut stage = asking();
    let (bob, asked) = asks(&mut stage, "bob");
    let late = shows(&asked, "sesame");
    stage.wait(Duration::from_secs(31));
    // The first comes too late, and is used up by that.
    for _ in 0..2 {
        stage.says(bob, &late);
        assert_eq!(refusal(&mut stage, bob), "bad_frame");
    }
    let asked = asks_again(&mut stage, bob, "bob");
    let right = shows(&asked, "sesame");
    // Of this connection alone: on another one it is the wrong password, and ends that.
    let (eve, _) = asks(&mut stage, "eve");
    stage.says(eve, &right);
    assert_eq!(refusal(&mut stage, eve), "wrong_password");
    assert_eq!(stage.closed, [eve]);
    let zed = stage.someone();
    stage.says(zed, &right);
    assert_eq!(refusal(&mut stage, zed), "bad_frame", "nothing was asked");
    stage.says(bob, &right);
    is_welcome(&told(&mut stage, bob), "bob", false);
    stage.says(bob, &right);
    assert_eq!(refusal(&mut stage, bob), "bad_frame", "it was used");
    stage.says(bob, r#"{"text":"hi"}"#);
    assert_eq!(told(&mut stage, bob).pop().unwrap()["text"], "hi");
    assert_eq!(stage.closed, [eve]);
}

/// A lost connection is made again behind the address from which somebody guesses.
#[test]
fn whoever_was_let_in_comes_back_at_once_though_its_own_address_is_worn_out() {
    let mut stage = asking();
    stage.hub.state.rules.arrivals = None;
    let from = "10.0.0.1:4000";
    let ana = stage.comes(Transport::Tcp, from);
    let come = r#"{"type":"join","name":"ana"}"#;
    is_welcome(&proves(&mut stage, ana, 1, come), "ana", true);
    stage.goes(ana, Parting::Lost("cable".to_owned()));
    let looked_at = looked_at(&mut stage, 1, 100);
    assert!((40..=70).contains(&looked_at), "{looked_at}");
    let (last, asked) = asks_from(&mut stage, from, "last");
    stage.says(last, &shows(&asked, "guess"));
    assert_eq!(refusal(&mut stage, last), "wrong_password");
    // From then on not even the right one is looked at from there.
    let (new, asked) = asks_from(&mut stage, from, "new");
    stage.says(new, &shows(&asked, "sesame"));
    assert_eq!(refusal(&mut stage, new), "rate_limited");
    assert!(!stage.closed.contains(&new), "it may wait");
    let back = stage.comes(Transport::Tcp, from);
    is_welcome(&proves(&mut stage, back, 1, come), "ana", true);
    // And somebody new from elsewhere, by a proof.
    let (zed, asked) = asks_from(&mut stage, "10.0.0.2:4000", "zed");
    stage.says(zed, &shows(&asked, "sesame"));
    is_welcome(&told(&mut stage, zed), "zed", false);
}

/// Somebody comes without a key, and is asked for the password.
fn asks(stage: &mut Stage, name: &str) -> (PeerId, Value) {
    asks_from(stage, "127.0.0.1:4000", name)
}

fn asks_from(stage: &mut Stage, address: &str, name: &str) -> (PeerId, Value) {
    let peer = stage.comes(Transport::Tcp, address);
    let asked = asks_again(stage, peer, name);
    (peer, asked)
}

fn asks_again(stage: &mut Stage, peer: PeerId, name: &str) -> Value {
    stage.says(
        peer,
        &format!(r#"{{"type":"join","name":"{name}","nonce":"{NONCE}"}}"#),
    );
    told(stage, peer).pop().unwrap()
}
