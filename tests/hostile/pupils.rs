//! Pupils who would rather lead: orders of those who may not, floods of hands, votes and
//! wrong words.

use std::time::Duration;

use chat_tests::clock::now;
use chat_tests::owner::joins;
use chat_tests::peer::Peer;
use chat_tests::plain::Typist;
use chat_tests::server::Server;
use chat_tests::server::Start;
use chat_tests::wire::Via;
use serde_json::json;
use tempfile::TempDir;

use crate::house::SERVER;
use crate::house::words_of;

fn class() -> (Server, TempDir) {
    let folder = TempDir::new().unwrap();
    let audit = folder.path().join("audit.ndjson");
    let start = Start::new(SERVER).all_transports();
    let server = start.args(&["--audit", audit.to_str().unwrap()]).ready();
    (server, folder)
}

#[test]
fn no_order_of_anybody_else_is_carried_out_however_often_it_comes() {
    let (server, folder) = class();
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let mut eve = Peer::join(&server, Via::Tcp, "eve");
    let (mut nc, _) = Typist::arrive(&server, Via::Tcp);
    witness.fence();
    let orders = [
        json!({"type": "order", "do": "quiet"}),
        json!({"type": "order", "do": "kick", "who": "witness"}),
        json!({"type": "order", "do": "teacher", "who": "eve"}),
        json!({"type": "order", "do": "lock", "room": "elsewhere"}),
        json!({"type": "order", "do": "claim", "words": "a-b-c"}),
        json!({"type": "order", "do": "fly"}),
    ];
    for _ in 0..200 {
        for order in &orders {
            eve.send(order);
        }
        nc.types("/kick witness");
    }
    let told = witness.fence();
    assert!(told.iter().all(|f| f.kind() != "notice"), "{told:?}");
    witness.says("still here");
    // A flood of refusals is not a flood of lines in a file.
    let audit = std::fs::read_to_string(folder.path().join("audit.ndjson")).unwrap();
    assert!(audit.lines().count() <= 30, "{}", audit.lines().count());
}

/// Whoever guesses gets ten tries, and nobody else gets others by it.
#[test]
fn after_ten_wrong_words_the_server_prints_others_and_the_first_are_worth_nothing() {
    let (server, _folder) = class();
    let first = words_of(&server, 1);
    let mut eve = joins(&server, Via::Tcp, 2, "eve");
    let claims = |words: &str| json!({"type": "order", "do": "claim", "words": words});
    for _ in 0..9 {
        eve.is_refused(&claims("acrobat-lemon-tulip"), "not_allowed");
    }
    assert_eq!(server.program.errors().matches("/claim ").count(), 1);
    eve.is_refused(&claims("acrobat-lemon-tulip"), "not_allowed");
    let second = words_of(&server, 2);
    assert_ne!(first, second);
    eve.is_refused(&claims(&first), "not_allowed");
    let mut ana = joins(&server, Via::Tcp, 1, "ana");
    ana.send(&claims(&second));
    ana.hears("the claim", |f| f.get("event") == Some("claim"));
    eve.hears("it", |f| f.text() == "ana is the teacher");
}

#[test]
fn a_flood_of_hands_and_votes_is_a_few_lines_for_everybody_else() {
    let (server, _folder) = class();
    let mut witness = Peer::join(&server, Via::Tcp, "witness");
    let mut eve = Peer::join(&server, Via::Tcp, "eve");
    witness.fence();
    let begun = now();
    for n in 0..1000 {
        eve.send(&json!({"type": "order", "do": "hand", "on": n % 2 == 0}));
        eve.send(&json!({"type": "order", "do": "vote", "option": 1}));
    }
    // Its last answer: all of it was looked at.
    eve.send(&json!({"type": "ping", "id": "end"}));
    eve.hears("the end", |f| f.get("id") == Some("end"));
    let hands = witness.fence();
    let hands = hands.iter().filter(|f| f.get("event") == Some("hand"));
    let seconds = begun.elapsed() + Duration::from_secs(1);
    let most = 20 + 2 * usize::try_from(seconds.as_secs()).unwrap();
    let count = hands.count();
    assert!((1..=most).contains(&count), "{count} hands in {seconds:?}");
}
