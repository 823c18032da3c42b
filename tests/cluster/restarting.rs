//! A server comes back, with what it had kept or with nothing.

use chat_tests::peer::Peer;
use chat_tests::wire::Via;
use serde_json::json;

use crate::house::Lab;
use crate::house::asks;
use crate::house::returns;
use crate::house::witnesses;
use crate::past;

#[test]
fn with_its_archive_or_a_new_one_it_has_the_whole_conversation() {
    let Some(lab) = Lab::new() else { return };
    let [mut first, second, third] = lab.three();
    let mut ana = Peer::connect(&first, Via::Tcp);
    let welcome = ana.enter("ana", "lobby");
    for n in 0..120 {
        ana.send(&json!({"text": format!("number {n}"), "id": n}));
    }
    let last = ana.hears("the last one", |f| f.says("number 119"));
    let mut bob = Peer::join(&second, Via::Tcp, "bob");
    first.program.kill();
    bob.says("while it was away");
    let mut kept = lab.server("lab1");
    // One nobody has seen before.
    let new = lab.server("lab4");
    let (mut ana, back) = returns(&kept, &welcome, last.number("seq").unwrap());
    assert_eq!(back.get("you"), Some("ana"));
    ana.hears("what it missed", |f| f.says("while it was away"));
    ana.send(&json!({"text": "number 7", "id": 7, "again": true}));
    let again = ana.hears("the receipt", |f| f.number("id") == Some(7));
    assert_eq!(again.number("seq"), Some(8), "said once: {again:?}");
    assert_eq!(ana.says("on we go").number("seq"), Some(122));
    bob.hears("ana", |f| f.says("on we go"));
    let told = past::agreed(&[&third, &kept, &new], "lobby");
    assert_eq!(told.len(), 122);
    // Once more, with a copy that is lost.
    kept.program.kill();
    drop(kept);
    let anew = lab.start_with("lab1", &lab.archive("lost")).ready();
    assert!(past::agreed(&[&third, &anew], "lobby") == told);
}

#[test]
fn all_of_them_may_be_stopped_and_nothing_is_forgotten() {
    let Some(lab) = Lab::new() else { return };
    let servers = lab.three();
    let mut peers = witnesses(&servers);
    let order = json!({"type": "order", "do": "topic", "text": "sockets"});
    asks(&mut peers[1], order);
    peers[2].says("good night");
    drop(peers);
    for server in servers {
        server.stop();
    }
    let servers = lab.three();
    let told = past::agreed(&servers.each_ref(), "lobby");
    assert_eq!(told.len(), 2, "{told:?}");
    let mut ana = Peer::join(&servers[0], Via::Tcp, "ana");
    assert_eq!(ana.says("good morning").number("seq"), Some(3));
}
