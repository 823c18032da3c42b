//! A name is one person's, on whichever server they are.

use chat_tests::owner::joins;
use chat_tests::owner::proves;
use chat_tests::peer::Peer;
use chat_tests::plain::Typist;
use chat_tests::wire::Via;
use serde_json::json;

use crate::house::Lab;
use crate::house::in_step;
use crate::house::witnesses;

#[test]
fn a_name_that_somebody_has_on_another_server_is_taken_and_so_is_what_looks_like_it() {
    let Some(lab) = Lab::new() else { return };
    let servers = lab.three();
    let mut ana = Peer::join(&servers[0], Via::Tcp, "ana");
    let mut other = Peer::join(&servers[1], Via::Tcp, "other");
    ana.hears("the other", |f| f.tells("join", "other"));
    for name in ["ana", "ANA", "ａｎａ", "аna"] {
        other.is_refused(&json!({"type": "nick", "name": name}), "name_taken");
        let mut late = Peer::connect(&servers[2], Via::Tcp);
        late.is_refused(&json!({"type": "join", "name": name}), "name_taken");
    }
    ana.send(&json!({"type": "nick", "name": "anna"}));
    other.hears("that it is free", |f| f.tells("rename", "ana"));
    other.send(&json!({"type": "nick", "name": "Ana"}));
    ana.hears("the other's name", |f| f.tells("rename", "other"));
    assert_eq!(other.says("it is me").name(), "Ana");
    ana.hears("it", |f| f.says("it is me") && f.name() == "Ana");
}

#[test]
fn guests_of_all_servers_have_different_names() {
    let Some(lab) = Lab::new() else { return };
    let servers = lab.three();
    let guests = servers.each_ref();
    let guests = guests.map(|server| {
        let both = [Via::Tcp, Via::Udp];
        both.map(|via| Typist::arrive(server, via))
    });
    let mut names: Vec<_> = guests.iter().flatten().map(|(_, name)| name).collect();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 6, "{names:?}");
}

#[test]
fn a_name_that_belongs_to_a_key_belongs_to_it_on_every_server() {
    let Some(lab) = Lab::new() else { return };
    let servers = lab.three();
    let mut all = witnesses(&servers);
    let ana = joins(&servers[0], Via::Tcp, 1, "ana");
    drop(ana);
    all[1].hears("that ana left", |f| f.tells("leave", "ana"));
    in_step(&mut all, "ana is gone");
    let mut thief = Peer::connect(&servers[1], Via::Tcp);
    let refusal = thief.is_refused(&json!({"type": "join", "name": "ana"}), "name_taken");
    assert!(refusal.flag("owned"), "{refusal:?}");
    let refusal = proves(&mut thief, 2, json!({"type": "join", "name": "Ana"}));
    assert!(refusal.refuses("name_taken"), "{refusal:?}");
    let mut back = joins(&servers[2], Via::Tcp, 1, "ana");
    back.says("here I am");
    all[0].hears("ana", |f| f.says("here I am"));
}

#[test]
fn whoever_has_the_key_takes_over_from_another_server_without_a_sound() {
    let Some(lab) = Lab::new() else { return };
    let servers = lab.three();
    // All stay: w1 would be told of one that goes.
    let [mut w1, _w2, _w3] = witnesses(&servers);
    let mut first = joins(&servers[1], Via::Tcp, 1, "ana");
    w1.hears("ana's coming", |f| f.tells("join", "ana"));
    let mut second = joins(&servers[2], Via::Tcp, 1, "ana");
    let bye = first.hears_bye(Via::Tcp);
    assert_eq!(bye.value("return"), Some(&json!(false)), "{bye:?}");
    second.says("it is me");
    let seen = w1.hears_all("it", |f| f.says("it is me"));
    assert_eq!(seen.len(), 1, "nothing else was told: {seen:?}");
}
