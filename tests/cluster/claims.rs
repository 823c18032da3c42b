//! A hundred names at once, each asked for on three servers.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use chat_tests::frame::Frame;
use chat_tests::peer::Peer;
use chat_tests::wire::Wire;
use serde_json::json;

use crate::house::Lab;
use crate::house::in_step;
use crate::house::roster;
use crate::house::witnesses;

#[test]
fn a_name_that_is_asked_for_on_three_servers_at_once_is_given_once() {
    let Some(lab) = Lab::new() else { return };
    let servers = lab.three();
    let mut witnesses = witnesses(&servers);
    // Each begins with another name.
    let asking = |to: SocketAddr, nth: usize| {
        let names = (0..NAMES).map(|n| (n + nth * NAMES / 3) % NAMES);
        let asked = names.map(|n| {
            let mut peer = Peer::on(Wire::tcp(to));
            peer.send(&json!({"type": "join", "name": format!("pupil{n}")}));
            (n, peer)
        });
        asked.collect::<Vec<_>>()
    };
    let asked = std::thread::scope(|scope| {
        let asking = &asking;
        let each = servers.iter().map(|server| server.tcp()[0]).enumerate();
        let each: Vec<_> = each
            .map(|(nth, to)| scope.spawn(move || asking(to, nth)))
            .collect();
        let each = each.into_iter().map(|asked| asked.join().unwrap());
        each.flatten().collect::<Vec<_>>()
    });
    let mut owners: BTreeMap<usize, Vec<Peer>> = BTreeMap::new();
    for (n, mut peer) in asked {
        let is_answer = |f: &Frame| ["welcome", "error"].contains(&f.kind());
        let answer = peer.hears("an answer", is_answer);
        if answer.kind() == "welcome" {
            owners.entry(n).or_default().push(peer);
        } else {
            assert!(answer.refuses("name_taken"), "{answer:?}");
        }
    }
    assert_eq!(owners.len(), NAMES, "all are somebody's");
    assert!(owners.values().all(|owners| owners.len() == 1));
    in_step(&mut witnesses, "all are here");
    let [first, second, third] = witnesses.each_mut().map(roster);
    assert_eq!(first.len(), NAMES + 3);
    assert_eq!(first, second);
    assert_eq!(first, third);
}

const NAMES: usize = 100;
