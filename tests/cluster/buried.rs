//! A server that stood still, and was taken for dead meanwhile.

use chat_tests::peer::Peer;
use chat_tests::wire::Via;
use serde_json::json;

use crate::house::Lab;
use crate::house::in_step;
use crate::house::returns;
use crate::house::roster;
use crate::past;

#[test]
fn a_server_that_finds_itself_dead_sends_its_people_back_in() {
    let Some(lab) = Lab::new() else { return };
    let [first, second, third] = lab.three();
    let mut ana = Peer::connect(&first, Via::Tcp);
    let welcome = ana.enter("ana", "lobby");
    let before = ana.says("before");
    let mut bob = Peer::join(&second, Via::Tcp, "bob");
    let mut eva = Peer::join(&third, Via::Tcp, "eva");
    bob.hears("eva", |f| f.tells("join", "eva"));
    first.program.pause();
    // It is in its socket, and nobody reads it.
    ana.send(&json!({"text": "into the void", "id": "v"}));
    // Told by whoever buries it, after five seconds of silence.
    for peer in [&mut bob, &mut eva] {
        peer.hears("that ana left", |f| f.tells("leave", "ana"));
    }
    bob.says("without ana");
    first.program.go_on();
    let bye = ana.hears_bye(Via::Tcp);
    assert_ne!(bye.value("return"), Some(&json!(false)), "{bye:?}");
    let since = before.number("seq").unwrap();
    let (mut ana, back) = returns(&first, &welcome, since);
    assert_eq!(back.get("you"), Some("ana"));
    ana.hears("what it missed", |f| f.says("without ana"));
    ana.send(&json!({"text": "into the void", "id": "v", "again": true}));
    let own = ana.hears("a receipt", |f| f.get("id") == Some("v"));
    assert!(own.says("into the void"));
    ana.says("alive");
    for peer in [&mut bob, &mut eva] {
        peer.hears("ana", |f| f.says("alive"));
    }
    let all = ["ana", "bob", "eva"];
    for peer in [&mut ana, &mut bob, &mut eva] {
        assert_eq!(roster(peer), all);
    }
    let mut both = [ana, eva];
    in_step(&mut both, "the end");
    let told = past::agreed(&[&first, &third], "lobby");
    let texts: Vec<&str> = told.iter().map(|(_, _, text, _)| text.as_str()).collect();
    let expected = ["before", "without ana", "into the void", "alive", "the end"];
    assert_eq!(texts, expected);
}

#[test]
fn whoever_went_elsewhere_meanwhile_keeps_the_name() {
    let Some(lab) = Lab::new() else { return };
    let [first, second, third] = lab.three();
    let mut ana = Peer::connect(&first, Via::Tcp);
    let welcome = ana.enter("ana", "lobby");
    let mut eva = Peer::join(&third, Via::Tcp, "eva");
    first.program.pause();
    // Her client does not wait for the funeral.
    let (mut back, told) = returns(&second, &welcome, 0);
    assert_eq!(told.get("you"), Some("ana"));
    back.says("here I am");
    eva.hears("ana", |f| f.says("here I am"));
    first.program.go_on();
    ana.hears_bye(Via::Tcp);
    back.says("still here");
    let heard = eva.hears_all("ana", |f| f.says("still here"));
    assert!(!heard.iter().any(|f| f.tells("leave", "ana")), "{heard:?}");
    assert_eq!(roster(&mut eva), ["ana", "eva"]);
}
