//! Two thousand arrivals in one room: the notices grow with the arrivals, not
//! with their square.

use std::collections::BTreeSet;

use chat_tests::frame::Frame;
use chat_tests::peer::Peer;
use chat_tests::quiet;
use chat_tests::server::Server;
use chat_tests::wire::Via;
use serde_json::json;

use crate::house::has_files;
use crate::house::server_with;

const ARRIVALS: usize = 2000;

/// They come in groups of this many, as a school does when the bell rings.
const GROUP: usize = 250;

#[test]
fn two_thousand_arrivals_are_told_in_few_notices_and_everybody_is_named_once() {
    if !has_files(2 * ARRIVALS as u64 + 200) {
        return;
    }
    let many = (ARRIVALS + 10).to_string();
    let server = server_with(&[
        "--rate-limit",
        "off",
        "--max-peers",
        &many,
        "--max-per-address",
        &many,
    ]);
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let mut crowd = arrive(&server, &mut witness);
    let (mut notices, mut bytes, mut told) = (0, 0, BTreeSet::new());
    let mut count = |frame: &Frame| {
        if frame.get("event") == Some("join") {
            notices += 1;
            bytes += frame.raw().len();
            for name in frame.people("who") {
                assert!(told.insert(name.clone()), "{name} is told twice");
            }
        }
        told.len()
    };
    let mut known = crowd.seen.iter().map(&mut count).last().unwrap_or(0);
    // Where the crowd was slow to come, all of it is told already.
    while known < ARRIVALS {
        known = count(&witness.hears("an arrival", |f| f.get("event") == Some("join")));
    }
    let expected: BTreeSet<String> = (0..ARRIVALS).map(|n| format!("p{n}")).collect();
    assert_eq!(told, expected);
    assert!(
        notices <= ARRIVALS / 4,
        "{notices} notices of {ARRIVALS} arrivals"
    );
    assert!(
        bytes <= 100 * ARRIVALS,
        "{bytes} bytes of notices of {ARRIVALS} arrivals"
    );
    // The last one that came is heard by the first, and the first by the last.
    witness.says("can you hear me?");
    let last = crowd.peers.last_mut().unwrap();
    last.hears("it", |f| f.says("can you hear me?"));
    last.says("yes");
    witness.hears("yes", |f| f.says("yes"));
    quiet::is_idle(&server);
}

struct Crowd {
    peers: Vec<Peer>,
    /// What the witness has heard in the meantime.
    seen: Vec<Frame>,
}

fn arrive(server: &Server, witness: &mut Peer) -> Crowd {
    let mut crowd = Crowd {
        peers: Vec::new(),
        seen: Vec::new(),
    };
    for first in (0..ARRIVALS).step_by(GROUP) {
        let mut group: Vec<Peer> = (first..first + GROUP)
            .map(|n| {
                let mut peer = Peer::connect(server, Via::Tcp);
                peer.send(&json!({"type": "join", "name": format!("p{n}")}));
                peer
            })
            .collect();
        for peer in &mut group {
            peer.hears("a welcome", |f| f.kind() == "welcome");
        }
        crowd.seen.extend(witness.fence());
        crowd.peers.extend(group);
    }
    crowd
}
