//! A server dies: its people come back on another, and nobody else is disturbed.

use std::time::Duration;

use chat_tests::clock::PATIENCE;
use chat_tests::clock::now;
use chat_tests::peer::Peer;
use chat_tests::plain::Typist;
use chat_tests::wire::Via;
use serde_json::json;

use crate::house::Lab;
use crate::house::returns;
use crate::house::roster;
use crate::past;

#[test]
fn whoever_was_on_a_killed_server_goes_on_elsewhere_as_if_nothing_were() {
    let Some(lab) = Lab::new() else { return };
    let [mut first, second, third] = lab.three();
    let mut bob = Peer::join(&second, Via::Tcp, "bob");
    let mut eva = Peer::join(&third, Via::Tcp, "eva");
    bob.hears("eva", |f| f.tells("join", "eva"));
    let mut ana = Peer::connect(&first, Via::Tcp);
    let welcome = ana.enter("ana", "lobby");
    ana.send(&json!({"text": "one", "id": "a1"}));
    let one = ana.hears("a receipt", |f| f.says("one"));
    bob.hears("one", |f| f.says("one"));
    // This one's receipt is lost.
    ana.send(&json!({"text": "two", "id": "a2"}));
    bob.hears("two", |f| f.says("two"));
    first.program.kill();
    // The others go on at once.
    let began = now();
    bob.says("three");
    let stalled = began.elapsed();
    eva.hears("three", |f| f.says("three"));
    let (mut ana, back) = returns(&second, &welcome, one.number("seq").unwrap());
    let returned = began.elapsed();
    assert_eq!(
        back.get("you"),
        Some("ana"),
        "the name has waited: {back:?}"
    );
    assert_eq!(back.get("log"), welcome.get("log"), "the numbering goes on");
    assert_eq!(back.value("replay"), Some(&json!(2)), "{back:?}");
    let two = ana.hears("its own", |f| f.says("two"));
    assert_eq!(two.get("id"), Some("a2"), "known by its mark: {two:?}");
    for (mark, text) in [("a1", "one"), ("a2", "two"), ("a3", "four")] {
        ana.send(&json!({"text": text, "id": mark, "again": true}));
        ana.hears("a receipt", |f| f.get("id") == Some(mark) && f.says(text));
    }
    eva.hears("four", |f| f.says("four"));
    let told: Vec<String> = past::all(&third, "lobby")
        .into_iter()
        .map(|(_, name, text, _)| format!("{name}: {text}"))
        .collect();
    assert_eq!(told, ["ana: one", "ana: two", "bob: three", "ana: four"]);
    println!("the others stalled {stalled:?}, ana was back after {returned:?}");
}

#[test]
fn whoever_does_not_come_back_is_gone_from_all_rosters_in_eight_seconds() {
    let Some(lab) = Lab::new() else { return };
    let [mut first, second, third] = lab.three();
    let mut bob = Peer::join(&second, Via::Tcp, "bob");
    let mut eva = Peer::join(&third, Via::Tcp, "eva");
    let _ana = Peer::join(&first, Via::Tcp, "ana");
    let _link = Peer::join(&first, Via::Link, "lia");
    let (_nc, guest) = Typist::arrive(&first, Via::Tcp);
    for peer in [&mut bob, &mut eva] {
        peer.hears("the guest", |f| f.says("here"));
        assert_eq!(roster(peer).len(), 5);
    }
    first.program.kill();
    let began = now();
    for peer in [&mut bob, &mut eva] {
        for gone in ["ana", "lia", &guest] {
            // They may be told of together.
            while roster(peer).iter().any(|name| name == gone) {
                peer.hears("somebody leave", |f| f.get("event") == Some("leave"));
            }
        }
        assert_eq!(roster(peer), ["bob", "eva"]);
    }
    let took = began.elapsed();
    println!("gone from all rosters after {took:?}");
    assert!(took < Duration::from_secs(8), "{took:?}");
    // The name is free.
    Peer::join(&third, Via::Tcp, "ana").says("another one");
}

#[test]
fn a_server_that_is_told_to_stop_takes_leave_of_all_at_once() {
    let Some(lab) = Lab::new() else { return };
    let [first, second, third] = lab.three();
    let mut ana = Peer::connect(&first, Via::Tcp);
    let welcome = ana.enter("ana", "lobby");
    let mut bob = Peer::join(&second, Via::Tcp, "bob");
    let mut eva = Peer::join(&third, Via::Tcp, "eva");
    bob.hears("eva", |f| f.tells("join", "eva"));
    let began = now();
    first.program.terminate();
    let bye = ana.hears_bye(Via::Tcp);
    assert_ne!(bye.value("return"), Some(&json!(false)), "{bye:?}");
    for peer in [&mut bob, &mut eva] {
        peer.hears("that ana left", |f| f.tells("leave", "ana"));
    }
    let took = began.elapsed();
    println!("told after {took:?}");
    assert!(took < Duration::from_secs(3), "{took:?}");
    let (_, back) = returns(&second, &welcome, 0);
    assert_eq!(back.get("you"), Some("ana"));
    let mut first = first;
    let exit = first.program.exit_within(PATIENCE);
    assert_eq!(exit.status.code(), Some(0), "{}", exit.errors);
}

#[test]
fn what_was_confirmed_in_the_moment_of_death_is_on_the_others() {
    let Some(lab) = Lab::new() else { return };
    let [mut first, second, third] = lab.three();
    let servers = [&second, &third];
    let mut ana = Peer::join(&first, Via::Tcp, "ana");
    for n in 0..200 {
        ana.send(&json!({"text": format!("{n}"), "id": n}));
    }
    // As soon as the first is confirmed, in the middle of the others.
    ana.hears("a receipt", |f| f.number("id") == Some(20));
    first.program.kill();
    let confirmed: Vec<u64> = ana
        .hears_the_end()
        .iter()
        .filter_map(|f| f.number("id"))
        .collect();
    let last = confirmed.last().copied().unwrap_or(20);
    let told = past::agreed(&servers, "lobby");
    let texts: Vec<&str> = told.iter().map(|(_, _, text, _)| text.as_str()).collect();
    let expected: Vec<String> = (0..texts.len()).map(|n| n.to_string()).collect();
    assert_eq!(texts, expected, "in order and once");
    assert!(texts.len() as u64 > last, "{last} was confirmed: {texts:?}");
}
